/**
 * Reads DER (X.690) and nothing near it. One certificate has one encoding: whoever can write the same serial, name
 * or signature in two ways can be two people to two parsers. Work is bounded before anything else looks at the bytes.
 */
import { isUtf8 } from 'node:buffer';

/** One tag–length–value, as offsets into the bytes it was read from. */
export interface DerElement {
  tag: number;
  start: number;
  contentStart: number;
  end: number;
}

export interface DerLimits {
  mostBytes: number;
  mostElements: number;
  mostDepth: number;
}

/** The bytes are not DER, or not the structure that was expected. Says nothing of their content. */
export class DerFault extends Error {
  override readonly name = 'DerFault';
}

export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  utf8String: 0x0c,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The element at `start`, which must end by `end`. Indefinite, padded and over-long lengths are BER, so refused. */
export function readElement(bytes: Buffer, start: number, end: number): DerElement {
  if (end - start < 2) throw new DerFault('an element is cut off');
  const tag = bytes.readUInt8(start);
  if ((tag & 0x1f) === 0x1f) throw new DerFault('a tag number above 30');
  let contentStart = start + 2;
  let length = bytes.readUInt8(start + 1);
  if (length >= 0x80) {
    const count = length & 0x7f;
    if (count === 0 || count > 4 || contentStart + count > end)
      throw new DerFault('a length that is not DER');
    length = bytes.readUIntBE(contentStart, count);
    contentStart += count;
    if (length < 0x80 || length < 2 ** (8 * (count - 1))) throw new DerFault('a length that is not minimal');
  }
  if (length > end - contentStart) throw new DerFault('an element is cut off');
  return { tag, start, contentStart, end: contentStart + length };
}

/** The elements inside a constructed one. */
export function readChildren(bytes: Buffer, parent: DerElement): DerElement[] {
  const children: DerElement[] = [];
  for (let at = parent.contentStart; at < parent.end;) {
    const child = readElement(bytes, at, parent.end);
    children.push(child);
    at = child.end;
  }
  return children;
}

/** The element if it has this tag. @throws DerFault */
export function expectTag(element: DerElement | undefined, tag: number): DerElement {
  if (element?.tag !== tag) throw new DerFault('another structure than expected');
  return element;
}

/** Tag, length and content; what is compared and what is signed. */
export function toBytes(bytes: Buffer, element: DerElement): Buffer {
  return bytes.subarray(element.start, element.end);
}

export function toContent(bytes: Buffer, element: DerElement): Buffer {
  return bytes.subarray(element.contentStart, element.end);
}

/**
 * Checks that the bytes are exactly one element and DER all through, within the limits. @throws DerFault
 * Absent on purpose: the order of a SET and encoded defaults (`critical FALSE`), which genuine issuers get wrong and
 * which change no meaning; which letters a string may hold; and what is in octet strings, which their readers check.
 */
export function checkStrictDer(bytes: Buffer, limits: DerLimits): DerElement {
  if (bytes.length > limits.mostBytes) throw new DerFault('too many bytes');
  let elements = 0;
  const check = (element: DerElement, depth: number): void => {
    elements += 1;
    if (elements > limits.mostElements) throw new DerFault('too many elements');
    if (depth > limits.mostDepth) throw new DerFault('nested too deeply');
    if (isConstructed(element.tag)) {
      for (const child of readChildren(bytes, element)) check(child, depth + 1);
    } else checkPrimitive(element.tag, toContent(bytes, element));
  };
  const outermost = readElement(bytes, 0, bytes.length);
  if (outermost.end !== bytes.length) throw new DerFault('bytes after the end');
  check(outermost, 1);
  return outermost;
}

function isConstructed(tag: number): boolean {
  const tagClass = tag >> 6;
  if (tagClass === 2) return (tag & 0x20) !== 0;
  if (tagClass !== 0) throw new DerFault('a tag of a class that certificates do not use');
  if (tag === derTag.sequence || tag === derTag.set) return true;
  // DER builds nothing else: a string in pieces is BER, a primitive sequence is nonsense, tag 0 ends what has no length.
  if (tag > 0x1f || tag === 0x10 || tag === 0x11 || tag === 0) throw new DerFault('a tag that is not DER');
  return false;
}

function checkPrimitive(tag: number, content: Buffer): void {
  const [first, second] = content;
  const last = content.at(-1);
  switch (tag) {
    case derTag.boolean:
      if (content.length !== 1 || (first !== 0 && first !== 0xff))
        throw new DerFault('a boolean that is not DER');
      break;
    case derTag.integer:
    case derTag.enumerated:
      if (first === undefined) throw new DerFault('an empty integer');
      if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)))
        throw new DerFault('an integer that is not minimal');
      break;
    case derTag.bitString:
      if (first === undefined || last === undefined || first > 7 || (content.length === 1 && first !== 0))
        throw new DerFault('a bit string that is not DER');
      if ((last & ((1 << first) - 1)) !== 0 && content.length > 1)
        throw new DerFault('a bit string with bits in its padding');
      break;
    case derTag.null:
      if (content.length !== 0) throw new DerFault('a null with content');
      break;
    case derTag.objectIdentifier:
      checkObjectIdentifier(content);
      break;
    // Half a letter reads as something else to everybody who reads it.
    case derTag.utf8String:
      if (!isUtf8(content)) throw new DerFault('a string that is not UTF-8');
      break;
    case derTag.bmpString:
    case derTag.universalString:
      checkLetters(content, tag === derTag.bmpString ? 2 : 4);
      break;
    default:
  }
}

/** Of so many bytes each, and none of them half of a pair, or beyond Unicode. */
function checkLetters(content: Buffer, width: number): void {
  if (content.length % width !== 0) throw new DerFault('a string of no whole letters');
  for (let at = 0; at < content.length; at += width) {
    const letter = content.readUIntBE(at, width);
    if (letter > 0x10ffff || (letter >= 0xd800 && letter <= 0xdfff))
      throw new DerFault('a string of no whole letters');
  }
}

function checkObjectIdentifier(content: Buffer): void {
  let starts = true;
  for (const byte of content) {
    if (starts && byte === 0x80) throw new DerFault('an object identifier that is not minimal');
    starts = byte < 0x80;
  }
  if (content.length === 0 || !starts) throw new DerFault('an object identifier that is cut off');
}
