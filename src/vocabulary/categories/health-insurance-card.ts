import type { CategorySchema } from '../category-schema.ts';
import { coverageRelationships } from '../code-lists/coverage-relationships.ts';
import { highCostIncomeClasses } from '../code-lists/high-cost-income-classes.ts';
import { limitCertificateKinds } from '../code-lists/limit-certificate-kinds.ts';
import { specifiedDiseases } from '../code-lists/specified-diseases.ts';
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
        meaning: [
          '医療保険の運営者を示す8桁の番号。国民健康保険だけは6桁。先頭の2桁は制度（法別番号）を示す。',
          'Number of whoever runs the insurance: eight digits, six for national health insurance; the first two of eight name the scheme.',
        ],
        pattern: '^[0-9]{6,8}$',
        standard: 'JP Core JP_Coverage: Coverage.payor.identifier',
      }),
      name: text('保険者名', 'Insurer name', {
        meaning: [
          'この資格を管理する保険者の正式名称。',
          'Full name of the insurer that manages this coverage.',
        ],
        standard: 'FHIR R4 Organization.name',
      }),
    }),
    symbol: text('記号', 'Symbol', {
      meaning: [
        '事業所や地域を示す文字と数字。番号と組で被保険者を特定する。',
        'Letters and digits that name an employer or area; together with the number they identify the insured person.',
      ],
      maxLength: 40,
      standard: 'JP Core JP_Coverage_InsuredPersonSymbol',
    }),
    number: text('番号', 'Number', {
      meaning: [
        '記号の中で被保険者ごとに付く番号。家族は同じ番号になる。',
        'Number of the insured person within the symbol; a family shares it.',
      ],
      maxLength: 40,
      standard: 'JP Core JP_Coverage_InsuredPersonNumber',
    }),
    branch_number: text('枝番', 'Branch number', {
      meaning: [
        '同じ記号・番号の中で本人と家族の一人ひとりを分ける2桁。',
        'Two digits that tell the persons under one symbol and number apart.',
      ],
      pattern: '^[0-9]{2}$',
      standard: 'JP Core JP_Coverage_InsuredPersonSubNumber',
    }),
    dependent: oneOf('本人・家族の別', 'Insured or dependent', coverageRelationships, {
      meaning: [
        '自分で加入しているか、家族の被扶養者として加入しているか。国民健康保険と後期高齢者医療では全員が本人。',
        'Whether the person is insured in their own right or through a family member; in national and late-elderly insurance all are insured persons.',
      ],
      standard: 'FHIR R4 Coverage.relationship',
    }),
    valid_from: day('有効開始日', 'Valid from', {
      meaning: [
        'この資格情報で保険診療を受けられる最初の日。',
        'First day on which insured treatment can be had with this coverage.',
      ],
      standard: 'FHIR R4 Coverage.period.start',
    }),
    valid_until: day('有効終了日', 'Valid until', {
      meaning: [
        'この資格情報で保険診療を受けられる最後の日。',
        'Last day on which insured treatment can be had with this coverage.',
      ],
      standard: 'FHIR R4 Coverage.period.end',
      whenBlank: ['期限の定めなし', 'No end'],
    }),
    acquired_on: day('資格取得日', 'Coverage acquired on', {
      meaning: [
        'この保険者の被保険者または被扶養者になった日。交付日とは異なる。',
        'Day on which the person joined this insurer; not the day of issue.',
      ],
    }),

    issued_on: day('交付日', 'Issued on', {
      meaning: [
        '資格確認書などを保険者が交付した日。',
        'Day on which the insurer issued the card or its successor document.',
      ],
    }),
    subscriber: aboutPeople(
      group('被保険者（世帯主）', 'Subscriber', {
        name: text('被保険者（世帯主）の氏名', 'Subscriber’s name', {
          meaning: [
            '家族を通じて加入しているときは、加入の元になっている人の氏名。国民健康保険では世帯主。',
            'Name of the person through whom the coverage exists; the head of household in national health insurance.',
          ],
          standard: 'FHIR R4 Coverage.subscriber',
        }),
      }),
    ),
    own_share_percent: count('一部負担金の割合（％）', 'Own share in percent', {
      meaning: [
        '窓口で払う割合。70歳未満は原則30、70歳以上は所得により10・20・30。',
        'Share paid at the counter: usually 30, from the age of 70 on 10, 20 or 30 by income.',
      ],
      sensitivity: 3,
    }),
    has_elderly_certificate: flag('高齢受給者証の有無', 'Holds the certificate for elderly recipients', {
      meaning: [
        '70歳から74歳の人の負担割合を示す証が交付されているか。',
        'Whether the certificate that states the share of those aged 70 to 74 was issued.',
      ],
    }),

    limit_certificates: list(
      '限度額適用認定証',
      'Limit certificates',
      20,
      {
        kind: oneOf('限度額適用認定証の種類', 'Kind of limit certificate', limitCertificateKinds, {
          meaning: [
            '窓口の支払いを自己負担限度額までにする証の種類。食費も減るものは住民税非課税世帯に交付される。',
            'Kind of certificate that caps what is paid at the counter; the one that also reduces meals is for households exempt from residents’ tax.',
          ],
          sensitivity: 3,
        }),
        income_class: text('限度額の適用区分', 'Income class of the limit', {
          meaning: [
            '限度額を決める所得の区分。70歳未満はアからオ、70歳以上は現役並みや低所得などと書かれる。',
            'Income class that sets the cap: one of five letters below the age of 70, other words from then on.',
          ],
          codeList: highCostIncomeClasses,
          maxLength: 20,
          sensitivity: 3,
        }),
        valid_from: day('限度額適用の開始日', 'Limit valid from', {
          meaning: ['限度額が適用される最初の日。', 'First day on which the cap applies.'],
        }),
        valid_until: day('限度額適用の終了日', 'Limit valid until', {
          meaning: [
            '限度額が適用される最後の日。多くは7月末に切り替わる。',
            'Last day on which the cap applies; most end with July.',
          ],
        }),
      },
      { updateFrequency: 'on_decision' },
    ),
    specified_disease_certificates: list(
      '特定疾病療養受療証',
      'Certificates for specified diseases',
      10,
      {
        disease: oneOf('特定疾病の区分', 'Specified disease', specifiedDiseases, {
          meaning: [
            '長く高額な治療が続くため自己負担が特に抑えられる疾病。厚生労働大臣が定める。',
            'Disease of long and costly treatment, named by the health minister, for which the own payment is capped specially.',
          ],
          sensitivity: 3,
        }),
        monthly_cap_jpy: yen('特定疾病の自己負担限度額（月）', 'Monthly cap for the specified disease', {
          meaning: [
            'その疾病の治療で1か月に払う上限額（円）。1万円または2万円。',
            'Most that is paid a month for treating that disease, in yen: 10,000 or 20,000.',
          ],
          sensitivity: 3,
        }),
        valid_from: day('受療証の有効開始日', 'Specified disease certificate valid from', {
          meaning: ['受療証が使える最初の日。', 'First day on which the certificate counts.'],
          sensitivity: 3,
        }),
        valid_until: day('受療証の有効終了日', 'Specified disease certificate valid until', {
          meaning: ['受療証が使える最後の日。', 'Last day on which the certificate counts.'],
          sensitivity: 3,
          whenBlank: ['期限の定めなし', 'No end'],
        }),
      },
      { updateFrequency: 'on_decision' },
    ),
  },
};
