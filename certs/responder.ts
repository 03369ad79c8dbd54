/** A key that speaks for an authority about revocation, and about nothing else (RFC 6960, 4.2.2.2). */
import { createPrivateKey, randomBytes, type KeyObject } from 'node:crypto';
import type { Extension } from 'pkijs';
import * as asn1js from 'asn1js';
import { yearsFrom, type Authority } from './authority.ts';
import { buildCertificate } from './build-certificate.ts';
import { makeKeyPair, usualHash, type KeyKind } from './engine.ts';
import {
  authorityKeyIdentifier,
  extendedKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
  toExtension,
  type KeyUse,
} from './extensions.ts';
import { responderName, type Name } from './names.ts';

export interface Responder {
  /** DER. */
  certificate: Buffer;
  subject: Name;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

interface ResponderOptions {
  now: Date;
  keyKind?: KeyKind;
  subject?: Name;
  issuerName?: Name;
  notBefore?: Date;
  notAfter?: Date;
  /** `null` leaves the extension out. */
  extendedKeyUsage?: readonly string[] | null;
  keyUsage?: readonly KeyUse[] | null;
  /** Whether nobody need ask if the responder itself is revoked. */
  noCheck?: boolean;
  extraExtensions?: readonly Extension[];
}

const ocspSigning = '1.3.6.1.5.5.7.3.9';
const ocspNoCheck = '1.3.6.1.5.5.7.48.1.5';

/** As everywhere in this room: every field may be overridden, nothing is checked. */
export async function makeResponder(authority: Authority, options: ResponderOptions): Promise<Responder> {
  const { publicKey, pkcs8 } = await makeKeyPair(options.keyKind ?? authority.keyKind);
  const subject = options.subject ?? responderName(authority.purpose);
  const uses = options.keyUsage === undefined ? (['digitalSignature'] as const) : options.keyUsage;
  const purposes = options.extendedKeyUsage === undefined ? [ocspSigning] : options.extendedKeyUsage;
  const certificate = await buildCertificate({
    serial: randomBytes(8).toString('hex').replace(/^./, '6'),
    subject,
    issuer: options.issuerName ?? authority.subject,
    notBefore: options.notBefore ?? yearsFrom(options.now, -1),
    notAfter: options.notAfter ?? yearsFrom(options.now, 9),
    publicKey,
    extensions: [
      ...(uses ? [keyUsage(uses)] : []),
      ...(purposes ? [extendedKeyUsage(purposes)] : []),
      ...((options.noCheck ?? true) ? [toExtension(ocspNoCheck, false, new asn1js.Null())] : []),
      authorityKeyIdentifier(authority.publicKey),
      subjectKeyIdentifier(publicKey),
      ...(options.extraExtensions ?? []),
    ],
    signingKey: authority.privateKey,
    hash: usualHash[authority.keyKind],
  });
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  return { certificate, subject, publicKey, privateKey };
}
