/**
 * A record as a list of its values: the release told a second way. The house cuts a record down along its schema; here
 * its values are laid out one by one, each with the place that it lies at, and those of granted items are kept.
 */
import type { NodeSchema } from '../category-schema.ts';
import type { ItemName } from '../identifiers.ts';
import type { JsonValue } from '../reading.ts';

export interface Leaf {
  /** `disability_welfare.certificates[].kind` */
  place: string;
  /** `/certificates/0/kind`: which of several it is. */
  pointer: string;
  value: JsonValue;
}

/** A group or a list, by where it lies. */
export interface Structure extends Omit<Leaf, 'value'> {
  /** Of a list; null for a group. */
  length: number | null;
}

/** Every value that is no structure, in the order in which they lie there. */
export function leavesOf(value: JsonValue, place: string, pointer = ''): Leaf[] {
  if (!isStructure(value)) return [{ place, pointer, value }];
  return membersOf(value, place, pointer).flatMap(({ member, ...at }) =>
    leavesOf(member, at.place, at.pointer),
  );
}

/** Every group and list inside. */
export function structuresOf(value: JsonValue, place: string, pointer = ''): Structure[] {
  return membersOf(value, place, pointer).flatMap(({ member, ...at }) =>
    isStructure(member)
      ? [
          { ...at, length: Array.isArray(member) ? member.length : null },
          ...structuresOf(member, at.place, at.pointer),
        ]
      : [],
  );
}

/** Where an item's values may lie by a schema: the item's name, with `[]` behind each list. */
export function placesOf(node: NodeSchema, place: string): string[] {
  if (node.type === 'array') return placesOf(node.items, `${place}[]`);
  if (node.type !== 'object') return [place];
  return Object.entries(node.properties).flatMap(([name, member]) => placesOf(member, `${place}.${name}`));
}

export function itemAt(place: string): ItemName {
  return place.replaceAll('[]', '') as ItemName;
}

/** Whether what lies at `inner` lies inside of what lies at `outer`. */
export function liesIn(inner: string, outer: string): boolean {
  return inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[]`);
}

function membersOf(
  value: JsonValue,
  place: string,
  pointer: string,
): { member: JsonValue; place: string; pointer: string }[] {
  if (!isStructure(value)) return [];
  // Own members, whatever they are called; a name that is no plain word cannot be taken for a path of two.
  return Reflect.ownKeys(value)
    .filter((name) => !(Array.isArray(value) && name === 'length'))
    .map(String)
    .map((name) => ({
      member: (value as Record<string, JsonValue>)[name] as JsonValue,
      place: Array.isArray(value)
        ? `${place}[]`
        : `${place}.${/^\w+$/.test(name) ? name : JSON.stringify(name)}`,
      pointer: `${pointer}/${name}`,
    }));
}

function isStructure(value: JsonValue): value is object & JsonValue {
  return typeof value === 'object' && value !== null;
}
