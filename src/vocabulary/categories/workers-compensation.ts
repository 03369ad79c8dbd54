import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { day, yen, oneOf, list } = itemKinds(3);

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
      period_from: day('対象期間の始まり', 'Period from'),
      period_until: day('対象期間の終わり', 'Period until'),
      amount_jpy: yen('支給額', 'Amount'),
    }),
  },
};
