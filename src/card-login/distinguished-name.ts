/** Names of certificates, compared as RFC 5280, 7.1 says: by what they say, not by how they are encoded. */
import { checkStrictDer, derTag, expectTag, readChildren, toContent } from './strict-der.ts';

const limits = { mostBytes: 4096, mostElements: 300, mostDepth: 8 };
const [utf8String, printableString, ia5String] = [0x0c, 0x13, 0x16];
/** Types by the content of their identifier, in hex. */
const [emailAddress, commonName] = ['2a864886f70d010901', '550403'];

/**
 * One text per relative name, the same for every way of writing it: case is folded, spaces at the ends are dropped, and
 * several in a row are one. Text in another character set than these three is compared byte by byte.
 */
export function toComparableName(name: Buffer): string[] {
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
  return readAttributes(name, emailAddress);
}

export function readCommonNames(name: Buffer): string[] {
  return readAttributes(name, commonName);
}

function readAttributes(name: Buffer, wanted: string): string[] {
  return readRelativeNames(name)
    .flat()
    .filter(({ type }) => type === wanted)
    .map(({ value }) => value.toString('latin1'));
}

function readRelativeNames(name: Buffer): { type: string; tag: number; value: Buffer }[][] {
  const outermost = expectTag(checkStrictDer(name, limits), derTag.sequence);
  return readChildren(name, outermost).map((relative) =>
    readChildren(name, expectTag(relative, derTag.set)).map((attribute) => {
      const [type, value] = readChildren(name, expectTag(attribute, derTag.sequence));
      const tag = value?.tag ?? 0;
      return {
        type: toContent(name, expectTag(type, derTag.objectIdentifier)).toString('hex'),
        tag,
        value: toContent(name, expectTag(value, tag)),
      };
    }),
  );
}

function toText(tag: number, value: Buffer): string | undefined {
  if (tag !== utf8String && tag !== printableString && tag !== ia5String) return undefined;
  const text = value.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(value)) return undefined;
  // NUL and its like would make two texts look alike to whoever prints them: left as bytes.
  if (/[\u0000-\u001f\u007f]/.test(text)) return undefined;
  return `"${text.normalize('NFKC').toLowerCase().trim().replaceAll(/ +/g, ' ')}"`;
}
