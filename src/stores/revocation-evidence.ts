import type { Database } from './database.ts';

/** What proved that a certificate was not revoked when it was relied on. */
export interface KeptEvidence {
  /** Of its DER, base64url: what logins, consents and the audit trail know it by. */
  sha256: string;
  kind: 'ocsp' | 'crl';
  /** The name of the anchor that the authority is pinned as. */
  authority: string;
  /** A responder's whole signed answer, which names one certificate's serial; null for a list, which is public. */
  der: Buffer | null;
  /** When the authority said so. */
  asOf: Date;
  firstUsedAt: Date;
}

export interface RevocationEvidenceStore {
  /** Durable when it resolves. The same again changes nothing: of many logins by one answer the first is told. */
  keep(evidence: KeptEvidence): Promise<void>;
  find(sha256: string): Promise<KeptEvidence | undefined>;
}

/**
 * Five years from its first use, as long as somebody may come and claim that a login was not theirs (Civil Code of
 * Japan, article 166); longer than any card's certificate. After that the hash elsewhere points to nothing.
 */
export const evidenceLifetimeMilliseconds = 5 * 366 * 24 * 60 * 60 * 1000;

interface EvidenceRow {
  sha256: string;
  kind: KeptEvidence['kind'];
  authority: string;
  der: Buffer | null;
  as_of: number;
  first_used_at: number;
}

export function createRevocationEvidence(database: Database): RevocationEvidenceStore {
  return {
    async keep({ sha256, kind, authority, der, asOf, firstUsedAt }) {
      await database.run(
        `INSERT INTO revocation_evidence (sha256, kind, authority, der, as_of, first_used_at)
         VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING`,
        [sha256, kind, authority, der, asOf.getTime(), firstUsedAt.getTime()],
      );
    },

    async find(sha256) {
      const row = await database.get<EvidenceRow>(
        `SELECT sha256, kind, authority, der, as_of, first_used_at FROM revocation_evidence WHERE sha256 = ?`,
        [sha256],
      );
      return (
        row && {
          sha256: row.sha256,
          kind: row.kind,
          authority: row.authority,
          der: row.der,
          asOf: new Date(row.as_of),
          firstUsedAt: new Date(row.first_used_at),
        }
      );
    },
  };
}
