import type { CategorySchema } from '../category-schema.ts';
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
      scheme: oneOf('制度', 'Scheme', {
        national: ['国民健康保険', 'National health insurance'],
        association: ['協会けんぽ', 'Health insurance association'],
        society: ['健康保険組合', 'Health insurance society'],
        mutual_aid: ['共済組合', 'Mutual aid association'],
        late_elderly: ['後期高齢者医療', 'Medical care for the late elderly'],
      }),
      insurer_name: text('保険者名', 'Insurer name', { standard: 'FHIR R4 Coverage.payor' }),
      insurer_number: text('保険者番号', 'Insurer number', {
        pattern: '^[0-9]{6,8}$',
        standard: 'JP Core JP_Coverage: Coverage.payor.identifier',
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
      acquired_on: day('資格取得日', 'Acquired on', { standard: 'FHIR R4 Coverage.period.start' }),
      lost_on: day('資格喪失日', 'Lost on', {
        standard: 'FHIR R4 Coverage.period.end',
        whenBlank: ['資格喪失の記載なし', 'No loss recorded'],
      }),
    }),
    dependants: aboutPeople(
      list('被扶養者', 'Dependants', 30, {
        name: text('被扶養者の氏名', 'Dependant’s name', { standard: 'GIF 個人: 氏名' }),
        relationship: text('被保険者との続柄', 'Relationship to the insured person', {
          maxLength: 40,
          standard: 'FHIR R4 Coverage.relationship',
        }),
        certified_on: day('被扶養者の認定日', 'Dependant since'),
      }),
    ),
    benefits: list('給付', 'Benefits', 200, {
      kind: oneOf(
        '給付の種類',
        'Kind of benefit',
        {
          treatment_cost: ['療養費', 'Treatment cost'],
          childbirth: ['出産育児一時金', 'Childbirth lump sum'],
          funeral: ['葬祭費・埋葬料', 'Funeral cost'],
          transport: ['移送費', 'Transport cost'],
        },
        { sensitivity: 3 },
      ),
      period_from: day('対象期間の始まり', 'Period from'),
      period_until: day('対象期間の終わり', 'Period until'),
      amount_jpy: yen('給付額', 'Amount'),
      decided_on: day('給付の決定日', 'Decided on'),
      paid_on: day('支給日', 'Paid on'),
    }),

    premiums: list('保険料', 'Premiums', 50, {
      fiscal_year: year('保険料の年度', 'Fiscal year'),
      amount_jpy: yen('年間保険料額', 'Premium of the year'),
      reduction_percent: count('均等割の軽減割合（％）', 'Reduction in percent', { sensitivity: 3 }),
      collection: oneOf('保険料の納め方', 'How the premium is collected', {
        ordinary: ['普通徴収', 'Paid by oneself'],
        special: ['特別徴収', 'Deducted from the pension'],
        salary: ['給与天引き', 'Deducted from the salary'],
      }),
    }),
  },
};
