import type {
  CitizenId,
  ClientId,
  ConsentId,
  ItemName,
  RequestId,
  TraceId,
} from '../vocabulary/identifiers.ts';
import type { Database, Queries } from './database.ts';
import { addOutgoingEvent, type NewEvent } from './outgoing-events.ts';
import type { ReplayMark } from './release.ts';
import { toDate } from './times.ts';

/** A company's request for several categories at once: who asks, under which consent, for which items. */
export interface InformationRequest {
  id: RequestId;
  client: ClientId;
  consent: ConsentId;
  citizen: CitizenId;
  /** The pairwise subject of the token it was made with. */
  subject: string;
  /** Items, sorted; the categories follow from them. */
  items: readonly ItemName[];
  traceId: TraceId;
  /** `expired` stands here where it was given up; beyond `expiresAt` the others are expired too. */
  state: 'pending' | 'completed' | 'fetched' | 'expired';
  createdAt: Date;
  /** Of the work while it is pending, of the result once it is completed. */
  expiresAt: Date;
  completedAt: Date | null;
}

export interface NewRequest extends Omit<InformationRequest, 'state' | 'completedAt'> {
  /** SHA-256 of the Idempotency-Key, base64url. */
  idempotencyHash: string | null;
  /** SHA-256 of what is asked: the same key with another body is refused. */
  bodyHash: string;
  /** Until when the request is remembered, and its key with it. */
  forgetAt: Date;
  replay: ReplayMark;
}

export interface RequestLimits {
  mostPendingOfClient: number;
  mostPending: number;
}

export type Added =
  | { outcome: 'added' | 'repeated'; request: InformationRequest }
  | { outcome: 'key_reused' | 'replayed' | 'client_full' | 'full' };

/** The sealed result, and the event that tells of it. */
export interface Completion {
  sealed: Buffer;
  completedAt: Date;
  expiresAt: Date;
  event: NewEvent | null;
}

export interface InformationRequests {
  /** Adds a request durably, or finds the one that came with the same key. */
  add(request: NewRequest, limits: RequestLimits): Promise<Added>;
  find(id: RequestId): Promise<InformationRequest | undefined>;
  /**
   * Takes the oldest pending request that nobody works on, until then. Exactly one worker of all processes gets it;
   * whose time is over loses it to the next.
   */
  claim(worker: string, now: Date, until: Date): Promise<InformationRequest | undefined>;
  /** Gives it back undone. */
  unclaim(id: RequestId, worker: string): Promise<void>;
  /** Stores the result; false where the worker lost the request meanwhile, and then nothing is stored. */
  complete(id: RequestId, worker: string, completion: Completion): Promise<boolean>;
  /** Ends it without a result: the consent it was made under no longer stands. */
  giveUp(id: RequestId, worker: string): Promise<void>;
  /** The sealed result, while its time runs. */
  loadResult(id: RequestId, now: Date): Promise<Buffer | undefined>;
}

interface RequestRow {
  id: RequestId;
  client: ClientId;
  consent: ConsentId;
  citizen: CitizenId;
  subject: string;
  items: string;
  trace_id: TraceId;
  state: InformationRequest['state'];
  created_at: number;
  expires_at: number;
  completed_at: number | null;
}

const columns =
  'id, client, consent, citizen, subject, items, trace_id, state, created_at, expires_at, completed_at';

const toRequest = (row: RequestRow): InformationRequest => ({
  id: row.id,
  client: row.client,
  consent: row.consent,
  citizen: row.citizen,
  subject: row.subject,
  items: JSON.parse(row.items) as ItemName[],
  traceId: row.trace_id,
  state: row.state,
  createdAt: new Date(row.created_at),
  expiresAt: new Date(row.expires_at),
  completedAt: toDate(row.completed_at),
});

