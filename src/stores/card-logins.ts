import type { Authentication } from '../vocabulary/authentication.ts';
import type { CitizenId, LoginId } from '../vocabulary/identifiers.ts';
import type { StatementPurpose } from '../vocabulary/signature-statement.ts';
import type { BoundCertificate } from './citizens.ts';
import type { Database } from './database.ts';
import { toDate } from './times.ts';

/** One card login in progress. Secrets are stored as SHA-256 hashes (base64url), never as they are. */
export interface CardLogin {
  id: LoginId;
  /** Hash of the cookie of the browser that started it; another one after each completion. */
  cookieHash: string;
  /** Hash of the cookie that the last completion came with: it opens nothing any more. Null before. */
  retiredCookieHash: string | null;
  /** Where the browser goes on afterwards: a path of ours, chosen by the room that started the login. */
  returnPath: string;
  createdAt: Date;
  expiresAt: Date;
  /** What signs now: the login certificate first; the signature certificate where it is asked for. */
  step: LoginStep;
  /** Of the step. */
  state: 'started' | 'delivered' | 'completed' | 'dead';
  /** What the signature certificate is asked to sign for; null in the first step. */
  purpose: StatementPurpose | null;
  /** What the first step proved; null before it was delivered. */
  proved: ProvedLogin | null;
  /** Hash of the completion code; null before delivery and after use. */
  codeHash: string | null;
  codeExpiresAt: Date | null;
}

export type LoginStep = 'authentication' | 'signature';

/** What the certificates proved so far. */
export interface ProvedLogin {
  /** Null while the certificate is not registered: then a registration follows. */
  citizen: CitizenId | null;
  /** The certificate that logged in. */
  certificate: BoundCertificate;
  authentication: Authentication;
}

/** A login that is over, as the room that started it gets it. */
export interface CompletedLogin {
  citizen: CitizenId;
  authentication: Authentication;
}

export interface CardLogins {
  start(
    login: Pick<CardLogin, 'id' | 'cookieHash' | 'returnPath' | 'createdAt' | 'expiresAt'>,
  ): Promise<void>;
  find(id: LoginId): Promise<CardLogin | undefined>;
  /**
   * Sets the one live challenge of a started, unexpired login in this step, replacing an older one; false if there is
   * no such login.
   */
  setChallenge(id: LoginId, step: LoginStep, nonce: string, expiresAt: Date, now: Date): Promise<boolean>;
  /**
   * Takes the challenge out, so that it serves exactly one delivery: of N parallel calls one gets the nonce.
   * Undefined when there is none, it expired, or the login is not in state `started` of this step.
   */
  takeChallenge(id: LoginId, step: LoginStep, now: Date): Promise<string | undefined>;
  /** started → delivered, with what was proved and the hash of a fresh completion code; false if not `started` in this step. */
  deliver(
    id: LoginId,
    step: LoginStep,
    proved: ProvedLogin,
    codeHash: string,
    codeExpiresAt: Date,
  ): Promise<boolean>;
  /**
   * delivered → completed, in one conditional statement over code hash, cookie hash and expiry. From here on only the
   * fresh cookie is the login's. False when anything does not match: then call `kill`.
   */
  complete(
    id: LoginId,
    codeHash: string,
    cookies: { held: string; fresh: string },
    now: Date,
  ): Promise<boolean>;
  /**
   * A completed first step goes on: the signature certificate is asked for, in the same browser. Asked again with
   * another purpose, the new one holds and a challenge for the old one is gone. False if there is no such login.
   */
  askSignature(id: LoginId, cookieHash: string, purpose: StatementPurpose, now: Date): Promise<boolean>;
  /**
   * completed → gone: answers what was proved once, to the browser with this cookie, for this return path; undefined
   * too where nobody is known yet.
   */
  takeCompleted(
    id: LoginId,
    cookieHash: string,
    returnPath: string,
    now: Date,
  ): Promise<CompletedLogin | undefined>;
  /** Any state → dead: code and login are of no more use. */
  kill(id: LoginId): Promise<void>;
}

interface CardLoginRow {
  id: LoginId;
  cookie_hash: string;
  retired_cookie_hash: string | null;
  return_path: string;
  created_at: number;
  expires_at: number;
  step: LoginStep;
  state: CardLogin['state'];
  purpose: StatementPurpose | null;
  citizen: CitizenId | null;
  proved: string | null;
  code_hash: string | null;
  code_expires_at: number | null;
}

