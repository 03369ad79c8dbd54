import type { CitizenId } from '../vocabulary/identifiers.ts';
import type { CertificateKey } from './citizens.ts';
import type { Queries } from './database.ts';

/** Who a citizen is, sealed: what is in it the room that seals it knows. */
export interface StoredIdentity {
  sealed: Buffer;
  /** The signature certificate that said it. */
  certificate: CertificateKey;
  /** From when that certificate is valid: of two, the later one tells who somebody is. */
  issuedAt: Date;
  /** When its holder signed with it here. */
  registeredAt: Date;
}

export interface Identities {
  find(citizen: CitizenId): Promise<StoredIdentity | undefined>;
  /** Keeps it in the place of an older one; false where what is there is of a certificate issued later. */
  keep(citizen: CitizenId, identity: StoredIdentity): Promise<boolean>;
}

interface IdentityRow {
  sealed: Buffer;
  issuer_key_hash: string;
  serial: string;
  issued_at: number;
  registered_at: number;
}

export function createIdentities(database: Queries): Identities {
  return {
    async find(citizen) {
      const row = await database.get<IdentityRow>(
        'SELECT sealed, issuer_key_hash, serial, issued_at, registered_at FROM identities WHERE citizen = ?',
        [citizen],
      );
      return (
        row && {
          sealed: row.sealed,
          certificate: { issuerKeyHash: row.issuer_key_hash, serial: row.serial },
          issuedAt: new Date(row.issued_at),
          registeredAt: new Date(row.registered_at),
        }
      );
    },

    async keep(citizen, { sealed, certificate, issuedAt, registeredAt }) {
      const kept = await database.run(
        `INSERT INTO identities (citizen, sealed, issuer_key_hash, serial, issued_at, registered_at)
         VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (citizen) DO UPDATE SET sealed = excluded.sealed, issuer_key_hash = excluded.issuer_key_hash,
           serial = excluded.serial, issued_at = excluded.issued_at, registered_at = excluded.registered_at
         WHERE identities.issued_at <= excluded.issued_at`,
        [
          citizen,
          sealed,
          certificate.issuerKeyHash,
          certificate.serial,
          issuedAt.getTime(),
          registeredAt.getTime(),
        ],
      );
      return kept === 1;
    },
  };
}
