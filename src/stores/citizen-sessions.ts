import type { Assurance } from '../vocabulary/authentication.ts';
import type { CitizenId } from '../vocabulary/identifiers.ts';
import type { Database } from './database.ts';

/** A citizen's session at my page. The cookie's secret is stored as its SHA-256 (base64url). */
export interface CitizenSession {
  secretHash: string;
  citizen: CitizenId;
  /** What the login that opened it had proved. */
  assurance: Assurance;
  createdAt: Date;
  expiresAt: Date;
}

export interface CitizenSessions {
  start(session: CitizenSession): Promise<void>;
  /** The session, if it is unexpired. */
  find(secretHash: string, now: Date): Promise<CitizenSession | undefined>;
  end(secretHash: string): Promise<void>;
}

interface SessionRow {
  secret_hash: string;
  citizen: CitizenId;
  assurance: Assurance;
  created_at: number;
  expires_at: number;
}

export function createCitizenSessions(database: Database): CitizenSessions {
  return {
    async start(session) {
      await database.run(
        'INSERT INTO citizen_sessions (secret_hash, citizen, assurance, created_at, expires_at) VALUES (?, ?, ?, ?, ?)',
        [
          session.secretHash,
          session.citizen,
          session.assurance,
          session.createdAt.getTime(),
          session.expiresAt.getTime(),
        ],
      );
    },

    async find(secretHash, now) {
      const row = await database.get<SessionRow>(
        `SELECT secret_hash, citizen, assurance, created_at, expires_at FROM citizen_sessions
         WHERE secret_hash = ? AND expires_at > ?`,
        [secretHash, now.getTime()],
      );
      return (
        row && {
          secretHash: row.secret_hash,
          citizen: row.citizen,
          assurance: row.assurance,
          createdAt: new Date(row.created_at),
          expiresAt: new Date(row.expires_at),
        }
      );
    },

    async end(secretHash) {
      await database.run('DELETE FROM citizen_sessions WHERE secret_hash = ?', [secretHash]);
    },
  };
}
