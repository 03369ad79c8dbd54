import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, count, yen, oneOf, list } = itemKinds(3);

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
      valid_from: day('認定有効期間の始まり', 'Valid from'),
      valid_until: day('認定有効期間の終わり', 'Valid until'),
      burden_ratio_percent: count('利用者負担の割合（％）', 'Own share in percent'),
      monthly_limit_jpy: yen('区分支給限度基準額', 'Monthly limit of services'),
    }),
  },
};
