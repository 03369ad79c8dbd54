import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, yen, quantity, oneOf, coded, list } = itemKinds(3);

export const childDisabilitySupport: CategorySchema = {
  type: 'object',
  title: 'Support for children with disabilities',
  description:
    'Services for children with disabilities, and treatment of chronic diseases of children. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    services: list('障害児支援', 'Services', 100, {
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
      valid_from: day('支給決定期間の始まり', 'Services granted from'),
      valid_until: day('支給決定期間の終わり', 'Services granted until'),
      monthly_cap_jpy: yen('利用者負担上限月額', 'Monthly cap of own payment for services'),
    }),
    chronic_disease_certificates: list(
      '小児慢性特定疾病医療受給者証',
      'Certificates for chronic diseases',
      20,
      {
        number: text('小児慢性の受給者番号', 'Chronic disease certificate number', { maxLength: 40 }),
        disease: coded('小児慢性特定疾病', 'Chronic disease', 'FHIR R4 Condition.code'),
        valid_from: day('受給者証の有効期間の始まり', 'Chronic disease certificate valid from'),
        valid_until: day('受給者証の有効期間の終わり', 'Chronic disease certificate valid until'),
        monthly_cap_jpy: yen('医療費の自己負担上限月額', 'Monthly cap of own payment for treatment'),
      },
    ),
  },
};
