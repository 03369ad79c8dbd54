import type { UnverifiedCertificate } from './certificate.ts';
import { extensionName } from './certificate-extensions.ts';
import {
  checkStrictDer,
  DerFault,
  derTag,
  expectTag,
  readChildren,
  readElement,
  toBytes,
  toContent,
} from './strict-der.ts';
import { allReasons, toReasons } from './unverified-list.ts';

/** Where a certificate says that its revocation is told (RFC 5280, 4.2.1.13). */
export interface DistributionPoint {
  /** Each name in bytes, as a list repeats it. */
  names: readonly Buffer[];
  reasons: number;
  /** It is told by somebody else's list. */
  isIndirect: boolean;
}

const limits = { mostBytes: 4096, mostElements: 300, mostDepth: 12 };
const [pointTag, reasonsTag, issuerTag] = [0xa0, 0x81, 0xa2];

/** Where a certificate names none, its issuer's name is the one. */
export function readDistributionPoints({ extensions, issuer }: UnverifiedCertificate): DistributionPoint[] {
  const value = extensions.get(extensionName.crlDistributionPoints)?.value;
  if (!value) return [{ names: [toDirectoryName(issuer)], reasons: allReasons, isIndirect: false }];
  const points = readChildren(value, expectTag(checkStrictDer(value, limits), derTag.sequence));
  if (points.length === 0) throw new DerFault('distribution points without one');
  return points.map((point) => {
    const parts = readChildren(value, expectTag(point, derTag.sequence));
    if (!isInOrder(parts.map(({ tag }) => tag))) throw new DerFault('a distribution point of another shape');
    const find = (tag: number) => parts.find((part) => part.tag === tag);
    const [name, reasons] = [find(pointTag), find(reasonsTag)];
    return {
      names: name ? readPointNames(toContent(value, name), issuer) : [toDirectoryName(issuer)],
      reasons: reasons ? toReasons(toContent(value, reasons)) : allReasons,
      isIndirect: find(issuerTag) !== undefined,
    };
  });
}

/** Each at most once, as the structure has them. */
function isInOrder(tags: readonly number[]): boolean {
  const places = tags.map((tag) => [pointTag, reasonsTag, issuerTag].indexOf(tag));
  return places.every((place, at) => place > (places[at - 1] ?? -1));
}

/** DistributionPointName: full names, or a last part that goes below the issuer's own name. */
export function readPointNames(point: Buffer, issuer: Buffer): Buffer[] {
  const choice = readElement(point, 0, point.length);
  if (choice.end !== point.length) throw new DerFault('a distribution point of another shape');
  if (choice.tag === 0xa0) return readChildren(point, choice).map((name) => toBytes(point, name));
  if (choice.tag !== 0xa1) throw new DerFault('a distribution point of another shape');
  const parts = toContent(issuer, expectTag(readElement(issuer, 0, issuer.length), derTag.sequence));
  const last = wrap(derTag.set, toContent(point, choice));
  return [toDirectoryName(wrap(derTag.sequence, Buffer.concat([parts, last])))];
}

function toDirectoryName(name: Buffer): Buffer {
  return wrap(0xa4, name);
}

function wrap(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...head), content]);
}
