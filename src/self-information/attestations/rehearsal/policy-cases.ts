/** Tables of cases, worked out by hand from each policy's basis: what is asked, on which day, of which record, and the answer. */
import type { JsonObject } from '../../../vocabulary/reading.ts';

export interface PolicyCase {
  what: string;
  record: JsonObject | null;
  /** Where it differs from `usual`. */
  argument?: string;
  today?: string;
  answer: JsonObject | null;
}

interface CasesOfPolicy {
  /** The registered value, where the rule asks for one. */
  argument: string | null;
  cases: readonly PolicyCase[];
}

export const usualDay = '2026-11-29';

const physical = {
  kind: 'physical',
  fare_discount_class: 1,
  valid_until: null,
  has_photo: true,
  returned_on: null,
};
const mental = { ...physical, kind: 'mental', fare_discount_class: 2, valid_until: '2028-10-31' };
const certificates = (...held: JsonObject[]): JsonObject => ({ certificates: held });
const fare = (fareClass: 1 | 2, valid_until: string | null = null): JsonObject => ({
  class: fareClass,
  companion: fareClass === 1,
  valid_until,
});
const everyFare: PolicyCase[] = [
  { what: 'class 1 travels with a companion', record: certificates(physical), answer: fare(1) },
  {
    what: 'class 2 travels alone',
    record: certificates({ ...physical, fare_discount_class: 2 }),
    answer: fare(2),
  },
  {
    what: 'an intellectual certificate counts as a physical one does',
    record: certificates({ ...physical, kind: 'intellectual' }),
    answer: fare(1),
  },
  {
    what: 'a certificate of a kind that nobody knows does not count',
    record: certificates({ ...physical, kind: 'honorary' }, { ...mental, kind: 'honorary' }),
    answer: null,
  },
  {
    what: 'it counts on its last day',
    record: certificates({ ...physical, valid_until: usualDay }),
    answer: fare(1, usualDay),
  },
  {
    what: 'not on the day after',
    record: certificates({ ...physical, valid_until: '2026-11-28' }),
    answer: null,
  },
  {
    what: 'not once it was given back',
    record: certificates({ ...physical, returned_on: '2020-01-01' }),
    answer: null,
  },
  {
    what: 'not without a class',
    record: certificates({ ...physical, fare_discount_class: null }),
    answer: null,
  },
  {
    what: 'nor with a class that does not exist',
    record: certificates({ ...physical, fare_discount_class: 3 }),
    answer: null,
  },
  {
    what: 'a class in other words is none',
    record: certificates({ ...physical, fare_discount_class: '第1種' }),
    answer: null,
  },
  {
    what: 'of several the best class counts, and of equal ones the longest',
    record: certificates(
      { ...physical, fare_discount_class: 2 },
      { ...physical, valid_until: '2027-01-01' },
      { ...physical, valid_until: '2029-01-01' },
    ),
    answer: fare(1, '2029-01-01'),
  },
  {
    what: 'one without an end is longest of all',
    record: certificates({ ...physical, valid_until: '2029-01-01' }, physical),
    answer: fare(1),
  },
  {
    what: 'a better one that ran out does not stand before a good one',
    record: certificates({ ...physical, valid_until: '2020-01-01' }, { ...physical, fare_discount_class: 2 }),
    answer: fare(2),
  },
  { what: 'no certificate, no fare', record: certificates(), answer: null },
  { what: 'no record, no fare', record: null, answer: null },
  { what: 'a list that is none holds nothing', record: { certificates: 'physical' }, answer: null },
];

const household: JsonObject = { municipality: { code: '990019' }, resident_since_on: '2010-03-20' };
const care = (level: JsonObject[string] | undefined, valid_from = '2026-01-01', valid_until = '2027-12-31') =>
  ({ care_level: level, valid_from, valid_until }) as JsonObject;
const certifications = (...held: JsonObject[]): JsonObject => ({ certifications: held });
const insured: JsonObject = {
  insurer: { number: '99000016' },
  valid_from: '2015-04-01',
  valid_until: null,
};
const allowance: JsonObject = {
  kind: 'child_rearing_allowance',
  period_from: '2026-11-01',
  period_until: '2027-10-31',
  suspended: 'partial',
};
const benefits = (...held: JsonObject[]): JsonObject => ({ benefits: held });
const assessments = (...held: [year: number | null, income: number | null][]): JsonObject => ({
  assessments: held.map(([tax_year, total_income_jpy]) => ({ tax_year, total_income_jpy })),
});

