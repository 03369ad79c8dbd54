import type { AgencyId, CitizenId, LinkCode } from '../vocabulary/identifiers.ts';

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

export interface Citizens {
  find(id: CitizenId): Promise<Citizen | undefined>;
  findByCertificate(key: CertificateKey): Promise<Citizen | undefined>;
  /** Adds the citizen, or replaces link code and holders of the one with this id. */
  save(citizen: Citizen): Promise<void>;
  /** Binds a certificate to a citizen; a certificate already bound to another citizen is refused with an Error. */
  bindCertificate(key: CertificateKey, citizen: CitizenId): Promise<void>;
}
