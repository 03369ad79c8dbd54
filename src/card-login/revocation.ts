import type { UnverifiedCertificate } from './certificate.ts';
import type { CardAnchor } from './trust.ts';

/** What a CA is asked about: it takes no more than this, so that no certificate has to be kept to ask again. */
export type RevocableCertificate = Pick<UnverifiedCertificate, 'serial' | 'extensions'>;

/** How it is known that a certificate is not revoked, and as of when. */
export interface RevocationAnswer {
  /** By the CA's responder (OCSP) or by its list. */
  method: 'ocsp' | 'crl';
  /** When the CA said so. */
  asOf: Date;
  evidence: RevocationEvidence;
}

/** What an auditor can be shown: the very bytes that were relied on, or how to recognise them. */
export interface RevocationEvidence {
  /** SHA-256 of the DER, base64url. */
  sha256: string;
  /** The responder's signed answer. Null for a list: it is public, large, and found again by its hash. */
  der: Buffer | null;
  /** The name of the anchor that the CA is pinned as. */
  authority: string;
}

/** Where it is asked whether a CA took a certificate back. */
export interface RevocationSource {
  /**
   * Answers only for a certificate that is known not to be revoked.
   * @throws Refusal `card_revoked`, or `revocation_unknown` where nothing fresh can be had: not knowing is not a yes
   */
  check(certificate: RevocableCertificate, issuer: CardAnchor, now: Date): Promise<RevocationAnswer>;
}
