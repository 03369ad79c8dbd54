import type { KeyObject } from 'node:crypto';
import * as asn1js from 'asn1js';
import { Certificate, Extensions, Time, type Extension } from 'pkijs';
import { engine, type SigningKey } from './engine.ts';
import { toPublicKeyInfo } from './extensions.ts';
import { toDistinguishedName, type Name } from './names.ts';

interface CertificateParts {
  /** Hex, as it is written elsewhere in this house: no sign byte. */
  serial: string;
  subject: Name;
  issuer: Name;
  notBefore: Date;
  notAfter: Date;
  publicKey: KeyObject;
  extensions: readonly Extension[];
  signingKey: SigningKey;
  hash: string;
  /** The last hand on it before it is signed: for tests that need what no authority would sign. */
  alter?: ((certificate: Certificate) => void) | undefined;
}

/** Puts a certificate together and signs it. Checks nothing: whoever wants a wrong certificate gets it. */
export async function buildCertificate(parts: CertificateParts): Promise<Buffer> {
  const certificate = new Certificate({
    version: 2,
    serialNumber: toSerialNumber(parts.serial),
    subject: toDistinguishedName(parts.subject),
    issuer: toDistinguishedName(parts.issuer),
    notBefore: toTime(parts.notBefore),
    notAfter: toTime(parts.notAfter),
    subjectPublicKeyInfo: toPublicKeyInfo(parts.publicKey),
    extensions: [...parts.extensions],
  });
  parts.alter?.(certificate);
  await certificate.sign(parts.signingKey, parts.hash, engine);
  return Buffer.from(certificate.toSchema(true).toBER(false));
}

export function toSerialNumber(hex: string): asn1js.Integer {
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  // A leading one bit would make the number negative.
  const positive = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  return new asn1js.Integer({ valueHex: Uint8Array.from(positive).buffer });
}

/** RFC 5280 section 4.1.2.5: UTCTime through 2049, GeneralizedTime after; whole seconds. */
export function toTime(date: Date): Time {
  const value = new Date(Math.floor(date.getTime() / 1000) * 1000);
  return new Time({ type: value.getUTCFullYear() < 2050 ? 0 : 1, value });
}

export function toExtensions(extensions: readonly Extension[]): Extensions {
  return new Extensions({ extensions: [...extensions] });
}
