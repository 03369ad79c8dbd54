import * as asn1js from 'asn1js';
import type { Extension } from 'pkijs';
import { toExtension } from './extensions.ts';

/** What a signature certificate says of its holder. It dies when one of them changes. */
export interface CardAttributes {
  name: string;
  /** `male`, `female`, or anything else for not stated. */
  sex: string;
  /** ISO 8601; an unknown day or month is `00`. */
  birthOn: string;
  address: string;
  /** Per character of the name: 1 where a common character stands for a rare one. */
  nameSubstitutes?: string;
  addressSubstitutes?: string;
}

const arc = '1.2.392.200149.8.5.5';

/** Each attribute is an otherName of its own: `[0] { OID, [0] UTF8String }`. Encoded here: pkijs tags an otherName twice. */
export function subjectAlternativeName(attributes: CardAttributes): Extension {
  const values: readonly string[] = [
    attributes.name,
    attributes.nameSubstitutes ?? '0'.repeat([...attributes.name].length),
    toSexCode(attributes.sex),
    toEraDate(attributes.birthOn),
    attributes.address,
    attributes.addressSubstitutes ?? '0'.repeat([...attributes.address].length),
  ];
  const names = values.map((value, index) => toOtherName(`${arc}.${index + 1}`, value));
  return toExtension('2.5.29.17', false, new asn1js.Sequence({ value: names }));
}

function toOtherName(oid: string, value: string): asn1js.Constructed {
  const text = new asn1js.Utf8String({ value });
  return tagged([new asn1js.ObjectIdentifier({ value: oid }), tagged([text])]);
}

function tagged(value: asn1js.BaseBlock[]): asn1js.Constructed {
  return new asn1js.Constructed({ idBlock: { tagClass: 3, tagNumber: 0 }, value });
}

function toSexCode(sex: string): string {
  return sex === 'male' ? '1' : sex === 'female' ? '2' : '9';
}

/** First day of each era, newest first, with the digit that stands for it. */
const eras = [
  ['2019-05-01', '5'],
  ['1989-01-08', '4'],
  ['1926-12-25', '3'],
  ['1912-07-30', '2'],
  ['1868-01-25', '1'],
] as const;

/** `EYYYYMMDD`: the era's digit before the Gregorian date; an unknown day stays zeros, and its era is the later possible. */
export function toEraDate(birthOn: string): string {
  const [year, month, day] = birthOn.split('-');
  const latest = `${year}-${month === '00' ? '12' : month}-${day === '00' ? '31' : day}`;
  const era = eras.find(([firstDay]) => latest >= firstDay)?.[1] ?? '0';
  return `${era}${birthOn.replaceAll('-', '')}`;
}
