/** The agency protocol as its document has it: what is really said is held against it. For tests. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

export interface ProtocolDocument {
  paths: Record<string, { post: Operation }>;
  components: object;
}
interface Operation {
  'x-callers': readonly string[];
  requestBody: Body;
  responses: Record<string, Body | { $ref: string }>;
}
interface Body {
  content: { 'application/json': { schema: object; examples: Record<string, { value: unknown }> } };
}

/** A question and its answer, as a server of the stand-ins had and gave them. */
export interface Said {
  method: string;
  path: string;
  /** Undefined where it was no JSON. */
  question: unknown;
  status: number;
  answer: unknown;
}

export const protocol = parse(
  readFileSync(new URL('../agency-protocol.openapi.yaml', import.meta.url), 'utf8'),
) as ProtocolDocument;

const ajv = new Ajv2020({ allowUnionTypes: true, strict: false });
addFormats.default(ajv);
ajv.addSchema(protocol, 'protocol');
const compiled = new Map<string, ValidateFunction>();

/** A schema of the document by where it stands, compiled once. */
function schemaAt(pointer: string): ValidateFunction {
  const known = compiled.get(pointer);
  if (known) return known;
  const validate = ajv.compile({ $ref: `protocol#${pointer}` });
  compiled.set(pointer, validate);
  return validate;
}

const escaped = (path: string): string => path.replaceAll('~', '~0').replaceAll('/', '~1');
const schemaIn = '/content/application~1json/schema';

export function isQuestion(path: string, question: unknown): boolean {
  return schemaAt(`/paths/${escaped(path)}/post/requestBody${schemaIn}`)(question);
}

/** Whether an answer is one that the document has for this status; undefined where it describes no such status. */
export function isAnswer(path: string, status: number, answer: unknown): boolean | undefined {
  const response = protocol.paths[path]?.post.responses[String(status)];
  if (!response) return undefined;
  const pointer =
    '$ref' in response ? response.$ref.slice(1) : `/paths/${escaped(path)}/post/responses/${status}`;
  return schemaAt(`${pointer}${schemaIn}`)(answer);
}

/**
 * What of it the document does not have, in words without a value. A question that is answered must be described, and
 * one that is refused as malformed must not: code and document differ in neither direction.
 */
export function faultsOf({ method, path, question, status, answer }: Said): string[] {
  if (status === 404 || status === 405 || method !== 'POST') return [];
  if (!protocol.paths[path]) return status === 403 ? [] : [`${path} is not described`];
  const faults: string[] = [];
  const fits = isAnswer(path, status, answer);
  if (fits === undefined) faults.push(`${path}: status ${status} is not described`);
  if (fits === false) faults.push(`${path}: the answer to ${status} is not as described`);
  const described = isQuestion(path, question);
  if (status === 200 && !described) faults.push(`${path}: a question was answered that is not described`);
  if (status === 400 && described) faults.push(`${path}: a question was refused that is described`);
  return faults;
}
