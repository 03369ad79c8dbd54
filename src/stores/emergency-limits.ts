import type { CitizenId, ClientId } from '../vocabulary/identifiers.ts';
import type { Database, Queries } from './database.ts';

/** Something of which only so much may happen before a time. */
export interface Bound {
  /** What is counted, such as `people:<client>`. */
  counted: string;
  endsAt: Date;
  most: number;
}

export interface WantedAccess {
  client: ClientId;
  citizen: CitizenId;
  /** Empty where there is none: then it is one access too. */
  incident: string;
  now: Date;
  endsAt: Date;
  mostCalls: number;
  /** All of these are taken by a new access, or none: one that goes on takes nothing. */
  bounds: readonly Bound[];
}

export type OpenedAccess =
  | { outcome: 'open'; endsAt: Date }
  /** Until when: of this access, or of the bound that is full. */
  | { outcome: 'used_up'; until: Date };

/** Counted in the store, because the bound is one for all processes; each step is one conditional statement. */
export interface EmergencyLimits {
  /** Takes one of what the bound leaves; false where nothing is left. */
  take(bound: Bound): Promise<boolean>;
  /** Gives back what `take` took: the guess was none. */
  giveBack(bound: Bound): Promise<void>;
  /** Opens a person's record to a client for one incident, or goes on with what is open. */
  openAccess(wanted: WantedAccess): Promise<OpenedAccess>;
}

export function createEmergencyLimits(database: Database): EmergencyLimits {
  return {
    take: (bound) => take(database, bound),
    async giveBack({ counted, endsAt }) {
      await database.run(
        'UPDATE emergency_counts SET used = used - 1 WHERE counted = ? AND ends_at = ? AND used > 0',
        [counted, endsAt.getTime()],
      );
    },
    async openAccess(wanted) {
      try {
        return await database.transaction((queries) => openAccess(queries, database.dialect, wanted));
      } catch (error) {
        if (error instanceof BoundReached) return { outcome: 'used_up', until: error.until };
        throw error;
      }
    },
  };
}

async function take(queries: Queries, { counted, endsAt, most }: Bound): Promise<boolean> {
  if (most < 1) return false;
  const changed = await queries.run(
    `INSERT INTO emergency_counts (counted, ends_at, used) VALUES (?, ?, 1)
     ON CONFLICT (counted, ends_at) DO UPDATE SET used = emergency_counts.used + 1
     WHERE emergency_counts.used < ?`,
    [counted, endsAt.getTime(), most],
  );
  return changed === 1;
}

/** Ends the transaction, so that of several bounds none is left taken. */
class BoundReached extends Error {
  readonly until: Date;
  constructor(until: Date) {
    super('a bound is reached');
    this.until = until;
  }
}

async function openAccess(
  queries: Queries,
  dialect: Database['dialect'],
  wanted: WantedAccess,
): Promise<OpenedAccess> {
  const { client, citizen, incident, now, endsAt, mostCalls } = wanted;
  const key = [client, citizen, incident];
  // Two first calls at once would both find no row, and count twice. On SQLite one writer at a time says it all.
  if (dialect === 'postgresql')
    await queries.get('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [key.join(' ')]);
  const open = await queries.get<{ ends_at: number; calls: number }>(
    'SELECT ends_at, calls FROM emergency_accesses WHERE client = ? AND citizen = ? AND incident = ?',
    key,
  );
  if (open && open.ends_at > now.getTime()) {
    if (open.calls >= mostCalls) return { outcome: 'used_up', until: new Date(open.ends_at) };
    await queries.run(
      'UPDATE emergency_accesses SET calls = calls + 1 WHERE client = ? AND citizen = ? AND incident = ?',
      key,
    );
    return { outcome: 'open', endsAt: new Date(open.ends_at) };
  }
  for (const bound of inOrder(wanted.bounds))
    if (!(await take(queries, bound))) throw new BoundReached(bound.endsAt);
  await queries.run(
    `INSERT INTO emergency_accesses (client, citizen, incident, ends_at, calls) VALUES (?, ?, ?, ?, 1)
     ON CONFLICT (client, citizen, incident) DO UPDATE SET ends_at = excluded.ends_at, calls = 1`,
    [...key, endsAt.getTime()],
  );
  return { outcome: 'open', endsAt };
}

/** The same order everywhere, so that two can wait for each other in one direction only. */
function inOrder(bounds: readonly Bound[]): Bound[] {
  return [...bounds].sort((one, other) => (one.counted < other.counted ? -1 : 1));
}
