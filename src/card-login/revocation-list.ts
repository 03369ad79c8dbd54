import { createHash, createVerify } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { toOctets } from './certificate.ts';
import { extensionName, readFullName } from './certificate-extensions.ts';
import { readExtensions, toSeconds, toSerial } from './der-values.ts';
import { findSignatureAlgorithm } from './signature-algorithms.ts';
import {
  checkStrictDer,
  type DerElement,
  DerFault,
  derTag,
  expectTag,
  readChildren,
  readElement,
  toBytes,
  toContent,
} from './strict-der.ts';
import type { CardAnchor } from './trust.ts';

/** A list whose signature is proved; whether it is fresh is asked anew at every use. */
export interface VerifiedRevocationList {
  /** Seconds since the epoch. */
  thisUpdate: number;
  nextUpdate: number;
  /** The directory names of the part that it is a list of; undefined where it is complete. */
  part: readonly Buffer[] | undefined;
  /** As `UnverifiedCertificate.serial`. */
  revoked: ReadonlySet<string>;
}

const extensionsTag = 0xa0;
/** Each a few milliseconds' work. */
const entriesInASlice = 2000;
const bytesInASlice = 512 * 1024;

/**
 * Reads a list (RFC 5280, 5.1), complete or of a part, of this very anchor: same name, and signed by its key. The name
 * alone would let one CA generation answer for the other's certificates, among them the same serials. Others are let in
 * between: half a million entries in one go would hold every citizen up. @throws DerFault
 */
export async function verifyRevocationList(der: Buffer, issuer: CardAnchor): Promise<VerifiedRevocationList> {
  const reading = readInSlices(der, issuer);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
    await setImmediate();
  }
}

/** SHA-256 of a list in DER, base64url, letting others in between as well. */
export async function hashInSlices(der: Buffer): Promise<string> {
  const hash = createHash('sha256');
  for (const slice of toSlices(der)) {
    hash.update(slice);
    if (der.length > bytesInASlice) await setImmediate();
  }
  return hash.digest('base64url');
}

function* toSlices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += bytesInASlice) yield bytes.subarray(at, at + bytesInASlice);
}

function* readInSlices(der: Buffer, issuer: CardAnchor): Generator<undefined, VerifiedRevocationList> {
  const outermost = readElement(der, 0, der.length);
  if (outermost.end !== der.length) throw new DerFault('bytes after the end');
  const [tbs, outerAlgorithm, signatureBits, ...more] = readChildren(
    der,
    expectTag(outermost, derTag.sequence),
  );
  const outer = toBytes(der, expectTag(outerAlgorithm, derTag.sequence));
  const algorithm = findSignatureAlgorithm(outer);
  const signed = toBytes(der, expectTag(tbs, derTag.sequence));
  const signature = toOctets(der, expectTag(signatureBits, derTag.bitString));
  if (more.length > 0 || !algorithm || issuer.publicKey.asymmetricKeyType !== algorithm.keyType)
    throw new DerFault('a list that this key did not sign');
  const verify = createVerify(algorithm.hash);
  for (const slice of toSlices(signed)) {
    verify.update(slice);
    yield;
  }
  if (!verify.verify(issuer.publicKey, signature)) throw new DerFault('a list that this key did not sign');

  // From here on the bytes are the CA's own; what follows guards against lists of kinds that are not implemented.
  const [version, inner, name, thisUpdate, nextUpdate, ...optional] = readChildren(
    der,
    expectTag(tbs, derTag.sequence),
  );
  if (!toContent(der, expectTag(version, derTag.integer)).equals(Buffer.of(1)))
    throw new DerFault('not a version 2 list');
  if (!toBytes(der, expectTag(inner, derTag.sequence)).equals(outer))
    throw new DerFault('inner and outer algorithm differ');
  if (!toBytes(der, expectTag(name, derTag.sequence)).equals(issuer.certificate.subject))
    throw new DerFault('a list of another name');
  const entries = optional[0]?.tag === derTag.sequence ? optional.shift() : undefined;
  const extensions = optional.shift();
  if (optional.length > 0) throw new DerFault('more than a list');
  const part = extensions && readListExtensions(der, expectTag(extensions, extensionsTag));
  return {
    part,
    thisUpdate: toSeconds(der, thisUpdate),
    // Without a nextUpdate nobody could tell when it is out of date: refused by the tag it then does not have.
    nextUpdate: toSeconds(der, nextUpdate),
    revoked: entries ? yield* readSerials(der, entries) : new Set(),
  };
}

/** `thisUpdate` ≤ now < `nextUpdate`: a list from the future is as suspect as an old one. */
export function isFresh({ thisUpdate, nextUpdate }: VerifiedRevocationList, now: Date): boolean {
  const second = Math.floor(now.getTime() / 1000);
  return thisUpdate <= second && second < nextUpdate;
}

/** Walked once, without an object per entry: a national list may hold hundreds of thousands. */
function* readSerials(der: Buffer, entries: DerElement): Generator<undefined, ReadonlySet<string>> {
  const revoked = new Set<string>();
  let read = 0;
  for (let at = entries.contentStart; at < entries.end;) {
    const entry = expectTag(readElement(der, at, entries.end), derTag.sequence);
    const serial = expectTag(readElement(der, entry.contentStart, entry.end), derTag.integer);
    // When it was revoked is not asked: a card that is on the list does not count, whenever it came there.
    const revokedAt = readElement(der, serial.end, entry.end);
    if (revokedAt.tag !== derTag.utcTime && revokedAt.tag !== derTag.generalizedTime)
      throw new DerFault('an entry of another shape');
    // A critical entry extension may say that the entry is about another CA's certificate.
    if (revokedAt.end < entry.end) {
      const extensions = readElement(der, revokedAt.end, entry.end);
      if (extensions.end !== entry.end) throw new DerFault('more than an entry');
      checkNoneCritical(der, extensions);
    }
    revoked.add(toSerial(toContent(der, serial)));
    at = entry.end;
    if ((read += 1) % entriesInASlice === 0) yield;
  }
  return revoked;
}

function checkNoneCritical(der: Buffer, list: DerElement): void {
  for (const { critical } of readExtensions(der, list).values())
    if (critical) throw new DerFault('a critical entry extension that is not implemented');
}

/**
 * Indirect and delta lists say critically that they are one; a list with deltas beside it points to them. Answers the
 * names of the part that it is a list of.
 */
function readListExtensions(der: Buffer, wrapper: DerElement): Buffer[] | undefined {
  const [list, ...more] = readChildren(der, wrapper);
  if (!list || more.length > 0) throw new DerFault('extensions of another shape');
  let part: Buffer[] | undefined;
  for (const [name, { critical, value }] of readExtensions(der, list)) {
    if (name === extensionName.issuingDistributionPoint) part = readScope(value);
    else if (critical || name === extensionName.freshestCrl)
      throw new DerFault('a list extension that is not implemented');
  }
  return part;
}

const distributionPointTag = 0xa0;
const onlyUserCertificatesTag = 0x81;

/** Of all cards, or of those that carry this distribution point: not standing on it says nothing of all others. Of some reasons, of CAs, of other issuers: refused. */
function readScope(value: Buffer): Buffer[] | undefined {
  const scope = checkStrictDer(value, { mostBytes: 4096, mostElements: 200, mostDepth: 12 });
  let part: Buffer[] | undefined;
  for (const element of readChildren(value, expectTag(scope, derTag.sequence))) {
    if (element.tag === distributionPointTag) part = readFullName(value, element);
    else if (element.tag !== onlyUserCertificatesTag)
      throw new DerFault('a list of a part of the certificates');
  }
  return part;
}
