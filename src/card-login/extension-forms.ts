import type { UnverifiedCertificate } from './certificate.ts';
import {
  extensionName,
  readInhibitAnyPolicy,
  readKeyPurposes,
  readKeyUsage,
  readPathLength,
  readPolicies,
  readPolicyConstraints,
  readPolicyMappings,
  readSubjectKeyIdentifier,
} from './certificate-extensions.ts';
import type { Extension } from './der-values.ts';
import { readDistributionPoints } from './distribution-points.ts';
import { readAlternativeNames } from './general-name.ts';
import { readAuthorityKeyIdentifier } from './key-identifiers.ts';
import { readNameConstraints } from './name-constraints.ts';

/** How each extension is read; what it then says is checked where it is asked for. */
const readers: ReadonlyMap<string, (extension: Extension, certificate: UnverifiedCertificate) => unknown> =
  new Map<string, (extension: Extension, certificate: UnverifiedCertificate) => unknown>([
    [extensionName.subjectKeyIdentifier, readSubjectKeyIdentifier],
    [extensionName.keyUsage, readKeyUsage],
    [extensionName.subjectAlternativeName, readAlternativeNames],
    [extensionName.basicConstraints, readPathLength],
    [extensionName.nameConstraints, (_, certificate) => readNameConstraints(certificate)],
    [extensionName.crlDistributionPoints, (_, certificate) => readDistributionPoints(certificate)],
    [extensionName.certificatePolicies, readPolicies],
    [extensionName.policyMappings, readPolicyMappings],
    [extensionName.authorityKeyIdentifier, readAuthorityKeyIdentifier],
    [extensionName.policyConstraints, readPolicyConstraints],
    [extensionName.extendedKeyUsage, readKeyPurposes],
    [extensionName.inhibitAnyPolicy, readInhibitAnyPolicy],
  ]);

/**
 * Every extension that is known can be read, whether or not anybody asks for it: one that is broken may have been meant
 * as a condition, and another reader may find one in it. @throws DerFault, PathFault `name-constraints`
 */
export function checkExtensionForms(certificate: UnverifiedCertificate): void {
  for (const [name, extension] of certificate.extensions) readers.get(name)?.(extension, certificate);
}
