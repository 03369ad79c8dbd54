import type { CategorySchema } from '../category-schema.ts';
import { visitKinds } from '../code-lists/visit-kinds.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, month, year, yen, count, oneOf, list } = itemKinds(3);

export const medicalExpenses: CategorySchema = {
  type: 'object',
  title: 'Medical expenses',
  description:
    'What insured treatment cost, month by month: the notice of medical expenses (医療費通知). Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    expenses: list('医療費', 'Medical expenses', 1000, {
      month: month('診療年月', 'Month of treatment', {
        meaning: [
          '診療や調剤を受けた月。請求や支払いの月ではない。',
          'Month of the treatment, not of the bill or the payment.',
        ],
      }),
      institution: text('医療機関名', 'Institution', {
        meaning: [
          '請求した病院・診療所・薬局などの名称。',
          'Hospital, clinic, pharmacy or other institution that billed.',
        ],
      }),
      visit_kind: oneOf('診療区分', 'Kind of visit', visitKinds, {
        meaning: [
          '入院・外来・歯科・調剤・訪問看護のどれか。',
          'Whether inpatient, outpatient, dental, pharmacy or home nursing.',
        ],
      }),
      days: count('日数', 'Days', {
        meaning: [
          'その月に診療を受けた日数。調剤では受付の回数。',
          'Days of treatment in that month; for a pharmacy, how often it dispensed.',
        ],
      }),
      total_jpy: yen('医療費総額', 'Total cost', {
        meaning: [
          '保険が使われた医療費の全額（円、10割）。食費は含まない。',
          'The whole insured cost in yen, without meals.',
        ],
      }),
      insurer_jpy: yen('保険者の支払額', 'Paid by the insurer', {
        meaning: [
          '医療費総額のうち保険者が払った額（円）。',
          'Part of the total that the insurer paid, in yen.',
        ],
      }),
      other_public_jpy: yen('公費の負担額', 'Paid from other public funds', {
        meaning: [
          '医療費総額のうち、国や自治体の助成が払った額（円）。',
          'Part of the total that other public funds paid, in yen.',
        ],
      }),
      own_payment_jpy: yen('窓口相当負担額', 'Own payment', {
        meaning: [
          '窓口で払うべき額（円）。実際に払った額とは端数や後の助成で異なることがある。医療費控除の計算に使われる。',
          'What was due at the counter, in yen; what was paid may differ by rounding and later aid. Tax deductions are worked out from it.',
        ],
      }),
      meal_own_payment_jpy: yen('食事・生活療養の標準負担額', 'Own payment for meals', {
        meaning: [
          '入院中の食事などについて定額で払う額（円）。医療費総額の外。',
          'Fixed amount paid for meals in hospital, in yen; not part of the total.',
        ],
      }),
      insurer_name: text('医療費を支払った保険者名', 'Insurer that paid', {
        meaning: [
          'その月に資格のあった保険者の名称。',
          'Insurer with which the person was covered in that month.',
        ],
      }),
    }),

    yearly_totals: list('年間の合計', 'Totals by year', 20, {
      calendar_year: year('対象年', 'Calendar year', {
        meaning: [
          '合計した年（1月から12月までの診療月）。',
          'Year of the total, by months of treatment from January to December.',
        ],
      }),
      own_payment_jpy: yen('年間の自己負担額', 'Own payment in the year', {
        meaning: [
          'その年の窓口相当負担額の合計（円）。医療費控除の申告に使う。',
          'Sum of own payments in that year, in yen; it goes into the tax return.',
        ],
      }),
      total_jpy: yen('年間の医療費総額', 'Total cost in the year', {
        meaning: ['その年の医療費総額の合計（円）。', 'Sum of the total costs in that year, in yen.'],
      }),
      covered_until: month('集計済みの診療年月', 'Covered until', {
        meaning: [
          '合計に入っている最後の診療月。11月分と12月分は翌年に遅れて入る。',
          'Last month of treatment in the total; November and December arrive late.',
        ],
      }),
    }),
  },
};
