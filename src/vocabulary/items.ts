/**
 * Items: what a citizen grants one by one. Their names follow the categories' schemas (`category.path.to.item`, lists
 * without an index), and a record is cut down along the schema, never along itself: what the schema does not know
 * cannot come out, whatever the record holds.
 */
import { attestationCategory, attestations } from './attestations.ts';
import { type Assurance, highestOf } from './authentication.ts';
import { categories, type Category, findCategory } from './categories.ts';
import type { GroupSchema, ItemSchema, NodeSchema } from './category-schema.ts';
import type { CategoryName, ItemName } from './identifiers.ts';
import { identityAssurance, identityCategory, type IdentityClaim, identityClaims } from './identity.ts';
import type { JsonObject, JsonValue } from './reading.ts';
import type { Words } from './words.ts';

export interface Item {
  name: ItemName;
  /** `attestations` and `identity` for those. */
  category: string;
  label: Words;
  sensitivity: 1 | 2 | 3;
  /** How sure a login must be before it is handed out. */
  leastAssurance: Assurance;
  /** Null for attestations: their answer is described beside their words. */
  schema: ItemSchema | null;
}

const itemsByCategory = new Map<string, readonly Item[]>([
  ...categories.map((category): [string, Item[]] => [
    category.name,
    [...leavesOf(category, category.schema, category.name)],
  ]),
  [identityCategory, identityClaims.map(toIdentityItem)],
]);
const byName = new Map<string, Item>(
  [
    ...[...itemsByCategory.values()].flat(),
    ...attestations.map(({ item, label, question }): Item => ({
      name: item,
      category: attestationCategory,
      label,
      sensitivity: question.sensitivity,
      leastAssurance: question.leastAssurance,
      schema: null,
    })),
  ].map((item) => [item.name, item]),
);

export function findItem(name: string): Item | undefined {
  return byName.get(name);
}

/** The category's items, in the order of its schema; `identity` has its own. */
export function itemsOf(category: CategoryName | typeof identityCategory): readonly Item[] {
  return itemsByCategory.get(category) ?? [];
}

/** The text before the first dot. */
export function categoryOf(item: ItemName): string {
  const [category = ''] = item.split('.', 1);
  return category;
}

/** The login that all of them together ask for; of an item that nobody knows, the strongest there is. */
export function assuranceFor(items: readonly ItemName[]): Assurance {
  return highestOf(items.map((item) => findItem(item)?.leastAssurance ?? 'signature'));
}

/**
 * The granted part of a record. Not granted is absent; held but blank is null; what the agency did not send stays
 * absent too. A list of which something is granted keeps its length, so that its elements stay in their places.
 */
export function releaseItems(
  record: JsonObject,
  category: CategoryName,
  items: ReadonlySet<ItemName>,
): JsonObject {
  const schema = findCategory(category)?.schema;
  return (schema && releaseGroup(schema, record, category, toGrant(items))) ?? {};
}

/** Every value that the record holds for the item, across lists. */
export function itemValues(record: JsonObject, item: ItemName): readonly JsonValue[] {
  const category = categoryOf(item);
  const schema = findCategory(category)?.schema;
  if (!schema || item === category) return [];
  return valuesAt(schema, record, item.slice(category.length + 1).split('.'));
}

function toIdentityItem({ item, schema }: IdentityClaim): Item {
  return {
    name: item,
    category: identityCategory,
    label: schema['x-label'],
    sensitivity: schema['x-sensitivity'],
    leastAssurance: identityAssurance,
    schema,
  };
}

function* leavesOf(category: Category, group: GroupSchema, path: string): Generator<Item> {
  for (const [name, node] of Object.entries(group.properties)) {
    const itemPath = `${path}.${name}`;
    if (node.type === 'object') yield* leavesOf(category, node, itemPath);
    else if (node.type === 'array') yield* leavesOf(category, node.items, itemPath);
    else
      yield {
        name: itemPath as ItemName,
        category: category.name,
        label: node['x-label'],
        sensitivity: node['x-sensitivity'],
        leastAssurance: category.leastAssurance,
        schema: node,
      };
  }
}

function release(node: NodeSchema, value: JsonValue, path: string, grant: Grant): JsonValue | undefined {
  if (node.type === 'object') return releaseGroup(node, value, path, grant);
  if (node.type === 'array') {
    if (!isList(value) || !grant.groups.has(path)) return undefined;
    return value.map((element) => releaseGroup(node.items, element, path, grant) ?? {});
  }
  // A structure where the schema has a plain value is no value of this item.
  return grant.items.has(path) && !isStructure(value) ? value : undefined;
}

function releaseGroup(
  group: GroupSchema,
  value: JsonValue,
  path: string,
  grant: Grant,
): JsonObject | undefined {
  if (!isGroup(value) || !grant.groups.has(path)) return undefined;
  const released: [string, JsonValue][] = [];
  for (const [name, node] of Object.entries(group.properties)) {
    const held = ownMember(value, name);
    const kept = held === undefined ? undefined : release(node, held, `${path}.${name}`, grant);
    if (kept !== undefined) released.push([name, kept]);
  }
  return Object.fromEntries(released);
}

function valuesAt(node: NodeSchema, value: JsonValue, path: readonly string[]): JsonValue[] {
  if (node.type === 'array')
    return isList(value) ? value.flatMap((element) => valuesAt(node.items, element, path)) : [];
  const [name, ...rest] = path;
  if (node.type !== 'object') return name === undefined && !isStructure(value) ? [value] : [];
  if (name === undefined || !isGroup(value) || !Object.hasOwn(node.properties, name)) return [];
  const [next, held] = [node.properties[name], ownMember(value, name)];
  return next === undefined || held === undefined ? [] : valuesAt(next, held, rest);
}

/** What is granted, and every group and list that has something granted in it. */
interface Grant {
  items: ReadonlySet<string>;
  groups: ReadonlySet<string>;
}

function toGrant(items: ReadonlySet<ItemName>): Grant {
  const groups = new Set<string>();
  for (const item of items) {
    // A name that is no item, or no longer: it must not tell how long the list is that it would lie in.
    if (!byName.has(item)) continue;
    for (let dot = item.indexOf('.'); dot !== -1; dot = item.indexOf('.', dot + 1))
      groups.add(item.slice(0, dot));
  }
  return { items, groups };
}

function ownMember(group: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(group, name) ? group[name] : undefined;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isStructure(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null;
}

function isGroup(value: JsonValue): value is JsonObject {
  return isStructure(value) && !isList(value);
}
