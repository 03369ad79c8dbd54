import { existsSync } from 'node:fs';
import SqliteDriver from 'better-sqlite3';
import type { Statement } from 'better-sqlite3';
import { Refusal } from '../vocabulary/refusals.ts';
import { checkParameters } from './check-parameters.ts';
import type { Database, Queries, SqlValue } from './database.ts';
import { createTurns } from './turns.ts';

/** How long after it was asked for a statement may still wait for another connection's lock; then the store is unavailable. */
export const lockWaitMilliseconds = 1000;
/** The driver's own wait. Short, because the whole process stands still meanwhile; the rest is waited for between turns. */
const standstillMilliseconds = 5;
const pauseMilliseconds = 5;

/** Locked, full, gone, read-only or damaged: the store's fault, not a defect in a statement. */
const unavailable = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|PROTOCOL|NOMEM)/;

function toRefusal(error: unknown): unknown {
  if (!(error instanceof SqliteDriver.SqliteError) || !unavailable.test(error.code)) return error;
  return new Refusal('store_unavailable', error.code, { cause: error, retryAfterSeconds: 1 });
}

const isBusy = (error: unknown): boolean =>
  error instanceof Refusal && /^SQLITE_(BUSY|LOCKED)/.test(error.detail ?? '');

/**
 * Tries again while another connection holds the lock, once at least; the caller holds its turn meanwhile. Who stood
 * in line behind another's wait has waited as well: otherwise one lock would cost a second for each in the line.
 */
async function untilUnlocked<Result>(askedAt: number, attempt: () => Result): Promise<Result> {
  const end = askedAt + lockWaitMilliseconds;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    }
  }
}

/** Opens an existing SQLite file: write-ahead log, a sync to disk at every commit, foreign keys enforced. */
export function openSqliteDatabase(path: string): Database {
  if (!existsSync(path)) throw new Refusal('store_unavailable', 'no database file: run the migrations');
  try {
    const connection = new SqliteDriver(path, { fileMustExist: true, timeout: standstillMilliseconds });
    connection.pragma('journal_mode = WAL');
    // FULL, not WAL's usual NORMAL: an answer may leave only once its entry survives a power cut.
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    // What is erased is overwritten, not only unlinked: it would lie in the file until its page is used again.
    connection.pragma('secure_delete = ON');
    return sqliteDatabase(connection);
  } catch (error) {
    throw toRefusal(error);
  }
}

/** The port on an open connection. */
export function sqliteDatabase(connection: SqliteDriver.Database): Database {
  const prepared = new Map<string, Statement<SqlValue[], unknown>>();
  const turns = createTurns();

  const prepare = (sql: string): Statement<SqlValue[], unknown> => {
    let statement = prepared.get(sql);
    if (!statement) prepared.set(sql, (statement = connection.prepare<SqlValue[], unknown>(sql)));
    return statement;
  };
  const now = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw toRefusal(error);
    }
  };
  const get = (sql: string, parameters: readonly SqlValue[]): unknown =>
    now(() => prepare(sql).get(...checkParameters(parameters)));
  const all = (sql: string, parameters: readonly SqlValue[]): unknown[] =>
    now(() => prepare(sql).all(...checkParameters(parameters)));
  const run = (sql: string, parameters: readonly SqlValue[]): number =>
    now(() => prepare(sql).run(...checkParameters(parameters)).changes);

  /** Now, if nobody holds the lock; else in a turn of its own, held until the lock is gone. Others may have gone first. */
  const alone = async <Result>(statement: () => Result): Promise<Result> => {
    const askedAt = performance.now();
    try {
      return await turns.take(statement);
    } catch (error) {
      if (!isBusy(error)) throw error;
      return turns.hold(() => untilUnlocked(askedAt, statement));
    }
  };

  return {
    dialect: 'sqlite',
    get: <Row>(sql: string, parameters: readonly SqlValue[] = []) =>
      alone(() => get(sql, parameters) as Row | undefined),
    all: <Row>(sql: string, parameters: readonly SqlValue[] = []) =>
      alone(() => all(sql, parameters) as Row[]),
    run: (sql, parameters = []) => alone(() => run(sql, parameters)),

    transaction: (work) => {
      const askedAt = performance.now();
      return turns.hold(async () => {
        let open = true;
        const inside = <Result>(statement: () => Result): Result => {
          if (!open) throw new Error('this transaction is over');
          return statement();
        };
        const queries: Queries = {
          get: async <Row>(sql: string, parameters: readonly SqlValue[] = []) =>
            inside(() => get(sql, parameters) as Row | undefined),
          all: async <Row>(sql: string, parameters: readonly SqlValue[] = []) =>
            inside(() => all(sql, parameters) as Row[]),
          run: async (sql, parameters = []) => inside(() => run(sql, parameters)),
        };
        // IMMEDIATE: a transaction that read first and then wants to write could be refused half-way.
        await untilUnlocked(askedAt, () => run('BEGIN IMMEDIATE', []));
        try {
          const result = await work(queries);
          run('COMMIT', []);
          return result;
        } catch (error) {
          // Some failures (a full disk) have already rolled back by themselves.
          if (connection.inTransaction) run('ROLLBACK', []);
          throw error;
        } finally {
          open = false;
        }
      });
    },

    close: () =>
      turns.take(() => {
        prepared.clear();
        connection.close();
      }),
  };
}
