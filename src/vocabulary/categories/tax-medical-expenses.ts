import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { year, yen, flag, list } = itemKinds(3);

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
      self_medication: flag('セルフメディケーション税制の利用', 'By the self-medication rule'),
    }),
  },
};
