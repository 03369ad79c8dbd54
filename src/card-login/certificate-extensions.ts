/** What the extensions say that a card's certificate or its anchor may carry (RFC 5280, 4.2.1). */
import type { Extension } from './der-values.ts';
import { toObjectIdentifier } from './der-values.ts';
import {
  checkStrictDer,
  type DerElement,
  DerFault,
  derTag,
  expectTag,
  readChildren,
  toBytes,
  toContent,
} from './strict-der.ts';

export const extensionName = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  issuingDistributionPoint: '2.5.29.28',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  freshestCrl: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
} as const;

export const anyPolicy = '2.5.29.32.0';

const limits = { mostBytes: 4096, mostElements: 500, mostDepth: 8 };

/** Bits of KeyUsage as a certificate writes them, the first bit highest. */
export const keyUsageBit = {
  digitalSignature: 0x80,
  nonRepudiation: 0x40,
  keyCertSign: 0x04,
  cRLSign: 0x02,
} as const;

/** The first eight bits; the ninth (decipherOnly) asks for nothing here. Undefined where there is no such extension. */
export function readKeyUsage(extension: Extension | undefined): number | undefined {
  if (!extension) return undefined;
  const content = toContent(
    extension.value,
    expectTag(checkStrictDer(extension.value, limits), derTag.bitString),
  );
  if (content.length < 2 || content.length > 3) throw new DerFault('a key usage of another shape');
  return content.readUInt8(1);
}

export function readIsAuthority(extension: Extension | undefined): boolean {
  if (!extension) return false;
  const { value } = extension;
  const [authority] = readChildren(value, expectTag(checkStrictDer(value, limits), derTag.sequence));
  return authority?.tag === derTag.boolean && value[authority.contentStart] === 0xff;
}

/** How many authorities may stand between this one and a holder's certificate; any number where it does not say. */
export function readPathLength(extension: Extension | undefined): number {
  if (!extension) return Infinity;
  const { value } = extension;
  const [authority, length, ...more] = readChildren(
    value,
    expectTag(checkStrictDer(value, limits), derTag.sequence),
  );
  if (more.length > 0) throw new DerFault('basic constraints of another shape');
  if (authority?.tag === derTag.integer && !length) return toCount(value, authority);
  if (authority) expectTag(authority, derTag.boolean);
  return length ? toCount(value, expectTag(length, derTag.integer)) : Infinity;
}

/** Infinity where it is not constrained (4.2.1.11). */
export function readPolicyConstraints(extension: Extension | undefined): {
  requireExplicit: number;
  inhibitMapping: number;
} {
  const constraints = { requireExplicit: Infinity, inhibitMapping: Infinity };
  if (!extension) return constraints;
  const { value } = extension;
  const parts = readChildren(value, expectTag(checkStrictDer(value, limits), derTag.sequence));
  if (!['128', '129', '128,129'].includes(parts.map(({ tag }) => tag).join()))
    throw new DerFault('policy constraints of another shape');
  for (const part of parts) {
    if (part.tag === 0x80) constraints.requireExplicit = toCount(value, part);
    else constraints.inhibitMapping = toCount(value, part);
  }
  return constraints;
}

export function readInhibitAnyPolicy(extension: Extension | undefined): number {
  if (!extension) return Infinity;
  return toCount(extension.value, expectTag(checkStrictDer(extension.value, limits), derTag.integer));
}

/** By the issuer's policy, what the subject's domain calls it. */
export function readPolicyMappings(extension: Extension | undefined): Map<string, string[]> {
  const mappings = new Map<string, string[]>();
  if (!extension) return mappings;
  const { value } = extension;
  for (const mapping of readChildren(value, expectTag(checkStrictDer(value, limits), derTag.sequence))) {
    const [from, to, ...more] = readChildren(value, expectTag(mapping, derTag.sequence)).map((policy) =>
      toObjectIdentifier(toContent(value, expectTag(policy, derTag.objectIdentifier))),
    );
    if (!from || !to || more.length > 0) throw new DerFault('a policy mapping of another shape');
    mappings.set(from, [...(mappings.get(from) ?? []), to]);
  }
  if (mappings.size === 0) throw new DerFault('policy mappings without one');
  return mappings;
}

