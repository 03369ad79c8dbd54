import type { CategorySchema } from '../category-schema.ts';
import { returneeBenefitKinds } from '../code-lists/returnee-benefit-kinds.ts';
import { returneeRecipientKinds } from '../code-lists/returnee-recipient-kinds.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, yen, oneOf, list } = itemKinds(3);

export const chinaReturneeSupport: CategorySchema = {
  type: 'object',
  title: 'Support for returnees from China',
  description:
    'Support for Japanese who were left behind in China and their spouses. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    benefits: list('支援給付', 'Benefits', 50, {
      kind: oneOf('支援給付の種類', 'Kind of benefit', returneeBenefitKinds, {
        meaning: [
          '生活・住宅・医療など、どの支援給付か。',
          'Which support it is: livelihood, housing, medical and so on.',
        ],
      }),
      period_from: day('開始日', 'Period from', {
        meaning: ['支援給付が始まった日。', 'Day on which the support began.'],
      }),
      period_until: day('終了日', 'Period until', {
        meaning: ['支援給付が終わった日。', 'Day on which the support ended.'],
      }),
      office: text('実施機関', 'Responsible office', {
        meaning: [
          '支援給付を決め、実施する機関の名称。',
          'Office that decides on the support and carries it out.',
        ],
      }),
      recipient_kind: oneOf('対象者の区分', 'Kind of recipient', returneeRecipientKinds, {
        meaning: [
          '中国残留邦人本人として受けるか、配偶者として受けるか。',
          'Whether it is received as a returnee or as a spouse.',
        ],
      }),
      identity_card_number: text('本人確認証番号', 'Identity card number', {
        meaning: [
          '支援給付を受ける人に交付される本人確認証の番号。',
          'Number of the card that recipients carry.',
        ],
        maxLength: 40,
      }),
      monthly_jpy: yen('支給月額', 'Amount per month', {
        meaning: [
          'その給付として1か月に受け取る額（円）。年金などの収入に応じて減る。',
          'What is received in yen; pensions and other income reduce it.',
        ],
        whenBlank: ['現物給付', 'In kind'],
      }),
      decided_on: day('決定日', 'Decided on', {
        meaning: ['実施機関が支援を決めた日。', 'Day on which the office decided.'],
      }),
    }),
  },
};
