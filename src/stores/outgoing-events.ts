import type { ClientId } from '../vocabulary/identifiers.ts';
import type { Database, Queries } from './database.ts';

/** An event for one company, to be signed and delivered; its claims hold no value and no outcome. */
export interface NewEvent {
  /** Stays the same at every try: the receiver tells repeats by it (RFC 8417, 2.2). */
  jti: string;
  client: ClientId;
  claims: Readonly<Record<string, unknown>>;
  createdAt: Date;
  /** From then on it is worth nothing to its receiver. */
  giveUpAt: Date;
}

export interface OutgoingEvent extends NewEvent {
  /** Tries so far. */
  tries: number;
}

export interface OutgoingEvents {
  add(event: NewEvent): Promise<void>;
  /** Takes the event that has been due longest and that nobody delivers, until then; one taker of all processes. */
  claim(worker: string, now: Date, until: Date): Promise<OutgoingEvent | undefined>;
  /** Delivered, or given up: it is gone. */
  remove(jti: string, worker: string): Promise<void>;
  /** To be tried again at that time. */
  postpone(jti: string, worker: string, nextTryAt: Date): Promise<void>;
  /** Gives it back, untried. */
  unclaim(jti: string, worker: string): Promise<void>;
}

interface EventRow {
  jti: string;
  client: ClientId;
  claims: string;
  created_at: number;
  give_up_at: number;
  tries: number;
}

const columns = 'jti, client, claims, created_at, give_up_at, tries';

/** Part of the transaction that makes it happen: what is told did happen, and what happened is told. */
export async function addOutgoingEvent(queries: Queries, event: NewEvent): Promise<void> {
  const createdAt = event.createdAt.getTime();
  await queries.run(
    'INSERT INTO outgoing_events (jti, client, claims, created_at, next_try_at, give_up_at, tries) VALUES (?, ?, ?, ?, ?, ?, 0)',
    [event.jti, event.client, JSON.stringify(event.claims), createdAt, createdAt, event.giveUpAt.getTime()],
  );
}

export function createOutgoingEvents(database: Database): OutgoingEvents {
  const skipLocked = database.dialect === 'postgresql' ? ' FOR UPDATE SKIP LOCKED' : '';
  const claimSql = `UPDATE outgoing_events SET claim = ?, claimed_until = ?
    WHERE jti = (
      SELECT jti FROM outgoing_events
      WHERE next_try_at <= ? AND give_up_at > ? AND (claimed_until IS NULL OR claimed_until < ?)
      ORDER BY next_try_at, jti LIMIT 1${skipLocked})
    RETURNING ${columns}`;
  return {
    add: (event) => addOutgoingEvent(database, event),

    async claim(worker, now, until) {
      const at = now.getTime();
      const due = await database.get(
        `SELECT jti FROM outgoing_events
         WHERE next_try_at <= ? AND give_up_at > ? AND (claimed_until IS NULL OR claimed_until < ?) LIMIT 1`,
        [at, at, at],
      );
      if (!due) return undefined;
      const row = await database.get<EventRow>(claimSql, [worker, until.getTime(), at, at, at]);
      return (
        row && {
          jti: row.jti,
          client: row.client,
          claims: JSON.parse(row.claims) as Record<string, unknown>,
          createdAt: new Date(row.created_at),
          giveUpAt: new Date(row.give_up_at),
          tries: row.tries,
        }
      );
    },

    async remove(jti, worker) {
      await database.run('DELETE FROM outgoing_events WHERE jti = ? AND claim = ?', [jti, worker]);
    },

    async postpone(jti, worker, nextTryAt) {
      await database.run(
        `UPDATE outgoing_events SET tries = tries + 1, next_try_at = ?, claim = NULL, claimed_until = NULL
         WHERE jti = ? AND claim = ?`,
        [nextTryAt.getTime(), jti, worker],
      );
    },

    async unclaim(jti, worker) {
      await database.run(
        'UPDATE outgoing_events SET claim = NULL, claimed_until = NULL WHERE jti = ? AND claim = ?',
        [jti, worker],
      );
    },
  };
}
