import type { CategorySchema } from '../category-schema.ts';
import { employmentBenefitKinds } from '../code-lists/employment-benefit-kinds.ts';
import { employmentInsuredKinds } from '../code-lists/employment-insured-kinds.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, yen, count, oneOf, list } = itemKinds(2);

export const employmentInsurance: CategorySchema = {
  type: 'object',
  title: 'Employment insurance',
  description:
    'Employment insurance: the insured number and benefits. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    insured_number: text('被保険者番号', 'Insured number', {
      meaning: [
        '転職しても変わらない、一人に一つの11桁の番号。',
        'Eleven digits, one for each person, the same through all employments.',
      ],
      pattern: '^[0-9]{4}-[0-9]{6}-[0-9]$',
    }),
    acquired_on: day('資格取得日', 'Acquired on', {
      meaning: [
        'いまの、または最後の勤務先で加入した日。',
        'Day on which coverage began with the present or last employer.',
      ],
    }),
    lost_on: day('離職日', 'Left employment on', {
      meaning: [
        '最後に勤め先を離れた日。資格は翌日に失われる。',
        'Last day at the employer; coverage ends the day after.',
      ],
      whenBlank: ['離職の記載なし', 'No leaving recorded'],
    }),
    employments: list(
      '雇用の履歴',
      'Employments',
      100,
      {
        employer: text('事業所名', 'Employer', {
          meaning: ['加入していた勤務先の名称。', 'Employer through whom the person was insured.'],
        }),
        insured_kind: oneOf('被保険者の種類', 'Kind of insured person', employmentInsuredKinds, {
          meaning: [
            '一般・高年齢・短期特例・日雇のどれか。給付が異なる。',
            'General, elderly, seasonal or daily; the benefits differ.',
          ],
        }),
        started_on: day('雇用の資格取得日', 'Employment from', {
          meaning: ['その勤務先で雇用保険に加入した日。', 'Day on which coverage with that employer began.'],
        }),
        ended_on: day('雇用の離職日', 'Employment until', {
          meaning: ['その勤務先を離れた日。', 'Last day at that employer.'],
          whenBlank: ['離職の記載なし', 'No leaving recorded'],
        }),
      },
      { updateFrequency: 'on_change' },
    ),
    benefits: list('失業等給付', 'Benefits', 100, {
      kind: oneOf('給付の種類', 'Kind of benefit', employmentBenefitKinds, {
        meaning: [
          '基本手当・教育訓練・育児休業など、どの給付か。',
          'Which benefit it is: basic allowance, training, childcare leave and so on.',
        ],
      }),
      days: count('支給日数', 'Days', { meaning: ['実際に支給された日数。', 'Days that were paid.'] }),
      entitled_days: count('所定給付日数', 'Days entitled to', {
        meaning: [
          '年齢・加入期間・離職理由で決まる、支給される日数の上限。',
          'Most days that are paid, by age, time insured and reason for leaving.',
        ],
        whenBlank: ['日数の定めのない給付', 'Benefit without days'],
      }),
      remaining_days: count('支給残日数', 'Days left', {
        meaning: ['まだ支給されていない日数。', 'Days not yet paid.'],
        whenBlank: ['日数の定めのない給付', 'Benefit without days'],
      }),
      decided_on: day('支給決定日', 'Decided on', {
        meaning: ['ハローワークが支給を決めた日。', 'Day on which the employment office decided.'],
      }),
      paid_on: day('支給日', 'Paid on', {
        meaning: ['最後に振り込まれた日。', 'Day of the latest transfer.'],
      }),
      daily_jpy: yen('基本手当日額', 'Amount per day', {
        meaning: [
          '基本手当の1日の額（円）。離職前の賃金のおよそ50〜80％。',
          'Basic allowance a day in yen, about 50 to 80 percent of the former wage.',
        ],
      }),
      amount_jpy: yen('支給額', 'Amount', {
        meaning: ['対象期間に支給された額の合計（円）。', 'Paid for the period altogether, in yen.'],
      }),
      period_from: day('対象期間の始まり', 'Period from', {
        meaning: ['給付の対象となった最初の日。', 'First day that the benefit is for.'],
      }),
      period_until: day('対象期間の終わり', 'Period until', {
        meaning: ['給付の対象となった最後の日。', 'Last day that the benefit is for.'],
      }),
    }),
  },
};
