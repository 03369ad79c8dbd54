import type { AuthoritySet } from '../card-login/authority-set.ts';
import { toStrongCertificate } from '../card-login/card-token.ts';
import type { UnverifiedCertificate } from '../card-login/certificate.ts';
import { authenticationProfile, type CardProfile, verifyCardPath } from '../card-login/certificate-path.ts';
import { phoneAuthenticationProfile } from '../card-login/phone/phone-way.ts';
import type { CardAnchor } from '../card-login/trust.ts';
import type { NamingMethod } from '../vocabulary/emergency.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { IssuedCertificate } from '../vocabulary/residents.ts';

export interface CertificateRooms {
  authorities: { card: AuthoritySet; phone: AuthoritySet };
}

/** Whose certificate it is, by the authority's word; and why it counts no more, where it does not. */
export interface PresentedCertificate {
  namedBy: NamingMethod;
  certificate: IssuedCertificate;
  /** Of a certificate that ran out or was taken back: it names somebody, and opens nothing. */
  refusal: Refusal | null;
}

interface Way {
  namedBy: NamingMethod;
  kind: IssuedCertificate['kind'];
  profile: CardProfile;
  authority: 'card' | 'phone';
}

const ways: readonly Way[] = [
  {
    namedBy: 'card_certificate',
    kind: 'user_authentication',
    profile: authenticationProfile,
    authority: 'card',
  },
  {
    namedBy: 'phone_certificate',
    kind: 'phone_authentication',
    profile: phoneAuthenticationProfile,
    authority: 'phone',
  },
];

/**
 * What a login asks of a certificate, but for the signature that nobody is there to make: pinned authority, policy,
 * usage, time, revocation. So it says whose certificate this is and that it is good, not that the card is at hand: a
 * certificate can be copied (README). @throws Refusal
 */
export async function verifyCertificate(
  base64: string,
  now: Date,
  { authorities }: CertificateRooms,
): Promise<PresentedCertificate> {
  const certificate = toCertificate(base64);
  const { way, anchor, refusal } = verifyPath(certificate, now, authorities);
  const verified = {
    namedBy: way.namedBy,
    certificate: { issuerKeyHash: anchor.keyHash, serial: certificate.serial, kind: way.kind },
  };
  if (refusal) return { ...verified, refusal };
  try {
    await authorities[way.authority].revocation.check(certificate, anchor, now);
    return { ...verified, refusal: null };
  } catch (error) {
    if (error instanceof Refusal) return { ...verified, refusal: error };
    throw error;
  }
}

function toCertificate(base64: string): UnverifiedCertificate {
  try {
    return toStrongCertificate({ unverifiedCertificate: base64 });
  } catch (error) {
    if (error instanceof Refusal && error.reason === 'card_token_malformed')
      throw new Refusal('request_malformed', 'person.certificate: must be one certificate, DER in base64');
    throw error;
  }
}

/** By the card's authorities, or else by the phones'; the card's refusal is the one that is told. */
function verifyPath(
  certificate: UnverifiedCertificate,
  now: Date,
  authorities: CertificateRooms['authorities'],
): { way: Way; anchor: CardAnchor; refusal: Refusal | null } {
  const refusals: Refusal[] = [];
  for (const way of ways) {
    const { anchors } = authorities[way.authority].trust;
    const pathAt = (at: Date): CardAnchor =>
      verifyCardPath(certificate, { anchors, profile: way.profile, now: at });
    try {
      return { way, anchor: pathAt(now), refusal: null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(error);
      // On its last day it was somebody's: theirs is the page that has to tell of this try.
      const anchor =
        error.reason === 'card_expired' ? attempt(() => pathAt(lastMomentOf(certificate))) : undefined;
      if (anchor) return { way, anchor, refusal: error };
    }
  }
  throw refusals[0] ?? new Refusal('card_not_trusted');
}

function lastMomentOf({ notAfter }: UnverifiedCertificate): Date {
  return new Date(notAfter * 1000);
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
