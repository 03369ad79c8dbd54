import type { CitizenId } from '../vocabulary/identifiers.ts';
import type { Database, Queries } from './database.ts';
import { holdIntegration } from './ledger.ts';
import { insertRows, repeat, toChunks } from './many-rows.ts';
import type { StoredEntry } from './release.ts';

export type ErasureReason = 'retention' | 'request';

/** The entry by which the ledger records that so many others were erased. */
export type RecordErasure = (erased: number) => StoredEntry;

export interface Erasures {
  /**
   * Erases entries older than `before`, the oldest places of the tree first, at most `limit`; answers how many.
   * Body, salt and whose they were go for good; id, leaf and place stay. One durable transaction with its own record;
   * where there is nothing to erase, nothing is recorded.
   */
  eraseOlderThan(before: Date, limit: number, record: RecordErasure): Promise<number>;
  /** The same for entries of one person, whatever their age, waiting ones included. */
  eraseOf(citizen: CitizenId, limit: number, record: RecordErasure): Promise<number>;
  /** What was erased so far, for the operator. */
  list(): Promise<{ at: Date; reason: ErasureReason; entries: number }[]>;
}

/** Whose an entry is that is nobody's: erased ones, and the ledger's own. */
export const nobody = '' as CitizenId;

export function createErasures(database: Database): Erasures {
  const inTurn = <Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> =>
    database.transaction(async (queries) => {
      // In line with integration, which writes to the same rows: neither can wait for the other half-way.
      await holdIntegration(queries, database.dialect);
      return work(queries);
    });

  return {
    eraseOlderThan: (before, limit, record) =>
      inTurn(async (queries) => {
        const done = await queries.get<{ through_index: number | null }>(
          'SELECT MAX(through_index) AS through_index FROM ledger_erasures',
        );
        // By place and not by age: places have an index already, and a release would pay for another one.
        const oldest = await queries.all<{ id: string; at: number; leaf_index: number }>(
          `SELECT id, at, leaf_index FROM ledger_entries
           WHERE leaf_index > ? AND citizen <> '' ORDER BY leaf_index LIMIT ?`,
          [done?.through_index ?? -1, limit],
        );
        const young = oldest.findIndex(({ at }) => at >= before.getTime());
        const old = young === -1 ? oldest : oldest.slice(0, young);
        const through = old.at(-1)?.leaf_index ?? null;
        return erase(
          queries,
          old.map(({ id }) => id),
          { reason: 'retention', through, record },
        );
      }),

    eraseOf: (citizen, limit, record) =>
      inTurn(async (queries) => {
        if (citizen === nobody) return 0;
        const rows = await queries.all<{ id: string }>(
          'SELECT id FROM ledger_entries WHERE citizen = ? ORDER BY at, id LIMIT ?',
          [citizen, limit],
        );
        return erase(
          queries,
          rows.map(({ id }) => id),
          { reason: 'request', through: null, record },
        );
      }),

    async list() {
      const rows = await database.all<{ at: number; reason: ErasureReason; entries: number }>(
        'SELECT at, reason, entries FROM ledger_erasures ORDER BY at, entry',
      );
      return rows.map((row) => ({ ...row, at: new Date(row.at) }));
    },
  };
}

async function erase(
  queries: Queries,
  ids: readonly string[],
  d: { reason: ErasureReason; through: number | null; record: RecordErasure },
): Promise<number> {
  if (ids.length === 0) return 0;
  const entry = d.record(ids.length);
  const at = entry.at.getTime();
  let erased = 0;
  for (const chunk of toChunks(ids))
    erased += await queries.run(
      `UPDATE ledger_entries
       SET body = '', salt = ?, citizen = '', client = NULL, consent = NULL, erased_at = ?
       WHERE id IN (${repeat('?', chunk.length)})`,
      [Buffer.alloc(0), at, ...chunk],
    );
  if (erased !== ids.length) throw new Error('an entry to be erased is missing');
  await insertRows(queries, 'ledger_entries (id, citizen, client, consent, at, body, salt, leaf_hash)', [
    [entry.id, entry.citizen, null, null, at, entry.body, entry.salt, entry.leafHash],
  ]);
  await insertRows(queries, 'ledger_erasures (entry, at, reason, entries, through_index)', [
    [entry.id, at, d.reason, erased, d.through],
  ]);
  return erased;
}
