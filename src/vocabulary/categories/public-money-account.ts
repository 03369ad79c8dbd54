import type { CategorySchema } from '../category-schema.ts';
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
      code: text('金融機関コード', 'Bank code', { pattern: '^[0-9]{4}$', standard: 'Zengin bank code' }),
      name: text('金融機関名', 'Bank name'),
    }),
    branch: group('支店', 'Branch', {
      code: text('支店コード', 'Branch code', { pattern: '^[0-9]{3}$', standard: 'Zengin branch code' }),
      name: text('支店名', 'Branch name'),
    }),
    account_type: oneOf('口座種別', 'Account type', {
      ordinary: ['普通', 'Ordinary'],
      current: ['当座', 'Current'],
      savings: ['貯蓄', 'Savings'],
    }),
    account_number: text('口座番号', 'Account number', { pattern: '^[0-9]{7}$' }),
    holder_kana: text('口座名義（カナ）', 'Account holder in kana', { maxLength: 100 }),
    registered_on: day('登録日', 'Registered on'),

    registered_via: oneOf('登録の方法', 'Registered by way of', {
      portal: ['マイナポータル', 'The portal'],
      tax_return: ['所得税の確定申告', 'An income tax return'],
      bank: ['金融機関の窓口', 'A bank'],
      pension: ['年金受給者への書留郵便', 'The pension service’s registered letter'],
    }),
    changed_on: day('変更日', 'Changed on', { whenBlank: ['変更なし', 'Not changed'] }),
  },
};
