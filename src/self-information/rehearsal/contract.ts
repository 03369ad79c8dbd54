/** Holds real answers against openapi.yaml, the file as it is served. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';

export interface RealAnswer {
  status: number;
  headers: Readonly<Record<string, string | undefined>>;
  text: string;
}

export type Method = 'get' | 'post';

interface Described {
  responses: Record<
    string,
    { headers?: Record<string, { $ref: string }>; content: Record<string, { schema: object }> }
  >;
}

const document = parse(readFileSync(new URL('../../../openapi.yaml', import.meta.url), 'utf8')) as {
  paths: Record<string, Partial<Record<Method, Described>>>;
  components: { headers: Record<string, { required: boolean; schema: { type?: string } }> };
};
const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
ajv.addSchema(document as object, 'openapi');
const compiled = new Map<object, ReturnType<Ajv2020['compile']>>();

/** Which operations and statuses real answers were seen for: `GET /v1/keys 200`. */
export const seen = new Set<string>();

export function describedStatuses(method: Method = 'get'): string[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations[method]?.responses ?? {}).map((status) => `${path} ${status}`),
  );
}

/** @throws AssertionError where an answer is not one that the description allows */
export function checkContract(path: string, answer: RealAnswer, method: Method = 'get'): void {
  const operation = find(path, method);
  if (!operation) return checkProblem(answer);
  const [pattern, described] = operation;
  const response = described.responses[answer.status];
  assert.ok(response, `${pattern} does not describe ${answer.status}: ${answer.text}`);
  seen.add(`${pattern} ${answer.status}`);
  for (const [name, { $ref }] of Object.entries(response.headers ?? {})) {
    const header = document.components.headers[$ref.split('/').at(-1) ?? ''];
    const text = answer.headers[name.toLowerCase()];
    assert.ok(header && text !== undefined, `${pattern} ${answer.status} lacks ${name}`);
    checkSchema(header.schema, header.schema.type === 'integer' ? Number(text) : text, `${pattern} ${name}`);
  }
  const type = (answer.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
  const content = response.content[type];
  assert.ok(content, `${pattern} ${answer.status} does not describe ${type}`);
  if (type !== 'application/jwt') return checkSchema(content.schema, JSON.parse(answer.text), pattern);
  checkSchema(content.schema, answer.text, pattern);
  // Encrypted: what is inside is for the company’s key alone.
  if (answer.text.split('.').length === 5) return;
  const [header, claims] = answer.text
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>);
  const parts = content.schema as { contentSchema: object; 'x-answer': object };
  checkSchema(parts.contentSchema, [header, claims], pattern);
  // At userinfo the subject is part of the answer itself.
  const registered = ['iss', 'aud', 'jti', 'iat', 'exp', ...(path === '/v1/userinfo' ? [] : ['sub'])];
  const members = Object.fromEntries(
    Object.entries(claims ?? {}).filter(([name]) => !registered.includes(name)),
  );
  checkSchema(parts['x-answer'], members, pattern);
}

function checkProblem(answer: RealAnswer): void {
  assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/);
  checkSchema(
    { $ref: '#/components/schemas/Problem' },
    JSON.parse(answer.text),
    'a path that does not exist',
  );
}

export function isDescribed(path: string, method: Method): boolean {
  return find(path, method) !== undefined;
}

function find(path: string, method: Method): [string, Described] | undefined {
  const patterns = Object.keys(document.paths);
  const pattern = patterns.includes(path)
    ? path
    : patterns.find((each) => new RegExp(`^${each.replaceAll(/\{[a-z]+\}/g, '[^/]+')}$`).test(path));
  const described = pattern && document.paths[pattern]?.[method];
  return pattern && described ? [pattern, described] : undefined;
}

function checkSchema(schema: object, value: unknown, what: string): void {
  let isValid = compiled.get(schema);
  if (!isValid) {
    // References inside the document point at the document.
    const text = JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components');
    compiled.set(schema, (isValid = ajv.compile(JSON.parse(text) as object)));
  }
  assert.ok(isValid(value), `${what}: ${ajv.errorsText(isValid.errors)}: ${JSON.stringify(value)}`);
}
