import type { LoginId } from '../vocabulary/identifiers.ts';
import type { Words } from '../vocabulary/words.ts';
import type { Database } from './database.ts';
import { toDate } from './times.ts';

/** Where a code is shown, as far as it can honestly be told: for the person who holds the phone. */
export interface ShownAt {
  /** By the operator's own list of address ranges; null where none of them holds it. */
  place: Words | null;
  browser: string;
  system: string;
  /** Of code and network address together: who has the code can compare an address, and nobody can look one up. */
  networkHash: string;
}

/** A login that a phone may do, and the one code of it that counts. */
export interface PhoneCode {
  login: LoginId;
  /** Who will ask for information after the login. */
  asker: Words | null;
  /** Null until a code was shown; SHA-256, base64url. */
  codeHash: string | null;
  /** Two digits, shown beside the code and typed on the phone. */
  number: string | null;
  shownAt: ShownAt | null;
  codeExpiresAt: Date | null;
  /** Whether a phone that read the code may still answer. */
  isPhoneAtWork: boolean;
  /** Null until a phone read the code. */
  scanExpiresAt: Date | null;
}

export interface PhoneCodes {
  /** Says that a phone may do this login. Said again, the first holds. */
  offer(offer: { login: LoginId; asker: Words | null; expiresAt: Date }): Promise<void>;
  /** Sets the one code of an offered login; the one before it, and what a phone had begun with it, is ended. False if nothing was offered. */
  show(
    login: LoginId,
    code: { codeHash: string; number: string; shownAt: ShownAt; expiresAt: Date },
  ): Promise<boolean>;
  find(login: LoginId): Promise<PhoneCode | undefined>;
  findByCode(codeHash: string): Promise<PhoneCode | undefined>;
  /** The first phone that reads the code has it: of N at once one gets it. Undefined where it was read before, ran out, or is unknown. */
  scan(
    codeHash: string,
    scan: { scanHash: string; nonce: string; expiresAt: Date },
    now: Date,
  ): Promise<PhoneCode | undefined>;
  /** Takes the scan out, so that it serves one answer of the phone, be it refused. */
  takeScan(
    scanHash: string,
    now: Date,
  ): Promise<{ login: LoginId; number: string; nonce: string } | undefined>;
}

interface PhoneCodeRow {
  login: LoginId;
  asker: string | null;
  code_hash: string | null;
  number: string | null;
  shown_at: string | null;
  code_expires_at: number | null;
  scan_hash: string | null;
  nonce: string | null;
  scan_expires_at: number | null;
}

const columns =
  'login, asker, code_hash, number, shown_at, code_expires_at, scan_hash, nonce, scan_expires_at';

const toPhoneCode = (row: PhoneCodeRow): PhoneCode => ({
  login: row.login,
  asker: row.asker === null ? null : (JSON.parse(row.asker) as Words),
  codeHash: row.code_hash,
  number: row.number,
  shownAt: row.shown_at === null ? null : (JSON.parse(row.shown_at) as ShownAt),
  codeExpiresAt: toDate(row.code_expires_at),
  isPhoneAtWork: row.scan_hash !== null,
  scanExpiresAt: toDate(row.scan_expires_at),
});

/** Every step is one conditional statement, as with card logins. */
export function createPhoneCodes(database: Database): PhoneCodes {
  const findWhere = async (condition: string, value: string): Promise<PhoneCode | undefined> => {
    const row = await database.get<PhoneCodeRow>(`SELECT ${columns} FROM phone_codes WHERE ${condition}`, [
      value,
    ]);
    return row && toPhoneCode(row);
  };
  return {
    async offer({ login, asker, expiresAt }) {
      await database.run(
        `INSERT INTO phone_codes (login, asker, expires_at) VALUES (?, ?, ?) ON CONFLICT (login) DO NOTHING`,
        [login, asker && JSON.stringify(asker), expiresAt.getTime()],
      );
    },

    async show(login, { codeHash, number, shownAt, expiresAt }) {
      const changed = await database.run(
        `UPDATE phone_codes SET code_hash = ?, number = ?, shown_at = ?, code_expires_at = ?,
           scan_hash = NULL, nonce = NULL, scan_expires_at = NULL
         WHERE login = ?`,
        [codeHash, number, JSON.stringify(shownAt), expiresAt.getTime(), login],
      );
      return changed === 1;
    },

    find: (login) => findWhere('login = ?', login),

    findByCode: (codeHash) => findWhere('code_hash = ?', codeHash),

    async scan(codeHash, { scanHash, nonce, expiresAt }, now) {
      const row = await database.get<PhoneCodeRow>(
        `UPDATE phone_codes SET scan_hash = ?, nonce = ?, scan_expires_at = ?
         WHERE code_hash = ? AND scan_expires_at IS NULL AND code_expires_at > ?
         RETURNING ${columns}`,
        [scanHash, nonce, expiresAt.getTime(), codeHash, now.getTime()],
      );
      return row && toPhoneCode(row);
    },

    async takeScan(scanHash, now) {
      // Read, then compare and clear: RETURNING could only tell the values that the update left behind.
      const row = await database.get<PhoneCodeRow>(`SELECT ${columns} FROM phone_codes WHERE scan_hash = ?`, [
        scanHash,
      ]);
      if (!row || row.number === null || row.nonce === null) return undefined;
      const taken = await database.run(
        `UPDATE phone_codes SET scan_hash = NULL, nonce = NULL WHERE scan_hash = ? AND scan_expires_at > ?`,
        [scanHash, now.getTime()],
      );
      return taken === 1 ? { login: row.login, number: row.number, nonce: row.nonce } : undefined;
    },
  };
}