/** A small number, never negative. */
function toCount(bytes: Buffer, element: DerElement): number {
  const content = toContent(bytes, element);
  if (content.length !== 1 || content.readUInt8(0) > 127) throw new DerFault('a count out of range');
  return content.readUInt8(0);
}

const informativeQualifiers: readonly string[] = ['1.3.6.1.5.5.7.2.1', '1.3.6.1.5.5.7.2.2'];

/** Policies by identifier. A qualifier that is more than an address or a notice could mean a condition: refused. */
export function readPolicies(extension: Extension | undefined): string[] {
  if (!extension) return [];
  const { value } = extension;
  const listed = readChildren(value, expectTag(checkStrictDer(value, limits), derTag.sequence));
  const policies = listed.map((policy) => {
    const [identifier, qualifiers, ...more] = readChildren(value, expectTag(policy, derTag.sequence));
    if (more.length > 0) throw new DerFault('a policy of another shape');
    for (const qualifier of qualifiers ? readChildren(value, expectTag(qualifiers, derTag.sequence)) : []) {
      const [name] = readChildren(value, expectTag(qualifier, derTag.sequence));
      const known = toObjectIdentifier(toContent(value, expectTag(name, derTag.objectIdentifier)));
      if (!informativeQualifiers.includes(known)) throw new DerFault('a policy with an unknown qualifier');
    }
    return toObjectIdentifier(toContent(value, expectTag(identifier, derTag.objectIdentifier)));
  });
  // RFC 5280, 4.2.1.4: at least one, and none twice, which would also multiply with every mapping.
  if (policies.length === 0 || new Set(policies).size < policies.length)
    throw new DerFault('policies of another shape');
  return policies;
}

/** Undefined where there is no such extension: then the key may be used for everything its key usage allows. */
export function readKeyPurposes(extension: Extension | undefined): string[] | undefined {
  if (!extension) return undefined;
  const { value } = extension;
  const purposes = readChildren(value, expectTag(checkStrictDer(value, limits), derTag.sequence));
  if (purposes.length === 0) throw new DerFault('purposes without one');
  return purposes.map((purpose) =>
    toObjectIdentifier(toContent(value, expectTag(purpose, derTag.objectIdentifier))),
  );
}

/** The key identifier of a certificate's own key. */
export function readSubjectKeyIdentifier(extension: Extension | undefined): Buffer | undefined {
  if (!extension) return undefined;
  const { value } = extension;
  const identifier = toContent(value, expectTag(checkStrictDer(value, limits), derTag.octetString));
  if (identifier.length === 0) throw new DerFault('a key identifier without bytes');
  return identifier;
}

const directoryNameTag = 0xa4;

/**
 * The directory names (DER) under which the authority files what it revokes: JPKI has one for each municipality. Points
 * of other kinds, of some reasons only, or of another authority's lists are left out: they are never used.
 */
export function readDistributionPoints(extension: Extension | undefined): Buffer[] {
  if (!extension) return [];
  const { value } = extension;
  // A name lies deep in it.
  const points = expectTag(checkStrictDer(value, { ...limits, mostDepth: 12 }), derTag.sequence);
  return readChildren(value, points).flatMap((point) => {
    const [name, ...more] = readChildren(value, expectTag(point, derTag.sequence));
    return name?.tag === distributionPointTag && more.length === 0 ? readFullName(value, name) : [];
  });
}

const distributionPointTag = 0xa0;
const fullNameTag = 0xa0;

/** The directory names of a DistributionPointName [0]; a name relative to the authority's is not implemented. */
export function readFullName(value: Buffer, wrapper: DerElement): Buffer[] {
  const [fullName, ...more] = readChildren(value, wrapper);
  if (more.length > 0) throw new DerFault('a distribution point of another shape');
  return readChildren(value, expectTag(fullName, fullNameTag)).flatMap((name) => {
    const [inner] = name.tag === directoryNameTag ? readChildren(value, name) : [];
    return inner ? [toBytes(value, expectTag(inner, derTag.sequence))] : [];
  });
}
