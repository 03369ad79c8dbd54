import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, yen, count, oneOf, list } = itemKinds(3);

export const workersCompensation: CategorySchema = {
  type: 'object',
  title: 'Workers’ compensation',
  description:
    'Benefits after accidents at work and on the way to it. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    benefits: list('労災の給付', 'Benefits', 100, {
      kind: oneOf('給付の種類', 'Kind of benefit', {
        medical: ['療養（補償）等給付', 'Medical treatment'],
        leave: ['休業（補償）等給付', 'Absence from work'],
        disability: ['障害（補償）等給付', 'Disability'],
        survivors: ['遺族（補償）等給付', 'Survivors'],
        nursing: ['介護（補償）等給付', 'Nursing'],
      }),
      accident_kind: oneOf('災害の区分', 'Kind of accident', {
        work: ['業務災害', 'At work'],
        commute: ['通勤災害', 'On the way to work'],
      }),
      decided_on: day('決定日', 'Decided on'),
      accident_on: day('災害発生日', 'Accident on'),
      employer: text('事業場名', 'Employer'),
      form: oneOf('給付の形', 'Form of the benefit', {
        in_kind: ['現物給付', 'In kind'],
        temporary: ['期間ごとの支給', 'For a period'],
        pension: ['年金', 'Pension'],
        lump_sum: ['一時金', 'Lump sum'],
      }),
      disability_grade: count('障害等級', 'Disability grade', {
        whenBlank: ['等級の決定なし', 'No grade decided'],
      }),
      pension_certificate_number: text('年金証書番号', 'Pension certificate number', {
        maxLength: 40,
        whenBlank: ['年金でない給付', 'Not a pension'],
      }),
      paid_on: day('支給日', 'Paid on'),
      period_from: day('対象期間の始まり', 'Period from'),
      period_until: day('対象期間の終わり', 'Period until'),
      amount_jpy: yen('支給額', 'Amount'),
    }),
  },
};
