import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, month, yen, count, oneOf, list } = itemKinds(2);

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
      ended_on: day('脱退日', 'Ended on', { whenBlank: ['脱退の記載なし', 'No end recorded'] }),
      months: count('加入月数', 'Months'),
      paid_months: count('納付月数', 'Months paid'),
      exempted_months: count('免除月数', 'Months exempted'),
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
    }),
  },
};
