import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, year, yen, count, flag, list, group } = itemKinds(2);

export const taxIncome: CategorySchema = {
  type: 'object',
  title: 'Tax and income',
  description:
    'Assessment of the residents’ tax, and the income it is made from. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    assessments: list('課税', 'Assessments', 10, {
      tax_year: year('課税年度', 'Tax year'),
      municipality: text('課税した自治体', 'Assessing municipality'),
      total_income_jpy: yen('合計所得金額', 'Total income'),
      salary_revenue_jpy: yen('給与収入', 'Salary revenue'),
      pension_revenue_jpy: yen('公的年金等収入', 'Pension revenue'),
      deductions: group('所得控除', 'Deductions', {
        total_jpy: yen('所得控除合計', 'Deductions, total'),
        social_insurance_jpy: yen('社会保険料控除', 'Deduction for social insurance'),
        medical_expenses_jpy: yen('医療費控除', 'Deduction for medical expenses', { sensitivity: 3 }),
        life_insurance_jpy: yen('生命保険料控除', 'Deduction for life insurance'),
        disability_jpy: yen('障害者控除', 'Deduction for disability', { sensitivity: 3 }),
      }),
      taxable_base_jpy: yen('課税標準額', 'Taxable base'),
      residents_tax_jpy: yen('住民税額', 'Residents’ tax'),
      dependants: count('扶養人数', 'Dependants'),
      is_exempt: flag('非課税', 'Exempt from residents’ tax'),
    }),
  },
};
