/** What certificates and revocation lists are made of: numbers, names of things, times, extensions. */
import { type DerElement, DerFault, derTag, expectTag, readChildren, toContent } from './strict-der.ts';

export interface Extension {
  critical: boolean;
  /** DER of the extension's own structure. */
  value: Buffer;
}

/** A serial number in lower-case hex without leading zeros. A negative one stays apart from its positive look-alike. */
export function toSerial(content: Buffer): string {
  const hex = content.toString('hex');
  const digits = hex.startsWith('0') ? hex.replace(/^0+/, '') : hex;
  return (content[0] ?? 0) >= 0x80 ? `-${digits}` : digits;
}

/** `2.5.29.19` */
export function toObjectIdentifier(content: Buffer): string {
  const parts: bigint[] = [];
  let part = 0n;
  if (content.length > 64) throw new DerFault('an object identifier of unlikely length');
  for (const byte of content) {
    part = (part << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    if (parts.length === 0) {
      const first = part < 40n ? 0n : part < 80n ? 1n : 2n;
      parts.push(first, part - first * 40n);
    } else parts.push(part);
    part = 0n;
  }
  return parts.join('.');
}

const timePatterns: Readonly<Record<number, RegExp>> = {
  [derTag.utcTime]: /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/,
  [derTag.generalizedTime]: /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/,
};

/** Seconds since the epoch. RFC 5280, 4.1.2.5: always with seconds, always Z, never a fraction. */
export function toSeconds(bytes: Buffer, element: DerElement | undefined): number {
  const pattern = timePatterns[element?.tag ?? 0];
  const fields = element && pattern?.exec(toContent(bytes, element).toString('latin1'));
  if (!fields) throw new DerFault('a time that is not DER');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.slice(1).map(Number);
  const fullYear = element.tag === derTag.utcTime ? year + (year < 50 ? 2000 : 1900) : year;
  const at = new Date(0);
  at.setUTCFullYear(fullYear, month - 1, day);
  at.setUTCHours(hour, minute, second);
  // A 31st of April would quietly become the 1st of May, 24:00 the next day.
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day || at.getUTCHours() !== hour)
    throw new DerFault('a time that does not exist');
  if (at.getUTCMinutes() !== minute || at.getUTCSeconds() !== second)
    throw new DerFault('a time that does not exist');
  return at.getTime() / 1000;
}

/** Extensions by object identifier. One that stands twice could be read twice differently: refused (RFC 5280, 4.2). */
export function readExtensions(bytes: Buffer, list: DerElement): Map<string, Extension> {
  const extensions = new Map<string, Extension>();
  for (const element of readChildren(bytes, expectTag(list, derTag.sequence))) {
    const [identifier, ...rest] = readChildren(bytes, expectTag(element, derTag.sequence));
    const name = toObjectIdentifier(toContent(bytes, expectTag(identifier, derTag.objectIdentifier)));
    const criticalElement = rest.length === 2 ? expectTag(rest[0], derTag.boolean) : undefined;
    if (rest.length !== 1 && rest.length !== 2) throw new DerFault('an extension of another shape');
    if (extensions.has(name)) throw new DerFault('an extension that stands twice');
    extensions.set(name, {
      critical: criticalElement !== undefined && bytes[criticalElement.contentStart] === 0xff,
      value: toContent(bytes, expectTag(rest.at(-1), derTag.octetString)),
    });
  }
  return extensions;
}
