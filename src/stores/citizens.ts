import type { CertificateKind } from '../vocabulary/authentication.ts';
import type { AgencyId, CitizenId, LinkCode } from '../vocabulary/identifiers.ts';
import type { Queries } from './database.ts';
import { carrySuppression } from './suppressions.ts';

/** Someone who may log in. Holds no attribute of the person: only how to ask for their records. */
export interface Citizen {
  id: CitizenId;
  /** Our code of this person towards the provision network. */
  linkCode: LinkCode;
  /** Who holds this person's records, by kind of holder: the municipality of residence, the insurer, … */
  holders: Readonly<Record<string, AgencyId>>;
}

/** A certificate is known by its issuer's key and its serial: the same serial exists under both CA generations. */
export interface CertificateKey {
  /** SHA-256 of the issuer's SubjectPublicKeyInfo (DER), base64url. */
  issuerKeyHash: string;
  /** Serial number, lower-case hex without leading zeros. */
  serial: string;
}

export interface BoundCertificate extends CertificateKey {
  kind: CertificateKind;
}

export interface Citizens {
  find(id: CitizenId): Promise<Citizen | undefined>;
  findByLinkCode(linkCode: LinkCode): Promise<Citizen | undefined>;
  /** Of this kind alone: a certificate that signs documents logs nobody in. */
  findByCertificate(certificate: BoundCertificate): Promise<Citizen | undefined>;
  /** What is bound to this citizen, in no order. */
  certificatesOf(id: CitizenId): Promise<BoundCertificate[]>;
  /** Adds the citizen, or replaces link code and holders of the one with this id. */
  save(citizen: Citizen): Promise<void>;
  /** Binds a certificate to a citizen; one already bound to another citizen, or as another kind, is refused with an Error. */
  bindCertificate(certificate: BoundCertificate, citizen: CitizenId): Promise<void>;
  /** The same, but answers false in the place of the Error. */
  bindCertificateIfFree(certificate: BoundCertificate, citizen: CitizenId): Promise<boolean>;
}

interface CitizenRow {
  id: CitizenId;
  link_code: LinkCode;
  holders: string;
}

const toCitizen = (row: CitizenRow): Citizen => ({
  id: row.id,
  linkCode: row.link_code,
  holders: JSON.parse(row.holders) as Citizen['holders'],
});

export function createCitizens(database: Queries): Citizens {
  async function bindIfFree(
    { issuerKeyHash, serial, kind }: BoundCertificate,
    citizen: CitizenId,
  ): Promise<boolean> {
    // The condition is part of the statement: of two who bind one certificate at once, the second changes no row.
    const bound = await database.run(
      `INSERT INTO certificates (issuer_key_hash, serial, kind, citizen) VALUES (?, ?, ?, ?)
       ON CONFLICT (issuer_key_hash, serial) DO UPDATE SET citizen = excluded.citizen
       WHERE certificates.citizen = excluded.citizen AND certificates.kind = excluded.kind`,
      [issuerKeyHash, serial, kind, citizen],
    );
    return bound === 1;
  }

  return {
    async find(id) {
      const row = await database.get<CitizenRow>('SELECT id, link_code, holders FROM citizens WHERE id = ?', [
        id,
      ]);
      return row && toCitizen(row);
    },

    async findByLinkCode(linkCode) {
      const row = await database.get<CitizenRow>(
        'SELECT id, link_code, holders FROM citizens WHERE link_code = ?',
        [linkCode],
      );
      return row && toCitizen(row);
    },

    async findByCertificate({ issuerKeyHash, serial, kind }) {
      const row = await database.get<CitizenRow>(
        `SELECT citizens.id, citizens.link_code, citizens.holders
         FROM certificates JOIN citizens ON citizens.id = certificates.citizen
         WHERE certificates.issuer_key_hash = ? AND certificates.serial = ? AND certificates.kind = ?`,
        [issuerKeyHash, serial, kind],
      );
      return row && toCitizen(row);
    },

    async certificatesOf(id) {
      const rows = await database.all<{ issuer_key_hash: string; serial: string; kind: CertificateKind }>(
        'SELECT issuer_key_hash, serial, kind FROM certificates WHERE citizen = ?',
        [id],
      );
      return rows.map(({ issuer_key_hash: issuerKeyHash, serial, kind }) => ({
        issuerKeyHash,
        serial,
        kind,
      }));
    },

    async save(citizen) {
      const known = await database.get<{ link_code: LinkCode }>(
        'SELECT link_code FROM citizens WHERE id = ?',
        [citizen.id],
      );
      // First: a flag may be there twice for a moment, and never not at all.
      if (known && known.link_code !== citizen.linkCode)
        await carrySuppression(database, known.link_code, citizen.linkCode);
      await database.run(
        `INSERT INTO citizens (id, link_code, holders) VALUES (?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET link_code = excluded.link_code, holders = excluded.holders`,
        [citizen.id, citizen.linkCode, JSON.stringify(citizen.holders)],
      );
    },

    bindCertificateIfFree: bindIfFree,

    async bindCertificate(certificate, citizen) {
      if (!(await bindIfFree(certificate, citizen)))
        throw new Error('this certificate is bound to another citizen, or as another kind');
    },
  };
}
