import type { CitizenId, ClientId, ConsentId, EntryId, RequestId } from '../vocabulary/identifiers.ts';
import { toErrorField } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { Database, Queries } from './database.ts';
import { insertRows, repeat, toChunks } from './many-rows.ts';
import { holdOthers, type OthersVersion, othersAreUnchanged } from './suppressions.ts';

/** An entry of the ledger as it is stored; `body` is its canonical JSON (RFC 8785), whose hash with `salt` is the leaf. */
export interface StoredEntry {
  id: EntryId;
  citizen: CitizenId;
  /** Null for what concerns no company: a login. */
  client: ClientId | null;
  consent: ConsentId | null;
  at: Date;
  body: string;
  /** 32 random bytes. */
  salt: Buffer;
  /** 32 bytes: RFC 9162 leaf hash over body and salt. */
  leafHash: Buffer;
}

/** What makes a release conditional: it changes the consent's row, or is refused. */
export interface Spend {
  consent: ConsentId;
  now: Date;
  /** The version under which the agencies were asked; another one now refuses the release. */
  suppressionVersion: number;
  /** The same of the other people in the record; null where there are none, as in most. */
  others: OthersVersion | null;
  /** Where a release holds several records: of the people in the further ones. */
  furtherOthers?: readonly OthersVersion[];
  /** How many reads it costs: none where it hands nothing out, several where it hands out several categories. */
  reads: number;
  /** SHA-256 of the Idempotency-Key with what was asked, base64url; a repeat within 60 s spends no other read. */
  idempotencyHash: string | null;
  /** The waiting result that it hands out: once, or again to a repeat with the same key. */
  result?: RequestId;
}

/** The proof's replay mark: unique until it expires. */
export interface ReplayMark {
  hash: string;
  expiresAt: Date;
}

/** One release: entries, replay mark and condition, all or nothing. `spend: null` records a read that handed nothing out. */
export interface Release {
  entry: StoredEntry;
  /** Of the same release: one entry for each further category of a result. */
  alongside?: readonly StoredEntry[];
  replay: ReplayMark | null;
  spend: Spend | null;
  /** Of a release without a consent: the flags that it was made under; others now refuse it. */
  flags?: ReleaseFlags | null;
}

/** The flags of the person, and of other people in what is released. */
export interface ReleaseFlags {
  version: number;
  others: readonly OthersVersion[];
}

export type ReleaseResult =
  | { outcome: 'committed'; readsLeft: number | null }
  | { outcome: 'replayed' }
  | { outcome: 'consent_withdrawn' }
  | { outcome: 'consent_expired' }
  | { outcome: 'reads_used_up' }
  | { outcome: 'suppression_changed' }
  /** Handed out before, or its time is over. */
  | { outcome: 'result_gone' };

export interface Releases {
  /**
   * Commits a group of releases in one durable transaction and answers one result each, in order.
   * A release whose condition does not hold is left out alone; the rest of the group commits.
   * Rejects (Refusal `ledger_unavailable`) when the transaction fails: then nothing of the group is recorded.
   */
  commit(group: readonly Release[]): Promise<ReleaseResult[]>;
}

/** A repeat with the same Idempotency-Key within this time spends no other read. */
export const idempotencyWindowMilliseconds = 60_000;

export function createReleases(database: Database): Releases {
  return {
    async commit(group) {
      if (group.length === 0) return [];
      try {
        return await database.transaction((queries) => commitGroup(queries, database.dialect, group));
      } catch (error) {
        const detail = error instanceof Refusal ? error.detail : toErrorField(error);
        throw new Refusal('ledger_unavailable', detail, { cause: error, retryAfterSeconds: 1 });
      }
    },
  };
}

/**
 * No savepoints: every condition is part of a statement, so a release that fails changes nothing but the
 * replay mark it took, which is given back. Rows are taken in key order, marks before consents, in every
 * group of every node: two groups can wait for each other in one direction only.
 */
async function commitGroup(
  queries: Queries,
  dialect: Database['dialect'],
  group: readonly Release[],
): Promise<ReleaseResult[]> {
  const results = new Map<Release, ReleaseResult>();
  for (const release of inOrder(group, (each) => each.replay?.hash)) {
    if (!(await takeReplayMark(queries, release))) results.set(release, { outcome: 'replayed' });
  }
  const remaining = group.filter((release) => !results.has(release));
  if (dialect === 'postgresql') await lockConsents(queries, remaining);
  for (const release of inOrder(remaining, (each) => each.spend?.consent)) {
    const result: ReleaseResult = release.spend
      ? await spend(queries, release.spend)
      : await checkFlags(queries, release);
    results.set(release, result);
    // All or nothing: the same proof may still be recorded with the entry of its refusal.
    if (result.outcome !== 'committed' && release.replay)
      await queries.run('DELETE FROM replay_marks WHERE hash = ?', [release.replay.hash]);
  }
  const committed = group.filter((release) => results.get(release)?.outcome === 'committed');
  await insertEntries(queries, committed.flatMap(toEntries));
  return group.map((release) => results.get(release) as ReleaseResult);
}

