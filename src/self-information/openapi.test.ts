import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { format, resolveConfig } from 'prettier';
import { parse, stringify } from 'yaml';
import { loadPersonas, loadRelyingParties } from '../../stand-ins/personas.ts';
import { categories } from '../vocabulary/categories.ts';
import type { CategoryName, ItemName } from '../vocabulary/identifiers.ts';
import { itemsOf, releaseItems } from '../vocabulary/items.ts';
import { recordSchemaName } from './describe-answers.ts';
import { describeApi } from './describe.ts';
import { describeExamples } from './describe-examples.ts';

const file = fileURLToPath(new URL('../../openapi.yaml', import.meta.url));
const issuer = 'http://localhost:3000';
const description = describeApi(issuer);

interface Described {
  paths: Record<string, Record<string, Operation>>;
}
interface Operation {
  operationId: string;
  requestBody?: { content: Response['content'] };
  responses: Record<string, Response>;
}
interface Response {
  content: Record<string, { schema: object; examples: Record<string, { value: unknown }> }>;
}

const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
ajv.addSchema(description, 'openapi');
// References inside the document point at the document.
const compile = (schema: object) =>
  ajv.compile(
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components')) as object,
  );

const origin =
  '# Made from the tables in src/vocabulary by src/self-information/describe.ts; a test of that room rewrites it (UPDATE=1).';

test('openapi.yaml is what the server’s own tables describe', async () => {
  const yaml = `${origin}\n${stringify(description, { aliasDuplicateObjects: false, lineWidth: 0, blockQuote: 'literal' })}`;
  const text = await format(yaml, { ...(await resolveConfig(file)), filepath: file });
  if (process.env['UPDATE'] === '1') writeFileSync(file, text);
  assert.ok(
    readFileSync(file, 'utf8') === text,
    'openapi.yaml is behind its tables: run this test with UPDATE=1',
  );
  assert.deepEqual(parse(text), JSON.parse(JSON.stringify(description)));
});

test('it is a valid OpenAPI 3.1 document that says it is a stand-in', async () => {
  const { valid, errors } = await new Validator().validate(
    JSON.parse(JSON.stringify(description)) as Record<string, unknown>,
  );
  assert.ok(valid, JSON.stringify(errors));
  const { info, openapi } = description as { info: { title: string; description: string }; openapi: string };
  assert.equal(openapi, '3.1.1');
  assert.match(info.title, /stand-in, not affiliated with any government/);
  assert.match(info.description, /not affiliated with any government/);
});

test('every operation has an example for every answer, and every example fits its schema', () => {
  const { paths } = description as unknown as Described;
  let count = 0;
  for (const [path, operation] of Object.entries(paths).flatMap(operationsAt)) {
    const told = Object.entries(operation.responses).map(
      ([status, { content }]) => [status, content] as const,
    );
    const asked = operation.requestBody ? [['request', operation.requestBody.content] as const] : [];
    for (const [status, content] of [...asked, ...told]) {
      for (const [type, { schema, examples }] of Object.entries(content)) {
        const isAnswer = compile(schema);
        for (const [name, { value }] of Object.entries(examples)) {
          count += 1;
          assert.ok(isAnswer(value), `${path} ${status} ${type} ${name}: ${ajv.errorsText(isAnswer.errors)}`);
        }
        assert.ok(Object.keys(examples).length > 0, `${path} ${status} ${type} has no example`);
      }
    }
  }
  assert.ok(count > 60);
});

test('examples are named after personas of the fixtures, and tell what the fixtures hold', () => {
  const personas = new Map(loadPersonas().map((persona) => [persona.persona, persona]));
  const { paths } = description as unknown as Described;
  for (const [, operation] of Object.entries(paths).flatMap(operationsAt)) {
    const examples = Object.values(
      (operation.responses['200'] ?? operation.responses['202'])?.content ?? {},
    ).flatMap((each) => Object.keys(each.examples));
    for (const name of examples) assert.ok(personas.has(name.replace(/-pending$/, '')), name);
  }
  const held = personas.get('class-1')?.records['disability_welfare'];
  const { selfInformation, grant } = describeExamples(issuer) as unknown as {
    selfInformation: { record: unknown; as_of: string };
    grant: { categories: { items: ItemName[] }[]; purpose: string };
  };
  assert.ok(held);
  const granted = new Set(grant.categories[0]?.items);
  assert.deepEqual(
    selfInformation.record,
    releaseItems(held.record, 'disability_welfare' as CategoryName, granted),
  );
  assert.equal(selfInformation.as_of, held.as_of);
  assert.equal(personas.get('long-name')?.records['disability_welfare'], undefined);
  const rail = loadRelyingParties().find(({ clientId }) => clientId === 'rail-company');
  assert.ok(rail?.purposes.some(({ id }) => id === grant.purpose));
});

test('every record of the fixtures fits the schema of its category, whole and with any one item of it', () => {
  const isRecord = new Map(
    categories.map((category) => [
      category.name as string,
      compile({ $ref: `#/components/schemas/${recordSchemaName(category)}` }),
    ]),
  );
  assert.equal(isRecord.size, 29);
  const shown = new Set<string>();
  for (const { persona, records } of loadPersonas())
    for (const [category, { record }] of Object.entries(records)) {
      const fits = isRecord.get(category);
      assert.ok(fits);
      shown.add(category);
      assert.ok(fits(record), `${persona} ${category}: ${ajv.errorsText(fits.errors)}`);
      for (const { name } of itemsOf(category as CategoryName))
        assert.ok(
          fits(releaseItems(record, category as CategoryName, new Set([name]))),
          `${persona} ${name}`,
        );
      assert.ok(!fits({ ...record, diagnosis_of_a_stranger: 'x' }));
    }
  assert.deepEqual(
    categories.map(({ name }) => name as string).filter((name) => !shown.has(name)),
    [],
    'a category without any persona’s record',
  );
});

function operationsAt([path, operations]: [string, Record<string, Operation>]): [string, Operation][] {
  return Object.entries(operations).map(([method, operation]) => [`${method} ${path}`, operation]);
}

test('every item in the description carries what the vocabulary says of it', () => {
  const { components } = parse(readFileSync(file, 'utf8')) as {
    components: { schemas: Record<string, JsonNode> };
  };
  let looked = 0;
  for (const category of categories)
    for (const { name, schema } of itemsOf(category.name)) {
      const described = memberAt(components.schemas[recordSchemaName(category)], name.split('.').slice(1));
      assert.deepEqual(described, JSON.parse(JSON.stringify(schema)), name);
      for (const keyword of [
        'x-label',
        'x-meaning',
        'x-holder',
        'x-update-frequency',
        'x-sensitivity',
        'x-standard-ref',
      ])
        assert.ok(described?.[keyword], `${name}: ${keyword}`);
      looked += 1;
    }
  assert.ok(looked > 450, `${looked} items`);
});

interface JsonNode {
  [keyword: string]: unknown;
  properties?: Record<string, JsonNode>;
  items?: JsonNode;
}

function memberAt(node: JsonNode | undefined, path: readonly string[]): JsonNode | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return node;
  return memberAt((node?.items ?? node)?.properties?.[name], rest);
}
