/** A certification authority of the stand-in JPKI. Several generations bear one name, each with a key of its own. */
import { createHash, randomBytes, type KeyObject } from 'node:crypto';
import type { Certificate, Extension } from 'pkijs';
import { buildCertificate } from './build-certificate.ts';
import { makeKeyPair, usualHash, type KeyKind, type SigningKey } from './engine.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  keyUsage,
  subjectKeyIdentifier,
  type KeyUse,
} from './extensions.ts';
import { authorityName, type Municipality, type Name } from './names.ts';

export type AuthorityPurpose = 'authentication' | 'signature' | 'phone-authentication';

export interface Authority {
  /** `authentication-g1`: its purpose and generation. */
  name: string;
  purpose: AuthorityPurpose;
  generation: 1 | 2;
  keyKind: KeyKind;
  subject: Name;
  /** DER. */
  certificate: Buffer;
  publicKey: KeyObject;
  privateKey: SigningKey;
  pkcs8: Buffer;
  /** SHA-256 of the SubjectPublicKeyInfo (DER), base64url: how a certificate's issuer is known in this house. */
  keyHash: string;
  /** Where it enters what it issued. One in memory alone keeps no register, as whoever stole a key keeps none. */
  enter?: (serial: string, municipality: Municipality) => void;
}

export interface AuthorityOptions {
  purpose: AuthorityPurpose;
  generation: 1 | 2;
  now: Date;
  keyKind?: KeyKind;
  subject?: Name;
  /** Who signs it; itself when absent. The real authority has none above and none below. */
  issuedBy?: Authority;
  serial?: string;
  notBefore?: Date;
  notAfter?: Date;
  keyUsage?: readonly KeyUse[];
  isAuthority?: boolean;
  pathLength?: number;
  hash?: string;
  extraExtensions?: readonly Extension[];
  alter?: (certificate: Certificate) => void;
}

export async function makeAuthority(options: AuthorityOptions): Promise<Authority> {
  const keyKind = options.keyKind ?? 'RSA-2048';
  const { publicKey, privateKey, pkcs8 } = await makeKeyPair(keyKind);
  const subject = options.subject ?? authorityName(options.purpose);
  const issuer = options.issuedBy ?? { subject, publicKey, privateKey, keyKind };
  const certificate = await buildCertificate({
    serial: options.serial ?? randomBytes(8).toString('hex').replace(/^./, '5'),
    subject,
    issuer: issuer.subject,
    // Wide enough for a card that expired long ago and for one issued today.
    notBefore: options.notBefore ?? yearsFrom(options.now, -10),
    notAfter: options.notAfter ?? yearsFrom(options.now, 10),
    publicKey,
    extensions: [
      basicConstraints(options.isAuthority ?? true, options.pathLength),
      keyUsage(options.keyUsage ?? ['keyCertSign', 'cRLSign']),
      subjectKeyIdentifier(publicKey),
      authorityKeyIdentifier(issuer.publicKey),
      ...(options.extraExtensions ?? []),
    ],
    signingKey: issuer.privateKey,
    hash: options.hash ?? usualHash[issuer.keyKind],
    alter: options.alter,
  });
  return {
    name: `${options.purpose}-g${options.generation}`,
    purpose: options.purpose,
    generation: options.generation,
    keyKind,
    subject,
    certificate,
    publicKey,
    privateKey,
    pkcs8,
    keyHash: toKeyHash(publicKey),
  };
}

export function toKeyHash(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('base64url');
}

export function yearsFrom(now: Date, years: number): Date {
  const then = new Date(now);
  then.setUTCFullYear(then.getUTCFullYear() + years);
  return then;
}
