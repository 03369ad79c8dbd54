import type { Reason } from '../vocabulary/refusals.ts';
import type { Schema } from './describe-answers.ts';
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
