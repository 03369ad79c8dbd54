import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, month, yen, count, oneOf, list } = itemKinds(2);

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
    children_count: count('対象児童数', 'Number of children'),
    children: list('対象児童', 'Children', 20, {
      name: text('児童の氏名', 'Child’s name', { standard: 'GIF 個人: 氏名' }),
      birth_on: day('児童の生年月日', 'Child’s date of birth', { standard: 'GIF 個人: 生年月日' }),
      is_third_or_later: oneOf('第何子か', 'Birth order', {
        first_or_second: ['第1子・第2子', 'First or second'],
        third_or_later: ['第3子以降', 'Third or later'],
      }),
    }),
    payments: list('支給', 'Payments', 300, {
      period_from: month('支給対象の始まり', 'Period from'),
      period_until: month('支給対象の終わり', 'Period until'),
      amount_jpy: yen('支給額', 'Amount'),
      paid_on: day('支給日', 'Paid on'),
    }),
  },
};
