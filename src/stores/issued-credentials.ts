import type { CitizenId, EntryId, ItemName } from '../vocabulary/identifiers.ts';
import type { Database } from './database.ts';
import { toDate } from './times.ts';

/** Credentials that were issued together, for one wallet. */
export interface IssuedBatch {
  /** The ledger's entry about it. */
  batch: EntryId;
  citizen: CitizenId;
  item: ItemName;
  /** The person's flags when it was answered: what is issued under another version than the present one does not hold. */
  suppressionVersion: number;
  issuedAt: Date;
  expiresAt: Date;
}

export interface CarriedBatch extends Pick<IssuedBatch, 'batch' | 'item' | 'issuedAt' | 'expiresAt'> {
  count: number;
  revokedAt: Date | null;
}

export interface IssuedCredentials {
  /** Takes these places of a status list for a batch; answers those that were free. */
  add(batch: IssuedBatch, list: number, places: readonly number[]): Promise<number[]>;
  /** What has not run out, newest first. */
  listByCitizen(citizen: CitizenId, now: Date): Promise<CarriedBatch[]>;
  /** Ends a batch of this citizen; false where there is none that still holds. */
  revoke(batch: EntryId, citizen: CitizenId, at: Date): Promise<boolean>;
  /** The places of a list whose credentials do not hold: ended by their holder, or answered under other flags. */
  invalidPlaces(list: number, now: Date): Promise<number[]>;
}

interface BatchRow {
  batch: EntryId;
  item: ItemName;
  issued_at: number;
  expires_at: number;
  revoked_at: number | null;
  count: number;
}

export function createIssuedCredentials(database: Database): IssuedCredentials {
  return {
    async add({ batch, citizen, item, suppressionVersion, issuedAt, expiresAt }, list, places) {
      const free: number[] = [];
      for (const place of places) {
        const added = await database.run(
          `INSERT INTO issued_credentials
             (list, place, batch, citizen, item, suppression_version, issued_at, expires_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (list, place) DO NOTHING`,
          [list, place, batch, citizen, item, suppressionVersion, issuedAt.getTime(), expiresAt.getTime()],
        );
        if (added === 1) free.push(place);
      }
      return free;
    },

    async listByCitizen(citizen, now) {
      const rows = await database.all<BatchRow>(
        `SELECT batch, item, issued_at, expires_at, revoked_at, CAST(COUNT(*) AS integer) AS count
         FROM issued_credentials WHERE citizen = ? AND expires_at > ?
         GROUP BY batch, item, issued_at, expires_at, revoked_at ORDER BY issued_at DESC, batch`,
        [citizen, now.getTime()],
      );
      return rows.map(({ batch, item, count, ...row }) => ({
        batch,
        item,
        count,
        issuedAt: new Date(row.issued_at),
        expiresAt: new Date(row.expires_at),
        revokedAt: toDate(row.revoked_at),
      }));
    },

    async revoke(batch, citizen, at) {
      const revoked = await database.run(
        'UPDATE issued_credentials SET revoked_at = ? WHERE batch = ? AND citizen = ? AND revoked_at IS NULL',
        [at.getTime(), batch, citizen],
      );
      return revoked > 0;
    },

    async invalidPlaces(list, now) {
      const rows = await database.all<{ place: number }>(
        `SELECT place FROM issued_credentials
         LEFT JOIN citizens ON citizens.id = issued_credentials.citizen
         LEFT JOIN suppressions ON suppressions.link_code = citizens.link_code
         WHERE list = ? AND expires_at > ?
           AND (revoked_at IS NOT NULL OR COALESCE(suppressions.version, 0) <> suppression_version)
         ORDER BY place`,
        [list, now.getTime()],
      );
      return rows.map(({ place }) => place);
    },
  };
}
