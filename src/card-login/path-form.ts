import type { KeyObject } from 'node:crypto';
import type { UnverifiedCertificate } from './certificate.ts';
import {
  extensionName,
  keyUsageBit,
  readIsAuthority,
  readKeyUsage,
  readPathLength,
  readSubjectKeyIdentifier,
} from './certificate-extensions.ts';
import { toComparableName } from './distinguished-name.ts';
import { readAlternativeNames } from './general-name.ts';
import { checkKeyIdentifiers, readAuthorityKeyIdentifier } from './key-identifiers.ts';
import { PathFault } from './path-fault.ts';
import { isStrongIssuerKey, isStrongKey } from './signature-algorithms.ts';

/**
 * What holds for every certificate that is worth looking at, an anchor's too. Answers its key.
 * @throws Refusal `card_not_trusted`
 */
export function checkForm(
  certificate: UnverifiedCertificate,
  role: 'holder' | 'issuer' = 'holder',
): KeyObject {
  const { version, serial, algorithm, hasUniqueIdentifiers, publicKey } = certificate;
  if (version !== 3) throw new PathFault('version', 'not a version 3 certificate');
  if (!/^[0-9a-f]{1,40}$/.test(serial))
    throw new PathFault('serial', 'the serial is not positive, or longer than 20 bytes');
  if (!algorithm) throw new PathFault('algorithm', 'signed with an algorithm that is not accepted');
  if (hasUniqueIdentifiers) throw new PathFault('unique-identifiers', 'has unique identifiers');
  if (!publicKey || !(role === 'holder' ? isStrongKey(publicKey) : isStrongIssuerKey(publicKey)))
    throw new PathFault('key', 'the key is weak or of another kind');
  return publicKey;
}

/** The extensions that a path asks for something by, all of them checked. */
const implemented: readonly string[] = [
  extensionName.keyUsage,
  extensionName.subjectAlternativeName,
  extensionName.basicConstraints,
  extensionName.nameConstraints,
  extensionName.certificatePolicies,
  extensionName.policyMappings,
  extensionName.policyConstraints,
  extensionName.extendedKeyUsage,
  extensionName.inhibitAnyPolicy,
];
/** Where they are critical, a list of revoked certificates must be asked, and is. */
const aboutRevocation: readonly string[] = [extensionName.crlDistributionPoints];

/** Critical means: whoever does not understand this must refuse. */
export function checkCriticalExtensions(certificate: UnverifiedCertificate, areListsAsked: boolean): void {
  for (const [name, { critical }] of certificate.extensions)
    if (critical && !implemented.includes(name) && !(areListsAsked && aboutRevocation.includes(name)))
      throw new PathFault('critical-extension', 'an extension that is not implemented');
}

const constraints: readonly string[] = [
  extensionName.nameConstraints,
  extensionName.policyConstraints,
  extensionName.inhibitAnyPolicy,
];

/** Not critical, a constraint binds only those who happen to know it: an authority that does not mean it. */
export function checkConstraintsAreCritical({ extensions }: UnverifiedCertificate): void {
  if (constraints.some((name) => extensions.get(name)?.critical === false))
    throw new PathFault('authority', 'a constraint that is not critical');
  const basic = extensions.get(extensionName.basicConstraints);
  if (readIsAuthority(basic) && !basic?.critical)
    throw new PathFault('authority', 'basic constraints of a CA that are not critical');
}

/** What RFC 5280, 4 bids those who issue, and 6 does not bid those who verify: who omits it is careless with more. */
export function checkConformity({ subject, extensions }: UnverifiedCertificate): void {
  const basic = extensions.get(extensionName.basicConstraints);
  const isAuthority = readIsAuthority(basic);
  if (isAuthority && !extensions.has(extensionName.keyUsage))
    throw new PathFault('conformity', 'a CA without key usage');
  if (!isAuthority && readPathLength(basic) !== Infinity)
    throw new PathFault('conformity', 'a path length without a CA');
  if (!isAuthority && extensions.has(extensionName.policyMappings))
    throw new PathFault('conformity', 'policies mapped without a CA');
  if (toComparableName(subject).length > 0) return;
  const alternative = extensions.get(extensionName.subjectAlternativeName);
  if (isAuthority || readAlternativeNames(alternative).length === 0 || !alternative?.critical)
    throw new PathFault('conformity', 'a certificate that names nobody');
}

/** What a certificate says of being an authority, and of its key, does not contradict itself. */
export function checkIsConsistent({ extensions }: UnverifiedCertificate): void {
  const usage = readKeyUsage(extensions.get(extensionName.keyUsage));
  if (usage === undefined) return;
  const isAuthority = readIsAuthority(extensions.get(extensionName.basicConstraints));
  if (
    isAuthority !== ((usage & keyUsageBit.keyCertSign) !== 0) &&
    !(isAuthority && (usage & keyUsageBit.cRLSign) !== 0)
  )
    throw new PathFault('authority', 'key usage and basic constraints contradict each other');
}

/** An anchor is chosen with care and not met by chance: it is held to the letter of RFC 5280, 4.2.1. */
export function checkAnchor(certificate: UnverifiedCertificate): void {
  const { subject, issuer, extensions } = certificate;
  const own = readSubjectKeyIdentifier(extensions.get(extensionName.subjectKeyIdentifier));
  const above = readAuthorityKeyIdentifier(extensions.get(extensionName.authorityKeyIdentifier));
  if (!extensions.get(extensionName.basicConstraints)?.critical)
    throw new PathFault('anchor', 'basic constraints are not critical');
  if (!own) throw new PathFault('anchor', 'has no key identifier');
  const isSelfIssued = subject.equals(issuer);
  if (!isSelfIssued && !above?.key) throw new PathFault('anchor', 'does not say which key signed it');
  if (isSelfIssued && above) checkKeyIdentifiers(certificate, certificate);
  for (const name of [
    extensionName.policyMappings,
    extensionName.policyConstraints,
    extensionName.inhibitAnyPolicy,
  ])
    if (extensions.has(name)) throw new PathFault('anchor', 'policies of an anchor are not implemented');
}
