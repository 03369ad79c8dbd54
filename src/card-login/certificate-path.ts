import type { KeyObject } from 'node:crypto';
import { Refusal } from '../vocabulary/refusals.ts';
import type { UnverifiedCertificate } from './certificate.ts';
import {
  extensionName,
  keyUsageBit,
  readAuthorityKeyIdentifier,
  readIsAuthority,
  readKeyPurposes,
  readKeyUsage,
  readPolicies,
  readSubjectKeyIdentifier,
} from './certificate-extensions.ts';
import { isSignedBy, isStrongKey } from './signature-algorithms.ts';
import { DerFault } from './strict-der.ts';
import type { CardAnchor } from './trust.ts';

/** What a certificate must be for. Inputs, so that public test vectors run with their own. */
export interface CardProfile {
  /** At least one of these must stand in the certificate. */
  policies: readonly string[];
  /** A bit of KeyUsage that must be set. */
  keyUsage: number;
  /** Where the certificate limits its purposes, this must be one of them. */
  keyPurpose: string;
  /** Between anchor and certificate. Cards are signed by their CA directly: none is implemented, so none is accepted. */
  mostIntermediates: 0;
}

/** The certificate for user authentication (利用者証明用) of the national card. */
export const authenticationProfile: CardProfile = {
  policies: ['1.2.392.200149.8.5.1.3.30'],
  keyUsage: keyUsageBit.digitalSignature,
  keyPurpose: '1.3.6.1.5.5.7.3.2', // clientAuth; anyExtendedKeyUsage does not stand in for it
  mostIntermediates: 0,
};

export interface PathQuestion {
  anchors: readonly CardAnchor[];
  profile: CardProfile;
  now: Date;
}

/**
 * Proves that a pinned anchor signed this certificate, that it is for this purpose, and that both are valid now
 * (RFC 5280, 6.1, for a path of one). Answers the anchor. @throws Refusal `card_not_trusted` or `card_expired`
 */
export function verifyCardPath(
  certificate: UnverifiedCertificate,
  { anchors, profile, now }: PathQuestion,
): CardAnchor {
  try {
    checkForm(certificate);
    const issuers = findIssuers(certificate, anchors);
    checkExtensionsAreKnown(certificate);
    checkIsNoAuthority(certificate);
    checkPurpose(certificate, profile);
    checkPolicy(certificate, issuers, profile);
    const issuer = issuers.find((anchor) => isValidAt(anchor.certificate, now));
    if (!issuer) throw new Refusal('card_not_trusted', 'the issuer is not valid now');
    if (!isValidAt(certificate, now)) throw new Refusal('card_expired');
    return issuer;
  } catch (error) {
    // An extension that cannot be read may hold any condition.
    if (error instanceof DerFault) throw new Refusal('card_not_trusted', error.message, { cause: error });
    throw error;
  }
}

/**
 * What holds for every certificate that is worth looking at, an anchor's too. Answers its key.
 * @throws Refusal `card_not_trusted`
 */
export function checkForm(certificate: UnverifiedCertificate): KeyObject {
  const { version, serial, algorithm, hasUniqueIdentifiers, publicKey } = certificate;
  if (version !== 3) throw new Refusal('card_not_trusted', 'not a version 3 certificate');
  if (!/^[0-9a-f]{1,40}$/.test(serial))
    throw new Refusal('card_not_trusted', 'the serial is not positive, or longer than 20 bytes');
  if (!algorithm) throw new Refusal('card_not_trusted', 'signed with an algorithm that is not accepted');
  if (hasUniqueIdentifiers) throw new Refusal('card_not_trusted', 'has unique identifiers');
  if (!publicKey || !isStrongKey(publicKey))
    throw new Refusal('card_not_trusted', 'the key is weak or of another kind');
  return publicKey;
}

/**
 * Every anchor of this name whose key made the signature. Several generations share one name, and so does whoever
 * forges it: the name only says which keys to try, the key identifier which to try first.
 */
