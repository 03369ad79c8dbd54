/**
 * A man whose wife left him, and took their daughter along: what agencies hold of him, and what they would hold if
 * they had never heard of the two. Both are written down here, so that no code of ours says what is right.
 */
import type { AgencyId } from '../../vocabulary/identifiers.ts';
import type { JsonObject } from '../../vocabulary/reading.ts';

const asOf = '2026-11-01T09:00:00+09:00';
const unflagged = { non_disclosure: 0, no_self_information: 0, no_automatic_answer: 0 } as const;
const holders: Readonly<Record<string, AgencyId>> = {
  municipality: 'municipality-990019' as AgencyId,
  insurer: 'insurer-99000016' as AgencyId,
};
const person = (persona: string, ja: string, number: number) => ({
  persona,
  name: { ja },
  person_number: String(990_000_002_000 + number),
  holders,
  flags: unflagged,
  records: {} as Readonly<Record<string, { as_of: string; record: JsonObject; mentions?: Mentions }>>,
});
type Mentions = Readonly<Record<string, readonly string[]>>;

export const [wife, daughter, son] = [
  person('wife', '見本 つま', 1),
  person('daughter', '見本 むすめ', 2),
  person('son', '見本 むすこ', 3),
];

/** Whatever tells of wife or daughter, and nobody else: names, days, and what was paid for them alone. */
export const traces = ['つま', 'ツマ', 'むすめ', 'ムスメ', '1988-06-16', '2019-02-03', '330000', '15001'];

const self = { name: '見本 おっと', relationship: '世帯主', birth_on: '1984-01-01' };
const boy = { name: son.name.ja, relationship: '子', birth_on: '2015-07-08' };

const household = (members: readonly JsonObject[]): JsonObject => ({
  head: { name: '見本 おっと', is_person: true },
  address: '見本県見本市中央5丁目5番5号',
  members_count: members.length,
  members,
});
const assessment = (changes: JsonObject, deductions: JsonObject): JsonObject => ({
  assessments: [
    {
      tax_year: 2026,
      total_income_jpy: 4_000_000,
      deductions: { total_jpy: 1_500_000, ...deductions },
      ...changes,
    },
  ],
});
const allowance = (children: readonly JsonObject[], payments: readonly JsonObject[]): JsonObject => ({
  children_count: children.length,
  children,
  payments,
});
const insurance = (dependants: readonly JsonObject[]): JsonObject => ({
  qualifications: [{ scheme: 'society', dependent: 'insured', acquired_on: '2015-04-01' }],
  dependants,
});
const card = { number: '12', dependent: 'dependent', valid_from: '2020-04-01' };

export const husband = {
  ...person('husband', '見本 おっと', 4),
  records: {
    household: {
      as_of: asOf,
      record: household([
        self,
        { name: wife.name.ja, name_kana: 'ミホン ツマ', relationship: '妻', birth_on: '1988-06-16' },
        { name: daughter.name.ja, name_kana: 'ミホン ムスメ', relationship: '子', birth_on: '2019-02-03' },
        boy,
      ]),
    },
    tax_income: {
      as_of: asOf,
      record: assessment(
        { dependants: 2, dependants_by_kind: { under_16: 2 }, has_spouse_deduction: true },
        { spouse_jpy: 330_000, dependants_jpy: 0 },
      ),
      mentions: {
        '/assessments/0/dependants': ['daughter', 'son'],
        '/assessments/0/dependants_by_kind/under_16': ['daughter', 'son'],
        '/assessments/0/has_spouse_deduction': ['wife'],
        '/assessments/0/deductions/spouse_jpy': ['wife'],
      },
    },
    child_allowance: {
      as_of: asOf,
      record: allowance(
        [
          { name: daughter.name.ja, birth_on: '2019-02-03', monthly_jpy: 15_001 },
          { name: son.name.ja, birth_on: '2015-07-08', monthly_jpy: 10_000 },
        ],
        [{ period_from: '2026-06', amount_jpy: 25_001, children_count: 2, paid_on: '2026-08-10' }],
      ),
    },
    medical_insurance: {
      as_of: asOf,
      record: insurance([
        { name: wife.name.ja, relationship: '妻', certified_on: '2015-04-01' },
        { name: son.name.ja, relationship: '子', certified_on: '2015-07-08' },
        { name: daughter.name.ja, relationship: '子', certified_on: '2019-02-03' },
      ]),
    },
    health_insurance_card: { as_of: asOf, record: { ...card, subscriber: { name: wife.name.ja } } },
  },
};

/** The same man at the same agencies, had there never been the two. */
export const alone = {
  ...person('alone', '見本 おっと', 5),
  records: {
    household: { as_of: asOf, record: household([self, boy]) },
    tax_income: {
      as_of: asOf,
      record: assessment(
        { dependants: 1, dependants_by_kind: { under_16: 1 }, has_spouse_deduction: false },
        { spouse_jpy: 0, dependants_jpy: 0 },
      ),
    },
    child_allowance: {
      as_of: asOf,
      record: allowance(
        [{ name: son.name.ja, birth_on: '2015-07-08', monthly_jpy: 10_000 }],
        [{ period_from: '2026-06', amount_jpy: null, children_count: 1, paid_on: '2026-08-10' }],
      ),
    },
    medical_insurance: {
      as_of: asOf,
      record: insurance([{ name: son.name.ja, relationship: '子', certified_on: '2015-07-08' }]),
    },
    health_insurance_card: { as_of: asOf, record: { ...card } },
  },
};

/** A man in whose household she is the head: without her it cannot be told. */
export const lodger = {
  ...person('lodger', '見本 いそうろう', 6),
  records: {
    household: {
      as_of: asOf,
      record: {
        head: { name: wife.name.ja, is_person: false },
        members_count: 2,
        members: [
          { name: wife.name.ja, relationship: '世帯主' },
          { name: '見本 いそうろう', relationship: '夫' },
        ],
      },
    },
  },
};

/** Somebody of whom the agencies hold nothing. */
export const recordless = person('recordless', '見本 なし', 7);
