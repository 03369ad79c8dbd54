import type { BoundCertificate } from '../stores/citizens.ts';
import type { ProvedLogin } from '../stores/card-logins.ts';
import type { CitizenId } from '../vocabulary/identifiers.ts';
import type { StatementPurpose } from '../vocabulary/signature-statement.ts';
import type { UnverifiedCertificate } from './certificate.ts';

/** A signature certificate whose path, revocation and signature were proved, and what it signed for. */
export interface ProvedSignature {
  purpose: StatementPurpose;
  bound: BoundCertificate;
  certificate: UnverifiedCertificate;
}

/** Who finds out, by a signature certificate, whose the card is that logged in. */
export interface Registrar {
  /**
   * The citizen who holds the card of this login: the one known already, where the signature is theirs; else the one
   * who is registered now, with both certificates bound. Nothing is stored where it refuses. @throws Refusal
   */
  identify(login: ProvedLogin, signature: ProvedSignature): Promise<CitizenId>;
}
