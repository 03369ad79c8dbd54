import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, month, yen, count, oneOf, oneOfNumbers, list } = itemKinds(2);

export const pension: CategorySchema = {
  type: 'object',
  title: 'Pension',
  description:
    'Periods of the public pension schemes, and amounts expected or paid. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    basic_pension_number: text('基礎年金番号', 'Basic pension number', { pattern: '^[0-9]{4}-[0-9]{6}$' }),
    periods: list('加入期間', 'Periods', 200, {
      scheme: oneOf('制度', 'Scheme', {
        national: ['国民年金', 'National pension'],
        employees: ['厚生年金', 'Employees’ pension'],
        mutual_aid: ['共済', 'Mutual aid'],
      }),
      started_on: day('加入日', 'Started on'),
      insured_kind: oneOf('被保険者の種別', 'Kind of insured person', {
        '1': ['第1号被保険者', 'Category 1'],
        '2': ['第2号被保険者', 'Category 2'],
        '3': ['第3号被保険者', 'Category 3'],
      }),
      employer: text('勤務先の事業所名', 'Employer', {
        whenBlank: ['事業所での加入でない', 'Not insured through an employer'],
      }),
      ended_on: day('脱退日', 'Ended on', { whenBlank: ['脱退の記載なし', 'No end recorded'] }),
      months: count('加入月数', 'Months'),
      paid_months: count('納付月数', 'Months paid'),
      exempted_months: count('免除月数', 'Months exempted'),
    }),
    remunerations: list('標準報酬', 'Standard remuneration', 600, {
      applied_from: month('適用開始年月', 'From'),
      monthly_jpy: yen('標準報酬月額', 'Monthly standard remuneration'),
      bonus_jpy: yen('標準賞与額', 'Standard bonus'),
    }),
    payments: list('年金の支払', 'Payments', 200, {
      paid_on: day('支払日', 'Paid on', { sensitivity: 3 }),
      amount_jpy: yen('支払額', 'Amount paid', { sensitivity: 3 }),
      withheld_tax_jpy: yen('源泉徴収税額', 'Tax withheld'),
      withheld_premiums_jpy: yen('天引きされた保険料', 'Premiums withheld'),
    }),
    amounts: list('年金額', 'Amounts', 50, {
      kind: oneOf(
        '年金の種類',
        'Kind of pension',
        {
          old_age: ['老齢年金', 'Old-age pension'],
          disability: ['障害年金', 'Disability pension'],
          survivors: ['遺族年金', 'Survivors’ pension'],
        },
        { sensitivity: 3 },
      ),
      state: oneOf('見込み・支給の別', 'Expected or paid', {
        expected: ['見込み', 'Expected'],
        paid: ['支給', 'Paid'],
      }),
      starts_in: month('受給開始年月', 'Starts in'),
      yearly_jpy: yen('年金額（年額）', 'Amount per year'),
      basic_jpy: yen('基礎年金額（年額）', 'Basic part per year'),
      earnings_related_jpy: yen('報酬比例額（年額）', 'Earnings-related part per year'),
      suspended_jpy: yen('支給停止額（年額）', 'Suspended part per year'),
      disability_grade: oneOfNumbers(
        '障害年金の等級',
        'Grade of the disability pension',
        {
          1: ['1級', 'Grade 1'],
          2: ['2級', 'Grade 2'],
          3: ['3級', 'Grade 3'],
        },
        { sensitivity: 3, whenBlank: ['障害年金でない', 'Not a disability pension'] },
      ),
    }),
  },
};
