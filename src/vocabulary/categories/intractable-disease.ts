import type { CategorySchema } from '../category-schema.ts';
import { designatedIntractableDiseases } from '../code-lists/designated-intractable-diseases.ts';
import { diseaseSeverities } from '../code-lists/disease-severities.ts';
import { intractableIncomeClasses } from '../code-lists/intractable-income-classes.ts';
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
      number: text('受給者番号', 'Certificate number', {
        meaning: [
          '受給者証に書かれた7桁の番号。医療機関が請求に使う。',
          'Seven digits on the certificate, which institutions bill with.',
        ],
        maxLength: 40,
      }),
      disease: coded('疾病', 'Disease', designatedIntractableDiseases, {
        meaning: ['医療費助成の対象と認定された指定難病。', 'Designated disease for which aid was granted.'],
        standard: 'FHIR R4 Condition.code',
      }),
      valid_from: day('有効期間の始まり', 'Valid from', {
        meaning: [
          '助成を受けられる最初の日。重症と診断された日までさかのぼることがある。',
          'First day of the aid; it may reach back to the day of a severe diagnosis.',
        ],
      }),
      valid_until: day('有効期間の終わり', 'Valid until', {
        meaning: [
          '助成を受けられる最後の日。原則1年以内で、更新の申請が要る。',
          'Last day of the aid, usually within a year; it must be renewed.',
        ],
      }),
      monthly_cap_jpy: yen('自己負担上限月額', 'Monthly cap of own payment', {
        meaning: [
          '対象の医療について1か月に払う上限額（円）。複数の医療機関を合わせて数える。',
          'Most that is paid a month for that treatment, in yen, over all institutions together.',
        ],
      }),
      severity: oneOf('重症度等の区分', 'Severity', diseaseSeverities, {
        meaning: ['自己負担の上限を決める重症度などの区分。', 'Class of severity that sets the cap.'],
      }),
      income_class: oneOf('階層区分', 'Income class', intractableIncomeClasses, {
        meaning: [
          '自己負担の上限を決める、世帯の住民税による区分。',
          'Class by the household’s residents’ tax that sets the cap.',
        ],
      }),
      certified_on: day('認定日', 'Certified on', {
        meaning: ['都道府県が支給を認定した日。', 'Day on which the prefecture granted the aid.'],
      }),
      issuer: text('交付した都道府県', 'Issuer', {
        meaning: [
          '受給者証を交付した都道府県または指定都市。',
          'Prefecture or designated city that issued the certificate.',
        ],
        sensitivity: 2,
      }),
      designated_institution: text('指定医療機関名', 'Designated institution', {
        meaning: [
          '助成の対象となる医療を受ける医療機関の名称。',
          'Institution where treatment under the aid is had.',
        ],
      }),
    }),
  },
};
