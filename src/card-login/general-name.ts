/** Names of every form that certificates know (RFC 5280, 4.2.1.6). */
import type { Extension } from './der-values.ts';
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

/** Tags of GeneralName without the bit that says whether they are constructed. */
export const form = {
  other: 0x80,
  mail: 0x81,
  dns: 0x82,
  directory: 0x84,
  uri: 0x86,
  address: 0x87,
} as const;
const constructed = 0x20;

export interface GeneralName {
  form: number;
  /** A directory name whole, of any other form what the tag stands around. */
  value: Buffer;
}

/** otherName, x400Address, directoryName and ediPartyName are constructed, the others are not. */
const tags: readonly number[] = [0xa0, 0x81, 0x82, 0xa3, 0xa4, 0xa5, 0x86, 0x87, 0x88];

/** GeneralNames, which is never empty. @throws DerFault */
export function readGeneralNames(bytes: Buffer, list: DerElement): GeneralName[] {
  const names = readChildren(bytes, list).map((name) => toGeneralName(bytes, name));
  if (names.length === 0) throw new DerFault('names without a name');
  return names;
}

export function toGeneralName(bytes: Buffer, element: DerElement): GeneralName {
  if (!tags.includes(element.tag)) throw new DerFault('a name of no form that there is');
  const known = element.tag & ~constructed;
  if (known !== form.directory) return { form: known, value: toContent(bytes, element) };
  // A directory name is a choice, so its tag stands around the name itself.
  const name = readElement(bytes, element.contentStart, element.end);
  if (name.end !== element.end) throw new DerFault('a directory name and more');
  return { form: known, value: toBytes(bytes, expectTag(name, derTag.sequence)) };
}

const smtpUtf8Mailbox = Buffer.from('06082b06010505070809', 'hex');

/** A mail address with letters of any alphabet, in the form that RFC 9598 has for it. */
export function isOtherMail(name: GeneralName): boolean {
  return name.form === form.other && name.value.subarray(0, smtpUtf8Mailbox.length).equals(smtpUtf8Mailbox);
}

const limits = { mostBytes: 6 * 1024, mostElements: 800, mostDepth: 12 };

/** The names beside the subject's. */
export function readAlternativeNames(extension: Extension | undefined): GeneralName[] {
  if (!extension) return [];
  const { value } = extension;
  return readGeneralNames(value, expectTag(checkStrictDer(value, limits), derTag.sequence));
}