function findIssuers(certificate: UnverifiedCertificate, anchors: readonly CardAnchor[]): CardAnchor[] {
  const hint = readAuthorityKeyIdentifier(certificate.extensions.get(extensionName.authorityKeyIdentifier));
  const hinted = (anchor: CardAnchor): boolean => {
    const identifier = readSubjectKeyIdentifier(
      anchor.certificate.extensions.get(extensionName.subjectKeyIdentifier),
    );
    return hint !== undefined && identifier !== undefined && hint.equals(identifier);
  };
  const { algorithm, signed, signature } = certificate;
  const named = anchors.filter(({ certificate: { subject } }) => subject.equals(certificate.issuer));
  const inOrder = [...named.filter(hinted), ...named.filter((anchor) => !hinted(anchor))];
  let key: string | undefined;
  const issuers = inOrder.filter((anchor) => {
    // A renewed anchor has the same key and another validity; another key needs no second try.
    if (key !== undefined) return anchor.keyHash === key;
    if (!algorithm || !isSignedBy(anchor.publicKey, { algorithm, signed, signature })) return false;
    key = anchor.keyHash;
    return true;
  });
  if (issuers.length === 0) throw new Refusal('card_not_trusted', 'no pinned key signed it');
  return issuers;
}

/**
 * Those that are checked here, or that ask for nothing in a path of one. All others fail closed where they are critical;
 * a pointer to delta lists does even where it is not, since it says that the complete list tells only half.
 */
const implemented: readonly string[] = [
  extensionName.keyUsage,
  extensionName.basicConstraints,
  extensionName.certificatePolicies,
  extensionName.extendedKeyUsage,
];

export function checkExtensionsAreKnown(certificate: UnverifiedCertificate): void {
  for (const [name, { critical }] of certificate.extensions)
    if ((critical && !implemented.includes(name)) || name === extensionName.freshestCrl)
      throw new Refusal('card_not_trusted', 'an extension that is not implemented');
}

/** A CA's own certificate names nobody's card, and its key may sign what it likes. */
export function checkIsNoAuthority({ extensions }: UnverifiedCertificate): void {
  const usage = readKeyUsage(extensions.get(extensionName.keyUsage)) ?? 0;
  if (readIsAuthority(extensions.get(extensionName.basicConstraints)))
    throw new Refusal('card_not_trusted', 'the certificate of a CA');
  if ((usage & (keyUsageBit.keyCertSign | keyUsageBit.cRLSign)) !== 0)
    throw new Refusal('card_not_trusted', 'the key may sign certificates or lists');
}

function checkPurpose({ extensions }: UnverifiedCertificate, profile: CardProfile): void {
  const usage = readKeyUsage(extensions.get(extensionName.keyUsage));
  if (usage === undefined || (usage & profile.keyUsage) === 0)
    throw new Refusal('card_not_trusted', 'the key usage does not allow this');
  const purposes = readKeyPurposes(extensions.get(extensionName.extendedKeyUsage));
  if (purposes && !purposes.includes(profile.keyPurpose))
    throw new Refusal('card_not_trusted', 'the extended key usage does not allow this');
}

const anyPolicy = '2.5.29.32.0';

/** Of the profile's policies one stands in the certificate, and the anchor does not limit itself to others. */
function checkPolicy(
  { extensions }: UnverifiedCertificate,
  issuers: readonly CardAnchor[],
  profile: CardProfile,
): void {
  const policies = readPolicies(extensions.get(extensionName.certificatePolicies));
  const mayIssue = (policy: string): boolean =>
    issuers.every(({ certificate }) => {
      const own = readPolicies(certificate.extensions.get(extensionName.certificatePolicies));
      return own.length === 0 || own.includes(policy) || own.includes(anyPolicy);
    });
  if (!policies.some((policy) => profile.policies.includes(policy) && mayIssue(policy)))
    throw new Refusal('card_not_trusted', 'issued under another policy');
}

/** In whole seconds, as certificates count: in the last second of notAfter it is still valid. */
export function isValidAt({ notBefore, notAfter }: UnverifiedCertificate, now: Date): boolean {
  const second = Math.floor(now.getTime() / 1000);
  return notBefore <= second && second <= notAfter;
}
