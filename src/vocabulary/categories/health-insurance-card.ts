import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, count, flag, oneOf, group } = itemKinds(2);

export const healthInsuranceCard: CategorySchema = {
  type: 'object',
  title: 'Health insurance card',
  description:
    'What the health insurance card says of the person’s coverage. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    insurer: group('保険者', 'Insurer', {
      number: text('保険者番号', 'Insurer number', {
        pattern: '^[0-9]{6,8}$',
        standard: 'JP Core JP_Coverage: Coverage.payor.identifier',
      }),
      name: text('保険者名', 'Insurer name', { standard: 'FHIR R4 Organization.name' }),
    }),
    symbol: text('記号', 'Symbol', { maxLength: 40, standard: 'JP Core JP_Coverage_InsuredPersonSymbol' }),
    number: text('番号', 'Number', { maxLength: 40, standard: 'JP Core JP_Coverage_InsuredPersonNumber' }),
    branch_number: text('枝番', 'Branch number', {
      pattern: '^[0-9]{2}$',
      standard: 'JP Core JP_Coverage_InsuredPersonSubNumber',
    }),
    dependent: oneOf(
      '本人・家族の別',
      'Insured or dependent',
      {
        insured: ['本人', 'Insured person'],
        dependent: ['被扶養者', 'Dependent'],
      },
      { standard: 'FHIR R4 Coverage.relationship' },
    ),
    valid_from: day('有効開始日', 'Valid from', { standard: 'FHIR R4 Coverage.period.start' }),
    valid_until: day('有効終了日', 'Valid until', {
      standard: 'FHIR R4 Coverage.period.end',
      whenBlank: ['期限の定めなし', 'No end'],
    }),
    acquired_on: day('資格取得日', 'Coverage acquired on'),
    own_share_percent: count('一部負担金の割合（％）', 'Own share in percent', { sensitivity: 3 }),
    has_elderly_certificate: flag('高齢受給者証の有無', 'Holds the certificate for elderly recipients'),
  },
};
