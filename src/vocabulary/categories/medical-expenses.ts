import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, month, yen, count, oneOf, list } = itemKinds(3);

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
    }),
  },
};
