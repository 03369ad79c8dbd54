import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, oneOf, list } = itemKinds(3);

export const publicAssistance: CategorySchema = {
  type: 'object',
  title: 'Public assistance',
  description:
    'Kinds of public assistance (生活保護) and when they began and ended. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    assistances: list('扶助', 'Kinds of assistance', 50, {
      kind: oneOf('扶助の種類', 'Kind of assistance', {
        livelihood: ['生活扶助', 'Livelihood'],
        education: ['教育扶助', 'Education'],
        housing: ['住宅扶助', 'Housing'],
        medical: ['医療扶助', 'Medical'],
        long_term_care: ['介護扶助', 'Long-term care'],
        maternity: ['出産扶助', 'Maternity'],
        occupational: ['生業扶助', 'Occupational'],
        funeral: ['葬祭扶助', 'Funeral'],
      }),
      started_on: day('開始日', 'Started on'),
      ended_on: day('廃止日', 'Ended on', { whenBlank: ['廃止の記載なし', 'No end recorded'] }),
      office: text('福祉事務所', 'Welfare office'),
    }),
  },
};
