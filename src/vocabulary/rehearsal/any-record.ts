/** Any record that a category's schema allows, the odd ones more often than life brings them. */
import fc from 'fast-check';
import type { GroupSchema, ItemSchema, NodeSchema } from '../category-schema.ts';
import type { JsonObject, JsonValue } from '../reading.ts';

export function anyRecord(schema: GroupSchema): fc.Arbitrary<JsonObject> {
  return anyNode(schema).map((record) => record as JsonObject);
}

function anyNode(node: NodeSchema): fc.Arbitrary<JsonValue> {
  if (node.type === 'object') return anyGroup(node);
  // Empty, one, several: more would only take longer.
  if (node.type === 'array') return fc.array(anyGroup(node.items), { maxLength: Math.min(3, node.maxItems) });
  return anyValue(node);
}

function anyGroup({ properties, required = [] }: GroupSchema): fc.Arbitrary<JsonValue> {
  const members = Object.entries(properties).map(([name, node]): [string, fc.Arbitrary<JsonValue>] => [
    name,
    anyNode(node),
  ]);
  // An agency may leave out what it must not: absent is neither blank nor refused.
  return fc
    .record(Object.fromEntries(members), { requiredKeys: [...required], noNullPrototype: true })
    .map((group) => group as JsonObject);
}

export function anyValue(schema: ItemSchema): fc.Arbitrary<JsonValue> {
  const types = [schema.type].flat();
  const held = anyHeld(schema, types[0] ?? 'string');
  return types.includes('null')
    ? fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 5, arbitrary: held })
    : held;
}

function anyHeld(schema: ItemSchema, type: string): fc.Arbitrary<JsonValue> {
  if (schema.enum) return fc.constantFrom(...schema.enum.filter((value) => value !== null));
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return anyWhole(schema.minimum ?? -1000, schema.maximum ?? 1000);
  // Minus zero is written as zero: what was sent could not come back.
  if (type === 'number')
    return fc
      .oneof(fc.integer(), fc.double({ min: -1e9, max: 1e9, noNaN: true }))
      .map((value) => (value === 0 ? 0 : value));
  if (schema.format === 'date') return anyDay;
  if (schema.format === 'date-time') return anyMoment;
  const { maxLength = 200, pattern } = schema;
  if (pattern === undefined) return anyText(maxLength);
  return fc.stringMatching(new RegExp(pattern)).filter((text) => [...text].length <= maxLength);
}

function anyWhole(min: number, max: number): fc.Arbitrary<number> {
  return fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));
}

/** Where eras begin and end, where years are odd, and any other. */
const anyDay = fc.oneof(
  fc.constantFrom(
    '1926-12-25',
    '1989-01-07',
    '1989-01-08',
    '2019-04-30',
    '2019-05-01',
    '2024-02-29',
    '2000-02-29',
  ),
  anyInstant().map((instant) => instant.toISOString().slice(0, 10)),
);

const anyMoment = fc
  .tuple(anyInstant(), fc.constantFrom('+09:00', 'Z', '-11:30', '+14:00'))
  .map(([instant, offset]) => `${instant.toISOString().slice(0, 19)}${offset}`);

function anyInstant(): fc.Arbitrary<Date> {
  return fc.date({ min: new Date('1868-01-25'), max: new Date('2100-12-31'), noInvalidDate: true });
}

/**
 * Nothing at all, only spaces, a variation selector, characters beyond the first plane, from right to left, marks that
 * turn the direction, markup, names of items and of every object's own machinery, and as long as it may be.
 */
const oddTexts = [
  '',
  '　',
  '葛󠄀城 邉󠄂',
  '𠮷野 髙﨑',
  'שלום ‮abc‬',
  '<b onclick="x">&amp;</b>\'"',
  'disability_welfare.certificates.kind',
  '__proto__',
  'null',
  '見\u0000本\u001f\u2028',
];

function anyText(maxLength: number): fc.Arbitrary<string> {
  // A schema counts characters, not halves of them.
  const cut = (text: string): string => [...text].slice(0, maxLength).join('');
  return fc.oneof(
    fc.constantFrom(...oddTexts, '𠮷'.repeat(maxLength)).map(cut),
    fc.string({ unit: 'grapheme', maxLength: 20 }).map(cut),
    fc.string({ unit: 'binary', maxLength: 20 }).map(cut),
  );
}
