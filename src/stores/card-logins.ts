import type { CitizenId, LoginId } from '../vocabulary/identifiers.ts';

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
