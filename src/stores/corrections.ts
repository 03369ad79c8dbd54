import type {
  CorrectionAnswer,
  CorrectionReason,
  CorrectionState,
  RefusalGround,
} from '../vocabulary/corrections.ts';
import type { CategoryName, CitizenId, CorrectionId } from '../vocabulary/identifiers.ts';
import type { Database, Queries } from './database.ts';
import { addBlock, liftBlock } from './record-blocks.ts';
import { insertEntries, type StoredEntry } from './release.ts';
import { toDate } from './times.ts';

/** A citizen's report about a record of theirs. */
export interface Correction {
  id: CorrectionId;
  citizen: CitizenId;
  category: CategoryName;
  /** Which part of it (`certificates/0/number`); empty for all of it. */
  place: string;
  reason: CorrectionReason;
  /** Of the record that was looked at, as its holder dated it. */
  recordAsOf: string | null;
  state: CorrectionState;
  refusalGround: RefusalGround | null;
  /** 処理通番 of the report, from its delivery on. */
  processNumber: string | null;
  reportedAt: Date;
  deliveredAt: Date | null;
  /** Answered or withdrawn; the block was lifted with it. */
  closedAt: Date | null;
}

export type NewCorrection = Pick<
  Correction,
  'id' | 'citizen' | 'category' | 'place' | 'reason' | 'recordAsOf' | 'reportedAt'
> & { remark: string | null; hidesFromPerson: boolean };

/** What has to be told to the agency, in this order; kept until it was accepted. */
export interface CorrectionMessage {
  kind: 'report' | 'withdrawal';
  /** For the official's eyes alone. */
  remark: string | null;
  tries: number;
  correction: Correction;
}

export type ReportResult =
  { outcome: 'reported' | 'already_open'; correction: Correction } | { outcome: 'too_many' };

/** Entries of the ledger are written in the same transaction as the step they tell of: neither is without the other. */
export interface Corrections {
  /** Stores report, block and message at once. A second report of the same while one is open is the same. */
  report(
    correction: NewCorrection,
    limits: { mostOpen: number; mostSince: number; since: Date },
    entries: readonly StoredEntry[],
  ): Promise<ReportResult>;
  find(id: CorrectionId, citizen: CitizenId): Promise<Correction | undefined>;
  /** Newest first. */
  listByCitizen(citizen: CitizenId, limit: number): Promise<Correction[]>;
  /** Lifts the block; false where there is no such open report of this citizen. */
  withdraw(
    id: CorrectionId,
    citizen: CitizenId,
    at: Date,
    entries: (correction: Correction) => readonly StoredEntry[],
  ): Promise<boolean>;
  /** Messages that are due; whoever takes one has it until `leasedUntil`. */
  takeMessages(now: Date, leasedUntil: Date, limit: number): Promise<CorrectionMessage[]>;
  /** The agency has it: the message goes, with its remark. Again is the same; false where it was done before. */
  accept(
    message: CorrectionMessage,
    processNumber: string,
    at: Date,
    entries: readonly StoredEntry[],
  ): Promise<boolean>;
  postpone(message: CorrectionMessage, dueAt: Date): Promise<void>;
  /** Reports whose answer is waited for, the longest not asked for first; marks them as asked for now. */
  takeAwaiting(now: Date, askedBefore: Date, limit: number): Promise<Correction[]>;
  /** The agency's answer: lifts the block. False where the report is not waiting for one: answered or withdrawn before. */
  answer(
    correction: Correction,
    answer: { outcome: CorrectionAnswer; ground: RefusalGround | null },
    at: Date,
    entries: readonly StoredEntry[],
  ): Promise<boolean>;
}

interface CorrectionRow {
  id: CorrectionId;
  citizen: CitizenId;
  category: CategoryName;
  place: string;
  reason: CorrectionReason;
  record_as_of: string | null;
  state: CorrectionState;
  refusal_ground: RefusalGround | null;
  process_number: string | null;
  reported_at: number;
  delivered_at: number | null;
  closed_at: number | null;
}

