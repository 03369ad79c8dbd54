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
    benefits: list('失業等給付', 'Benefits', 100, {
      kind: oneOf('給付の種類', 'Kind of benefit', {
        basic: ['基本手当', 'Basic allowance'],
        training: ['教育訓練給付金', 'Training benefit'],
        childcare_leave: ['育児休業給付金', 'Childcare leave benefit'],
        care_leave: ['介護休業給付金', 'Care leave benefit'],
        continued_employment: ['高年齢雇用継続給付', 'Continued employment benefit'],
      }),
      days: count('支給日数', 'Days'),
      daily_jpy: yen('基本手当日額', 'Amount per day'),
      amount_jpy: yen('支給額', 'Amount'),
      period_from: day('対象期間の始まり', 'Period from'),
      period_until: day('対象期間の終わり', 'Period until'),
    }),
  },
};
