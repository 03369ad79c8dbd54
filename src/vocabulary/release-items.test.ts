/** What is cut out of a record, for any grant and any record: good ones, and such as no schema allows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { categories, type Category } from './categories.ts';
import type { NodeSchema } from './category-schema.ts';
import type { ItemName } from './identifiers.ts';
import { itemsOf, itemValues, releaseItems } from './items.ts';
import type { JsonObject, JsonValue } from './reading.ts';
import { anyRecord } from './rehearsal/any-record.ts';
import { itemAt, leavesOf, liesIn, placesOf, structuresOf } from './rehearsal/leaves.ts';

interface Case {
  category: Category;
  record: JsonObject;
  granted: readonly ItemName[];
}

test('of any good record: what is granted and held comes out in its place, blanks as null, and nothing else', () => {
  fc.assert(
    fc.property(anyCase(anyRecord), ({ category, record, granted }) => {
      const released = releaseItems(record, category.name, new Set(granted));
      const places = placesOf(category.schema, category.name).filter((place) =>
        granted.includes(itemAt(place)),
      );
      assert.deepEqual(
        leavesOf(released, category.name),
        leavesOf(record, category.name).filter(({ place }) => places.includes(place)),
      );
      assert.deepEqual(
        structuresOf(released, category.name),
        structuresOf(record, category.name).filter(({ place }) => places.some((each) => liesIn(each, place))),
        'a list keeps its length, and where nothing is granted not even an empty group is there',
      );
    }),
    { numRuns: 2000 },
  );
});

test('of any hostile record: no more than that, wherever it hides, and the record is left as it is', () => {
  fc.assert(
    fc.property(anyCase(hostileRecord), ({ category, record, granted }) => {
      const released = releaseItems(deepFrozen(record), category.name, new Set(granted));
      const places = placesOf(category.schema, category.name).filter((place) =>
        granted.includes(itemAt(place)),
      );
      assert.deepEqual(
        leavesOf(released, category.name),
        leavesOf(record, category.name).filter(({ place }) => places.includes(place)),
      );
      for (const { place, pointer, length } of structuresOf(released, category.name)) {
        assert.ok(
          places.some((each) => liesIn(each, place)),
          `${place} has nothing granted in it`,
        );
        if (length !== null) assert.equal(length, (at(record, pointer) as unknown[]).length, pointer);
      }
      assert.deepEqual(releaseItems(released, category.name, new Set(granted)), released, 'twice is once');
    }),
    { numRuns: 4000 },
  );
});

test('the values shown beside an item are those that its release holds', () => {
  fc.assert(
    fc.property(anyCase(hostileRecord), ({ category, record }) => {
      const everything = new Set(itemsOf(category.name).map(({ name }) => name));
      const released = releaseItems(record, category.name, everything);
      for (const place of placesOf(category.schema, category.name)) {
        const held = leavesOf(record, category.name).filter((leaf) => leaf.place === place);
        const values = held.map(({ value }) => value);
        assert.deepEqual(itemValues(record, itemAt(place)), values);
        assert.deepEqual(itemValues(released, itemAt(place)), values);
      }
    }),
    { numRuns: 1000 },
  );
});

function anyCase(recordOf: (schema: Category['schema']) => fc.Arbitrary<JsonObject>): fc.Arbitrary<Case> {
  return fc.constantFrom(...categories).chain((category) => {
    const items = itemsOf(category.name).map(({ name }) => name);
    return fc.record({
      category: fc.constant(category),
      record: recordOf(category.schema),
      granted: fc
        .tuple(fc.subarray(items), fc.subarray(noItems(category, items)))
        .map(([some, others]) => [...some, ...(others as ItemName[])]),
    });
  });
}

/** Names that grant nothing: wholes, parts, other people's, and such as every object knows. */
function noItems({ name }: Category, items: readonly ItemName[]): string[] {
  const [first = ''] = items;
  const parts = first.split('.');
  return [
    name,
    `${name}.*`,
    parts.slice(0, -1).join('.'),
    `${first}.hidden`,
    `${name}.__proto__`,
    `${name}.stranger`,
    `other.${parts.slice(1).join('.')}`,
    'attestations.rail-disability-discount',
  ].filter((each) => !items.includes(each as ItemName));
}

