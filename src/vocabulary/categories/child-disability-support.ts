import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';
import { aboutPeople } from '../other-people.ts';

const { text, day, month, yen, quantity, flag, oneOf, oneOfNumbers, coded, list } = itemKinds(3);

export const childDisabilitySupport: CategorySchema = {
  type: 'object',
  title: 'Support for children with disabilities',
  description:
    'Services for children with disabilities, and treatment of chronic diseases of children. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    services: aboutPeople(
      list('障害児支援', 'Services', 100, {
        certificate_number: text('受給者証番号', 'Recipient certificate number', { maxLength: 40 }),
        kind: oneOf('サービスの種類', 'Kind of service', {
          development_support: ['児童発達支援', 'Child development support'],
          after_school: ['放課後等デイサービス', 'After-school day service'],
          nursery_visit: ['保育所等訪問支援', 'Visits to nurseries'],
          residential: ['障害児入所支援', 'Residential support'],
        }),
        amount_per_month: quantity('支給量（月）', 'Amount of service per month'),
        amount_unit: oneOf('支給量の単位', 'Unit of the amount', {
          days: ['日', 'Days'],
          hours: ['時間', 'Hours'],
        }),
        child_name: text('児童の氏名', 'Child’s name', { standard: 'GIF 個人: 氏名' }),
        decided_on: day('支給決定日', 'Services decided on'),
        provider: text('事業所名', 'Provider'),
        is_free_of_charge: flag('利用者負担の無償化', 'Free of charge'),
        valid_from: day('支給決定期間の始まり', 'Services granted from'),
        valid_until: day('支給決定期間の終わり', 'Services granted until'),
        monthly_cap_jpy: yen('利用者負担上限月額', 'Monthly cap of own payment for services'),
      }),
    ),
    chronic_disease_certificates: aboutPeople(
      list('小児慢性特定疾病医療受給者証', 'Certificates for chronic diseases', 20, {
        number: text('小児慢性の受給者番号', 'Chronic disease certificate number', { maxLength: 40 }),
        disease: coded('小児慢性特定疾病', 'Chronic disease', 'FHIR R4 Condition.code'),
        severity: oneOf('重症度の区分', 'Severity', {
          general: ['一般', 'General'],
          severe: ['重症', 'Severe'],
          ventilator: ['人工呼吸器等装着者', 'Ventilator user'],
        }),
        designated_institution: text('小児慢性の指定医療機関名', 'Designated institution'),
        issuer: text('交付した自治体', 'Issuer', { sensitivity: 2 }),
        valid_from: day('受給者証の有効期間の始まり', 'Chronic disease certificate valid from'),
        valid_until: day('受給者証の有効期間の終わり', 'Chronic disease certificate valid until'),
        monthly_cap_jpy: yen('医療費の自己負担上限月額', 'Monthly cap of own payment for treatment'),
      }),
    ),

    allowances: aboutPeople(
      list('手当', 'Allowances', 50, {
        kind: oneOf('手当の種類', 'Kind of allowance', {
          special_child_rearing: ['特別児童扶養手当', 'Special child rearing allowance'],
          disabled_child: ['障害児福祉手当', 'Welfare allowance for children with disabilities'],
        }),
        grade: oneOfNumbers(
          '手当の等級',
          'Grade of the allowance',
          {
            1: ['1級', 'Grade 1'],
            2: ['2級', 'Grade 2'],
          },
          { whenBlank: ['等級のない手当', 'Allowance without grades'] },
        ),
        monthly_jpy: yen('手当の月額', 'Allowance per month'),
        period_from: month('手当の対象の始まり', 'Allowance from'),
        period_until: month('手当の対象の終わり', 'Allowance until', {
          whenBlank: ['受給中', 'Still received'],
        }),
      }),
    ),
  },
};
