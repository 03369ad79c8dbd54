import type { CitizenId, ItemName } from '../vocabulary/identifiers.ts';
import type { Database } from './database.ts';

/** What a citizen wants to carry, for the wallet that brings both codes. Hashes are SHA-256 in base64url. */
export interface CredentialOffer {
  codeHash: string;
  citizen: CitizenId;
  item: ItemName;
  transactionCodeHash: string;
  tries: number;
  expiresAt: Date;
}

/** Whose credential a token is good for. */
export type OfferedTo = Pick<CredentialOffer, 'citizen' | 'item'>;

export interface CredentialOffers {
  add(offer: CredentialOffer): Promise<void>;
  /**
   * Exchanges the two codes for a token, once: of many at once one gets it. A try is spent before the second code is
   * compared, so that asking many times at the same moment wins no more of them.
   */
  redeem(
    codes: Pick<CredentialOffer, 'codeHash' | 'transactionCodeHash'>,
    token: { hash: string; expiresAt: Date },
    now: Date,
  ): Promise<boolean>;
  /** Whose a token is, as long as it was not taken. */
  find(tokenHash: string, now: Date): Promise<OfferedTo | undefined>;
  /** Takes the token out of the world; false where another was faster. */
  take(tokenHash: string, now: Date): Promise<boolean>;
}

export function createCredentialOffers(database: Database): CredentialOffers {
  return {
    async add({ codeHash, citizen, item, transactionCodeHash, tries, expiresAt }) {
      await database.run(
        `INSERT INTO credential_offers (code_hash, citizen, item, transaction_code_hash, tries_left, expires_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        [codeHash, citizen, item, transactionCodeHash, tries, expiresAt.getTime()],
      );
    },

    async redeem({ codeHash, transactionCodeHash }, token, now) {
      const tried = await database.get<{ transaction_code_hash: string }>(
        `UPDATE credential_offers SET tries_left = tries_left - 1
         WHERE code_hash = ? AND token_hash IS NULL AND tries_left > 0 AND expires_at > ?
         RETURNING transaction_code_hash`,
        [codeHash, now.getTime()],
      );
      if (tried?.transaction_code_hash !== transactionCodeHash) return false;
      const redeemed = await database.run(
        `UPDATE credential_offers SET token_hash = ?, token_expires_at = ?
         WHERE code_hash = ? AND token_hash IS NULL`,
        [token.hash, token.expiresAt.getTime(), codeHash],
      );
      return redeemed === 1;
    },

    find: (tokenHash, now) =>
      database.get<OfferedTo>(
        `SELECT citizen, item FROM credential_offers
         WHERE token_hash = ? AND taken_at IS NULL AND token_expires_at > ?`,
        [tokenHash, now.getTime()],
      ),

    async take(tokenHash, now) {
      const taken = await database.run(
        `UPDATE credential_offers SET taken_at = ?
         WHERE token_hash = ? AND taken_at IS NULL AND token_expires_at > ?`,
        [now.getTime(), tokenHash, now.getTime()],
      );
      return taken === 1;
    },
  };
}