/** Along the schema, with members missing and strangers added, and now and then something of quite another shape. */
function hostileRecord(schema: NodeSchema): fc.Arbitrary<JsonObject> {
  return hostileGroup(schema).map((record) => record as JsonObject);
}

function hostileNode(node: NodeSchema): fc.Arbitrary<JsonValue> {
  const honest =
    node.type === 'array'
      ? fc.array(hostileNode(node.items), { maxLength: 3 })
      : node.type === 'object'
        ? hostileGroup(node)
        : anyPlain;
  return fc.oneof({ weight: 8, arbitrary: honest }, { weight: 1, arbitrary: misshapen(node) });
}

const anyPlain: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.string({ maxLength: 5 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);

function hostileGroup(node: NodeSchema): fc.Arbitrary<JsonValue> {
  const properties = node.type === 'object' ? node.properties : {};
  const known = Object.entries(properties).map(([name, member]) =>
    fc.tuple(fc.constant(name), hostileNode(member)),
  );
  const strangers = fc.array(
    fc.tuple(fc.constantFrom(...strangerNames(Object.keys(properties))), fc.oneof(anyPlain, inDepth)),
    { maxLength: 3 },
  );
  return fc
    .tuple(
      fc.tuple(...known),
      strangers,
      fc.array(fc.boolean(), { minLength: known.length, maxLength: known.length }),
    )
    .map(([own, others, left]) => toGroup([...others, ...own.filter((_, index) => left[index])]));
}

function strangerNames(names: readonly string[]): string[] {
  const [one = 'one', other = 'other'] = names;
  return [
    ...['stranger', '__proto__', 'constructor', 'toString', 'length', '0', '', '*'],
    ...[`${one}.${other}`, `${one}[]`, one.toUpperCase(), ` ${one}`, `${one}\u0000`],
  ];
}

/** As a parser makes them: `__proto__` is a member like any other. */
function toGroup(members: readonly (readonly [string, JsonValue])[]): JsonObject {
  const group = {};
  for (const [name, value] of members)
    Object.defineProperty(group, name, { value, enumerable: true, configurable: true, writable: true });
  return group;
}

/** What the schema does not have there: a structure for a value, a value for a structure, a list for a group, depth. */
function misshapen(node: NodeSchema): fc.Arbitrary<JsonValue> {
  const inner =
    node.type === 'array' ? hostileGroup(node.items) : node.type === 'object' ? hostileGroup(node) : anyPlain;
  return fc.oneof(
    anyPlain,
    inDepth,
    inner,
    inner.map((value) => [value]),
    inner.map((value) => [[value]]),
    inner.map((value) => ({ '0': value, length: 1 })),
  );
}

const inDepth: fc.Arbitrary<JsonValue> = fc
  .tuple(fc.integer({ min: 1, max: 200 }), fc.boolean())
  .map(([depth, isList]) => {
    let value: JsonValue = 'deep';
    for (let level = 0; level < depth; level += 1) value = isList ? [value] : { kind: value };
    return value;
  });

function deepFrozen<Value extends JsonValue>(value: Value): Value {
  if (typeof value === 'object' && value !== null)
    for (const name of Reflect.ownKeys(Object.freeze(value)))
      deepFrozen((value as Record<string, JsonValue>)[String(name)] as JsonValue);
  return value;
}

function at(value: JsonValue, pointer: string): JsonValue {
  return pointer
    .split('/')
    .slice(1)
    .reduce((inside, name) => (inside as Record<string, JsonValue>)[name] as JsonValue, value);
}
