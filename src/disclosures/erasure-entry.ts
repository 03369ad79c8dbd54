import type { randomBytes } from 'node:crypto';
import { type ErasureReason, nobody } from '../stores/erasures.ts';
import type { StoredEntry } from '../stores/release.ts';
import type { EntryId } from '../vocabulary/identifiers.ts';
import { toRow } from './entry.ts';

/** That entries were erased: how many and why. Never whose, and no places: those of one person's would tie them together. */
export interface ErasureBody {
  id: EntryId;
  at: string;
  ledger: string;
  kind: 'erasure';
  reason: ErasureReason;
  entries: number;
  /** Of an erasure by age; null for one person's. */
  older_than: string | null;
}

export function toStoredErasure(
  what: { reason: ErasureReason; entries: number; olderThan: Date | null },
  at: Date,
  origin: string,
  random: typeof randomBytes,
): StoredEntry {
  const toBody = (id: EntryId): ErasureBody => ({
    id,
    at: at.toISOString(),
    ledger: origin,
    kind: 'erasure',
    reason: what.reason,
    entries: what.entries,
    older_than: what.olderThan?.toISOString() ?? null,
  });
  return toRow({ citizen: nobody, client: null, consent: null, at }, toBody, random);
}
