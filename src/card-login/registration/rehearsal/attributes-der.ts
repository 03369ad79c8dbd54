/** The attributes of a signature certificate in DER, written by hand: as the profile has them, or as a test lies. */
import { extensionName } from '../../certificate-extensions.ts';

/** `1.2.392.200149.8.5.5`, without tag and length. */
const arc = Buffer.from('2a8308 8c9b55 08 05 05'.replaceAll(' ', ''), 'hex');

export function der(tag: number, ...parts: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  const { length } = content;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

export const otherName = (number: number, value: Buffer): Buffer =>
  der(0xa0, der(0x06, arc, Buffer.of(number)), der(0xa0, value));

export const attribute = (number: number, text: string | Buffer): Buffer =>
  otherName(number, der(0x0c, text));

/** A person who reads well; each test changes what it is about. */
export const usual: Readonly<Record<number, string>> = {
  1: '見本 花子',
  2: '00000',
  3: '2',
  4: '319850401',
  5: '見本県見本市1番地',
  6: '000000000',
};

export function toNames(changes: Readonly<Record<number, string | Buffer>> = {}): Buffer[] {
  return Object.entries({ ...usual, ...changes }).map(([number, text]) => attribute(Number(number), text));
}

/** As the validator reads a certificate that carries these names. */
export function certificateWith(names: readonly Buffer[], notBefore = Date.UTC(2026, 9, 1) / 1000) {
  const value = der(0x30, ...names);
  return {
    notBefore,
    extensions: new Map([[extensionName.subjectAlternativeName, { critical: false, value }]]),
  };
}
