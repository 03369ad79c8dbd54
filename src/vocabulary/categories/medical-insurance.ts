import type { CategorySchema } from '../category-schema.ts';
import { coverageRelationships } from '../code-lists/coverage-relationships.ts';
import { medicalBenefitKinds } from '../code-lists/medical-benefit-kinds.ts';
import { medicalInsuranceSchemes } from '../code-lists/medical-insurance-schemes.ts';
import { premiumCollections } from '../code-lists/premium-collections.ts';
import { itemKinds } from '../item-kinds.ts';
import { aboutPeople } from '../other-people.ts';

const { text, day, year, yen, count, oneOf, list } = itemKinds(2);

export const medicalInsurance: CategorySchema = {
  type: 'object',
  title: 'Medical insurance',
  description:
    'Qualification for medical insurance, and its ordinary benefits. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    qualifications: list('資格', 'Qualifications', 50, {
      scheme: oneOf('制度', 'Scheme', medicalInsuranceSchemes, {
        meaning: ['国民健康保険・協会けんぽなど、どの制度の資格か。', 'Which scheme the coverage was in.'],
      }),
      insurer_name: text('保険者名', 'Insurer name', {
        meaning: [
          'その期間に資格を管理した保険者の名称。',
          'Insurer that managed the coverage in that period.',
        ],
        standard: 'FHIR R4 Coverage.payor',
      }),
      insurer_number: text('保険者番号', 'Insurer number', {
        meaning: ['その保険者を示す6桁または8桁の番号。', 'Number of that insurer, six or eight digits.'],
        pattern: '^[0-9]{6,8}$',
        standard: 'JP Core JP_Coverage: Coverage.payor.identifier',
      }),
      dependent: oneOf('本人・家族の別', 'Insured or dependent', coverageRelationships, {
        meaning: [
          'その期間に本人として加入していたか、家族の被扶養者だったか。',
          'Whether the person was insured in their own right then, or through a family member.',
        ],
        standard: 'FHIR R4 Coverage.relationship',
      }),
      acquired_on: day('資格取得日', 'Acquired on', {
        meaning: ['その保険者の資格を得た日。', 'Day on which that coverage began.'],
        standard: 'FHIR R4 Coverage.period.start',
      }),
      lost_on: day('資格喪失日', 'Lost on', {
        meaning: [
          '資格を失った日。退職の翌日など、この日にはもう資格がない。',
          'Day on which the coverage was lost; on that day it no longer exists.',
        ],
        standard: 'FHIR R4 Coverage.period.end',
        whenBlank: ['資格喪失の記載なし', 'No loss recorded'],
      }),
    }),
    dependants: aboutPeople(
      list('被扶養者', 'Dependants', 30, {
        name: text('被扶養者の氏名', 'Dependant’s name', {
          meaning: [
            'この人の加入を通じて保険に入っている家族の氏名。',
            'Name of a family member who is insured through this person.',
          ],
          standard: 'GIF 個人: 氏名',
        }),
        relationship: text('被保険者との続柄', 'Relationship to the insured person', {
          meaning: [
            '被保険者から見て、その家族が何にあたるか。',
            'What that family member is to the person: child, wife and so on.',
          ],
          maxLength: 40,
          standard: 'FHIR R4 Coverage.relationship',
        }),
        certified_on: day('被扶養者の認定日', 'Dependant since', {
          meaning: ['保険者が被扶養者と認めた日。', 'Day since when the insurer counts them as dependent.'],
        }),
      }),
    ),
    benefits: list(
      '給付',
      'Benefits',
      200,
      {
        kind: oneOf('給付の種類', 'Kind of benefit', medicalBenefitKinds, {
          meaning: [
            '療養費・出産育児一時金など、保険者が払った給付。',
            'What the insurer paid for: treatment costs, childbirth and so on.',
          ],
          sensitivity: 3,
        }),
        period_from: day('対象期間の始まり', 'Period from', {
          meaning: ['給付の対象となった最初の日。', 'First day that the benefit is for.'],
        }),
        period_until: day('対象期間の終わり', 'Period until', {
          meaning: ['給付の対象となった最後の日。', 'Last day that the benefit is for.'],
        }),
        amount_jpy: yen('給付額', 'Amount', {
          meaning: ['保険者が払った額（円）。', 'What the insurer paid, in yen.'],
        }),
        decided_on: day('給付の決定日', 'Decided on', {
          meaning: ['保険者が支給を決めた日。', 'Day on which the insurer decided.'],
        }),
        paid_on: day('支給日', 'Paid on', { meaning: ['口座などに支払われた日。', 'Day of the payment.'] }),
      },
      { updateFrequency: 'on_decision' },
    ),

    premiums: list(
      '保険料',
      'Premiums',
      50,
      {
        fiscal_year: year('保険料の年度', 'Fiscal year', {
          meaning: [
            '保険料がかかる年度（4月に始まる年）。',
            'Year of the premium, by the April in which it begins.',
          ],
        }),
        amount_jpy: yen('年間保険料額', 'Premium of the year', {
          meaning: [
            'その年度に本人が負担する保険料の額（円）。事業主の負担は含まない。',
            'What the person owes for that year, in yen, without the employer’s part.',
          ],
        }),
        reduction_percent: count('均等割の軽減割合（％）', 'Reduction in percent', {
          meaning: [
            '低所得などのため均等割が減らされた割合。7割・5割・2割軽減なら70・50・20。',
            'By how much the part per head was reduced, for example because of low income: 70, 50 or 20.',
          ],
          sensitivity: 3,
        }),
        collection: oneOf('保険料の納め方', 'How the premium is collected', premiumCollections, {
          meaning: [
            '自分で納めるか、年金や給与から引かれるか。',
            'Whether one pays it oneself, or it is taken from pension or salary.',
          ],
        }),
      },
      { updateFrequency: 'yearly' },
    ),
  },
};
