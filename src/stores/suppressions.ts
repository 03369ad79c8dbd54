import type { CitizenId, LinkCode } from '../vocabulary/identifiers.ts';
import {
  type SuppressionFlag,
  suppressionFlags,
  type SuppressionFlags,
  type SuppressionValue,
} from '../vocabulary/suppression-table.ts';
import type { Database, Queries } from './database.ts';
import { repeat, toChunks } from './many-rows.ts';

export interface Suppression {
  flags: SuppressionFlags;
  /** Grows by one with every change; 0 where no flag was ever set. A release is refused if it moved meanwhile. */
  version: number;
}

/**
 * The state of the flags of other people in a record, as of when it was read. Versions only grow: while their sum is
 * the same, none of them moved.
 */
export interface OthersVersion {
  /** Each once. */
  codes: readonly LinkCode[];
  version: number;
}

/** By link code: a flag is a person's, whether they ever registered here or not. */
export interface Suppressions {
  /** Never undefined: a citizen without a row has all flags 0 and version 0. */
  find(citizen: CitizenId): Promise<Suppression>;
  /** Of whom a flag was ever set, among these people. */
  findByLinkCodes(codes: readonly LinkCode[]): Promise<ReadonlyMap<LinkCode, Suppression>>;
  /** @throws Error where there is no such citizen: a flag that is set on nobody protects nobody */
  set(citizen: CitizenId, flag: SuppressionFlag, value: SuppressionValue): Promise<void>;
  /** The same for whoever it is. */
  setByLinkCode(code: LinkCode, flag: SuppressionFlag, value: SuppressionValue): Promise<void>;
}

type SuppressionRow = Record<SuppressionFlag | 'version', SuppressionValue>;

export const unsuppressed: Suppression = {
  flags: { non_disclosure: 0, no_self_information: 0, no_automatic_answer: 0 },
  version: 0,
};
const columns = [...suppressionFlags, 'version'].join(', ');

export function createSuppressions(database: Database): Suppressions {
  async function set(queries: Queries, code: LinkCode, flag: SuppressionFlag, value: SuppressionValue) {
    // The names that may become part of a statement, whatever a caller's types claim.
    if (!suppressionFlags.includes(flag)) throw new TypeError('no such flag');
    await holdForChange(queries, database.dialect, code);
    await queries.run(
      `INSERT INTO suppressions (link_code, ${flag}, version) VALUES (?, ?, 1)
       ON CONFLICT (link_code) DO UPDATE SET ${flag} = excluded.${flag}, version = suppressions.version + 1`,
      [code, value],
    );
  }

  return {
    async find(citizen) {
      const row = await database.get<SuppressionRow>(
        `SELECT ${columns} FROM citizens JOIN suppressions ON suppressions.link_code = citizens.link_code
         WHERE citizens.id = ?`,
        [citizen],
      );
      return row ? toSuppression(row) : unsuppressed;
    },

    async findByLinkCodes(codes) {
      const found = new Map<LinkCode, Suppression>();
      for (const chunk of toChunks(codes)) {
        const rows = await database.all<SuppressionRow & { link_code: LinkCode }>(
          `SELECT link_code, ${columns} FROM suppressions WHERE link_code IN (${repeat('?', chunk.length)})`,
          chunk,
        );
        for (const { link_code: code, ...row } of rows) found.set(code, toSuppression(row));
      }
      return found;
    },

    set: (citizen, flag, value) =>
      database.transaction(async (queries) => {
        const code = await loadLinkCode(queries, citizen);
        await set(queries, code, flag, value);
      }),

    setByLinkCode: (code, flag, value) => database.transaction((queries) => set(queries, code, flag, value)),
  };
}

/** Whether no flag moved since something was read that is shown without a release: of the citizen, or of others in it. */
export async function areFlagsUnchanged(
  suppressions: Pick<Suppressions, 'find' | 'findByLinkCodes'>,
  citizen: CitizenId,
  { suppressionVersion, others }: { suppressionVersion: number; others: OthersVersion | null },
): Promise<boolean> {
  if ((await suppressions.find(citizen)).version !== suppressionVersion) return false;
  return !others || toVersion(await suppressions.findByLinkCodes(others.codes)) === others.version;
}

