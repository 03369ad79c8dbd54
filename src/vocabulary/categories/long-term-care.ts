import type { CategorySchema } from '../category-schema.ts';
import { careApplicationKinds } from '../code-lists/care-application-kinds.ts';
import { careLevels } from '../code-lists/care-levels.ts';
import { careServiceKinds } from '../code-lists/care-service-kinds.ts';
import { ownPaymentStages } from '../code-lists/own-payment-stages.ts';
import { premiumCollections } from '../code-lists/premium-collections.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, month, year, yen, count, oneOf, list } = itemKinds(3);

export const longTermCare: CategorySchema = {
  type: 'object',
  title: 'Long-term care',
  description:
    'Certification of the need for long-term care, and what the person pays of it. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    certifications: list('要介護認定', 'Certifications', 30, {
      insured_number: text('介護保険被保険者番号', 'Insured number', {
        meaning: [
          '介護保険被保険者証に書かれた10桁の番号。',
          'Ten digits on the long-term care insurance card.',
        ],
        pattern: '^[0-9]{10}$',
      }),
      insurer: text('介護保険の保険者', 'Insurer', {
        meaning: [
          '介護保険を運営し認定した市区町村や広域連合。',
          'Municipality or union that runs the insurance and certified.',
        ],
        sensitivity: 2,
      }),
      care_level: oneOf('要介護状態区分', 'Care level', careLevels, {
        meaning: ['介護や支援がどれだけ要るかの区分。', 'How much care or support is needed.'],
      }),
      certified_on: day('認定日', 'Certified on', {
        meaning: [
          '市区町村が認定した日。効力は申請日にさかのぼる。',
          'Day of the certification; it takes effect from the application.',
        ],
      }),
      applied_on: day('申請日', 'Applied on', { meaning: ['認定を申請した日。', 'Day of the application.'] }),
      application_kind: oneOf('申請の区分', 'Kind of application', careApplicationKinds, {
        meaning: [
          '初めての申請か、更新か、状態が変わったための申請か。',
          'Whether it was new, a renewal, or because the condition had changed.',
        ],
      }),
      insurer_number: text('介護保険の保険者番号', 'Insurer number', {
        meaning: ['介護保険の保険者を示す6桁の番号。', 'Six digits that name the insurer.'],
        pattern: '^[0-9]{6}$',
        sensitivity: 2,
      }),
      board_opinion: text('認定審査会の意見', 'Opinion of the board', {
        meaning: [
          '認定審査会がサービスの利用などについて付けた意見。',
          'What the board added on the use of services.',
        ],
        maxLength: 400,
        whenBlank: ['意見なし', 'No opinion'],
      }),
      valid_from: day('認定有効期間の始まり', 'Valid from', {
        meaning: ['認定の効力が始まる日。', 'First day on which the certification counts.'],
      }),
      valid_until: day('認定有効期間の終わり', 'Valid until', {
        meaning: [
          '認定の効力が終わる日。続けて使うには更新の申請が要る。',
          'Last day on which it counts; it must be renewed to go on.',
        ],
      }),
      burden_ratio_percent: count('利用者負担の割合（％）', 'Own share in percent', {
        meaning: [
          'サービス費用のうち本人が払う割合。所得により10・20・30。',
          'Share of the cost that the person pays: 10, 20 or 30, by income.',
        ],
      }),
      monthly_limit_jpy: yen('区分支給限度基準額', 'Monthly limit of services', {
        meaning: [
          '1か月に保険で使えるサービスの上限（円換算、1単位10円で計算）。',
          'Limit of insured services a month, in yen at ten yen a unit.',
        ],
      }),
    }),

    limit_certificates: list(
      '負担限度額認定',
      'Limits of room and board',
      30,
      {
        stage: oneOf('利用者負担段階', 'Stage of own payment', ownPaymentStages, {
          meaning: [
            '施設の食費・居住費の負担を決める段階。小さいほど負担が軽い。',
            'Stage that sets what is paid for room and board; the lower, the less.',
          ],
        }),
        meals_daily_jpy: yen('食費の負担限度額（日）', 'Limit of meals per day', {
          meaning: ['施設で1日に払う食費の上限（円）。', 'Most that is paid a day for meals, in yen.'],
        }),
        room_daily_jpy: yen('居住費の負担限度額（日）', 'Limit of the room per day', {
          meaning: [
            '施設で1日に払う居住費の上限（円）。部屋の種類により異なる。',
            'Most that is paid a day for the room, in yen; it depends on the kind of room.',
          ],
        }),
        valid_from: day('負担限度額の適用開始日', 'Limit valid from', {
          meaning: ['負担の上限が適用される最初の日。', 'First day on which the limits apply.'],
        }),
        valid_until: day('負担限度額の適用終了日', 'Limit valid until', {
          meaning: [
            '負担の上限が適用される最後の日。毎年7月末に切り替わる。',
            'Last day on which the limits apply; they change at the end of July.',
          ],
        }),
      },
      { updateFrequency: 'yearly' },
    ),
    services: list(
      '介護サービスの利用',
      'Services used',
      1000,
      {
        month: month('サービス提供年月', 'Month of service', {
          meaning: ['サービスが提供された月。', 'Month in which the service was given.'],
        }),
        kind: oneOf('介護サービスの種類', 'Kind of service', careServiceKinds, {
          meaning: [
            '訪問介護・通所介護など、利用したサービス。',
            'Service that was used: home visits, day care and so on.',
          ],
        }),
        provider: text('介護事業所名', 'Provider', {
          meaning: ['サービスを提供した事業所の名称。', 'Provider who gave the service.'],
        }),
        total_jpy: yen('介護費用の総額', 'Total cost', {
          meaning: [
            'その月のサービスの費用の全額（円、10割）。',
            'The whole cost of the service in that month, in yen.',
          ],
        }),
        own_payment_jpy: yen('介護費用の自己負担額', 'Own payment', {
          meaning: [
            'その費用のうち本人が払う額（円）。食費・居住費は含まない。',
            'What the person pays of it, in yen, without room and board.',
          ],
        }),
      },
      { updateFrequency: 'monthly' },
    ),
    premiums: list(
      '介護保険料',
      'Premiums',
      50,
      {
        fiscal_year: year('介護保険料の年度', 'Fiscal year', {
          meaning: [
            '保険料がかかる年度（4月に始まる年）。',
            'Year of the premium, by the April in which it begins.',
          ],
        }),
        income_stage: text('所得段階', 'Income stage', {
          meaning: [
            '保険料の額を決める所得の段階。段階の数は市区町村による。',
            'Income stage that sets the premium; how many there are differs by municipality.',
          ],
          maxLength: 20,
        }),
        amount_jpy: yen('介護保険料の年額', 'Premium of the year', {
          meaning: ['その年度に納める保険料の額（円）。', 'Premium due for that year, in yen.'],
        }),
        collection: oneOf('介護保険料の納め方', 'How the premium is collected', premiumCollections, {
          meaning: [
            '年金から引かれるか、自分で納めるか。',
            'Whether it is taken from the pension or paid by oneself.',
          ],
        }),
      },
      { updateFrequency: 'yearly' },
    ),
  },
};
