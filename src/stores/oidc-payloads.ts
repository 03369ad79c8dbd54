import type { Database, SqlValue } from './database.ts';
import { toDate } from './times.ts';

/** A row of the OpenID provider's own state. `payload` is the library's JSON, opaque here. */
export interface OidcPayload {
  payload: Record<string, unknown>;
  consumedAt: Date | null;
}

export interface OidcKeys {
  grantId?: string | undefined;
  uid?: string | undefined;
  userCode?: string | undefined;
  expiresAt: Date | null;
}

export interface OidcPayloads {
  /** Adds or replaces payload and keys; never resets a consumption. */
  save(model: string, id: string, payload: Record<string, unknown>, keys: OidcKeys): Promise<void>;
  /** Adds a row that must not exist yet; false if it does (used for replay detection). */
  add(model: string, id: string, payload: Record<string, unknown>, keys: OidcKeys): Promise<boolean>;
  find(model: string, id: string): Promise<OidcPayload | undefined>;
  findByUid(model: string, uid: string): Promise<OidcPayload | undefined>;
  findByUserCode(model: string, userCode: string): Promise<OidcPayload | undefined>;
  /** Marks as consumed where it is not yet: of N parallel calls exactly one answers true. */
  consume(model: string, id: string, at: Date): Promise<boolean>;
  destroy(model: string, id: string): Promise<void>;
  destroyByGrant(model: string, grantId: string): Promise<void>;
}

interface PayloadRow {
  payload: string;
  consumed_at: number | null;
}

const toPayload = (row: PayloadRow): OidcPayload => ({
  payload: JSON.parse(row.payload) as Record<string, unknown>,
  consumedAt: toDate(row.consumed_at),
});

export function createOidcPayloads(database: Database): OidcPayloads {
  const insert =
    'INSERT INTO oidc_payloads (model, id, payload, grant_id, uid, user_code, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)';
  const toRow = (
    model: string,
    id: string,
    payload: Record<string, unknown>,
    keys: OidcKeys,
  ): readonly SqlValue[] => [
    model,
    id,
    JSON.stringify(payload),
    keys.grantId ?? null,
    keys.uid ?? null,
    keys.userCode ?? null,
    keys.expiresAt?.getTime() ?? null,
  ];
  const findBy = async (
    column: 'id' | 'uid' | 'user_code',
    model: string,
    key: string,
  ): Promise<OidcPayload | undefined> => {
    const row = await database.get<PayloadRow>(
      `SELECT payload, consumed_at FROM oidc_payloads WHERE ${column} = ? AND model = ?`,
      [key, model],
    );
    return row && toPayload(row);
  };

  return {
    async save(model, id, payload, keys) {
      // consumed_at is not among what is replaced: a late save must not make a used code good again.
      await database.run(
        `${insert} ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id,
           uid = excluded.uid, user_code = excluded.user_code, expires_at = excluded.expires_at`,
        toRow(model, id, payload, keys),
      );
    },

    async add(model, id, payload, keys) {
      const added = await database.run(
        `${insert} ON CONFLICT (model, id) DO NOTHING`,
        toRow(model, id, payload, keys),
      );
      return added === 1;
    },

    find: (model, id) => findBy('id', model, id),
    findByUid: (model, uid) => findBy('uid', model, uid),
    findByUserCode: (model, userCode) => findBy('user_code', model, userCode),

    async consume(model, id, at) {
      // Finding, checking and then marking would let N parallel redemptions of one code all pass the check.
      const consumed = await database.run(
        'UPDATE oidc_payloads SET consumed_at = ? WHERE model = ? AND id = ? AND consumed_at IS NULL',
        [at.getTime(), model, id],
      );
      return consumed === 1;
    },

    async destroy(model, id) {
      await database.run('DELETE FROM oidc_payloads WHERE model = ? AND id = ?', [model, id]);
    },

    async destroyByGrant(model, grantId) {
      await database.run('DELETE FROM oidc_payloads WHERE grant_id = ? AND model = ?', [grantId, model]);
    },
  };
}
