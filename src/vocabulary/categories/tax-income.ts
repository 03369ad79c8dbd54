import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';
import { aboutPeople, countOfPeople } from '../other-people.ts';

const { text, day, year, yen, count, flag, oneOf, group, list } = itemKinds(2);

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
      incomes: group('所得の内訳', 'Incomes', {
        salary_jpy: yen('給与所得', 'Salary income'),
        business_jpy: yen('事業所得', 'Business income'),
        real_estate_jpy: yen('不動産所得', 'Real estate income'),
        dividends_jpy: yen('配当所得', 'Dividend income'),
        pension_jpy: yen('公的年金等に係る雑所得', 'Pension income'),
        other_jpy: yen('その他の所得', 'Other income'),
      }),
      salary_revenue_jpy: yen('給与収入', 'Salary revenue'),
      pension_revenue_jpy: yen('公的年金等収入', 'Pension revenue'),
      deductions: group('所得控除', 'Deductions', {
        total_jpy: yen('所得控除合計', 'Deductions, total'),
        social_insurance_jpy: yen('社会保険料控除', 'Deduction for social insurance'),
        medical_expenses_jpy: yen('医療費控除', 'Deduction for medical expenses', { sensitivity: 3 }),
        life_insurance_jpy: yen('生命保険料控除', 'Deduction for life insurance'),
        earthquake_insurance_jpy: yen('地震保険料控除', 'Deduction for earthquake insurance'),
        small_enterprise_mutual_aid_jpy: yen(
          '小規模企業共済等掛金控除',
          'Deduction for mutual aid and defined contributions',
        ),
        spouse_jpy: aboutPeople(yen('配偶者控除・配偶者特別控除', 'Deduction for a spouse')),
        dependants_jpy: aboutPeople(yen('扶養控除', 'Deduction for dependants')),
        single_parent_jpy: yen('ひとり親控除・寡婦控除', 'Deduction for single parents and widows', {
          sensitivity: 3,
        }),
        working_student_jpy: yen('勤労学生控除', 'Deduction for working students'),
        casualty_loss_jpy: yen('雑損控除', 'Deduction for casualty losses'),
        basic_jpy: yen('基礎控除', 'Basic deduction'),
        disability_jpy: yen('障害者控除', 'Deduction for disability', { sensitivity: 3 }),
      }),
      taxable_base_jpy: yen('課税標準額', 'Taxable base'),
      tax_credits: group('税額控除', 'Tax credits', {
        adjustment_jpy: yen('調整控除', 'Adjustment credit'),
        housing_loan_jpy: yen('住宅借入金等特別税額控除', 'Credit for a housing loan'),
        donations_jpy: yen('寄附金税額控除', 'Credit for donations'),
        other_jpy: yen('その他の税額控除', 'Other credits'),
      }),
      levies: group('税額の内訳', 'Parts of the tax', {
        municipal_income_levy_jpy: yen('市町村民税所得割額', 'Municipal levy on income'),
        prefectural_income_levy_jpy: yen('道府県民税所得割額', 'Prefectural levy on income'),
        per_capita_levy_jpy: yen('均等割額', 'Levy per head'),
        forest_tax_jpy: yen('森林環境税額', 'Forest environment tax'),
      }),
      residents_tax_jpy: yen('住民税額', 'Residents’ tax'),
      dependants: countOfPeople(count('扶養人数', 'Dependants')),
      dependants_by_kind: group('扶養の内訳', 'Dependants by kind', {
        general: countOfPeople(count('一般扶養の人数', 'General dependants')),
        specified: countOfPeople(count('特定扶養の人数', 'Dependants of 19 to 22 years')),
        elderly: countOfPeople(count('老人扶養の人数', 'Elderly dependants')),
        under_16: countOfPeople(count('16歳未満の扶養人数', 'Dependants under 16')),
        disabled: countOfPeople(
          count('障害者の扶養人数', 'Dependants with a disability', { sensitivity: 3 }),
        ),
      }),
      has_spouse_deduction: aboutPeople(flag('控除対象配偶者の有無', 'Has a spouse for the deduction')),
      is_exempt: flag('非課税', 'Exempt from residents’ tax'),
      collection: oneOf('納め方', 'How it is collected', {
        special: ['特別徴収（給与）', 'Deducted from the salary'],
        pension: ['特別徴収（年金）', 'Deducted from the pension'],
        ordinary: ['普通徴収', 'Paid by oneself'],
        both: ['併用徴収', 'Both'],
      }),
      assessed_on: day('賦課決定日', 'Assessed on'),
    }),
  },
};
