import { Refusal } from '../../vocabulary/refusals.ts';
import type { ResidentAttributes, WrittenText } from '../../vocabulary/residents.ts';
import type { UnverifiedCertificate } from '../certificate.ts';
import { extensionName } from '../certificate-extensions.ts';
import { toObjectIdentifier } from '../der-values.ts';
import { checkStrictDer, DerFault, derTag, expectTag, readChildren, toContent } from '../strict-der.ts';
import { readBirthDate } from './birth-date.ts';

const arc = '1.2.392.200149.8.5.5';
/** In the order of their numbers in the arc, from 1. */
const members = ['name', 'nameFlags', 'sex', 'birth', 'address', 'addressFlags'] as const;
type Member = (typeof members)[number];

const limits = { mostBytes: 4096, mostElements: 40, mostDepth: 5 };
const tag = { otherName: 0xa0, value: 0xa0, utf8String: 0x0c } as const;
const mostCharacters = 200;

const sexes: Readonly<Record<string, ResidentAttributes['sex']>> = {
  '1': 'male',
  '2': 'female',
  // As ISO 5218 has it.
  '9': 'not_applicable',
};

/**
 * Name, sex, date of birth and address as the signature certificate says them, in its subject alternative name: six
 * otherNames, each once, and nothing beside them. Whatever does not read in exactly one way is refused: another name
 * than the one meant would be matched with another person. @throws Refusal `signature_attributes_malformed`
 */
export function readSignatureAttributes(
  certificate: Pick<UnverifiedCertificate, 'extensions' | 'notBefore'>,
): ResidentAttributes {
  try {
    const values = readOtherNames(certificate.extensions.get(extensionName.subjectAlternativeName)?.value);
    const sex = sexes[values.sex];
    if (!sex) throw new DerFault('a sex that is not 1, 2 or 9');
    return {
      name: toWrittenText(values.name, values.nameFlags),
      sex,
      birthOn: readBirthDate(values.birth, certificate.notBefore),
      address: toWrittenText(values.address, values.addressFlags),
    };
  } catch (error) {
    if (error instanceof DerFault)
      throw new Refusal('signature_attributes_malformed', error.message, { cause: error });
    throw error;
  }
}

/** RFC 5280, 4.2.1.6: `otherName [0] { type-id, value [0] EXPLICIT }`. */
function readOtherNames(value: Buffer | undefined): Record<Member, string> {
  if (!value) throw new DerFault('no attributes');
  const found = new Map<Member, string>();
  for (const name of readChildren(value, expectTag(checkStrictDer(value, limits), derTag.sequence))) {
    const [type, wrapped, ...more] = readChildren(value, expectTag(name, tag.otherName));
    const oid = toObjectIdentifier(toContent(value, expectTag(type, derTag.objectIdentifier)));
    const member = members.find((_, index) => oid === `${arc}.${index + 1}`);
    const [text, ...rest] = readChildren(value, expectTag(wrapped, tag.value));
    if (!member || more.length > 0 || rest.length > 0) throw new DerFault('an attribute that is none of six');
    if (found.has(member)) throw new DerFault('an attribute that stands twice');
    found.set(member, toText(toContent(value, expectTag(text, tag.utf8String))));
  }
  const missing = members.find((member) => !found.has(member));
  if (missing) throw new DerFault('an attribute that is missing');
  return Object.fromEntries(found) as Record<Member, string>;
}

/**
 * Without what a reader does not see, or sees differently from the next one: controls, marks that turn the direction
 * of writing, line ends, and characters of private use, which are another character on every machine.
 */
function toText(content: Buffer): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw new DerFault('an attribute that is not UTF-8');
  }
  if (text.trim() === '') throw new DerFault('an attribute that is empty');
  if ([...text].length > mostCharacters) throw new DerFault('an attribute that is too long');
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u.test(text))
    throw new DerFault('an attribute with characters that nobody can see');
  return text;
}

/** One flag for each code point of the text. */
function toWrittenText(text: string, flags: string): WrittenText {
  if (!/^[01]+$/.test(flags) || flags.length !== [...text].length)
    throw new DerFault('flags that do not fit their text');
  return { text, substituted: [...flags].flatMap((flag, position) => (flag === '1' ? [position] : [])) };
}
