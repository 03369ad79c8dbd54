import type { CategorySchema } from '../category-schema.ts';
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
      month: month('診療年月', 'Month of treatment'),
      institution: text('医療機関名', 'Institution'),
      visit_kind: oneOf('診療区分', 'Kind of visit', {
        inpatient: ['入院', 'Inpatient'],
        outpatient: ['外来', 'Outpatient'],
        dental: ['歯科', 'Dental'],
        pharmacy: ['調剤', 'Pharmacy'],
        home_nursing: ['訪問看護', 'Home nursing'],
      }),
      days: count('日数', 'Days'),
      total_jpy: yen('医療費総額', 'Total cost'),
      insurer_jpy: yen('保険者の支払額', 'Paid by the insurer'),
      other_public_jpy: yen('公費の負担額', 'Paid from other public funds'),
      own_payment_jpy: yen('窓口相当負担額', 'Own payment'),
      meal_own_payment_jpy: yen('食事・生活療養の標準負担額', 'Own payment for meals'),
      insurer_name: text('医療費を支払った保険者名', 'Insurer that paid'),
    }),

    yearly_totals: list('年間の合計', 'Totals by year', 20, {
      calendar_year: year('対象年', 'Calendar year'),
      own_payment_jpy: yen('年間の自己負担額', 'Own payment in the year'),
      total_jpy: yen('年間の医療費総額', 'Total cost in the year'),
      covered_until: month('集計済みの診療年月', 'Covered until'),
    }),
  },
};