export function createInformationRequests(database: Database): InformationRequests {
  const isPostgresql = database.dialect === 'postgresql';
  // On SQLite one writer at a time says it all; on PostgreSQL whoever looks at the same row passes over it.
  const claimSql = `UPDATE information_requests SET claim = ?, claimed_until = ?
    WHERE state = 'pending' AND id = (
      SELECT id FROM information_requests
      WHERE state = 'pending' AND completed_at IS NULL AND expires_at > ? AND (claimed_until IS NULL OR claimed_until < ?)
      ORDER BY created_at, id LIMIT 1${isPostgresql ? ' FOR UPDATE SKIP LOCKED' : ''})
    RETURNING ${columns}`;

  return {
    add: (request, limits) =>
      database.transaction(async (queries) => {
        // Counted by one at a time for each company: in parallel all would find the last free place.
        if (isPostgresql)
          await queries.all('SELECT client_id FROM relying_parties WHERE client_id = ? FOR UPDATE', [
            request.client,
          ]);
        return addRequest(queries, request, limits);
      }),

    async find(id) {
      const row = await database.get<RequestRow>(`SELECT ${columns} FROM information_requests WHERE id = ?`, [
        id,
      ]);
      return row && toRequest(row);
    },

    async claim(worker, now, until) {
      // Looked at first: an update that finds nothing would still take SQLite's one lock for writing.
      const waiting = await database.get(
        `SELECT id FROM information_requests
         WHERE state = 'pending' AND completed_at IS NULL AND expires_at > ? AND (claimed_until IS NULL OR claimed_until < ?) LIMIT 1`,
        [now.getTime(), now.getTime()],
      );
      if (!waiting) return undefined;
      const row = await database.get<RequestRow>(claimSql, [
        worker,
        until.getTime(),
        now.getTime(),
        now.getTime(),
      ]);
      return row && toRequest(row);
    },

    async unclaim(id, worker) {
      await database.run(
        `UPDATE information_requests SET claim = NULL, claimed_until = NULL WHERE id = ? AND claim = ? AND state = 'pending'`,
        [id, worker],
      );
    },

    complete: (id, worker, { sealed, completedAt, expiresAt, event }) =>
      database.transaction(async (queries) => {
        const row = await queries.get<{ consent: ConsentId }>(
          `UPDATE information_requests SET state = 'completed', completed_at = ?, expires_at = ?, claim = NULL, claimed_until = NULL
           WHERE id = ? AND claim = ? AND state = 'pending' RETURNING consent`,
          [completedAt.getTime(), expiresAt.getTime(), id, worker],
        );
        if (!row) return false;
        await queries.run(
          'INSERT INTO waiting_results (request, consent, sealed, expires_at) VALUES (?, ?, ?, ?)',
          [id, row.consent, sealed, expiresAt.getTime()],
        );
        if (event) await addOutgoingEvent(queries, event);
        return true;
      }),

    async giveUp(id, worker) {
      await database.run(
        `UPDATE information_requests SET state = 'expired', claim = NULL, claimed_until = NULL
         WHERE id = ? AND claim = ? AND state = 'pending'`,
        [id, worker],
      );
    },

    async loadResult(id, now) {
      const row = await database.get<{ sealed: Buffer }>(
        'SELECT sealed FROM waiting_results WHERE request = ? AND expires_at > ?',
        [id, now.getTime()],
      );
      return row?.sealed;
    },
  };
}

async function addRequest(
  queries: Queries,
  request: NewRequest,
  { mostPendingOfClient, mostPending }: RequestLimits,
): Promise<Added> {
  const marked = await queries.run(
    'INSERT INTO replay_marks (hash, expires_at) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING',
    [request.replay.hash, request.replay.expiresAt.getTime()],
  );
  if (marked !== 1) return { outcome: 'replayed' };
  const earlier = await findByKey(queries, request);
  if (earlier) return earlier;
  const now = request.createdAt.getTime();
  const [ofClient, ofAll] = [
    await countPending(queries, 'client = ?', [request.client, now]),
    await countPending(queries, '1 = 1', [now]),
  ];
  if (ofClient >= mostPendingOfClient) return { outcome: 'client_full' };
  if (ofAll >= mostPending) return { outcome: 'full' };
  await queries.run(
    `INSERT INTO information_requests (id, client, consent, citizen, subject, items, trace_id, idempotency_hash, body_hash, state, created_at, expires_at, forget_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?)`,
    [
      request.id,
      request.client,
      request.consent,
      request.citizen,
      request.subject,
      JSON.stringify(request.items),
      request.traceId,
      request.idempotencyHash,
      request.bodyHash,
      now,
      request.expiresAt.getTime(),
      request.forgetAt.getTime(),
    ],
  );
  const { id, client, consent, citizen, subject, items, traceId, createdAt, expiresAt } = request;
  const added = { id, client, consent, citizen, subject, items, traceId, createdAt, expiresAt };
  return { outcome: 'added', request: { ...added, state: 'pending', completedAt: null } };
}

async function findByKey(queries: Queries, request: NewRequest): Promise<Added | undefined> {
  if (request.idempotencyHash === null) return undefined;
  const row = await queries.get<RequestRow & { body_hash: string; forget_at: number }>(
    `SELECT ${columns}, body_hash, forget_at FROM information_requests WHERE consent = ? AND idempotency_hash = ?`,
    [request.consent, request.idempotencyHash],
  );
  if (!row) return undefined;
  if (row.forget_at <= request.createdAt.getTime()) {
    // Forgotten, and not yet swept away: the key may be used anew.
    await queries.run('DELETE FROM waiting_results WHERE request = ?', [row.id]);
    await queries.run('DELETE FROM information_requests WHERE id = ?', [row.id]);
    return undefined;
  }
  return row.body_hash === request.bodyHash
    ? { outcome: 'repeated', request: toRequest(row) }
    : { outcome: 'key_reused' };
}

async function countPending(
  queries: Queries,
  condition: string,
  parameters: readonly (string | number)[],
): Promise<number> {
  const row = await queries.get<{ count: number }>(
    `SELECT COUNT(*) AS count FROM information_requests WHERE ${condition} AND state = 'pending' AND completed_at IS NULL AND expires_at > ?`,
    parameters,
  );
  return row?.count ?? 0;
}