const reached: JsonObject = { reached: true };
const certified: JsonObject = { certified: true };
const covered: JsonObject = { covered: true };
const receives: JsonObject = { receives: true };
const under: JsonObject = { under: true };

export const casesByPolicy: Readonly<Record<string, CasesOfPolicy>> = {
  'rail-disability-discount@2024-04': {
    argument: null,
    cases: [
      ...everyFare,
      {
        what: 'a mental-health certificate did not count yet',
        record: certificates(mental),
        today: '2025-03-31',
        answer: null,
      },
    ],
  },
  'rail-disability-discount@2025-04': {
    argument: null,
    cases: [
      ...everyFare,
      {
        what: 'a mental-health certificate with photograph and end counts',
        record: certificates(mental),
        answer: fare(2, '2028-10-31'),
      },
      ...[{ has_photo: false }, { has_photo: null }, { has_photo: 'true' }, { valid_until: null }].map(
        (change): PolicyCase => ({
          what: `a mental-health certificate with ${JSON.stringify(change)} does not`,
          record: certificates({ ...mental, ...change }),
          answer: null,
        }),
      ),
      {
        what: 'a mental-health certificate without any word of a photograph does not',
        record: certificates({ kind: 'mental', fare_discount_class: 2, valid_until: '2028-10-31' }),
        answer: null,
      },
    ],
  },
  'age-over@2023-04': {
    argument: '20',
    cases: [
      { what: 'twenty on the birthday', record: { birthdate: '2006-11-29' }, answer: reached },
      { what: 'not on the day before', record: { birthdate: '2006-11-30' }, answer: null },
      { what: 'long since', record: { birthdate: '1942-02-01' }, answer: reached },
      {
        what: 'born on 29 February: not on the 28th of a year without it',
        record: { birthdate: '2004-02-29' },
        argument: '18',
        today: '2022-02-28',
        answer: null,
      },
      {
        what: 'but on 1 March',
        record: { birthdate: '2004-02-29' },
        argument: '18',
        today: '2022-03-01',
        answer: reached,
      },
      {
        what: 'and on the 29th in a year that has it',
        record: { birthdate: '2004-02-29' },
        today: '2024-02-29',
        answer: reached,
      },
      { what: 'of a year alone only its last day is certain', record: { birthdate: '2006' }, answer: null },
      {
        what: 'of a year alone, on its last day',
        record: { birthdate: '2006' },
        today: '2026-12-31',
        answer: reached,
      },
      { what: 'a birth that is not told', record: {}, answer: null },
      { what: 'a birth that is blank', record: { birthdate: null }, answer: null },
      { what: 'a date that is none', record: { birthdate: '1942' + '-13' }, answer: null },
      { what: 'nobody to ask about', record: null, answer: null },
    ],
  },
  'residence@2023-04': {
    argument: '990019',
    cases: [
      { what: 'whose municipality it is', record: household, answer: { resident: true } },
      { what: 'another municipality', record: household, argument: '990027', answer: null },
      {
        what: 'a code as a number',
        record: { ...household, municipality: { code: 990019 } },
        answer: null,
      },
      { what: 'no code', record: { ...household, municipality: { code: null } }, answer: null },
      {
        what: 'whose first day is not stated',
        record: { municipality: { code: '990019' } },
        answer: { resident: true },
      },
      {
        what: 'moving in tomorrow',
        record: { ...household, resident_since_on: '2026-11-30' },
        answer: null,
      },
      {
        what: 'moved in today',
        record: { ...household, resident_since_on: usualDay },
        answer: { resident: true },
      },
      { what: 'nothing to hand out', record: null, answer: null },
    ],
  },
  'care-level-at-least@2023-04': {
    argument: '22',
    cases: [
      { what: 'the very level', record: certifications(care('22')), answer: certified },
      { what: 'a higher one', record: certifications(care('25')), answer: certified },
      { what: 'a lower one', record: certifications(care('21')), answer: null },
      {
        what: 'support is under care, though its number is not the smallest',
        record: certifications(care('13')),
        answer: null,
      },
      {
        what: 'transitional stands between independent and support',
        record: certifications(care('11')),
        argument: '12',
        answer: null,
      },
      { what: 'independent', record: certifications(care('00')), argument: '12', answer: null },
      { what: 'a level that nobody knows', record: certifications(care('99')), answer: null },
      { what: 'a level as a number', record: certifications(care(22)), answer: null },
      { what: 'blank', record: certifications(care(null)), answer: null },
      {
        what: 'its last day',
        record: certifications(care('22', '2026-01-01', usualDay)),
        answer: certified,
      },
      { what: 'ran out', record: certifications(care('22', '2024-01-01', '2026-11-28')), answer: null },
      {
        what: 'not begun',
        record: certifications(care('22', '2026-11-30', '2028-11-30')),
        answer: null,
      },
      {
        what: 'the one in force decides, not the one before',
        record: certifications(care('24', '2024-01-01', '2025-12-31'), care('21')),
        answer: null,
      },
      { what: 'never certified', record: certifications(), answer: null },
    ],
  },
  'health-insurance-valid@2024-12': {
    argument: null,
    cases: [
      { what: 'in force without an end', record: insured, answer: covered },
      { what: 'its last day', record: { ...insured, valid_until: usualDay }, answer: covered },
      { what: 'ran out', record: { ...insured, valid_until: '2026-11-28' }, answer: null },
      { what: 'begins today', record: { ...insured, valid_from: usualDay }, answer: covered },
      { what: 'begins tomorrow', record: { ...insured, valid_from: '2026-11-30' }, answer: null },
      { what: 'whose first day is blank', record: { ...insured, valid_from: null }, answer: covered },
      { what: 'without an insurer', record: { ...insured, insurer: { number: null } }, answer: null },
      { what: 'an empty number', record: { ...insured, insurer: { number: '' } }, answer: null },
      { what: 'nothing at all', record: {}, answer: null },
    ],
  },
  'single-parent-support@2023-04': {
    argument: null,
    cases: [
      { what: 'paid in part', record: benefits(allowance), answer: receives },
      { what: 'paid in full', record: benefits({ ...allowance, suspended: 'full' }), answer: receives },
      {
        what: 'suspended as a whole',
        record: benefits({ ...allowance, suspended: 'suspended' }),
        answer: null,
      },
      { what: 'whose state is blank', record: benefits({ ...allowance, suspended: null }), answer: null },
      { what: 'another benefit', record: benefits({ ...allowance, kind: 'loan' }), answer: null },
      {
        what: 'its last day',
        record: benefits({ ...allowance, period_until: usualDay }),
        answer: receives,
      },
      {
        what: 'without an end',
        record: benefits({ ...allowance, period_until: null }),
        answer: receives,
      },
      { what: 'over', record: benefits({ ...allowance, period_until: '2026-11-28' }), answer: null },
      {
        what: 'to come',
        record: benefits({ ...allowance, period_from: '2026-12-01' }),
        answer: null,
      },
    ],
  },
  'income-under@2023-06': {
    argument: '3000000',
    cases: [
      { what: 'under', record: assessments([2026, 2_999_999]), answer: under },
      { what: 'the very amount is not under', record: assessments([2026, 3_000_000]), answer: null },
      { what: 'nothing earned', record: assessments([2026, 0]), answer: under },
      {
        what: 'the latest year decides, though an earlier one was under',
        record: assessments([2025, 1_000_000], [2026, 3_200_000]),
        answer: null,
      },
      {
        what: 'the latest year decides, though an earlier one was not under',
        record: assessments([2026, 1_000_000], [2025, 3_200_000]),
        answer: under,
      },
      { what: 'last year’s is taken', record: assessments([2025, 1_000_000]), answer: under },
      { what: 'one of the year before is too old', record: assessments([2024, 1_000_000]), answer: null },
      { what: 'blank', record: assessments([2026, null]), answer: null },
      {
        what: 'a year that is not told might be the latest',
        record: assessments([2026, 1_000_000], [null, 9_000_000]),
        answer: null,
      },
      { what: 'never assessed', record: assessments(), answer: null },
    ],
  },
};
