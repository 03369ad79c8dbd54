import { findCategory } from '../../src/vocabulary/categories.ts';
import type { AgencyId } from '../../src/vocabulary/identifiers.ts';
import { writePrivateJson } from '../fresh-file.ts';
import { type CodeKeys, toAgencyCode } from '../provision-network/codes.ts';
import { namePeople, self, strangerCode } from './name-people.ts';
import { agencyFiles, type Behaviour, type HeldRecord } from './agency-folder.ts';

/** What an agency needs to know of a persona (`fixtures/citizens/`). */
export interface RecordedPerson {
  persona: string;
  person_number: string;
  /** By kind of holder. */
  holders: Readonly<Record<string, string | undefined>>;
  records: Readonly<Record<string, FixtureRecord | undefined>>;
  name?: { ja: string };
}

export interface FixtureRecord extends Omit<HeldRecord, 'mentions'> {
  /** Whom places of it are about, by pointer: personas, `self`, or anybody else by a name of their own. */
  mentions?: Readonly<Record<string, readonly string[]>>;
}

/** A fixture's record as this agency holds it. */
export function toHeld(
  { as_of, record, mentions: said = {} }: FixtureRecord,
  where: { agency: AgencyId; category: string; person: RecordedPerson },
  personas: readonly RecordedPerson[],
  networkKeys: CodeKeys,
): HeldRecord {
  const codeOf = (name: string): string => {
    const persona =
      name === self
        ? where.person
        : personas.find((each) => each.persona === name || sameName(each.name?.ja, name));
    return persona
      ? toAgencyCode(networkKeys, where.agency, persona.person_number)
      : strangerCode(where.agency, name);
  };
  return { as_of, record, mentions: namePeople(where.category, record, { said, codeOf }) };
}

/**
 * Gives every agency the records of its people under its own codes, and nothing else: no name, no number, no flag.
 * Whoever an agency is the holder for is known there, with records or without.
 */
export function provisionAgencies(options: {
  personas: readonly RecordedPerson[];
  networkKeys: CodeKeys;
  folder: string;
  behaviours?: Readonly<Record<string, string>>;
}): void {
  const { personas, networkKeys, folder, behaviours = {} } = options;
  for (const agency of Object.keys(networkKeys.agencies) as AgencyId[]) {
    const people = personas.filter(({ holders }) => Object.values(holders).includes(agency));
    writePrivateJson(
      agencyFiles.records(folder, agency),
      Object.fromEntries(
        people.map((person) => [
          toAgencyCode(networkKeys, agency, person.person_number),
          recordsHeldBy(agency, person, personas, networkKeys),
        ]),
      ),
    );
  }
  checkHolders(personas, networkKeys);
  writePrivateJson(agencyFiles.agencies(folder), Object.keys(networkKeys.agencies).sort());
  writePrivateJson(agencyFiles.behaviours(folder), toBehaviours(behaviours));
}

function recordsHeldBy(
  agency: AgencyId,
  person: RecordedPerson,
  personas: readonly RecordedPerson[],
  networkKeys: CodeKeys,
): Record<string, HeldRecord> {
  const { holders, records } = person;
  return Object.fromEntries(
    Object.entries(records).flatMap(([category, held]) => {
      const holder = holders[findCategory(category)?.holder ?? ''];
      if (!held || holder !== agency) return [];
      return [[category, toHeld(held, { agency, category, person }, personas, networkKeys)] as const];
    }),
  );
}

function sameName(one: string | undefined, other: string): boolean {
  const bare = (name: string): string => name.replace(/[\s\u3000]/g, '');
  return one !== undefined && bare(one) === bare(other);
}

/** A record that no agency would hold is a fault of the fixture, told at set-up and not by an empty answer later. */
function checkHolders(personas: readonly RecordedPerson[], { agencies }: CodeKeys): void {
  for (const { persona, holders, records } of personas) {
    for (const category of Object.keys(records)) {
      const kind = findCategory(category)?.holder;
      if (!kind) throw new Error(`${persona}: ${category} is no category`);
      const holder = holders[kind];
      if (!holder || !Object.hasOwn(agencies, holder))
        throw new Error(`${persona}: no agency of the network holds ${category} (${kind})`);
    }
  }
}

/** `not_connected` is the network's word: the agency itself would answer. */
function toBehaviours(named: Readonly<Record<string, string>>): Record<string, Behaviour> {
  return Object.fromEntries(
    Object.entries(named).map(([agency, behaviour]) => [
      agency,
      behaviour === 'not_connected' ? 'answers' : (behaviour as Behaviour),
    ]),
  );
}