const names =
  'id citizen category place reason record_as_of state refusal_ground process_number reported_at delivered_at closed_at'.split(
    ' ',
  );
const columns = names.join(', ');
const columnsOfC = names.map((name) => `c.${name}`).join(', ');

const toCorrection = (row: CorrectionRow): Correction => ({
  id: row.id,
  citizen: row.citizen,
  category: row.category,
  place: row.place,
  reason: row.reason,
  recordAsOf: row.record_as_of,
  state: row.state,
  refusalGround: row.refusal_ground,
  processNumber: row.process_number,
  reportedAt: new Date(row.reported_at),
  deliveredAt: toDate(row.delivered_at),
  closedAt: toDate(row.closed_at),
});

export function createCorrections(database: Database): Corrections {
  /** Two reports, or a report and its end, of one citizen come one after the other. On SQLite all writers do. */
  const hold = async (queries: Queries, citizen: CitizenId): Promise<void> => {
    if (database.dialect === 'postgresql')
      await queries.all('SELECT id FROM citizens WHERE id = ? FOR UPDATE', [citizen]);
  };
  const findRow = (queries: Queries, where: string, parameters: readonly (string | number)[]) =>
    queries.get<CorrectionRow>(`SELECT ${columns} FROM corrections WHERE ${where}`, parameters);

  return {
    report: (wanted, limits, entries) =>
      database.transaction(async (queries) => {
        const { id, citizen, category, place, reason, recordAsOf, reportedAt, remark, hidesFromPerson } =
          wanted;
        await hold(queries, citizen);
        const open = await findRow(
          queries,
          'citizen = ? AND category = ? AND place = ? AND closed_at IS NULL',
          [citizen, category, place],
        );
        if (open) return { outcome: 'already_open', correction: toCorrection(open) };
        const count = await queries.get<{ open: number; recent: number }>(
          `SELECT COUNT(CASE WHEN closed_at IS NULL THEN 1 END) AS open,
             COUNT(CASE WHEN reported_at > ? THEN 1 END) AS recent
           FROM corrections WHERE citizen = ?`,
          [limits.since.getTime(), citizen],
        );
        if (Number(count?.open) >= limits.mostOpen || Number(count?.recent) >= limits.mostSince)
          return { outcome: 'too_many' };
        await queries.run(
          `INSERT INTO corrections (id, citizen, category, place, reason, record_as_of, state, reported_at)
           VALUES (?, ?, ?, ?, ?, ?, 'reported', ?)`,
          [id, citizen, category, place, reason, recordAsOf, reportedAt.getTime()],
        );
        await queries.run(
          "INSERT INTO correction_messages (correction, kind, remark, due_at) VALUES (?, 'report', ?, ?)",
          [id, remark, reportedAt.getTime()],
        );
        await addBlock(queries, database.dialect, { correction: id, citizen, category, hidesFromPerson });
        await insertEntries(queries, entries);
        const row = await findRow(queries, 'id = ?', [id]);
        return { outcome: 'reported', correction: toCorrection(row as CorrectionRow) };
      }),

    async find(id, citizen) {
      const row = await findRow(database, 'id = ? AND citizen = ?', [id, citizen]);
      return row && toCorrection(row);
    },

    async listByCitizen(citizen, limit) {
      const rows = await database.all<CorrectionRow>(
        `SELECT ${columns} FROM corrections WHERE citizen = ? ORDER BY reported_at DESC, id LIMIT ?`,
        [citizen, limit],
      );
      return rows.map(toCorrection);
    },

    withdraw: (id, citizen, at, entries) =>
      database.transaction(async (queries) => {
        await hold(queries, citizen);
        const row = await findRow(queries, 'id = ? AND citizen = ? AND closed_at IS NULL', [id, citizen]);
        if (!row) return false;
        const correction = toCorrection(row);
        await queries.run("UPDATE corrections SET state = 'withdrawn', closed_at = ? WHERE id = ?", [
          at.getTime(),
          id,
        ]);
        // A report may have arrived without our knowing: the agency is told in any case, and of no remark any more.
        await queries.run('UPDATE correction_messages SET remark = NULL WHERE correction = ?', [id]);
        await queries.run(
          "INSERT INTO correction_messages (correction, kind, due_at) VALUES (?, 'withdrawal', ?)",
          [id, at.getTime()],
        );
        await liftBlock(queries, database.dialect, { correction: id, citizen });
        await insertEntries(queries, entries(correction));
        return true;
      }),

    async takeMessages(now, leasedUntil, limit) {
      const rows = await database.all<
        CorrectionRow & Pick<CorrectionMessage, 'kind' | 'remark' | 'tries'> & { due_at: number }
      >(
        // A withdrawal waits for its report.
        `SELECT ${columnsOfC}, m.kind, m.remark, m.tries, m.due_at
         FROM correction_messages m JOIN corrections c ON c.id = m.correction
         WHERE m.due_at <= ? AND (m.kind = 'report' OR NOT EXISTS
           (SELECT 1 FROM correction_messages r WHERE r.correction = m.correction AND r.kind = 'report'))
         ORDER BY m.due_at, m.correction LIMIT ?`,
        [now.getTime(), limit],
      );
      const taken: CorrectionMessage[] = [];
      for (const { kind, remark, tries, due_at: dueAt, ...row } of rows) {
        const changed = await database.run(
          `UPDATE correction_messages SET due_at = ?, tries = tries + 1
           WHERE correction = ? AND kind = ? AND due_at = ?`,
          [leasedUntil.getTime(), row.id, kind, dueAt],
        );
        if (changed === 1) taken.push({ kind, remark, tries: tries + 1, correction: toCorrection(row) });
      }
      return taken;
    },

    accept: ({ kind, correction }, processNumber, at, entries) =>
      database.transaction(async (queries) => {
        await hold(queries, correction.citizen);
        const gone = await queries.run('DELETE FROM correction_messages WHERE correction = ? AND kind = ?', [
          correction.id,
          kind,
        ]);
        if (gone !== 1) return false;
        if (kind === 'report')
          // Withdrawn meanwhile, it stays so: the withdrawal is told next.
          await queries.run(
            `UPDATE corrections SET process_number = ?, delivered_at = ?,
               state = CASE WHEN state = 'reported' THEN 'delivered' ELSE state END
             WHERE id = ?`,
            [processNumber, at.getTime(), correction.id],
          );
        await insertEntries(queries, entries);
        return true;
      }),

    async postpone({ kind, correction }, dueAt) {
      await database.run('UPDATE correction_messages SET due_at = ? WHERE correction = ? AND kind = ?', [
        dueAt.getTime(),
        correction.id,
        kind,
      ]);
    },

    async takeAwaiting(now, askedBefore, limit) {
      const rows = await database.all<CorrectionRow>(
        `SELECT ${columns} FROM corrections WHERE state = 'delivered' AND asked_at < ?
         ORDER BY asked_at, id LIMIT ?`,
        [askedBefore.getTime(), limit],
      );
      for (const { id } of rows)
        await database.run('UPDATE corrections SET asked_at = ? WHERE id = ?', [now.getTime(), id]);
      return rows.map(toCorrection);
    },

    answer: ({ id, citizen }, { outcome, ground }, at, entries) =>
      database.transaction(async (queries) => {
        await hold(queries, citizen);
        const changed = await queries.run(
          `UPDATE corrections SET state = ?, refusal_ground = ?, closed_at = ?
           WHERE id = ? AND state = 'delivered'`,
          [outcome, ground, at.getTime(), id],
        );
        if (changed !== 1) return false;
        await liftBlock(queries, database.dialect, { correction: id, citizen });
        await insertEntries(queries, entries);
        return true;
      }),
  };
}
