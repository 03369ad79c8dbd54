import type { CategorySchema } from '../category-schema.ts';
import { accountRegistrationWays } from '../code-lists/account-registration-ways.ts';
import { accountTypes } from '../code-lists/account-types.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, oneOf, group } = itemKinds(2);

export const publicMoneyAccount: CategorySchema = {
  type: 'object',
  title: 'Account for public money',
  description:
    'The bank account that the person registered for receiving public money. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    bank: group('金融機関', 'Bank', {
      code: text('金融機関コード', 'Bank code', {
        meaning: [
          '銀行などを示す全国共通の4桁の番号。',
          'Four digits that name the bank throughout the country.',
        ],
        pattern: '^[0-9]{4}$',
        standard: 'Zengin bank code',
      }),
      name: text('金融機関名', 'Bank name', {
        meaning: ['口座のある銀行などの名称。', 'Name of the bank that keeps the account.'],
      }),
    }),
    branch: group('支店', 'Branch', {
      code: text('支店コード', 'Branch code', {
        meaning: ['銀行の中の支店を示す3桁の番号。', 'Three digits that name the branch within the bank.'],
        pattern: '^[0-9]{3}$',
        standard: 'Zengin branch code',
      }),
      name: text('支店名', 'Branch name', {
        meaning: ['口座のある支店の名称。', 'Name of the branch that keeps the account.'],
      }),
    }),
    account_type: oneOf('口座種別', 'Account type', accountTypes, {
      meaning: ['普通・当座・貯蓄のどの預金か。', 'Whether an ordinary, a current or a savings account.'],
    }),
    account_number: text('口座番号', 'Account number', {
      meaning: ['支店の中で口座を示す7桁の番号。', 'Seven digits that name the account within the branch.'],
      pattern: '^[0-9]{7}$',
    }),
    holder_kana: text('口座名義（カナ）', 'Account holder in kana', {
      meaning: [
        '銀行に届け出てある名義のカナ。本人の名義に限られる。',
        'Holder as the bank has it in kana; it is the person’s own.',
      ],
      maxLength: 100,
    }),
    registered_on: day('登録日', 'Registered on', {
      meaning: [
        '公金の受取口座として最初に登録された日。',
        'Day on which it was first registered for public money.',
      ],
    }),

    registered_via: oneOf('登録の方法', 'Registered by way of', accountRegistrationWays, {
      meaning: ['どこで登録の手続きをしたか。', 'Where it was registered.'],
    }),
    changed_on: day('変更日', 'Changed on', {
      meaning: ['登録した口座を最後に変えた日。', 'Day of the last change of the registered account.'],
      whenBlank: ['変更なし', 'Not changed'],
    }),
  },
};
