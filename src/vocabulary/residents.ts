/**
 * Who somebody is, as a signature certificate says it, and what is asked of the register of residents about it. The
 * four attributes (基本4情報) are what the register matches by; nothing else of a certificate goes there.
 */
import type { CertificateKind } from './authentication.ts';
import type { AgencyId, LinkCode, TraceId } from './identifiers.ts';

/** A name or an address as the certificate writes it. */
export interface WrittenText {
  text: string;
  /**
   * Positions (in code points, from 0) at which a common character stands for a rare one that certificates cannot
   * carry (代替文字): there the text is known not to be the person's real spelling.
   */
  substituted: readonly number[];
}

export interface ResidentAttributes {
  name: WrittenText;
  sex: 'male' | 'female' | 'not_applicable';
  /** ISO 8601; an unknown day is `00`, an unknown month with it. */
  birthOn: string;
  address: WrittenText;
}

/** A certificate as its authority's register knows it. */
export interface IssuedCertificate {
  /** SHA-256 of the issuer's SubjectPublicKeyInfo (DER), base64url. */
  issuerKeyHash: string;
  serial: string;
  kind: CertificateKind;
}

export interface ResidentQuestion {
  traceId: TraceId;
  /** Whether the signer registers themselves, or the holder of the card that logged in. */
  registers: 'signer' | 'represented';
  signer: { attributes: ResidentAttributes; certificate: IssuedCertificate };
  /** The certificate that logged in. */
  login: IssuedCertificate;
}

/** By what right the signer acts for the holder of the login certificate. */
export const representations = [
  'parental_authority',
  'guardian',
  'appointed_agent',
  'none',
  /** They are one person. */
  'self',
] as const;
export type Representation = (typeof representations)[number];

/** Why the register names nobody. */
export const residentRefusals = ['none', 'several', 'deceased', 'certificate_of_another'] as const;

export type ResidentAnswer =
  | { outcome: 'found'; linkCode: LinkCode; holders: Readonly<Record<string, AgencyId>> }
  | { outcome: (typeof residentRefusals)[number] }
  /** Registered may be whom the signer has authority over by law; of others no code is told. */
  | { outcome: 'not_represented'; representation: 'appointed_agent' | 'none' | 'self' };
