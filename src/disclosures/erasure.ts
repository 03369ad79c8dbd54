import { randomBytes } from 'node:crypto';
import type { Erasures } from '../stores/erasures.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { CitizenId } from '../vocabulary/identifiers.ts';
import { toStoredErasure } from './erasure-entry.ts';

/** Entries lose their text and stay provable: leaf and place remain, and whoever kept a receipt has a proof as good as before. */
export interface Erasure {
  /** What is older than the ledger is to remember: some batches at most, the rest next time. Answers how many. */
  eraseOld(): Promise<number>;
  /** All entries of one person. Answers how many. */
  eraseCitizen(citizen: CitizenId): Promise<number>;
}

/** Small enough that nobody notices: releases wait for a batch on SQLite, integration on both. */
const batch = 250;
const mostBatchesAtOnce = 20;
const dayMilliseconds = 86_400_000;

export function createErasure(d: {
  erasures: Pick<Erasures, 'eraseOlderThan' | 'eraseOf'>;
  clock: Clock;
  /** The ledger's name. */
  origin: string;
  retentionDays: number;
  random?: typeof randomBytes;
}): Erasure {
  const { erasures, clock, origin, retentionDays, random = randomBytes } = d;
  return {
    async eraseOld() {
      const olderThan = new Date(clock.now().getTime() - retentionDays * dayMilliseconds);
      return inBatches(mostBatchesAtOnce, () =>
        erasures.eraseOlderThan(olderThan, batch, (entries) =>
          toStoredErasure({ reason: 'retention', entries, olderThan }, clock.now(), origin, random),
        ),
      );
    },
    eraseCitizen: (citizen) =>
      inBatches(Infinity, () =>
        erasures.eraseOf(citizen, batch, (entries) =>
          toStoredErasure({ reason: 'request', entries, olderThan: null }, clock.now(), origin, random),
        ),
      ),
  };
}

async function inBatches(most: number, eraseBatch: () => Promise<number>): Promise<number> {
  let erased = 0;
  for (let batches = 0; batches < most; batches += 1) {
    const count = await eraseBatch();
    erased += count;
    if (count < batch) break;
  }
  return erased;
}
