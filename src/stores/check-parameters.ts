import { Refusal } from '../vocabulary/refusals.ts';
import type { SqlValue } from './database.ts';

/**
 * Refuses text with a NUL character, on both databases alike: PostgreSQL cannot hold it and would answer a
 * look-up by a code or client_id ending in `%00` with a server error; SQLite would cut it off in some functions.
 */
export function checkParameters(parameters: readonly SqlValue[]): SqlValue[] {
  for (const value of parameters)
    if (typeof value === 'string' && value.includes('\0'))
      throw new Refusal('request_malformed', 'a NUL character');
  return parameters as SqlValue[];
}
