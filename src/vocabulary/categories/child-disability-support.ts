import type { CategorySchema } from '../category-schema.ts';
import { childServiceKinds } from '../code-lists/child-service-kinds.ts';
import { childhoodChronicDiseases } from '../code-lists/childhood-chronic-diseases.ts';
import { chronicDiseaseSeverities } from '../code-lists/chronic-disease-severities.ts';
import { disabledChildAllowanceGrades } from '../code-lists/disabled-child-allowance-grades.ts';
import { disabledChildAllowanceKinds } from '../code-lists/disabled-child-allowance-kinds.ts';
import { serviceUnits } from '../code-lists/service-units.ts';
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
        certificate_number: text('受給者証番号', 'Recipient certificate number', {
          meaning: [
            '通所や入所の受給者証に書かれた10桁の番号。',
            'Ten digits on the certificate for the services.',
          ],
          maxLength: 40,
        }),
        kind: oneOf('サービスの種類', 'Kind of service', childServiceKinds, {
          meaning: [
            '児童発達支援・放課後等デイサービスなど、利用できるサービス。',
            'Service that may be used.',
          ],
        }),
        amount_per_month: quantity('支給量（月）', 'Amount of service per month', {
          meaning: [
            '1か月に利用できる量。単位は「支給量の単位」による。',
            'How much of it may be used a month, in the unit beside it.',
          ],
        }),
        amount_unit: oneOf('支給量の単位', 'Unit of the amount', serviceUnits, {
          meaning: ['日数で決まるか、時間数で決まるか。', 'Whether days or hours are granted.'],
        }),
        child_name: text('児童の氏名', 'Child’s name', {
          meaning: ['サービスを利用する児童の氏名。', 'Name of the child who uses the service.'],
          standard: 'GIF 個人: 氏名',
        }),
        decided_on: day('支給決定日', 'Services decided on', {
          meaning: ['市区町村が支給を決めた日。', 'Day on which the municipality granted it.'],
        }),
        provider: text('事業所名', 'Provider', {
          meaning: ['契約している事業所の名称。', 'Provider with whom there is a contract.'],
        }),
        is_free_of_charge: flag('利用者負担の無償化', 'Free of charge', {
          meaning: [
            '満3歳になった後の4月から3年間の無償化の対象か。',
            'Whether it is free: for three years from the April after the third birthday.',
          ],
        }),
        valid_from: day('支給決定期間の始まり', 'Services granted from', {
          meaning: ['サービスを利用できる最初の日。', 'First day on which the service may be used.'],
        }),
        valid_until: day('支給決定期間の終わり', 'Services granted until', {
          meaning: [
            'サービスを利用できる最後の日。1年以内に更新される。',
            'Last day on which it may be used; it is renewed within a year.',
          ],
        }),
        monthly_cap_jpy: yen('利用者負担上限月額', 'Monthly cap of own payment for services', {
          meaning: [
            '1か月に払う利用料の上限（円）。世帯の住民税で決まり、0・4,600・37,200など。',
            'Most that is paid for it a month, in yen, by the household’s residents’ tax: 0, 4,600, 37,200 and so on.',
          ],
        }),
      }),
    ),
    chronic_disease_certificates: aboutPeople(
      list('小児慢性特定疾病医療受給者証', 'Certificates for chronic diseases', 20, {
        number: text('小児慢性の受給者番号', 'Chronic disease certificate number', {
          meaning: [
            '小児慢性特定疾病の受給者証に書かれた7桁の番号。',
            'Seven digits on the certificate for a chronic disease.',
          ],
          maxLength: 40,
        }),
        disease: coded('小児慢性特定疾病', 'Chronic disease', childhoodChronicDiseases, {
          meaning: [
            '医療費助成の対象と認定された小児慢性特定疾病。',
            'Chronic disease for which aid was granted.',
          ],
          standard: 'FHIR R4 Condition.code',
        }),
        severity: oneOf('重症度の区分', 'Severity', chronicDiseaseSeverities, {
          meaning: ['自己負担の上限を決める重症度の区分。', 'Class of severity that sets the cap.'],
        }),
        designated_institution: text('小児慢性の指定医療機関名', 'Designated institution', {
          meaning: [
            '助成の対象となる医療を受ける医療機関の名称。',
            'Institution where treatment under the aid is had.',
          ],
        }),
        issuer: text('交付した自治体', 'Issuer', {
          meaning: ['受給者証を交付した都道府県や市。', 'Prefecture or city that issued the certificate.'],
          sensitivity: 2,
        }),
        valid_from: day('受給者証の有効期間の始まり', 'Chronic disease certificate valid from', {
          meaning: ['医療費の助成を受けられる最初の日。', 'First day of the aid with treatment.'],
        }),
        valid_until: day('受給者証の有効期間の終わり', 'Chronic disease certificate valid until', {
          meaning: [
            '医療費の助成を受けられる最後の日。1年以内に更新される。',
            'Last day of the aid with treatment; it is renewed within a year.',
          ],
        }),
        monthly_cap_jpy: yen('医療費の自己負担上限月額', 'Monthly cap of own payment for treatment', {
          meaning: [
            '対象の医療について1か月に払う上限額（円）。',
            'Most that is paid for that treatment a month, in yen.',
          ],
        }),
      }),
    ),

    allowances: aboutPeople(
      list('手当', 'Allowances', 50, {
        kind: oneOf('手当の種類', 'Kind of allowance', disabledChildAllowanceKinds, {
          meaning: ['特別児童扶養手当か障害児福祉手当か。', 'Which of the two allowances it is.'],
        }),
        grade: oneOfNumbers('手当の等級', 'Grade of the allowance', disabledChildAllowanceGrades, {
          meaning: [
            '特別児童扶養手当の等級。1級の方が重い。',
            'Grade of the special child rearing allowance; 1 is the more severe.',
          ],
          whenBlank: ['等級のない手当', 'Allowance without grades'],
        }),
        monthly_jpy: yen('手当の月額', 'Allowance per month', {
          meaning: [
            '自治体が1か月に支給する額（円）。毎年4月に見直される。',
            'What is paid in yen; revised every April.',
          ],
        }),
        period_from: month('手当の対象の始まり', 'Allowance from', {
          meaning: ['手当が支給される最初の月。', 'First month of the allowance.'],
        }),
        period_until: month('手当の対象の終わり', 'Allowance until', {
          meaning: ['手当が支給された最後の月。', 'Last month of the allowance.'],
          whenBlank: ['受給中', 'Still received'],
        }),
      }),
    ),
  },
};
