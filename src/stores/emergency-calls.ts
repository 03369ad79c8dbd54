import type { CitizenId, ClientId, TraceId } from '../vocabulary/identifiers.ts';
import type { EmergencyReason, NamingMethod } from '../vocabulary/emergency.ts';
import type { Database } from './database.ts';
import type { ReplayMark } from './release.ts';

/** One call at the emergency door, refused or not: what the supervisor's report is made from. */
export interface EmergencyCall {
  id: TraceId;
  at: Date;
  client: ClientId;
  /** Null while the body was not read, or could not be. */
  operator: string | null;
  incident: string | null;
  reason: EmergencyReason | null;
  namedBy: NamingMethod | null;
  /** `begun` until it is over, then `answered`, `empty`, or `denied:<reason>`. One that stays begun broke off. */
  outcome: string;
  citizen: CitizenId | null;
  /** Keyed hash of an insured number that was tried. */
  numberHash: string | null;
  /** Categories that were handed out. */
  released: number;
}

export interface EmergencyCalls {
  /**
   * Writes the call down and takes its proof, both or neither: before anything is looked up it is durable that somebody
   * asked. False where the proof was used before, at any process.
   */
  begin(call: Pick<EmergencyCall, 'id' | 'at' | 'client'>, replay: ReplayMark): Promise<boolean>;
  /** How it ended. */
  end(id: TraceId, end: Omit<EmergencyCall, 'id' | 'at' | 'client'>): Promise<void>;
  /** Oldest first; `until` is not within. */
  list(span: { from: Date; until: Date }): Promise<EmergencyCall[]>;
}

/** Supervisors look back; nobody else does. */
export const callLifetimeMilliseconds = 5 * 366 * 86_400_000;

interface CallRow extends Pick<EmergencyCall, 'id' | 'client' | 'operator' | 'incident' | 'reason'> {
  at: number;
  named_by: NamingMethod | null;
  outcome: string;
  citizen: CitizenId | null;
  number_hash: string | null;
  released: number;
}

export function createEmergencyCalls(database: Database): EmergencyCalls {
  return {
    begin: ({ id, at, client }, replay) =>
      database.transaction(async (queries) => {
        const taken = await queries.run(
          'INSERT INTO replay_marks (hash, expires_at) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING',
          [replay.hash, replay.expiresAt.getTime()],
        );
        if (taken === 0) return false;
        await queries.run(
          `INSERT INTO emergency_calls (id, at, client, outcome, released) VALUES (?, ?, ?, 'begun', 0)`,
          [id, at.getTime(), client],
        );
        return true;
      }),

    async end(id, { operator, incident, reason, namedBy, outcome, citizen, numberHash, released }) {
      await database.run(
        `UPDATE emergency_calls SET operator = ?, incident = ?, reason = ?, named_by = ?, outcome = ?, citizen = ?,
         number_hash = ?, released = ? WHERE id = ? AND outcome = 'begun'`,
        [operator, incident, reason, namedBy, outcome, citizen, numberHash, released, id],
      );
    },

    async list({ from, until }) {
      const rows = await database.all<CallRow>(
        `SELECT id, at, client, operator, incident, reason, named_by, outcome, citizen, number_hash, released
         FROM emergency_calls WHERE at >= ? AND at < ? ORDER BY at, id`,
        [from.getTime(), until.getTime()],
      );
      return rows.map(({ at, named_by: namedBy, number_hash: numberHash, ...row }) => ({
        ...row,
        at: new Date(at),
        namedBy,
        numberHash,
      }));
    },
  };
}
