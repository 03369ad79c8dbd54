import type { ProvedLogin } from '../stores/card-logins.ts';
import type { Citizens } from '../stores/citizens.ts';
import type { Assurance, CertificateKind, Factor, UsedCertificate } from '../vocabulary/authentication.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { AuthoritySet } from './authority-set.ts';
import { authenticationProfile, type CardProfile, verifyCardPath } from './certificate-path.ts';
import { toCardToken } from './card-token.ts';
import type { RevocationAnswer } from './revocation.ts';
import { isSignedFor } from './token-signature.ts';

export interface CardVerification extends AuthoritySet {
  citizens: Pick<Citizens, 'findByCertificate'>;
}

/** What the card had to sign, taken from our own store and settings: nothing of it comes with the token. */
export interface Expected {
  origin: string;
  nonce: string;
  now: Date;
}

/** What kind of certificate logs in, and how much its signature proves. */
export interface LoginWay {
  kind: CertificateKind;
  profile: CardProfile;
  factor: Factor;
  assurance: Assurance;
}

/** The card at the citizen's own machine: it signs nothing before its PIN was right. */
const cardWay: LoginWay = {
  kind: 'user_authentication',
  profile: authenticationProfile,
  factor: 'pin',
  assurance: 'card',
};

/**
 * Who holds the card that made this token. The whole argument, in the order in which it protects: the token can be
 * read → its key signed for us and for this one challenge → a pinned CA vouches for that key, for logins, now →
 * and has not taken it back → we know whose it is, or that nobody is registered with it yet. Of the certificate
 * itself nothing is kept but which one it was. @throws Refusal
 */
export async function verifyCardLogin(
  token: Readonly<Record<string, unknown>>,
  { origin, nonce, now }: Expected,
  { trust, revocation, citizens }: CardVerification,
  way: LoginWay = cardWay,
): Promise<ProvedLogin> {
  const { unverifiedCertificate, unverifiedKey, ...signature } = toCardToken(token);
  if (!isSignedFor(signature, { origin, nonce }, unverifiedKey)) throw new Refusal('card_signature_invalid');
  const issuer = verifyCardPath(unverifiedCertificate, { anchors: trust.anchors, profile: way.profile, now });
  const answer = await revocation.check(unverifiedCertificate, issuer, now);
  const certificate = {
    issuerKeyHash: issuer.keyHash,
    serial: unverifiedCertificate.serial,
    kind: way.kind,
  };
  const citizen = await citizens.findByCertificate(certificate);
  return {
    citizen: citizen?.id ?? null,
    certificate,
    authentication: { assurance: way.assurance, used: [toUsedCertificate(way, answer, now)] },
  };
}

/** What is remembered of a certificate that signed: how it was unlocked, and how it was known to be good. */
export function toUsedCertificate(
  { kind, factor }: Pick<LoginWay, 'kind' | 'factor'>,
  { method, asOf, evidence }: RevocationAnswer,
  now: Date,
): UsedCertificate {
  return {
    kind,
    factor,
    revocation: { source: method, asOf: asOf.toISOString(), evidence: evidence.sha256 },
    at: now.toISOString(),
  };
}
