import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, yen, oneOf, coded, list } = itemKinds(3);

export const intractableDisease: CategorySchema = {
  type: 'object',
  title: 'Support for intractable diseases',
  description:
    'Recipient certificates for the treatment of designated intractable diseases. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    certificates: list('受給者証', 'Recipient certificates', 20, {
      number: text('受給者番号', 'Certificate number', { maxLength: 40 }),
      disease: coded('疾病', 'Disease', 'FHIR R4 Condition.code'),
      valid_from: day('有効期間の始まり', 'Valid from'),
      valid_until: day('有効期間の終わり', 'Valid until'),
      monthly_cap_jpy: yen('自己負担上限月額', 'Monthly cap of own payment'),
      severity: oneOf('重症度等の区分', 'Severity', {
        general: ['一般', 'General'],
        long_term_high_cost: ['高額かつ長期', 'High cost and long term'],
        ventilator: ['人工呼吸器等装着者', 'Ventilator user'],
      }),
      income_class: oneOf('階層区分', 'Income class', {
        a: ['生活保護', 'Public assistance'],
        b1: ['低所得Ⅰ', 'Low income I'],
        b2: ['低所得Ⅱ', 'Low income II'],
        c1: ['一般所得Ⅰ', 'General income I'],
        c2: ['一般所得Ⅱ', 'General income II'],
        d: ['上位所得', 'Upper income'],
      }),
      certified_on: day('認定日', 'Certified on'),
      issuer: text('交付した都道府県', 'Issuer', { sensitivity: 2 }),
      designated_institution: text('指定医療機関名', 'Designated institution'),
    }),
  },
};
