import type { UnverifiedCertificate } from './certificate.ts';
import {
  anyPolicy,
  extensionName,
  keyUsageBit,
  readIsAuthority,
  readKeyPurposes,
  readKeyUsage,
  readPolicies,
} from './certificate-extensions.ts';
import { toRefusal, verifyPath } from './path.ts';
import { PathFault } from './path-fault.ts';
import { checkForm } from './path-form.ts';
import type { CardAnchor } from './trust.ts';

/** What a certificate must be for. Inputs, so that tests run with their own. */
export interface CardProfile {
  /** At least one of these must stand in the certificate. */
  policies: readonly string[];
  /** A bit of KeyUsage that must be set. */
  keyUsage: number;
  /** Where the certificate limits its purposes, this must be one of them; null where no limited one will do. */
  keyPurpose: string | null;
  /** Between anchor and certificate. Cards are signed by their CA directly, so that none sends any along. */
  mostIntermediates: 0;
}

/** The certificate for user authentication (利用者証明用) of the national card. */
export const authenticationProfile: CardProfile = {
  policies: ['1.2.392.200149.8.5.1.3.30'],
  keyUsage: keyUsageBit.digitalSignature,
  keyPurpose: '1.3.6.1.5.5.7.3.2', // clientAuth; anyExtendedKeyUsage does not stand in for it
  mostIntermediates: 0,
};

/**
 * The certificate for digital signature (署名用): its key usage commits the holder to what they sign. The real one
 * limits no purpose; one that does is for something else.
 */
export const signatureProfile: CardProfile = {
  policies: ['1.2.392.200149.8.5.1.1.20'],
  keyUsage: keyUsageBit.nonRepudiation,
  keyPurpose: null,
  mostIntermediates: 0,
};

export interface CardPathQuestion {
  anchors: readonly CardAnchor[];
  profile: CardProfile;
  now: Date;
}

/**
 * Proves that a pinned anchor signed this certificate, that it is for this purpose, and that both are valid now: what a
 * card must be first, since that costs nothing, then the path (RFC 5280, 6.1). Answers the anchor.
 * @throws Refusal `card_not_trusted` or `card_expired`
 */
export function verifyCardPath(
  certificate: UnverifiedCertificate,
  { anchors, profile, now }: CardPathQuestion,
): CardAnchor {
  try {
    checkForm(certificate);
    checkExtensionsAreKnown(certificate);
    checkIsNoAuthority(certificate);
    checkPurpose(certificate, profile);
    const [top] = verifyPath(
      certificate,
      {
        anchors: anchors.map((anchor) => anchor.certificate),
        unverifiedIntermediates: [],
        profile: { ...profile, keyPurpose: profile.keyPurpose ?? undefined, ...strict },
        now,
        // By the caller, from the authority's own list.
        areListsAsked: true,
      },
      ([anchor]) => checkPolicy(certificate, anchor, profile),
    );
    const anchor = anchors.find((one) => one.certificate === top);
    if (!anchor) throw new PathFault('issuer', 'no pinned key signed it');
    return anchor;
  } catch (error) {
    throw toRefusal(error);
  }
}

/** What the profile of a card leaves no choice in. */
const strict = {
  explicitPolicyRequired: true,
  mappingInhibited: true,
  anyPolicyInhibited: true,
  constraintsMustBeCritical: true,
  holderMayBeAuthority: false,
} as const;

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
      throw new PathFault('critical-extension', 'an extension that is not implemented');
}

/** A CA's own certificate names nobody's card, and its key may sign what it likes. */
export function checkIsNoAuthority({ extensions }: UnverifiedCertificate): void {
  const usage = readKeyUsage(extensions.get(extensionName.keyUsage)) ?? 0;
  if (readIsAuthority(extensions.get(extensionName.basicConstraints)))
    throw new PathFault('holder', 'the certificate of a CA');
  if ((usage & (keyUsageBit.keyCertSign | keyUsageBit.cRLSign)) !== 0)
    throw new PathFault('holder', 'the key may sign certificates or lists');
}

function checkPurpose({ extensions }: UnverifiedCertificate, profile: CardProfile): void {
  const usage = readKeyUsage(extensions.get(extensionName.keyUsage));
  if (usage === undefined || (usage & profile.keyUsage) === 0)
    throw new PathFault('key-usage', 'the key usage does not allow this');
  const purposes = readKeyPurposes(extensions.get(extensionName.extendedKeyUsage));
  if (purposes && (profile.keyPurpose === null || !purposes.includes(profile.keyPurpose)))
    throw new PathFault('key-purpose', 'the extended key usage does not allow this');
}

/**
 * Of the profile's policies one stands in the certificate by name, and the anchor does not limit itself to others: any
 * policy in the certificate is none of the profile's.
 */
function checkPolicy(
  { extensions }: UnverifiedCertificate,
  anchor: UnverifiedCertificate | undefined,
  profile: CardProfile,
): void {
  const policies = readPolicies(extensions.get(extensionName.certificatePolicies));
  const own = readPolicies(anchor?.extensions.get(extensionName.certificatePolicies));
  const mayIssue = (policy: string): boolean =>
    own.length === 0 || own.includes(policy) || own.includes(anyPolicy);
  if (!policies.some((policy) => profile.policies.includes(policy) && mayIssue(policy)))
    throw new PathFault('policy', 'issued under another policy');
}