export function toVersion(found: ReadonlyMap<LinkCode, Suppression>): number {
  return [...found.values()].reduce((sum, { version }) => sum + version, 0);
}

/**
 * Part of a transaction that changes what may be read of a citizen by something else than a flag: what was read before
 * is not released any more.
 */
export async function raiseSuppressionVersion(
  queries: Queries,
  dialect: Database['dialect'],
  citizen: CitizenId,
): Promise<void> {
  const code = await loadLinkCode(queries, citizen);
  await holdForChange(queries, dialect, code);
  await queries.run(
    `INSERT INTO suppressions (link_code, version) VALUES (?, 1)
     ON CONFLICT (link_code) DO UPDATE SET version = suppressions.version + 1`,
    [code],
  );
}

/** Part of a transaction that gives a citizen another link code: what protects them comes along. */
export async function carrySuppression(queries: Queries, from: LinkCode, to: LinkCode): Promise<void> {
  const stricter = (flag: string): string =>
    `${flag} = CASE WHEN suppressions.${flag} = 0 THEN excluded.${flag} ELSE suppressions.${flag} END`;
  await queries.run(
    `INSERT INTO suppressions (link_code, ${columns})
     SELECT ?, ${suppressionFlags.join(', ')}, version + 1 FROM suppressions WHERE link_code = ?
     ON CONFLICT (link_code) DO UPDATE SET ${suppressionFlags.map(stricter).join(', ')},
       version = suppressions.version + excluded.version`,
    [to, from],
  );
}

/**
 * Part of a release of a record that names other people: whether the flags of each are as they were. Its second half
 * is `othersAreUnchanged`, in the release's own statement.
 */
export async function holdOthers(queries: Queries, codes: readonly LinkCode[]): Promise<void> {
  for (const code of codes)
    await queries.get('SELECT pg_advisory_xact_lock_shared(?, hashtext(?))', [lock, code]);
}

/** A condition, and its parameters. Few sizes, so that few statement texts exist. */
export function othersAreUnchanged(others: OthersVersion): { sql: string; parameters: (string | number)[] } {
  const { codes, version } = others;
  let size = 1;
  while (size < codes.length) size *= 2;
  // One that stands twice in the list is looked at once.
  const padded = Array.from(
    { length: size },
    (_, place) => codes[Math.min(place, codes.length - 1)] as LinkCode,
  );
  return {
    sql: `COALESCE((SELECT SUM(version) FROM suppressions WHERE link_code IN (${repeat('?', size)})), 0) = ?`,
    parameters: [...padded, version],
  };
}

async function loadLinkCode(queries: Queries, citizen: CitizenId): Promise<LinkCode> {
  const row = await queries.get<{ link_code: LinkCode }>('SELECT link_code FROM citizens WHERE id = ?', [
    citizen,
  ]);
  if (!row) throw new Error('there is no such citizen');
  return row.link_code;
}

/**
 * A release holds these shared while it checks versions: a change meanwhile waits for its commit, and a release that
 * comes later sees the new version. The row is the citizen's own; whoever has none, or occurs in other people's
 * records, is held by a lock on the code. On SQLite one writer at a time says it all.
 */
async function holdForChange(queries: Queries, dialect: Database['dialect'], code: LinkCode): Promise<void> {
  if (dialect !== 'postgresql') return;
  await queries.all('SELECT id FROM citizens WHERE link_code = ? FOR UPDATE', [code]);
  await queries.get('SELECT pg_advisory_xact_lock(?, hashtext(?))', [lock, code]);
}

/** Of two-part locks: a space of its own beside the ledger’s. */
const lock = 5;

function toSuppression({ version, ...flags }: SuppressionRow): Suppression {
  return { flags, version };
}
