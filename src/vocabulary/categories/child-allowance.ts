import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';
import { aboutPeople, countOf, countOfPeople } from '../other-people.ts';

const { text, day, month, yen, count, flag, oneOf, list } = itemKinds(2);

export const childAllowance: CategorySchema = {
  type: 'object',
  title: 'Child allowance',
  description:
    'Child allowance (児童手当) that the person receives. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    recipient_kind: oneOf('受給者の区分', 'Kind of recipient', {
      insured: ['被用者', 'Employee'],
      not_insured: ['非被用者', 'Not an employee'],
      institution: ['施設等受給者', 'Institution'],
    }),
    recipient_number: text('認定番号', 'Recipient number', { maxLength: 40 }),
    certified_on: day('認定日', 'Certified on'),
    ended_on: day('消滅日', 'Ended on', { whenBlank: ['受給中', 'Still received'] }),
    children_count: countOf('children', count('対象児童数', 'Number of children')),
    children: aboutPeople(
      list('対象児童', 'Children', 20, {
        name: text('児童の氏名', 'Child’s name', { standard: 'GIF 個人: 氏名' }),
        birth_on: day('児童の生年月日', 'Child’s date of birth', { standard: 'GIF 個人: 生年月日' }),
        lives_with_recipient: flag('受給者との同居', 'Lives with the recipient'),
        monthly_jpy: yen('児童ごとの月額', 'Amount per month for this child'),
        is_third_or_later: oneOf('第何子か', 'Birth order', {
          first_or_second: ['第1子・第2子', 'First or second'],
          third_or_later: ['第3子以降', 'Third or later'],
        }),
      }),
    ),
    payments: aboutPeople(
      list('支給', 'Payments', 300, {
        period_from: month('支給対象の始まり', 'Period from'),
        period_until: month('支給対象の終わり', 'Period until'),
        amount_jpy: aboutPeople(yen('支給額', 'Amount')),
        children_count: countOfPeople(count('支給の対象児童数', 'Children paid for')),
        paid_on: day('支給日', 'Paid on'),
      }),
    ),
  },
};
