import { hash } from 'node:crypto';
import { derTag, expectTag, readChildren, readElement } from './strict-der.ts';
import { toOctets } from './certificate.ts';
import type { CardAnchor } from './trust.ts';

/** Which certificate is asked about. The key's hash tells the CA generations apart: their names are the same. */
export interface OcspCertId {
  issuerNameHash: Buffer;
  issuerKeyHash: Buffer;
  /** As `UnverifiedCertificate.serial`. */
  serial: string;
}

/** SHA-256 with its NULL; SHA-1 would do as well for naming a key, but needs no more friends. */
const sha256 = Buffer.from('300d06096086480165030402010500', 'hex');
const nonceExtensionName = Buffer.from('06092b0601050507300102', 'hex');

export function toCertId(issuer: CardAnchor, serial: string): OcspCertId {
  return {
    issuerNameHash: hash('sha256', issuer.certificate.subject, 'buffer'),
    issuerKeyHash: hash('sha256', toKeyBits(issuer), 'buffer'),
    serial,
  };
}

/** The key without algorithm, tag and length: what OCSP hashes (RFC 6960, 4.1.1). */
export function toKeyBits({ publicKey }: Pick<CardAnchor, 'publicKey'>): Buffer {
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const [, bits] = readChildren(spki, readElement(spki, 0, spki.length));
  return toOctets(spki, expectTag(bits, derTag.bitString));
}

/** A question about one certificate (RFC 6960, 4.1), not signed, with a nonce (RFC 9654): an old answer does not fit it. */
export function encodeOcspRequest(certId: OcspCertId, nonce: Buffer): Buffer {
  const asked = der(
    derTag.sequence,
    sha256,
    der(derTag.octetString, certId.issuerNameHash),
    der(derTag.octetString, certId.issuerKeyHash),
    der(derTag.integer, toIntegerContent(certId.serial)),
  );
  const extension = der(
    derTag.sequence,
    nonceExtensionName,
    der(derTag.octetString, der(derTag.octetString, nonce)),
  );
  return der(
    derTag.sequence,
    der(
      derTag.sequence,
      der(derTag.sequence, der(derTag.sequence, asked)),
      der(0xa2, der(derTag.sequence, extension)),
    ),
  );
}

function toIntegerContent(serial: string): Buffer {
  const bytes = Buffer.from(serial.padStart(serial.length + (serial.length % 2), '0'), 'hex');
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
}

/** A question is some 160 bytes: a length of two bytes or more does not occur. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length > 0xff) throw new Error('a question longer than questions are');
  const head = content.length < 0x80 ? [tag, content.length] : [tag, 0x81, content.length];
  return Buffer.concat([Buffer.from(head), content]);
}
