import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';
import { aboutPeople } from '../other-people.ts';

const { text, day, yen, count, flag, oneOf, group, list } = itemKinds(2);

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

    issued_on: day('交付日', 'Issued on'),
    subscriber: aboutPeople(
      group('被保険者（世帯主）', 'Subscriber', {
        name: text('被保険者（世帯主）の氏名', 'Subscriber’s name', {
          standard: 'FHIR R4 Coverage.subscriber',
        }),
      }),
    ),
    own_share_percent: count('一部負担金の割合（％）', 'Own share in percent', { sensitivity: 3 }),
    has_elderly_certificate: flag('高齢受給者証の有無', 'Holds the certificate for elderly recipients'),

    limit_certificates: list('限度額適用認定証', 'Limit certificates', 20, {
      kind: oneOf(
        '限度額適用認定証の種類',
        'Kind of limit certificate',
        {
          limit: ['限度額適用認定証', 'Limit of own payment'],
          limit_and_reduction: [
            '限度額適用・標準負担額減額認定証',
            'Limit of own payment, reduced meal costs',
          ],
        },
        { sensitivity: 3 },
      ),
      income_class: text('限度額の適用区分', 'Income class of the limit', { maxLength: 20, sensitivity: 3 }),
      valid_from: day('限度額適用の開始日', 'Limit valid from'),
      valid_until: day('限度額適用の終了日', 'Limit valid until'),
    }),
    specified_disease_certificates: list('特定疾病療養受療証', 'Certificates for specified diseases', 10, {
      disease: oneOf(
        '特定疾病の区分',
        'Specified disease',
        {
          dialysis: ['人工透析を行う慢性腎不全', 'Chronic renal failure with dialysis'],
          hemophilia: ['先天性血液凝固因子障害', 'Congenital clotting factor disorder'],
          hiv: ['抗ウイルス剤を投与している後天性免疫不全症候群', 'HIV infection under antiviral treatment'],
        },
        { sensitivity: 3 },
      ),
      monthly_cap_jpy: yen('特定疾病の自己負担限度額（月）', 'Monthly cap for the specified disease', {
        sensitivity: 3,
      }),
      valid_from: day('受療証の有効開始日', 'Specified disease certificate valid from', { sensitivity: 3 }),
      valid_until: day('受療証の有効終了日', 'Specified disease certificate valid until', {
        sensitivity: 3,
        whenBlank: ['期限の定めなし', 'No end'],
      }),
    }),
  },
};
