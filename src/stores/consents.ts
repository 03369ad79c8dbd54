import type { Authentication } from '../vocabulary/authentication.ts';
import type { AskedVerifiedClaims } from '../vocabulary/verified-claims.ts';
import type { CitizenId, ClientId, ConsentId, ItemName } from '../vocabulary/identifiers.ts';
import type { Database } from './database.ts';
import { toDate } from './times.ts';

/** A citizen's decision as it was stored. This row is the truth: grant, token, answer, receipt and ledger follow it. */
export interface Consent {
  /** Also the id of the OAuth grant made from it. */
  id: ConsentId;
  decision: 'approved' | 'refused';
  citizen: CitizenId;
  client: ClientId;
  /** The registered purpose's id. */
  purpose: string;
  /** Granted items, sorted; for a refused decision the items that were asked for. */
  items: readonly ItemName[];
  /** The part of `items` that was granted without its value having been seen. */
  unseenItems: readonly ItemName[];
  /** Which of the granted claims the company wants vouched for, and under which conditions. */
  verifiedClaims: readonly AskedVerifiedClaims[];
  /** How it was known who decided. */
  authentication: Authentication;
  decidedAt: Date;
  /** The last moment at which it can be read under. */
  validUntil: Date;
  readsGranted: number;
  readsUsed: number;
  withdrawnAt: Date | null;
}

export interface Consents {
  /** Stores a decision, durably. */
  add(consent: Consent): Promise<void>;
  find(id: ConsentId): Promise<Consent | undefined>;
  /** Newest first. */
  listByCitizen(citizen: CitizenId): Promise<Consent[]>;
  /** Withdraws an approved consent of this citizen; false if there is none that is not withdrawn yet. Durable, and acts at once. */
  withdraw(id: ConsentId, citizen: CitizenId, at: Date): Promise<boolean>;
}

interface ConsentRow {
  id: ConsentId;
  decision: Consent['decision'];
  citizen: CitizenId;
  client: ClientId;
  purpose: string;
  items: string;
  unseen_items: string;
  verified_claims: string;
  authentication: string;
  decided_at: number;
  valid_until: number;
  reads_granted: number;
  reads_used: number;
  withdrawn_at: number | null;
}

const columns =
  'id, decision, citizen, client, purpose, items, unseen_items, verified_claims, authentication, decided_at, valid_until, reads_granted, reads_used, withdrawn_at';

const toConsent = (row: ConsentRow): Consent => ({
  id: row.id,
  decision: row.decision,
  citizen: row.citizen,
  client: row.client,
  purpose: row.purpose,
  items: JSON.parse(row.items) as ItemName[],
  unseenItems: JSON.parse(row.unseen_items) as ItemName[],
  verifiedClaims: JSON.parse(row.verified_claims) as AskedVerifiedClaims[],
  authentication: JSON.parse(row.authentication) as Authentication,
  decidedAt: new Date(row.decided_at),
  validUntil: new Date(row.valid_until),
  readsGranted: row.reads_granted,
  readsUsed: row.reads_used,
  withdrawnAt: toDate(row.withdrawn_at),
});

export function createConsents(database: Database): Consents {
  return {
    async add(consent) {
      await database.run(
        `INSERT INTO consents (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          consent.id,
          consent.decision,
          consent.citizen,
          consent.client,
          consent.purpose,
          JSON.stringify(consent.items),
          JSON.stringify(consent.unseenItems),
          JSON.stringify(consent.verifiedClaims),
          JSON.stringify(consent.authentication),
          consent.decidedAt.getTime(),
          consent.validUntil.getTime(),
          consent.readsGranted,
          consent.readsUsed,
          consent.withdrawnAt?.getTime() ?? null,
        ],
      );
    },

    async find(id) {
      const row = await database.get<ConsentRow>(`SELECT ${columns} FROM consents WHERE id = ?`, [id]);
      return row && toConsent(row);
    },

    async listByCitizen(citizen) {
      const rows = await database.all<ConsentRow>(
        `SELECT ${columns} FROM consents WHERE citizen = ? ORDER BY decided_at DESC, id`,
        [citizen],
      );
      return rows.map(toConsent);
    },

    async withdraw(id, citizen, at) {
      const withdrawn = await database.run(
        `UPDATE consents SET withdrawn_at = ?
         WHERE id = ? AND citizen = ? AND decision = 'approved' AND withdrawn_at IS NULL`,
        [at.getTime(), id, citizen],
      );
      // Refused at the gate from now on; and nothing waits here that nobody may have.
      if (withdrawn === 1) await database.run('DELETE FROM waiting_results WHERE consent = ?', [id]);
      return withdrawn === 1;
    },
  };
}
