/**
 * Names of certificates, compared as RFC 5280, 7.1 says: by what they say, not by how they are encoded. There are two
 * ways to compare, since a name that must match and one that must not are attacked from opposite sides.
 */
import { checkStrictDer, DerFault, derTag, expectTag, readChildren, toContent } from './strict-der.ts';

const limits = { mostBytes: 4096, mostElements: 300, mostDepth: 8 };
const { utf8String, universalString, bmpString } = derTag;
const [numericString, printableString, t61String, ia5String, visibleString] = [0x12, 0x13, 0x14, 0x16, 0x1a];
/** Types by the content of their identifier, in hex. */
const [emailAddress, commonName] = ['2a864886f70d010901', '550403'];

interface Attribute {
  type: string;
  tag: number;
  value: Buffer;
}

/**
 * For names that must be the same: one text per relative name. Case is folded in ASCII, spaces at the ends are dropped,
 * and several in a row are one; what else differs makes it another name.
 */
export function toComparableName(name: Buffer): string[] {
  return toTexts(name, toNarrowText);
}

/**
 * For names that must not be the same: whatever two readers might take for one, in any character set, letters of every
 * width and case, with or without what nobody sees.
 */
export function toWidestName(name: Buffer): string[] {
  return toTexts(name, toWideText);
}

function toTexts(name: Buffer, toText: (tag: number, value: Buffer) => string | undefined): string[] {
  return readRelativeNames(name).map((attributes) =>
    attributes
      .map(({ type, tag, value }) => `${type}=${toText(tag, value) ?? `#${tag}:${value.toString('hex')}`}`)
      .sort()
      .join('+'),
  );
}

/** Whether both name the same; a name without parts names nothing. */
export function isSameName(one: readonly string[], other: readonly string[]): boolean {
  return one.length > 0 && one.length === other.length && one.every((part, at) => part === other[at]);
}

/** Whether a name is inside the subtree that `base` is the root of. */
export function isWithin(name: readonly string[], base: readonly string[]): boolean {
  return name.length >= base.length && base.every((part, at) => part === name[at]);
}

/** Mail addresses that stand in a name, where they were put before there were alternative names. */
export function readMailAddresses(name: Buffer): string[] {
  return readAttributes(name, emailAddress).map(({ tag, value }) => {
    if (tag !== ia5String)
      throw new DerFault('a mail address in a name, in another character set than mail has');
    return value.toString('latin1');
  });
}

export function readCommonNames(name: Buffer): string[] {
  return readAttributes(name, commonName).map(
    ({ tag, value }) => toLetters(tag, value) ?? value.toString('latin1'),
  );
}

function readAttributes(name: Buffer, wanted: string): Attribute[] {
  return readRelativeNames(name)
    .flat()
    .filter(({ type }) => type === wanted);
}

function readRelativeNames(name: Buffer): Attribute[][] {
  const outermost = expectTag(checkStrictDer(name, limits), derTag.sequence);
  return readChildren(name, outermost).map((relative) => {
    const attributes = readChildren(name, expectTag(relative, derTag.set)).map((attribute) => {
      const [type, value, ...more] = readChildren(name, expectTag(attribute, derTag.sequence));
      if (!value || more.length > 0) throw new DerFault('a name of another shape');
      return {
        type: toContent(name, expectTag(type, derTag.objectIdentifier)).toString('hex'),
        tag: value.tag,
        value: toContent(name, value),
      };
    });
    if (attributes.length === 0) throw new DerFault('a name of another shape');
    return attributes;
  });
}

function toNarrowText(tag: number, value: Buffer): string | undefined {
  if (tag !== utf8String && tag !== printableString && tag !== ia5String) return undefined;
  // Beyond ASCII these two have no letters, whatever the bytes would be in UTF-8.
  if (tag !== utf8String && value.some((byte) => byte >= 0x80)) return undefined;
  const text = value.toString('utf8');
  // NUL and its like would make two texts look alike to whoever prints them: left as bytes.
  if (/[\u0000-\u001f\u007f]/.test(text)) return undefined;
  return quote(
    text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()),
    / +/g,
  );
}

function toWideText(tag: number, value: Buffer): string | undefined {
  const letters = toLetters(tag, value);
  if (letters === undefined) return undefined;
  const visible = letters.replaceAll(/[\t-\r]/g, ' ').replaceAll(/[\p{Cc}\p{Cf}\p{Mn}]/gu, '');
  return quote(visible.normalize('NFKC').toLowerCase().normalize('NFKC'), /\s+/g);
}

function quote(text: string, spaces: RegExp): string {
  return `"${text.replaceAll(spaces, ' ').replaceAll(/^ | $/g, '')}"`;
}

function toLetters(tag: number, value: Buffer): string | undefined {
  switch (tag) {
    case utf8String:
      return value.toString('utf8');
    case numericString:
    case printableString:
    case t61String:
    case ia5String:
    case visibleString:
      return value.toString('latin1');
    case bmpString:
      return Buffer.from(value).swap16().toString('utf16le');
    case universalString:
      return String.fromCodePoint(
        ...Array.from({ length: value.length / 4 }, (_, at) => value.readUInt32BE(4 * at)),
      );
    default:
      return undefined;
  }
}
