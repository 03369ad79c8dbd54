import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, yen, count, oneOf, list } = itemKinds(3);

export const medicalInsuranceOther: CategorySchema = {
  type: 'object',
  title: 'Medical insurance, other benefits',
  description:
    'High-cost medical benefits, sickness and maternity allowances. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    benefits: list('その他の給付', 'Other benefits', 200, {
      kind: oneOf('給付の種類', 'Kind of benefit', {
        high_cost: ['高額療養費', 'High-cost medical benefit'],
        high_cost_combined: ['高額介護合算療養費', 'Combined high-cost benefit'],
        sickness: ['傷病手当金', 'Sickness allowance'],
        maternity: ['出産手当金', 'Maternity allowance'],
      }),
      period_from: day('対象期間の始まり', 'Period from'),
      period_until: day('対象期間の終わり', 'Period until'),
      amount_jpy: yen('支給額', 'Amount'),
      days: count('支給日数', 'Days'),
      daily_jpy: yen('支給日額', 'Amount per day'),
      income_class: text('所得区分', 'Income class', { maxLength: 20 }),
      applied_on: day('申請日', 'Applied on', {
        whenBlank: ['申請なし（自動支給）', 'Paid without an application'],
      }),
      decided_on: day('決定日', 'Decided on'),
      paid_on: day('支給日', 'Paid on'),
    }),
  },
};
