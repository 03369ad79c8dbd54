/**
 * Where a record speaks of people: of household members, dependants, children, the subscriber of an insurance. A
 * category's schema marks these places with `x-people`, an agency says of each whom it is about, and whoever is
 * suppressed is taken out of it.
 */
import type { CategorySchema, GroupSchema, ItemSchema, ListSchema, NodeSchema } from './category-schema.ts';
import type { JsonObject, JsonValue } from './reading.ts';

/** A place of one record that says something about people. */
export interface PeoplePlace {
  /** JSON Pointer (RFC 6901); names of ours need no escape. */
  pointer: string;
  /** How many people it is about: that many, or at least one where it does not say. */
  people: number | 'some';
  /** What stands there. */
  value: JsonValue;
}

/** How many people a count may speak of: each is named. */
export const mostCounted = 50;

/** A list whose elements are each about somebody, or an item or a group that is. */
export function aboutPeople<Node extends ItemSchema | ListSchema | GroupSchema>(node: Node): Node {
  return { ...node, 'x-people': true };
}

/** Somebody without whom the record cannot be told: withheld with them, whole. */
export function indispensable(group: GroupSchema): GroupSchema {
  return { ...group, 'x-people': 'record' };
}

/** How many people, where no list beside it names them. */
export function countOfPeople(item: ItemSchema): ItemSchema {
  return { ...item, maximum: mostCounted, 'x-people': true };
}

/** How many elements a list beside it has: told by the list. */
export function countOf(list: string, item: ItemSchema): ItemSchema {
  return { ...item, 'x-counts': list };
}

/** Whether a record of this form can speak of people at all. */
export function speaksOfPeople(node: NodeSchema): boolean {
  if (node['x-people']) return true;
  if (node.type === 'array') return speaksOfPeople(node.items);
  return node.type === 'object' && Object.values(node.properties).some(speaksOfPeople);
}

/** Every place where this record does. */
export function placesOfPeople(schema: CategorySchema, record: JsonObject): PeoplePlace[] {
  return [...placesIn(schema, record, '')];
}

function* placesIn(node: NodeSchema, value: JsonValue | undefined, pointer: string): Generator<PeoplePlace> {
  if (value === undefined || value === null) return;
  if (node.type === 'array') {
    if (!Array.isArray(value)) return;
    for (const [place, element] of (value as readonly JsonValue[]).entries()) {
      if (node['x-people']) yield { pointer: `${pointer}/${place}`, people: 'some', value: element };
      yield* placesIn(node.items, element, `${pointer}/${place}`);
    }
    return;
  }
  if (node.type === 'object') {
    if (typeof value !== 'object' || Array.isArray(value)) return;
    if (node['x-people']) yield { pointer, people: 'some', value };
    for (const [name, member] of Object.entries(node.properties))
      if (Object.hasOwn(value, name))
        yield* placesIn(member, (value as JsonObject)[name], `${pointer}/${name}`);
    return;
  }
  // No, none and nothing speak of nobody.
  if (!node['x-people'] || value === false || value === 0 || value === '') return;
  yield { pointer, people: isCount(node) ? Number(value) : 'some', value };
}

/** A count of people is less by one for each that is taken out. */
export function isCount(node: ItemSchema): boolean {
  return node['x-people'] === true && node.maximum === mostCounted && [node.type].flat().includes('integer');
}