/** Part of a transaction: entries are durable together with what they tell of, or neither is. */
export async function insertEntries(queries: Queries, entries: readonly StoredEntry[]): Promise<void> {
  await insertRows(
    queries,
    'ledger_entries (id, citizen, client, consent, at, body, salt, leaf_hash)',
    entries.map((entry) => [
      entry.id,
      entry.citizen,
      entry.client,
      entry.consent,
      entry.at.getTime(),
      entry.body,
      entry.salt,
      entry.leafHash,
    ]),
  );
}

function toEntries({ entry, alongside }: Release): readonly StoredEntry[] {
  return alongside ? [entry, ...alongside] : [entry];
}

/** By key, stable; those without one first. Code-unit order, as every node sorts. */
function inOrder(group: readonly Release[], key: (release: Release) => string | undefined): Release[] {
  return [...group].sort((one, other) => {
    const [left, right] = [key(one) ?? '', key(other) ?? ''];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

async function takeReplayMark(queries: Queries, release: Release): Promise<boolean> {
  if (!release.replay) return true;
  const taken = await queries.run(
    'INSERT INTO replay_marks (hash, expires_at) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING',
    [release.replay.hash, release.replay.expiresAt.getTime()],
  );
  return taken === 1;
}

/**
 * Where several connections write at once, the rows that conditions look at are held first: an update that waited
 * for a lock would look up the suppression's version, or an earlier spending, as of before it waited.
 */
async function lockConsents(queries: Queries, group: readonly Release[]): Promise<void> {
  const spends = group.filter((release) => release.spend);
  const conditional = group.filter((release) => release.spend || release.flags);
  const citizens = [...new Set(conditional.map((release) => release.entry.citizen))].sort();
  for (const chunk of toChunks(citizens))
    await queries.all(
      `SELECT id FROM citizens WHERE id IN (${repeat('?', chunk.length)}) ORDER BY id FOR SHARE`,
      chunk,
    );
  const others = conditional.flatMap(({ spend, flags }) => (spend ? othersOf(spend) : (flags?.others ?? [])));
  await holdOthers(queries, [...new Set(others.flatMap(({ codes }) => codes))].sort());
  const consents = [...new Set(spends.map((release) => release.spend?.consent ?? ''))].sort();
  for (const chunk of toChunks(consents))
    await queries.all(
      `SELECT id FROM consents WHERE id IN (${repeat('?', chunk.length)}) ORDER BY id FOR UPDATE`,
      chunk,
    );
}

/** What is released without a consent hangs on the person's flags alone. */
async function checkFlags(queries: Queries, { entry, flags }: Release): Promise<ReleaseResult> {
  if (!flags) return { outcome: 'committed', readsLeft: null };
  const others = flags.others.map(othersAreUnchanged);
  const conditions = [`COALESCE((${versionOf('?')}), 0) = ?`, ...others.map(({ sql }) => sql)];
  const row = await queries.get(`SELECT 1 AS unchanged WHERE ${conditions.join(' AND ')}`, [
    entry.citizen,
    flags.version,
    ...others.flatMap(({ parameters }) => parameters),
  ]);
  return row ? { outcome: 'committed', readsLeft: null } : { outcome: 'suppression_changed' };
}

/** By the citizen's id: flags are kept by link code. */
const versionOf = (citizen: string): string =>
  `SELECT version FROM citizens JOIN suppressions ON suppressions.link_code = citizens.link_code
   WHERE citizens.id = ${citizen}`;

async function spend(queries: Queries, wanted: Spend): Promise<ReleaseResult> {
  const now = wanted.now.getTime();
  // The consent's row is held: whoever else hands out this result waits, and sees what was done here.
  const fetch = wanted.result && (await findFetch(queries, wanted.result, wanted));
  if (fetch === 'none') return { outcome: 'result_gone' };
  const repeated = fetch === 'again' || (wanted.reads > 0 && (await isRepeat(queries, wanted)));
  const cost = repeated ? 0 : wanted.reads;
  const others = othersOf(wanted).map(othersAreUnchanged);
  const row = await queries.get<{ reads_left: number }>(
    `UPDATE consents SET reads_used = reads_used + ?
     WHERE id = ? AND decision = 'approved' AND withdrawn_at IS NULL AND valid_until >= ?
       AND reads_used + ? <= reads_granted
       AND COALESCE((${versionOf('consents.citizen')}), 0) = ?
       ${others.map(({ sql }) => `AND ${sql}`).join(' ')}
     RETURNING reads_granted - reads_used AS reads_left`,
    [
      cost,
      wanted.consent,
      now,
      cost,
      wanted.suppressionVersion,
      ...others.flatMap(({ parameters }) => parameters),
    ],
  );
  if (!row) return explain(queries, wanted, cost);
  if (wanted.result && fetch === 'first') await markFetched(queries, wanted.result, wanted);
  if (cost > 0 && wanted.idempotencyHash !== null)
    await queries.run(
      `INSERT INTO spent_reads (consent, idempotency_hash, spent_at) VALUES (?, ?, ?)
       ON CONFLICT (consent, idempotency_hash) DO UPDATE SET spent_at = excluded.spent_at`,
      [wanted.consent, wanted.idempotencyHash, now],
    );
  return { outcome: 'committed', readsLeft: row.reads_left };
}

/** Of all people in all records. */
function othersOf({ others, furtherOthers }: Spend): readonly OthersVersion[] {
  if (furtherOthers) return others ? [others, ...furtherOthers] : furtherOthers;
  return others ? [others] : [];
}

/** A result is handed out once; to a repeat of that very call, within its minute, again. */
async function findFetch(
  queries: Queries,
  id: RequestId,
  { now, idempotencyHash }: Spend,
): Promise<'first' | 'again' | 'none'> {
  const row = await queries.get<{
    state: string;
    expires_at: number;
    fetch_hash: string | null;
    fetched_at: number | null;
  }>('SELECT state, expires_at, fetch_hash, fetched_at FROM information_requests WHERE id = ?', [id]);
  if (row?.state === 'completed' && row.expires_at > now.getTime()) return 'first';
  const isOwn = row?.state === 'fetched' && idempotencyHash !== null && row.fetch_hash === idempotencyHash;
  return isOwn && (row.fetched_at ?? 0) > now.getTime() - idempotencyWindowMilliseconds ? 'again' : 'none';
}

async function markFetched(queries: Queries, id: RequestId, { now, idempotencyHash }: Spend): Promise<void> {
  await queries.run(
    `UPDATE information_requests SET state = 'fetched', fetched_at = ?, fetch_hash = ? WHERE id = ?`,
    [now.getTime(), idempotencyHash, id],
  );
  // Without a key nobody can ask for it again; with one it stays as long as a repeat counts as the same read.
  if (idempotencyHash === null) await queries.run('DELETE FROM waiting_results WHERE request = ?', [id]);
  else
    await queries.run('UPDATE waiting_results SET expires_at = ? WHERE request = ?', [
      now.getTime() + idempotencyWindowMilliseconds,
      id,
    ]);
}

async function isRepeat(queries: Queries, wanted: Spend): Promise<boolean> {
  if (wanted.idempotencyHash === null) return false;
  const spent = await queries.get<{ spent_at: number }>(
    'SELECT spent_at FROM spent_reads WHERE consent = ? AND idempotency_hash = ? AND spent_at > ?',
    [wanted.consent, wanted.idempotencyHash, wanted.now.getTime() - idempotencyWindowMilliseconds],
  );
  return spent !== undefined;
}

/** Why no row changed, the citizen's own decision first. */
async function explain(queries: Queries, wanted: Spend, cost: number): Promise<ReleaseResult> {
  const consent = await queries.get<{
    decision: string;
    withdrawn_at: number | null;
    valid_until: number;
    reads_left: number;
  }>(
    `SELECT decision, withdrawn_at, valid_until, reads_granted - reads_used AS reads_left
     FROM consents WHERE id = ?`,
    [wanted.consent],
  );
  // No consent, or a refused one, reads as withdrawn: there is nothing to release under.
  if (!consent || consent.decision !== 'approved' || consent.withdrawn_at !== null)
    return { outcome: 'consent_withdrawn' };
  if (consent.valid_until < wanted.now.getTime()) return { outcome: 'consent_expired' };
  if (consent.reads_left < cost) return { outcome: 'reads_used_up' };
  return { outcome: 'suppression_changed' };
}
