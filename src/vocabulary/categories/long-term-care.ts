import type { CategorySchema } from '../category-schema.ts';
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
      insured_number: text('介護保険被保険者番号', 'Insured number', { pattern: '^[0-9]{10}$' }),
      insurer: text('介護保険の保険者', 'Insurer', { sensitivity: 2 }),
      care_level: oneOf('要介護状態区分', 'Care level', {
        '00': ['非該当（自立）', 'Independent'],
        '11': ['経過的要介護', 'Transitional'],
        '12': ['要支援1', 'Support 1'],
        '13': ['要支援2', 'Support 2'],
        '21': ['要介護1', 'Care 1'],
        '22': ['要介護2', 'Care 2'],
        '23': ['要介護3', 'Care 3'],
        '24': ['要介護4', 'Care 4'],
        '25': ['要介護5', 'Care 5'],
      }),
      certified_on: day('認定日', 'Certified on'),
      applied_on: day('申請日', 'Applied on'),
      application_kind: oneOf('申請の区分', 'Kind of application', {
        new: ['新規', 'New'],
        renewal: ['更新', 'Renewal'],
        change: ['区分変更', 'Change of level'],
      }),
      insurer_number: text('介護保険の保険者番号', 'Insurer number', {
        pattern: '^[0-9]{6}$',
        sensitivity: 2,
      }),
      board_opinion: text('認定審査会の意見', 'Opinion of the board', {
        maxLength: 400,
        whenBlank: ['意見なし', 'No opinion'],
      }),
      valid_from: day('認定有効期間の始まり', 'Valid from'),
      valid_until: day('認定有効期間の終わり', 'Valid until'),
      burden_ratio_percent: count('利用者負担の割合（％）', 'Own share in percent'),
      monthly_limit_jpy: yen('区分支給限度基準額', 'Monthly limit of services'),
    }),

    limit_certificates: list('負担限度額認定', 'Limits of room and board', 30, {
      stage: oneOf('利用者負担段階', 'Stage of own payment', {
        '1': ['第1段階', 'Stage 1'],
        '2': ['第2段階', 'Stage 2'],
        '3-1': ['第3段階①', 'Stage 3-1'],
        '3-2': ['第3段階②', 'Stage 3-2'],
      }),
      meals_daily_jpy: yen('食費の負担限度額（日）', 'Limit of meals per day'),
      room_daily_jpy: yen('居住費の負担限度額（日）', 'Limit of the room per day'),
      valid_from: day('負担限度額の適用開始日', 'Limit valid from'),
      valid_until: day('負担限度額の適用終了日', 'Limit valid until'),
    }),
    services: list('介護サービスの利用', 'Services used', 1000, {
      month: month('サービス提供年月', 'Month of service'),
      kind: oneOf('介護サービスの種類', 'Kind of service', {
        home_visit: ['訪問介護', 'Home visits'],
        home_nursing: ['訪問看護', 'Home nursing'],
        day_care: ['通所介護', 'Day care'],
        day_rehabilitation: ['通所リハビリテーション', 'Day rehabilitation'],
        short_stay: ['短期入所', 'Short stay'],
        equipment: ['福祉用具貸与', 'Equipment on loan'],
        care_plan: ['居宅介護支援', 'Care planning'],
        facility: ['施設サービス', 'Facility'],
      }),
      provider: text('介護事業所名', 'Provider'),
      total_jpy: yen('介護費用の総額', 'Total cost'),
      own_payment_jpy: yen('介護費用の自己負担額', 'Own payment'),
    }),
    premiums: list('介護保険料', 'Premiums', 50, {
      fiscal_year: year('介護保険料の年度', 'Fiscal year'),
      income_stage: text('所得段階', 'Income stage', { maxLength: 20 }),
      amount_jpy: yen('介護保険料の年額', 'Premium of the year'),
      collection: oneOf('介護保険料の納め方', 'How the premium is collected', {
        special: ['特別徴収', 'Deducted from the pension'],
        ordinary: ['普通徴収', 'Paid by oneself'],
      }),
    }),
  },
};
