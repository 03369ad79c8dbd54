import pg from 'pg';
import type { QueryResult } from 'pg';
import { Refusal } from '../vocabulary/refusals.ts';
import { checkParameters } from './check-parameters.ts';
import type { Database, Queries, SqlValue } from './database.ts';

const connectWaitMilliseconds = 5_000;
const lockWaitMilliseconds = 5_000;
const statementMilliseconds = 15_000;

/** SQLSTATE classes (PostgreSQL, appendix A) that point at a statement or its data: defects of ours, passed on as they are. */
const ours = /^(0A|21|22|23|42)/;

function toRefusal(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Refusal) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'connection';
  if (ours.test(code)) return error;
  return new Refusal('store_unavailable', code, { cause: error, retryAfterSeconds: 1 });
}

interface NamedQuery {
  name: string;
  text: string;
}

/** `?` becomes `$1`, `$2`, …; no statement of ours has a question mark elsewhere. */
function toNamedQuery(sql: string, number: number): NamedQuery {
  let position = 0;
  return { name: `madoguchi_${number}`, text: sql.replaceAll('?', () => `$${(position += 1)}`) };
}

/** Opens a pool of connections to PostgreSQL. Connects with the first statement, not here. */
export function openPostgresqlDatabase(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: connectWaitMilliseconds,
    lock_timeout: lockWaitMilliseconds,
    statement_timeout: statementMilliseconds,
    idle_in_transaction_session_timeout: statementMilliseconds,
    // Said by us and not left to the server's settings: an answer leaves only after its entry is on disk.
    options: '-c synchronous_commit=on',
    types: {
      // int8 comes as text, lest it lose digits. Ours are counts and milliseconds, far below 2^53.
      getTypeParser: ((oid: number, format?: 'text') =>
        oid === pg.types.builtins.INT8
          ? Number
          : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // A connection that dies while idle says so here; the next statement gets another one. Unheard, it ends the process.
  pool.on('error', () => undefined);

  const named = new Map<string, NamedQuery>();
  const toQuery = (sql: string, values: readonly SqlValue[]) => {
    let query = named.get(sql);
    if (!query) named.set(sql, (query = toNamedQuery(sql, named.size + 1)));
    return { name: query.name, text: query.text, values: checkParameters(values) };
  };

  const queriesOn = (
    target: Pick<pg.Pool | pg.PoolClient, 'query'>,
    checkOpen: () => void = () => undefined,
  ): Queries => {
    const query = async (sql: string, parameters: readonly SqlValue[]): Promise<QueryResult> => {
      checkOpen();
      try {
        return await target.query(toQuery(sql, parameters));
      } catch (error) {
        throw toRefusal(error);
      }
    };
    return {
      get: async <Row>(sql: string, parameters: readonly SqlValue[] = []) =>
        (await query(sql, parameters)).rows[0] as Row | undefined,
      all: async <Row>(sql: string, parameters: readonly SqlValue[] = []) =>
        (await query(sql, parameters)).rows as Row[],
      run: async (sql, parameters = []) => (await query(sql, parameters)).rowCount ?? 0,
    };
  };

  const connect = async (): Promise<pg.PoolClient> => {
    try {
      return await pool.connect();
    } catch (error) {
      throw toRefusal(error);
    }
  };

  return {
    dialect: 'postgresql',
    ...queriesOn(pool),

    async transaction(work) {
      const client = await connect();
      const control = (command: 'BEGIN' | 'COMMIT'): Promise<QueryResult> =>
        client.query(command).catch((error: unknown) => {
          throw toRefusal(error);
        });
      let broken: Error | undefined;
      let open = true;
      // The connection goes back to the pool: a late statement would run inside a stranger's transaction.
      const checkOpen = (): void => {
        if (!open) throw new Error('this transaction is over');
      };
      try {
        await control('BEGIN');
        const result = await work(queriesOn(client, checkOpen));
        open = false;
        // A COMMIT after a failed statement that somebody caught answers ROLLBACK, without an error.
        const commit = await control('COMMIT');
        if (commit.command !== 'COMMIT')
          throw new Refusal('store_unavailable', 'the transaction was rolled back');
        return result;
      } catch (error) {
        open = false;
        await client.query('ROLLBACK').catch((failure: Error) => {
          broken = failure;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },

    close: () => pool.end(),
  };
}
