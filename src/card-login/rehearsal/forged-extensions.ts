/** Values of extensions (RFC 5280, 4.2.1), as bytes. */
import type { ForgedExtension } from './forge-certificate.ts';
import { ascii, bits, boolean, der, integer, objectIdentifier, octets, sequence } from './write-der.ts';

export const extension = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  distributionPoints: '2.5.29.31',
  policies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
} as const;
export type ExtensionName = keyof typeof extension;

export function make(name: ExtensionName, value: Buffer, critical = false): ForgedExtension {
  return { name: extension[name], critical, value };
}

export function toBasicConstraints(isAuthority: boolean, pathLength?: number): Buffer {
  return sequence(
    ...(isAuthority ? [boolean(true)] : []),
    ...(pathLength === undefined ? [] : [integer(pathLength)]),
  );
}

const uses = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
] as const;
export type ForgedUse = (typeof uses)[number];

export function toKeyUsage(...named: readonly ForgedUse[]): Buffer {
  const places = named.map((use) => uses.indexOf(use));
  const byte = places.reduce((sum, place) => sum | (0x80 >> place), 0);
  return bits(Buffer.of(byte), 7 - Math.max(...places));
}

export function toIdentifiers(...names: readonly string[]): Buffer {
  return sequence(...names.map(objectIdentifier));
}

export function toPolicies(...names: readonly string[]): Buffer {
  return sequence(...names.map((name) => sequence(objectIdentifier(name))));
}

export function toMappings(...pairs: readonly (readonly [from: string, to: string])[]): Buffer {
  return sequence(...pairs.map((pair) => toIdentifiers(...pair)));
}

export function toPolicyConstraints(d: { requireExplicit?: number; inhibitMapping?: number }): Buffer {
  return sequence(
    ...(d.requireExplicit === undefined ? [] : [integer(d.requireExplicit, 0x80)]),
    ...(d.inhibitMapping === undefined ? [] : [integer(d.inhibitMapping, 0x81)]),
  );
}

export function toAuthorityKeyIdentifier(key: Buffer): Buffer {
  return sequence(der(0x80, key));
}

export const toSubjectKeyIdentifier = octets;

/** GeneralName. */
export const generalName = {
  other: (type: string, value: Buffer): Buffer => der(0xa0, objectIdentifier(type), der(0xa0, value)),
  mail: (text: string): Buffer => ascii(0x81, text),
  dns: (text: string): Buffer => ascii(0x82, text),
  directory: (name: Buffer): Buffer => der(0xa4, name),
  uri: (text: string): Buffer => ascii(0x86, text),
  address: (...bytes: readonly number[]): Buffer => der(0x87, Buffer.from(bytes)),
  registered: (text: string): Buffer => der(0x88, objectIdentifier(text).subarray(2)),
} as const;

/** Each base alone, or with what stands after it in its subtree. */
export function toNameConstraints({
  permitted,
  excluded,
}: {
  permitted?: readonly Buffer[];
  excluded?: readonly Buffer[];
}): Buffer {
  const subtrees = (tag: number, bases: readonly Buffer[] | undefined): Buffer[] =>
    bases ? [der(tag, ...bases.map((base) => sequence(base)))] : [];
  return sequence(...subtrees(0xa0, permitted), ...subtrees(0xa1, excluded));
}
