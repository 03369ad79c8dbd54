import type { Reason } from '../vocabulary/refusals.ts';
import { ref, type Schema } from './describe-answers.ts';
import { traceHeader } from './describe-problems.ts';

/** A GET operation with the refusals that it may answer instead. */
export type Get = (operation: Schema & { responses: Schema }, refused: readonly Reason[]) => Schema;

export const answerHeaders = {
  ...traceHeader,
  'Cache-Control': { $ref: '#/components/headers/CacheControl' },
};

export function json(description: string, schema: Schema, examples: Schema): Schema & { content: Schema } {
  return { description, headers: answerHeaders, content: { 'application/json': { schema, examples } } };
}

export function alsoJwt(response: Schema & { content: Schema }, content: Schema): Schema {
  return { ...response, content: { ...response.content, ...content } };
}

/** The decoded parts stand in contentSchema, as JSON Schema's own example for JWTs has it. */
export function jwt(typ: string, answer: Schema, example: string): Schema {
  const header = { allOf: [ref('JwtHeader'), { properties: { typ: { const: typ } } }] };
  const schema = {
    type: 'string',
    pattern: '^[0-9A-Za-z_-]+\\.[0-9A-Za-z_-]*\\.[0-9A-Za-z_-]+(\\.[0-9A-Za-z_-]+){0,2}$',
    contentMediaType: 'application/jwt',
    contentSchema: { type: 'array', minItems: 2, prefixItems: [header, ref('JwtClaims')] },
    description:
      'A compact JWS, ES256. Its claims are those of JwtClaims and the members of x-answer. For a client that registered an encryption key, a compact JWE (A256GCM, cty JWT) with that JWS inside.',
    'x-answer': answer,
  };
  return { 'application/jwt': { schema, examples: { 'class-1': { value: example } } } };
}
