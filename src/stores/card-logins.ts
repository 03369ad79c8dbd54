import type { CitizenId, LoginId } from '../vocabulary/identifiers.ts';
import type { Database } from './database.ts';
import { toDate } from './times.ts';

/** One card login in progress. Secrets are stored as SHA-256 hashes (base64url), never as they are. */
export interface CardLogin {
  id: LoginId;
  /** Hash of the cookie of the browser that started it. */
  cookieHash: string;
  /** Where the browser goes on afterwards: a path of ours, chosen by the room that started the login. */
  returnPath: string;
  createdAt: Date;
  expiresAt: Date;
  state: 'started' | 'delivered' | 'completed' | 'dead';
  /** Set once the agent delivered a token that was accepted. */
  citizen: CitizenId | null;
  /** Hash of the completion code; null before delivery and after use. */
  codeHash: string | null;
  codeExpiresAt: Date | null;
}

export interface CardLogins {
  start(
    login: Pick<CardLogin, 'id' | 'cookieHash' | 'returnPath' | 'createdAt' | 'expiresAt'>,
  ): Promise<void>;
  find(id: LoginId): Promise<CardLogin | undefined>;
  /** Sets the one live challenge of a started, unexpired login, replacing an older one; false if there is no such login. */
  setChallenge(id: LoginId, nonce: string, expiresAt: Date, now: Date): Promise<boolean>;
  /**
   * Takes the challenge out, so that it serves exactly one delivery: of N parallel calls one gets the nonce.
   * Undefined when there is none, it expired, or the login is not in state `started`.
   */
  takeChallenge(id: LoginId, now: Date): Promise<string | undefined>;
  /** started → delivered, with the citizen and the hash of a fresh completion code; false if not in `started`. */
  deliver(id: LoginId, citizen: CitizenId, codeHash: string, codeExpiresAt: Date): Promise<boolean>;
  /**
   * delivered → completed, in one conditional statement over code hash, cookie hash and expiry.
   * False when anything does not match: then call `kill`.
   */
  complete(id: LoginId, codeHash: string, cookieHash: string, now: Date): Promise<boolean>;
  /** completed → gone: answers the citizen once, to the browser with this cookie, for this return path; else undefined. */
  takeCompleted(
    id: LoginId,
    cookieHash: string,
    returnPath: string,
    now: Date,
  ): Promise<CitizenId | undefined>;
  /** Any state → dead: code and login are of no more use. */
  kill(id: LoginId): Promise<void>;
}

interface CardLoginRow {
  id: LoginId;
  cookie_hash: string;
  return_path: string;
  created_at: number;
  expires_at: number;
  state: CardLogin['state'];
  citizen: CitizenId | null;
  code_hash: string | null;
  code_expires_at: number | null;
}

const toCardLogin = (row: CardLoginRow): CardLogin => ({
  id: row.id,
  cookieHash: row.cookie_hash,
  returnPath: row.return_path,
  createdAt: new Date(row.created_at),
  expiresAt: new Date(row.expires_at),
  state: row.state,
  citizen: row.citizen,
  codeHash: row.code_hash,
  codeExpiresAt: toDate(row.code_expires_at),
});

/** Every step is one conditional statement: whoever changes the row took the step, everyone else did not. */
export function createCardLogins(database: Database): CardLogins {
  return {
    async start(login) {
      await database.run(
        `INSERT INTO card_logins (id, cookie_hash, return_path, created_at, expires_at, state)
         VALUES (?, ?, ?, ?, ?, 'started')`,
        [login.id, login.cookieHash, login.returnPath, login.createdAt.getTime(), login.expiresAt.getTime()],
      );
    },

    async find(id) {
      const row = await database.get<CardLoginRow>(
        `SELECT id, cookie_hash, return_path, created_at, expires_at, state, citizen, code_hash, code_expires_at
         FROM card_logins WHERE id = ?`,
        [id],
      );
      return row && toCardLogin(row);
    },

    async setChallenge(id, nonce, expiresAt, now) {
      const changed = await database.run(
        `UPDATE card_logins SET nonce = ?, nonce_expires_at = ?
         WHERE id = ? AND state = 'started' AND expires_at > ?`,
        [nonce, expiresAt.getTime(), id, now.getTime()],
      );
      return changed === 1;
    },

    async takeChallenge(id, now) {
      // Read, then compare and clear: RETURNING could only tell the value that the update left behind.
      const row = await database.get<{ nonce: string | null }>('SELECT nonce FROM card_logins WHERE id = ?', [
        id,
      ]);
      if (!row?.nonce) return undefined;
      const taken = await database.run(
        `UPDATE card_logins SET nonce = NULL, nonce_expires_at = NULL
         WHERE id = ? AND nonce = ? AND state = 'started' AND nonce_expires_at > ? AND expires_at > ?`,
        [id, row.nonce, now.getTime(), now.getTime()],
      );
      return taken === 1 ? row.nonce : undefined;
    },

    async deliver(id, citizen, codeHash, codeExpiresAt) {
      const changed = await database.run(
        `UPDATE card_logins SET state = 'delivered', citizen = ?, code_hash = ?, code_expires_at = ?,
           nonce = NULL, nonce_expires_at = NULL
         WHERE id = ? AND state = 'started'`,
        [citizen, codeHash, codeExpiresAt.getTime(), id],
      );
      return changed === 1;
    },

    async complete(id, codeHash, cookieHash, now) {
      const changed = await database.run(
        `UPDATE card_logins SET state = 'completed', code_hash = NULL, code_expires_at = NULL
         WHERE id = ? AND state = 'delivered' AND code_hash = ? AND cookie_hash = ?
           AND code_expires_at > ? AND expires_at > ?`,
        [id, codeHash, cookieHash, now.getTime(), now.getTime()],
      );
      return changed === 1;
    },

    async takeCompleted(id, cookieHash, returnPath, now) {
      const row = await database.get<{ citizen: CitizenId }>(
        `DELETE FROM card_logins
         WHERE id = ? AND state = 'completed' AND cookie_hash = ? AND return_path = ? AND expires_at > ?
         RETURNING citizen`,
        [id, cookieHash, returnPath, now.getTime()],
      );
      return row?.citizen;
    },

    async kill(id) {
      await database.run(
        `UPDATE card_logins SET state = 'dead', citizen = NULL, code_hash = NULL, code_expires_at = NULL,
           nonce = NULL, nonce_expires_at = NULL
         WHERE id = ?`,
        [id],
      );
    },
  };
}
