import type { CitizenId } from '../vocabulary/identifiers.ts';

/** A citizen's session at my page. The cookie's secret is stored as its SHA-256 (base64url). */
export interface CitizenSession {
  secretHash: string;
  citizen: CitizenId;
  createdAt: Date;
  expiresAt: Date;
}

export interface CitizenSessions {
  start(session: CitizenSession): Promise<void>;
  /** The session, if it is unexpired. */
  find(secretHash: string, now: Date): Promise<CitizenSession | undefined>;
  end(secretHash: string): Promise<void>;
}
