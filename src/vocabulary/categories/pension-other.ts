import type { CategorySchema } from '../category-schema.ts';
import { pensionOtherBenefitKinds } from '../code-lists/pension-other-benefit-kinds.ts';
import { pensionSchemes } from '../code-lists/pension-schemes.ts';
import { itemKinds } from '../item-kinds.ts';

const { day, yen, oneOf, list } = itemKinds(2);

export const pensionOther: CategorySchema = {
  type: 'object',
  title: 'Pension, other',
  description: 'Other benefits and reliefs of the pension schemes. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    benefits: list('その他の年金給付', 'Other pension benefits', 100, {
      kind: oneOf('給付の種類', 'Kind of benefit', pensionOtherBenefitKinds, {
        meaning: [
          '年金本体とは別に支払われる給付や一時金の種類。',
          'Kind of benefit or lump sum beside the pension itself.',
        ],
        sensitivity: 3,
      }),
      period_from: day('対象期間の始まり', 'Period from', {
        meaning: ['給付の対象となった最初の日。', 'First day that the benefit is for.'],
      }),
      period_until: day('対象期間の終わり', 'Period until', {
        meaning: ['給付の対象となった最後の日。', 'Last day that the benefit is for.'],
      }),
      amount_jpy: yen('支給額', 'Amount', {
        meaning: [
          'その期間または一時金として支給された額（円）。',
          'What was paid for the period or at once, in yen.',
        ],
      }),
      scheme: oneOf('制度', 'Scheme', pensionSchemes, {
        meaning: ['給付の元になっている制度。', 'Scheme that the benefit belongs to.'],
      }),
      monthly_jpy: yen('給付の月額', 'Amount per month', {
        meaning: [
          '続けて支払われる給付の1か月の額（円）。',
          'Amount a month in yen, where it is paid regularly.',
        ],
        whenBlank: ['一時金', 'Lump sum'],
      }),
      paid_on: day('支払日', 'Paid on', { meaning: ['最後に支払われた日。', 'Day of the latest payment.'] }),
      decided_on: day('決定日', 'Decided on', {
        meaning: ['日本年金機構が支給を決めた日。', 'Day on which the pension service decided.'],
      }),
    }),
  },
};
