/** The personas' records, held against the code lists: what a code says must be in the list that it names. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { categories } from '../src/vocabulary/categories.ts';
import { type CodeList, wordsOf } from '../src/vocabulary/code-list.ts';
import { findCodeList } from '../src/vocabulary/code-lists.ts';
import type { NodeSchema } from '../src/vocabulary/category-schema.ts';
import type { JsonObject, JsonValue } from '../src/vocabulary/reading.ts';
import { loadPersonas } from './personas.ts';

test('every code in a record is one of its list, under the list’s system and by its name', () => {
  let looked = 0;
  for (const [path, node, value] of everything()) {
    if (node.type !== 'object' || typeof value !== 'object' || value === null) continue;
    const list = codeListOf(node);
    const held = value as JsonObject;
    if (!list || typeof held['code'] !== 'string') continue;
    looked += 1;
    assert.equal(held['system'], list.system, path);
    const words = wordsOf(list)[held['code']];
    assert.ok(words, `${path}: ${held['code']} is not in ${list.name}`);
    if (typeof held['display'] === 'string') assert.equal(held['display'], words.ja, path);
  }
  assert.ok(looked > 15, `${looked} codes`);
});

test('a text that has a list is written by it in every record', () => {
  let looked = 0;
  for (const [path, node, value] of everything()) {
    if (
      node.type === 'object' ||
      node.type === 'array' ||
      typeof value !== 'string' ||
      path.endsWith('.code')
    )
      continue;
    const list = findCodeList(node['x-code-list'] ?? '');
    if (!list) continue;
    looked += 1;
    assert.ok(Object.hasOwn(wordsOf(list), value), `${path}: ${value} is not in ${list.name}`);
  }
  assert.ok(looked > 50, `${looked} texts`);
});

function codeListOf(node: NodeSchema): CodeList | undefined {
  const code = node.type === 'object' ? node.properties['code'] : undefined;
  if (!code || code.type === 'object' || code.type === 'array') return undefined;
  return findCodeList(code['x-code-list'] ?? '');
}

function* everything(): Generator<[path: string, node: NodeSchema, value: JsonValue]> {
  for (const { persona, records } of loadPersonas())
    for (const { name, schema } of categories) {
      const record = records[name]?.record;
      if (record) yield* nodesOf(`${persona}: ${name}`, schema, record);
    }
}

function* nodesOf(
  path: string,
  node: NodeSchema,
  value: JsonValue,
): Generator<[path: string, node: NodeSchema, value: JsonValue]> {
  yield [path, node, value];
  if (node.type === 'array')
    for (const element of Array.isArray(value) ? (value as JsonValue[]) : [])
      yield* nodesOf(path, node.items, element);
  else if (node.type === 'object' && typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(node.properties)) {
      const held = (value as JsonObject)[name];
      if (held !== undefined) yield* nodesOf(`${path}.${name}`, member, held);
    }
}
