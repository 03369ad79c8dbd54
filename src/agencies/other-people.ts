import { categories } from '../vocabulary/categories.ts';
import type { CategorySchema, GroupSchema, ItemSchema, ListSchema } from '../vocabulary/category-schema.ts';
import type { CategoryName, LinkCode } from '../vocabulary/identifiers.ts';
import { isCount, placesOfPeople, speaksOfPeople } from '../vocabulary/other-people.ts';
import type { JsonObject, JsonValue } from '../vocabulary/reading.ts';

/** Whom a place of a record is about, under our code of them. */
export interface Mention {
  /** JSON Pointer into the record. */
  pointer: string;
  code: LinkCode;
}

const speaking: ReadonlyMap<CategoryName, CategorySchema> = new Map(
  categories.filter(({ schema }) => speaksOfPeople(schema)).map(({ name, schema }) => [name, schema]),
);

/** More people than any record speaks of, and few enough to be looked up for one answer. */
const mostPeople = 128;

/**
 * Whether an answer says what it must of people: of every place whom it is about, of a count as many as it counts, and
 * of nothing else. Somebody who is not named could not be taken out, so an answer that leaves it open is none.
 */
export function areMentionsComplete(
  category: CategoryName,
  record: JsonObject,
  mentions: readonly Mention[],
): boolean {
  const schema = speaking.get(category);
  if (!schema && mentions.length === 0) return true;
  const named = byPointer(mentions);
  const places = schema ? placesOfPeople(schema, record) : [];
  const complete = places.every(({ pointer, people }) => {
    const count = named.get(pointer)?.size ?? 0;
    return people === 'some' ? count > 0 : count === people;
  });
  const known = new Set(places.map(({ pointer }) => pointer));
  const strange = [...named.keys()].some((pointer) => !known.has(pointer));
  return complete && !strange && new Set(mentions.map(({ code }) => code)).size <= mostPeople;
}

/** Everybody in a record but the person whose record it is; each once. */
export function othersIn(mentions: readonly Mention[], own: LinkCode): LinkCode[] {
  return [...new Set(mentions.map(({ code }) => code))].filter((code) => code !== own);
}

/**
 * The record as if the agency had never held anything about these people, as far as that can be told: see
 * SUPPRESSION.md. Null where nothing can be told without them.
 */
export function takeOut(
  category: CategoryName,
  record: JsonObject,
  mentions: readonly Mention[],
  vanished: ReadonlySet<LinkCode>,
): JsonObject | null {
  const schema = speaking.get(category);
  if (!schema || vanished.size === 0) return record;
  const named = byPointer(mentions);
  const gone = (pointer: string): LinkCode[] =>
    [...(named.get(pointer) ?? [])].filter((code) => vanished.has(code));
  const allGone = (pointer: string): boolean => {
    const people = named.get(pointer);
    return people !== undefined && gone(pointer).length === people.size;
  };
  try {
    return groupWithout(schema, record, '');
  } catch (error) {
    if (error === withheld) return null;
    throw error;
  }

  function groupWithout(group: GroupSchema, value: JsonObject, pointer: string): JsonObject {
    const kept: [string, JsonValue][] = [];
    const left = new Map<string, number>();
    for (const [name, member] of Object.entries(value)) {
      const node = Object.hasOwn(group.properties, name) ? group.properties[name] : undefined;
      const place = `${pointer}/${name}`;
      if (!node || member === null) kept.push([name, member]);
      else if (node.type === 'array') {
        const elements = listWithout(node, member as readonly JsonValue[], place);
        left.set(name, (member as readonly JsonValue[]).length - elements.length);
        kept.push([name, elements]);
      } else if (node.type === 'object') {
        if (!node['x-people'] || !allGone(place))
          kept.push([name, groupWithout(node, member as JsonObject, place)]);
        else if (node['x-people'] === 'record') throw withheld;
      } else kept.push([name, itemWithout(node, member, place)]);
    }
    return Object.fromEntries(kept.map(([name, member]) => [name, recounted(group, name, member, left)]));
  }

  function listWithout(list: ListSchema, elements: readonly JsonValue[], pointer: string): JsonValue[] {
    return elements.flatMap((element, place) => {
      const at = `${pointer}/${place}`;
      if (list['x-people'] && allGone(at)) return [];
      return [groupWithout(list.items, element as JsonObject, at)];
    });
  }

  function itemWithout(item: ItemSchema, value: JsonValue, pointer: string): JsonValue {
    if (!item['x-people'] || gone(pointer).length === 0) return value;
    if (isCount(item)) return Number(value) - gone(pointer).length;
    if (typeof value === 'boolean') return !allGone(pointer);
    // An amount for them alone is none, as an agency says it; a part of one for several is nobody's statement.
    return typeof value === 'number' && allGone(pointer) ? 0 : null;
  }
}

const withheld = Symbol('nothing can be told without them');

/** The count of a list follows what left it, whatever the agency counts beyond the list. */
function recounted(
  group: GroupSchema,
  name: string,
  value: JsonValue,
  left: ReadonlyMap<string, number>,
): JsonValue {
  const node = group.properties[name];
  const list = node && node.type !== 'array' && node.type !== 'object' ? node['x-counts'] : undefined;
  if (list === undefined || typeof value !== 'number') return value;
  return Math.max(0, value - (left.get(list) ?? 0));
}

function byPointer(mentions: readonly Mention[]): ReadonlyMap<string, ReadonlySet<LinkCode>> {
  const named = new Map<string, Set<LinkCode>>();
  for (const { pointer, code } of mentions) named.set(pointer, (named.get(pointer) ?? new Set()).add(code));
  return named;
}
