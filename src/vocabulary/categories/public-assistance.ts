import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, yen, oneOf, list } = itemKinds(3);

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
      decided_on: day('決定日', 'Decided on'),
      monthly_jpy: yen('扶助の月額', 'Amount per month', {
        whenBlank: ['現物給付・一時扶助', 'In kind, or once'],
      }),
      ended_on: day('廃止日', 'Ended on', { whenBlank: ['廃止の記載なし', 'No end recorded'] }),
      office: text('福祉事務所', 'Welfare office'),
      end_reason: oneOf(
        '廃止の理由',
        'Why it ended',
        {
          income: ['収入の増加', 'More income'],
          other_benefit: ['他の給付の受給', 'Another benefit'],
          moved: ['転出', 'Moved away'],
          by_request: ['本人の辞退', 'By request'],
          other: ['その他', 'Other'],
        },
        { whenBlank: ['廃止の記載なし', 'No end recorded'] },
      ),
      case_number: text('ケース番号', 'Case number', { maxLength: 40 }),
    }),
  },
};
