/**
 * A revocation list of any kind, read but not believed (RFC 5280, 5): complete or delta, of all certificates or of some.
 * For paths that bring their lists along; the lists of the card's own authorities are read in `revocation-list.ts`.
 */
import { toOctets } from './certificate.ts';
import { extensionName } from './certificate-extensions.ts';
import { type Extension, readExtensions, toSeconds, toSerial } from './der-values.ts';
import { toComparableName } from './distinguished-name.ts';
import { findSignatureAlgorithm, type SignatureAlgorithm } from './signature-algorithms.ts';
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

export interface UnverifiedList {
  signed: Buffer;
  signature: Buffer;
  algorithm: SignatureAlgorithm | undefined;
  issuer: readonly string[];
  thisUpdate: number;
  nextUpdate: number;
  /** By serial; true where the entry takes the certificate off the list again, as only a delta list may. */
  entries: ReadonlyMap<string, { isRemoved: boolean }>;
  number: bigint | undefined;
  /** Which complete list a delta list builds on; undefined for a complete one. */
  deltaOf: bigint | undefined;
  hasDeltas: boolean;
  scope: ListScope;
}

/** IssuingDistributionPoint, 5.2.5. */
export interface ListScope {
  /** In bytes: two lists that belong together have the same. */
  bytes: Buffer;
  /** DistributionPointName in bytes, or undefined: of all. */
  point: Buffer | undefined;
  onlyUsers: boolean;
  onlyAuthorities: boolean;
  onlyAttributes: boolean;
  isIndirect: boolean;
  /** Bits of the reasons it is about; all where it does not say. */
  reasons: number;
}

/** The eight reasons there are, keyCompromise (bit 1 of ReasonFlags) highest; bit 0 is not in use. */
export const allReasons = 0xff;

const limits = { mostBytes: 1024 * 1024, mostElements: 200_000, mostDepth: 12 };
const deltaIndicator = '2.5.29.27';
const reasonCode = '2.5.29.21';
const removeFromList = 8;

/** @throws DerFault, also for what is critical and not implemented */
export function readUnverifiedList(der: Buffer): UnverifiedList {
  const outermost = expectTag(checkStrictDer(der, limits), derTag.sequence);
  const [tbs, outerAlgorithm, signature, ...more] = readChildren(der, outermost);
  const outer = toBytes(der, expectTag(outerAlgorithm, derTag.sequence));
  const [version, inner, issuer, thisUpdate, nextUpdate, ...optional] = readChildren(
    der,
    expectTag(tbs, derTag.sequence),
  );
  if (more.length > 0 || !toContent(der, expectTag(version, derTag.integer)).equals(Buffer.of(1)))
    throw new DerFault('not a version 2 list');
  const entries = optional[0]?.tag === derTag.sequence ? optional.shift() : undefined;
  const wrapper = optional.shift();
  if (optional.length > 0) throw new DerFault('more than a list');
  const [list] = wrapper ? readChildren(der, expectTag(wrapper, 0xa0)) : [];
  const extensions = list ? readExtensions(der, list) : new Map<string, Extension>();
  const known = [deltaIndicator, extensionName.issuingDistributionPoint];
  for (const [name, { critical }] of extensions)
    if (critical && !known.includes(name)) throw new DerFault('a list extension that is not implemented');
  return {
    signed: toBytes(der, expectTag(tbs, derTag.sequence)),
    signature: toOctets(der, expectTag(signature, derTag.bitString)),
    algorithm: toBytes(der, expectTag(inner, derTag.sequence)).equals(outer)
      ? findSignatureAlgorithm(outer)
      : undefined,
    issuer: toComparableName(toBytes(der, expectTag(issuer, derTag.sequence))),
    thisUpdate: toSeconds(der, thisUpdate),
    // Without a nextUpdate nobody could tell when it is out of date: refused by the tag it then does not have.
    nextUpdate: toSeconds(der, nextUpdate),
    entries: readEntries(der, entries),
    number: readNumber(extensions.get(extensionName.crlNumber)),
    deltaOf: readNumber(extensions.get(deltaIndicator)),
    hasDeltas: extensions.has(extensionName.freshestCrl),
    scope: readScope(extensions.get(extensionName.issuingDistributionPoint)?.value),
  };
}

/** One that stands twice could be revoked in one place and taken off in the other. */
function readEntries(der: Buffer, list: DerElement | undefined): UnverifiedList['entries'] {
  const entries = list ? readChildren(der, list).map((entry) => readEntry(der, entry)) : [];
  const bySerial = new Map(entries);
  if (bySerial.size < entries.length) throw new DerFault('an entry that stands twice');
  return bySerial;
}

function readEntry(der: Buffer, entry: DerElement): [string, { isRemoved: boolean }] {
  const [serial, revokedAt, list, ...more] = readChildren(der, expectTag(entry, derTag.sequence));
  toSeconds(der, revokedAt);
  const extensions = list ? readExtensions(der, list) : new Map<string, Extension>();
  // A critical entry extension may say that the entry is about another authority's certificate.
  if (more.length > 0 || [...extensions.values()].some(({ critical }) => critical))
    throw new DerFault('a critical entry extension that is not implemented');
  const reason = extensions.get(reasonCode)?.value;
  const code = reason && toContent(reason, expectTag(checkStrictDer(reason, limits), derTag.enumerated));
  return [
    toSerial(toContent(der, expectTag(serial, derTag.integer))),
    { isRemoved: code?.equals(Buffer.of(removeFromList)) === true },
  ];
}

function readNumber(extension: Extension | undefined): bigint | undefined {
  if (!extension) return undefined;
  const { value } = extension;
  const content = toContent(value, expectTag(checkStrictDer(value, limits), derTag.integer));
  return BigInt(`0x${content.toString('hex')}`);
}

function readScope(value: Buffer | undefined): ListScope {
  const parts = value ? readChildren(value, expectTag(checkStrictDer(value, limits), derTag.sequence)) : [];
  const bytes = value ?? Buffer.alloc(0);
  const find = (tag: number): DerElement | undefined => parts.find((part) => part.tag === tag);
  if (parts.some(({ tag }) => ![0xa0, 0x81, 0x82, 0x83, 0x84, 0x85].includes(tag)))
    throw new DerFault('a scope of another shape');
  const isSet = (tag: number): boolean => {
    const flag = find(tag);
    return flag !== undefined && !toContent(bytes, flag).equals(Buffer.of(0));
  };
  const [point, reasons] = [find(0xa0), find(0x83)];
  return {
    bytes,
    point: point && toContent(bytes, point),
    onlyUsers: isSet(0x81),
    onlyAuthorities: isSet(0x82),
    onlyAttributes: isSet(0x85),
    isIndirect: isSet(0x84),
    reasons: reasons ? toReasons(toContent(bytes, reasons)) : allReasons,
  };
}

/** A bit string's content; its first bit is not in use. */
export function toReasons(content: Buffer): number {
  const [, first = 0, second = 0] = content;
  return ((first << 1) | (second >> 7)) & allReasons;
}