const toCardLogin = (row: CardLoginRow): CardLogin => ({
  id: row.id,
  cookieHash: row.cookie_hash,
  retiredCookieHash: row.retired_cookie_hash,
  returnPath: row.return_path,
  createdAt: new Date(row.created_at),
  expiresAt: new Date(row.expires_at),
  step: row.step,
  state: row.state,
  purpose: row.purpose,
  proved: row.proved === null ? null : { citizen: row.citizen, ...toProof(row.proved) },
  codeHash: row.code_hash,
  codeExpiresAt: toDate(row.code_expires_at),
});

const toProof = (text: string) => JSON.parse(text) as Omit<ProvedLogin, 'citizen'>;

/** Every step is one conditional statement: whoever changes the row took the step, everyone else did not. */
export function createCardLogins(database: Database): CardLogins {
  return {
    async start(login) {
      await database.run(
        `INSERT INTO card_logins (id, cookie_hash, return_path, created_at, expires_at, step, state)
         VALUES (?, ?, ?, ?, ?, 'authentication', 'started')`,
        [login.id, login.cookieHash, login.returnPath, login.createdAt.getTime(), login.expiresAt.getTime()],
      );
    },

    async find(id) {
      const row = await database.get<CardLoginRow>(
        `SELECT id, cookie_hash, retired_cookie_hash, return_path, created_at, expires_at, step, state, purpose,
           citizen, proved, code_hash, code_expires_at
         FROM card_logins WHERE id = ?`,
        [id],
      );
      return row && toCardLogin(row);
    },

    async setChallenge(id, step, nonce, expiresAt, now) {
      const changed = await database.run(
        `UPDATE card_logins SET nonce = ?, nonce_expires_at = ?
         WHERE id = ? AND step = ? AND state = 'started' AND expires_at > ?`,
        [nonce, expiresAt.getTime(), id, step, now.getTime()],
      );
      return changed === 1;
    },

    async takeChallenge(id, step, now) {
      // Read, then compare and clear: RETURNING could only tell the value that the update left behind.
      const row = await database.get<{ nonce: string | null }>('SELECT nonce FROM card_logins WHERE id = ?', [
        id,
      ]);
      if (!row?.nonce) return undefined;
      const taken = await database.run(
        `UPDATE card_logins SET nonce = NULL, nonce_expires_at = NULL
         WHERE id = ? AND nonce = ? AND step = ? AND state = 'started' AND nonce_expires_at > ? AND expires_at > ?`,
        [id, row.nonce, step, now.getTime(), now.getTime()],
      );
      return taken === 1 ? row.nonce : undefined;
    },

    async deliver(id, step, { citizen, ...proof }, codeHash, codeExpiresAt) {
      const changed = await database.run(
        `UPDATE card_logins SET state = 'delivered', citizen = ?, proved = ?, code_hash = ?, code_expires_at = ?,
           nonce = NULL, nonce_expires_at = NULL
         WHERE id = ? AND step = ? AND state = 'started'`,
        [citizen, JSON.stringify(proof), codeHash, codeExpiresAt.getTime(), id, step],
      );
      return changed === 1;
    },

    async complete(id, codeHash, { held, fresh }, now) {
      const changed = await database.run(
        `UPDATE card_logins SET state = 'completed', code_hash = NULL, code_expires_at = NULL,
           cookie_hash = ?, retired_cookie_hash = ?
         WHERE id = ? AND state = 'delivered' AND code_hash = ? AND cookie_hash = ?
           AND code_expires_at > ? AND expires_at > ?`,
        [fresh, held, id, codeHash, held, now.getTime(), now.getTime()],
      );
      return changed === 1;
    },

    async askSignature(id, cookieHash, purpose, now) {
      const changed = await database.run(
        `UPDATE card_logins SET step = 'signature', state = 'started', purpose = ?,
           nonce = NULL, nonce_expires_at = NULL
         WHERE id = ? AND cookie_hash = ? AND expires_at > ?
           AND ((step = 'authentication' AND state = 'completed') OR (step = 'signature' AND state = 'started'))`,
        [purpose, id, cookieHash, now.getTime()],
      );
      return changed === 1;
    },

    async takeCompleted(id, cookieHash, returnPath, now) {
      const row = await database.get<{ citizen: CitizenId; proved: string }>(
        `DELETE FROM card_logins
         WHERE id = ? AND state = 'completed' AND citizen IS NOT NULL AND cookie_hash = ? AND return_path = ?
           AND expires_at > ?
         RETURNING citizen, proved`,
        [id, cookieHash, returnPath, now.getTime()],
      );
      return row && { citizen: row.citizen, authentication: toProof(row.proved).authentication };
    },

    async kill(id) {
      await database.run(
        `UPDATE card_logins SET state = 'dead', citizen = NULL, proved = NULL, purpose = NULL,
           code_hash = NULL, code_expires_at = NULL, nonce = NULL, nonce_expires_at = NULL
         WHERE id = ?`,
        [id],
      );
    },
  };
}
