import type { Citizens } from '../stores/citizens.ts';
import type { CitizenId } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { authenticationProfile, verifyCardPath } from './certificate-path.ts';
import { toCardToken } from './card-token.ts';
import type { RevocationAnswer, RevocationSource } from './revocation.ts';
import { isSignedFor } from './token-signature.ts';
import type { CardTrust } from './trust.ts';

export interface CardVerification {
  trust: CardTrust;
  revocation: RevocationSource;
  citizens: Pick<Citizens, 'findByCertificate'>;
}

/** Who logged in, and how it is known that the card was not revoked. */
export interface VerifiedCardLogin {
  citizen: CitizenId;
  revocation: RevocationAnswer;
}

/** What the card had to sign, taken from our own store and settings: nothing of it comes with the token. */
export interface Expected {
  origin: string;
  nonce: string;
  now: Date;
}

/**
 * Who holds the card that made this token. The whole argument, in the order in which it protects: the token can be
 * read → its key signed for us and for this one challenge → a pinned CA vouches for that key, for logins, now →
 * and has not taken it back → we know whose it is. Nothing of the certificate is kept. @throws Refusal
 */
export async function verifyCardLogin(
  token: Readonly<Record<string, unknown>>,
  { origin, nonce, now }: Expected,
  { trust, revocation, citizens }: CardVerification,
): Promise<VerifiedCardLogin> {
  const { unverifiedCertificate, unverifiedKey, ...signature } = toCardToken(token);
  if (!isSignedFor(signature, { origin, nonce }, unverifiedKey)) throw new Refusal('card_signature_invalid');
  const issuer = verifyCardPath(unverifiedCertificate, {
    anchors: trust.anchors,
    profile: authenticationProfile,
    now,
  });
  const answer = await revocation.check(unverifiedCertificate, issuer, now);
  const citizen = await citizens.findByCertificate({
    issuerKeyHash: issuer.keyHash,
    serial: unverifiedCertificate.serial,
  });
  if (!citizen) throw new Refusal('card_not_registered');
  return { citizen: citizen.id, revocation: answer };
}
