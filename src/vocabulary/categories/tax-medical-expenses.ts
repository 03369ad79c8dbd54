import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, year, yen, flag, oneOf, list } = itemKinds(3);

export const taxMedicalExpenses: CategorySchema = {
  type: 'object',
  title: 'Medical expenses (tax)',
  description:
    'Medical expenses as deducted in the tax assessment. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    deductions: list('医療費控除', 'Deductions for medical expenses', 10, {
      tax_year: year('課税年度', 'Tax year'),
      paid_jpy: yen('支払医療費', 'Paid'),
      reimbursed_jpy: yen('補てんされた金額', 'Reimbursed'),
      deducted_jpy: yen('控除額', 'Deducted'),
      threshold_jpy: yen('控除の基準額', 'Threshold of the deduction'),
      self_medication: flag('セルフメディケーション税制の利用', 'By the self-medication rule'),
      payments: list('支払先ごとの内訳', 'Payments by payee', 500, {
        payee: text('支払先', 'Payee'),
        kind: oneOf('医療費の区分', 'Kind of expense', {
          treatment: ['診療・治療', 'Treatment'],
          medicines: ['医薬品購入', 'Medicines'],
          long_term_care: ['介護保険サービス', 'Long-term care services'],
          other: ['その他の医療費', 'Other'],
        }),
        paid_jpy: yen('支払先ごとの支払額', 'Paid to this payee'),
        reimbursed_jpy: yen('支払先ごとの補てん額', 'Reimbursed of this payment'),
      }),
    }),
  },
};
