import { findCategory } from '../../src/vocabulary/categories.ts';
import type { AgencyId } from '../../src/vocabulary/identifiers.ts';
import { writePrivateJson } from '../fresh-file.ts';
import { type CodeKeys, toAgencyCode } from '../provision-network/codes.ts';
import { agencyFiles, type Behaviour, type HeldRecord } from './agency-folder.ts';

/** What an agency needs to know of a persona (`fixtures/citizens/`). */
export interface RecordedPerson {
  persona: string;
  person_number: string;
  /** By kind of holder. */
  holders: Readonly<Record<string, string | undefined>>;
  records: Readonly<Record<string, HeldRecord | undefined>>;
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
          recordsHeldBy(agency, person),
        ]),
      ),
    );
  }
  checkHolders(personas, networkKeys);
  writePrivateJson(agencyFiles.agencies(folder), Object.keys(networkKeys.agencies).sort());
  writePrivateJson(agencyFiles.behaviours(folder), toBehaviours(behaviours));
}

function recordsHeldBy(agency: AgencyId, { holders, records }: RecordedPerson): Record<string, HeldRecord> {
  return Object.fromEntries(
    Object.entries(records).flatMap(([category, held]) => {
      const holder = holders[findCategory(category)?.holder ?? ''];
      return held && holder === agency ? [[category, held] as const] : [];
    }),
  );
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
