import type { KeyObject } from 'node:crypto';
import { type Extension, readExtensions, toSeconds, toSerial } from './der-values.ts';
import { findSignatureAlgorithm, type SignatureAlgorithm, toPublicKey } from './signature-algorithms.ts';
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

/** A certificate as it reads. Nothing of it is known to be true before `verifyCardPath`. */
export interface UnverifiedCertificate {
  /** What the signature is over. */
  signed: Buffer;
  signature: Buffer;
  /** Undefined where the algorithm is none of ours, or inner and outer differ. */
  algorithm: SignatureAlgorithm | undefined;
  version: number;
  /** Lower-case hex without leading zeros; `-` first where it is negative, empty where it is zero. */
  serial: string;
  /** DER of the names, compared byte by byte. */
  issuer: Buffer;
  subject: Buffer;
  /** Seconds since the epoch, both inclusive. */
  notBefore: number;
  notAfter: number;
  /** Undefined where no key can be read from it. */
  publicKey: KeyObject | undefined;
  hasUniqueIdentifiers: boolean;
  extensions: ReadonlyMap<string, Extension>;
}

/** A card's certificate is 1–2 KiB; twice what the largest known ones need. */
const limits = { mostBytes: 8 * 1024, mostElements: 1000, mostDepth: 16 };

/** Reads a certificate (RFC 5280, 4.1). @throws DerFault */
export function readCertificate(der: Buffer): UnverifiedCertificate {
  const outermost = checkStrictDer(der, limits);
  const [tbs, outerAlgorithm, signature, ...more] = readChildren(der, expectTag(outermost, derTag.sequence));
  if (more.length > 0) throw new DerFault('more than a certificate');
  const signed = toBytes(der, expectTag(tbs, derTag.sequence));
  const outer = toBytes(der, expectTag(outerAlgorithm, derTag.sequence));

  const fields = readChildren(der, expectTag(tbs, derTag.sequence));
  const version = fields[0]?.tag === versionTag ? readVersion(der, fields.shift()) : 1;
  const [serial, innerAlgorithm, issuer, validity, subject, spki, ...optional] = fields;
  const inner = toBytes(der, expectTag(innerAlgorithm, derTag.sequence));
  const [notBefore, notAfter, ...neither] = readChildren(der, expectTag(validity, derTag.sequence));
  if (neither.length > 0) throw new DerFault('a validity of another shape');
  const { extensions, hasUniqueIdentifiers } = readOptional(der, optional);
  return {
    signed,
    signature: toOctets(der, expectTag(signature, derTag.bitString)),
    algorithm: inner.equals(outer) ? findSignatureAlgorithm(outer) : undefined,
    version,
    serial: toSerial(toContent(der, expectTag(serial, derTag.integer))),
    issuer: toBytes(der, expectTag(issuer, derTag.sequence)),
    subject: toBytes(der, expectTag(subject, derTag.sequence)),
    notBefore: toSeconds(der, notBefore),
    notAfter: toSeconds(der, notAfter),
    publicKey: readPublicKey(der, expectTag(spki, derTag.sequence)),
    hasUniqueIdentifiers,
    extensions,
  };
}

const versionTag = 0xa0;
/** issuerUniqueID and subjectUniqueID: long given up, and where they stand nobody checks them. */
const uniqueIdentifierTags: readonly number[] = [0x81, 0x82];
const extensionsTag = 0xa3;

function readVersion(der: Buffer, element: DerElement | undefined): number {
  const [number, ...more] = element ? readChildren(der, element) : [];
  const content = toContent(der, expectTag(number, derTag.integer));
  if (more.length > 0 || content.length !== 1) throw new DerFault('a version of another shape');
  return content.readUInt8(0) + 1;
}

function readPublicKey(der: Buffer, spki: DerElement): KeyObject | undefined {
  const [algorithm] = readChildren(der, spki);
  return toPublicKey(toBytes(der, spki), toBytes(der, expectTag(algorithm, derTag.sequence)));
}

function readOptional(
  der: Buffer,
  elements: DerElement[],
): Pick<UnverifiedCertificate, 'extensions' | 'hasUniqueIdentifiers'> {
  const rest = elements.filter(({ tag }) => !uniqueIdentifierTags.includes(tag));
  const hasUniqueIdentifiers = rest.length < elements.length;
  if (rest.length === 0) return { extensions: new Map(), hasUniqueIdentifiers };
  const [list, ...more] = readChildren(der, expectTag(rest[0], extensionsTag));
  if (!list || more.length > 0 || rest.length > 1) throw new DerFault('more than a certificate');
  return { extensions: readExtensions(der, list), hasUniqueIdentifiers };
}

/** A bit string of whole octets, as signatures are. */
export function toOctets(der: Buffer, element: DerElement): Buffer {
  const content = toContent(der, element);
  if (content[0] !== 0) throw new DerFault('a signature that is not whole octets');
  return content.subarray(1);
}
