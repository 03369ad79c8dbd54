/** What must come of asking, as it stands in the fixtures: written by hand, worked out by nothing. */
import { join } from 'node:path';
import { categories, type HolderKind } from '../src/vocabulary/categories.ts';
import type { JsonObject } from '../src/vocabulary/reading.ts';
import { checkFaults, fixturesFolder, loadFixture } from './fixture-file.ts';
import type { Persona } from './personas.ts';

/**
 * What comes of asking for a category with the consent to all of it; `ok` and `stale` come with a record. `assurance_not_met`: it is not even asked for,
 * because the person cannot log in as surely as it takes.
 */
export const expectedOutcomes = [
  'ok',
  'stale',
  'no_record',
  'not_connected',
  'agency_unavailable',
  'assurance_not_met',
] as const;
export type ExpectedOutcome = (typeof expectedOutcomes)[number];

export interface ExpectedAnswer {
  category: string;
  outcome: ExpectedOutcome;
  /** Null where nothing is handed out. */
  record: JsonObject | null;
  asOf: string | null;
}

/** One for each of the 29, in their order; of a persona that nothing is expected of, none. */
export function expectedOf({ expected, expected_records: others = {}, records }: Persona): ExpectedAnswer[] {
  if (!expected) return [];
  return categories.map(({ name: category }) => {
    const outcome = expectedOutcomes.find((each) => expected[each]?.includes(category)) ?? 'no_record';
    const held = records[category];
    if (outcome !== 'ok' && outcome !== 'stale') return { category, outcome, record: null, asOf: null };
    return { category, outcome, record: others[category] ?? held?.record ?? null, asOf: held?.as_of ?? null };
  });
}

/**
 * What a persona’s file says twice, or of nothing. What it leaves out, as of a category that is new, is expected to be
 * `no_record`; a test wants the 29 named all the same.
 */
export function expectationFaults({ expected, expected_records: others = {}, records }: Persona): string[] {
  if (!expected) return Object.keys(others).length > 0 ? ['records are expected of nobody'] : [];
  const named = Object.values(expected).flat();
  const coming = [...(expected.ok ?? []), ...(expected.stale ?? [])];
  const names = categories.map(({ name }) => name as string);
  return [
    ...named.filter((name) => !names.includes(name)).map((name) => `expected: ${name} is no category`),
    ...names
      .filter((name) => named.filter((each) => each === name).length > 1)
      .map((name) => `expected: ${name} stands under two outcomes`),
    ...coming.filter((name) => !records[name]).map((name) => `expected: ${name} comes from no record`),
    ...Object.keys(others)
      .filter((name) => !coming.includes(name))
      .map((name) => `expected_records: ${name} is not expected to come`),
  ];
}

/** The items of every category by their names, and the kind of holder that its answers are told to come from. */
export type ExpectedCategories = Readonly<Record<string, { holder: HolderKind; items: readonly string[] }>>;

export function loadExpectedCategories(file = join(fixturesFolder, 'categories.json')): ExpectedCategories {
  const expected = loadFixture<ExpectedCategories>(file, 'categories.json');
  checkFaults(
    'categories.json',
    Object.entries(expected).flatMap(([name, { items }]) =>
      items
        .filter((item) => !item.startsWith(`${name}.`))
        .map((item) => `${item} belongs to another category than ${name}`),
    ),
  );
  return expected;
}
