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

/** Every value that is no structure, in the order in which they lie there. */
export function leavesOf(value: JsonValue, place: string, pointer = ''): Leaf[] {
  if (Array.isArray(value))
    return value.flatMap((element: JsonValue, index) =>
      leavesOf(element, `${place}[]`, `${pointer}/${index}`),
    );
  if (typeof value === 'object' && value !== null)
    return Reflect.ownKeys(value).flatMap((name) =>
      leavesOf(
        (value as Record<string, JsonValue>)[String(name)] as JsonValue,
        `${place}.${String(name)}`,
        `${pointer}/${String(name)}`,
      ),
    );
  return [{ place, pointer, value }];
}

/** How long each list is, and where it lies. */
export function listsOf(
  value: JsonValue,
  place: string,
  pointer = '',
): { place: string; pointer: string; length: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, member]) =>
    listsOf(
      member as JsonValue,
      Array.isArray(value) ? `${place}[]` : `${place}.${name}`,
      `${pointer}/${name}`,
    ),
  );
  return Array.isArray(value) ? [{ place, pointer, length: value.length }, ...inside] : inside;
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
