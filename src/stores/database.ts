/**
 * The port to SQL. One SQL text serves SQLite and PostgreSQL: `?` for parameters, `ON CONFLICT`, `RETURNING`,
 * no dialect words. Statements are prepared once per text and kept, because hot paths run through here;
 * knex is used for the schema, its migrations and administration only.
 */
export type SqlValue = string | number | null | Buffer;

export interface Queries {
  /** The first row, or undefined. */
  get<Row>(sql: string, parameters?: readonly SqlValue[]): Promise<Row | undefined>;
  all<Row>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
  /** Runs a statement that returns no rows; answers the number of rows changed. */
  run(sql: string, parameters?: readonly SqlValue[]): Promise<number>;
}

export interface Database extends Queries {
  readonly dialect: 'sqlite' | 'postgresql';
  /**
   * Runs `work` in one transaction, durable when the promise resolves; rolls back when it rejects.
   * `work` uses only the queries it is given, and must not wait for anything else: on SQLite every other
   * statement of the process waits meanwhile.
   */
  transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}
