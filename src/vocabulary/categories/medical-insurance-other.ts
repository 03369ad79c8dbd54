import type { CategorySchema } from '../category-schema.ts';
import { cashBenefitKinds } from '../code-lists/cash-benefit-kinds.ts';
import { highCostIncomeClasses } from '../code-lists/high-cost-income-classes.ts';
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
      kind: oneOf('給付の種類', 'Kind of benefit', cashBenefitKinds, {
        meaning: [
          '高額療養費・傷病手当金など、現金で支払われた給付。',
          'Benefit in cash: for high costs, for sickness and so on.',
        ],
      }),
      period_from: day('対象期間の始まり', 'Period from', {
        meaning: [
          '給付の対象となった最初の日。高額療養費では診療月の初日。',
          'First day that the benefit is for; for high costs, the first of the month of treatment.',
        ],
      }),
      period_until: day('対象期間の終わり', 'Period until', {
        meaning: ['給付の対象となった最後の日。', 'Last day that the benefit is for.'],
      }),
      amount_jpy: yen('支給額', 'Amount', {
        meaning: ['対象期間について支給された額（円）。', 'What was paid for the period, in yen.'],
      }),
      days: count('支給日数', 'Days', {
        meaning: [
          '手当が支給された日数。待期の3日間は含まない。',
          'Days that the allowance was paid for, without the three days of waiting.',
        ],
      }),
      daily_jpy: yen('支給日額', 'Amount per day', {
        meaning: [
          '1日あたりの手当の額（円）。標準報酬の平均の約3分の2。',
          'Allowance per day in yen, about two thirds of the average standard remuneration.',
        ],
      }),
      income_class: text('所得区分', 'Income class', {
        meaning: ['自己負担限度額を決める所得の区分。', 'Income class that sets the limit of own payment.'],
        codeList: highCostIncomeClasses,
        maxLength: 20,
      }),
      applied_on: day('申請日', 'Applied on', {
        meaning: ['本人が支給を申請した日。', 'Day on which the person applied.'],
        whenBlank: ['申請なし（自動支給）', 'Paid without an application'],
      }),
      decided_on: day('決定日', 'Decided on', {
        meaning: ['保険者が支給を決めた日。', 'Day on which the insurer decided.'],
      }),
      paid_on: day('支給日', 'Paid on', {
        meaning: ['口座に振り込まれた日。', 'Day on which it reached the account.'],
      }),
    }),
  },
};
