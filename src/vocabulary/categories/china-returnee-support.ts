import type { CategorySchema } from '../category-schema.ts';
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
      kind: oneOf('支援給付の種類', 'Kind of benefit', {
        livelihood: ['生活支援給付', 'Livelihood'],
        housing: ['住宅支援給付', 'Housing'],
        medical: ['医療支援給付', 'Medical'],
        long_term_care: ['介護支援給付', 'Long-term care'],
        spouse: ['配偶者支援金', 'Support for spouses'],
      }),
      period_from: day('開始日', 'Period from'),
      period_until: day('終了日', 'Period until'),
      office: text('実施機関', 'Responsible office'),
      recipient_kind: oneOf('対象者の区分', 'Kind of recipient', {
        returnee: ['特定中国残留邦人等', 'Returnee'],
        spouse: ['特定配偶者', 'Spouse'],
      }),
      identity_card_number: text('本人確認証番号', 'Identity card number', { maxLength: 40 }),
      monthly_jpy: yen('支給月額', 'Amount per month', { whenBlank: ['現物給付', 'In kind'] }),
      decided_on: day('決定日', 'Decided on'),
    }),
  },
};
