import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, yen, count, oneOf, list } = itemKinds(2);

export const employmentInsurance: CategorySchema = {
  type: 'object',
  title: 'Employment insurance',
  description:
    'Employment insurance: the insured number and benefits. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    insured_number: text('被保険者番号', 'Insured number', { pattern: '^[0-9]{4}-[0-9]{6}-[0-9]$' }),
    acquired_on: day('資格取得日', 'Acquired on'),
    lost_on: day('離職日', 'Left employment on', { whenBlank: ['離職の記載なし', 'No leaving recorded'] }),
    employments: list('雇用の履歴', 'Employments', 100, {
      employer: text('事業所名', 'Employer'),
      insured_kind: oneOf('被保険者の種類', 'Kind of insured person', {
        general: ['一般被保険者', 'General'],
        elderly: ['高年齢被保険者', 'Aged 65 and over'],
        seasonal: ['短期雇用特例被保険者', 'Seasonal'],
        daily: ['日雇労働被保険者', 'Day labourer'],
      }),
      started_on: day('雇用の資格取得日', 'Employment from'),
      ended_on: day('雇用の離職日', 'Employment until', {
        whenBlank: ['離職の記載なし', 'No leaving recorded'],
      }),
    }),
    benefits: list('失業等給付', 'Benefits', 100, {
      kind: oneOf('給付の種類', 'Kind of benefit', {
        basic: ['基本手当', 'Basic allowance'],
        training: ['教育訓練給付金', 'Training benefit'],
        childcare_leave: ['育児休業給付金', 'Childcare leave benefit'],
        care_leave: ['介護休業給付金', 'Care leave benefit'],
        continued_employment: ['高年齢雇用継続給付', 'Continued employment benefit'],
      }),
      days: count('支給日数', 'Days'),
      entitled_days: count('所定給付日数', 'Days entitled to', {
        whenBlank: ['日数の定めのない給付', 'Benefit without days'],
      }),
      remaining_days: count('支給残日数', 'Days left', {
        whenBlank: ['日数の定めのない給付', 'Benefit without days'],
      }),
      decided_on: day('支給決定日', 'Decided on'),
      paid_on: day('支給日', 'Paid on'),
      daily_jpy: yen('基本手当日額', 'Amount per day'),
      amount_jpy: yen('支給額', 'Amount'),
      period_from: day('対象期間の始まり', 'Period from'),
      period_until: day('対象期間の終わり', 'Period until'),
    }),
  },
};
