import type { CategorySchema } from '../category-schema.ts';
import { publicAssistanceEndReasons } from '../code-lists/public-assistance-end-reasons.ts';
import { publicAssistanceKinds } from '../code-lists/public-assistance-kinds.ts';
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
      kind: oneOf('扶助の種類', 'Kind of assistance', publicAssistanceKinds, {
        meaning: ['法律が定める8つの扶助のどれか。', 'Which of the eight kinds of the law it is.'],
      }),
      started_on: day('開始日', 'Started on', {
        meaning: ['その扶助が始まった日。', 'Day on which that kind of assistance began.'],
      }),
      decided_on: day('決定日', 'Decided on', {
        meaning: ['福祉事務所が保護を決めた日。', 'Day on which the welfare office decided.'],
      }),
      monthly_jpy: yen('扶助の月額', 'Amount per month', {
        meaning: [
          'その扶助の1か月の額（円）。世帯の分を合わせたもの。',
          'Amount a month in yen, for the household.',
        ],
        whenBlank: ['現物給付・一時扶助', 'In kind, or once'],
      }),
      ended_on: day('廃止日', 'Ended on', {
        meaning: ['その扶助が終わった日。', 'Day on which that kind of assistance ended.'],
        whenBlank: ['廃止の記載なし', 'No end recorded'],
      }),
      office: text('福祉事務所', 'Welfare office', {
        meaning: [
          '保護を決め、実施する福祉事務所の名称。',
          'Welfare office that decides on it and carries it out.',
        ],
      }),
      end_reason: oneOf('廃止の理由', 'Why it ended', publicAssistanceEndReasons, {
        meaning: ['保護が終わった主な理由。', 'Main reason why it ended.'],
        whenBlank: ['廃止の記載なし', 'No end recorded'],
      }),
      case_number: text('ケース番号', 'Case number', {
        meaning: ['福祉事務所が世帯に付けた番号。', 'Number that the welfare office gave the household.'],
        maxLength: 40,
      }),
    }),
  },
};
