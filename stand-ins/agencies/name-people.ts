import { createHash } from 'node:crypto';
import { findCategory } from '../../src/vocabulary/categories.ts';
import { type PeoplePlace, placesOfPeople } from '../../src/vocabulary/other-people.ts';
import type { JsonObject } from '../../src/vocabulary/reading.ts';
import type { Mention } from '../provision-network/agency-protocol.ts';

/** The person whose record it is, in the place of a name. */
export const self = 'self';

/**
 * Whom each place of a record is about. An agency knows; for one of ours it is what the fixture says, by pointer, and
 * else what can be told from the record: the name beside the place, or everybody whom the record names, or somebody
 * whom nobody knows.
 */
export function namePeople(
  category: string,
  record: Readonly<Record<string, unknown>>,
  d: {
    /** By pointer. */
    said: Readonly<Record<string, readonly string[]>>;
    /** The agency's code of whoever is called so. */
    codeOf(person: string): string;
  },
): Mention[] {
  const schema = findCategory(category)?.schema;
  const places = schema ? placesOfPeople(schema, record as JsonObject) : [];
  const named = places.map((place) => d.said[place.pointer] ?? namesAt(place));
  const others = [...new Set(named.flatMap((names) => names ?? []))].filter((name) => name !== self);
  return places.flatMap(({ pointer, people, value }, index) => {
    const names = named[index] ?? guess(people, typeof value === 'object', others);
    return [...new Set(names.map(d.codeOf))].map((code) => ({ pointer, code }));
  });
}

/** A code for somebody who is in nobody's fixtures: always the same at one agency. */
export function strangerCode(agency: string, name: string): string {
  return createHash('sha256').update(`${agency}\n${name}`).digest().subarray(0, 16).toString('base64url');
}

/** A name that is blank is the person's own place: a mother's checkup among her children's. */
function namesAt({ value }: PeoplePlace): string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const name = Object.entries(value).find(([member]) => /^(child_|student_)?name$/.test(member));
  if (!name) return undefined;
  return [typeof name[1] === 'string' && name[1] !== '' ? name[1] : self];
}

function guess(people: number | 'some', isList: boolean, others: readonly string[]): string[] {
  if (people !== 'some')
    return Array.from({ length: people }, (_, place) => others[place] ?? `somebody ${place + 1}`);
  if (others.length > 0) return [...others];
  return [isList ? self : 'somebody 1'];
}
