import type { randomBytes } from 'node:crypto';
import type { StoredEntry } from '../stores/release.ts';
import type { HolderKind } from '../vocabulary/categories.ts';
import type { CitizenId, EntryId, TraceId } from '../vocabulary/identifiers.ts';
import type { Reading } from '../vocabulary/reading.ts';
import { toRow } from './entry.ts';

/** A citizen, or whoever holds their card, looked at one category on the citizen's own page. */
export interface OwnLook {
  citizen: CitizenId;
  /** The kind of holder, never which one. */
  source: HolderKind;
  reading: Reading;
  traceId: TraceId;
}

/** Names and the end only: the category and not its items, because a record is looked at as a whole. */
function toOwnLookBody({ source, reading, traceId }: OwnLook, id: EntryId, at: Date, origin: string) {
  return {
    id,
    at: at.toISOString(),
    ledger: origin,
    kind: 'own_look' as const,
    category: reading.category,
    outcome: reading.outcome,
    source,
    as_of: reading.asOf,
    trace_id: traceId,
    process_number: reading.processNumber,
  };
}

export type OwnLookBody = Readonly<ReturnType<typeof toOwnLookBody>>;

export function toStoredOwnLook(
  look: OwnLook,
  at: Date,
  origin: string,
  random: typeof randomBytes,
): StoredEntry {
  const of = { citizen: look.citizen, client: null, consent: null, at };
  return toRow(of, (id) => toOwnLookBody(look, id, at, origin), random);
}
