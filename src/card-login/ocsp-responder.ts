import { hash, type KeyObject } from 'node:crypto';
import { readCertificate, type UnverifiedCertificate } from './certificate.ts';
import { extensionName, keyUsageBit, readKeyPurposes, readKeyUsage } from './certificate-extensions.ts';
import { checkExtensionsAreKnown, checkIsNoAuthority } from './certificate-path.ts';
import { isValidAt } from './path.ts';
import { checkForm } from './path-form.ts';
import { toKeyBits } from './ocsp-request.ts';
import { isSignedBy } from './signature-algorithms.ts';
import {
  type DerElement,
  DerFault,
  derTag,
  expectTag,
  readElement,
  toBytes,
  toContent,
} from './strict-der.ts';
import type { CardAnchor } from './trust.ts';

const byNameTag = 0xa1;
const byKeyTag = 0xa2;
const ocspSigning = '1.3.6.1.5.5.7.3.9';
const ocspNoCheck = '1.3.6.1.5.5.7.48.1.5';

/** How an answer names its signer. Only a hint which key to try. */
export type UnverifiedSigner = { name: Buffer } | { keyHash: Buffer };

export function readSigner(der: Buffer, element: DerElement | undefined): UnverifiedSigner {
  const inner = element && readElement(der, element.contentStart, element.end);
  if (!inner || inner.end !== element.end) throw new DerFault('a signer of another shape');
  if (element.tag === byNameTag) return { name: toBytes(der, expectTag(inner, derTag.sequence)) };
  if (element.tag === byKeyTag) return { keyHash: toContent(der, expectTag(inner, derTag.octetString)) };
  throw new DerFault('a signer of another shape');
}

/**
 * The key that may sign this answer (RFC 6960, 4.2.2.2): the CA's own, or one of the certificates that came along, if
 * this very CA key issued it for answering and for nothing else. @throws DerFault or Refusal where there is none
 */
export function verifyResponder(
  signer: UnverifiedSigner,
  certificates: readonly Buffer[],
  { issuer, now }: { issuer: CardAnchor; now: Date },
): KeyObject {
  if (isNamed(signer, issuer.certificate.subject, issuer.publicKey)) {
    if (!isValidAt(issuer.certificate, now)) throw new DerFault('the issuer is not valid now');
    // By name, every generation is meant; by key, this one alone. The signature decides either way.
    return issuer.publicKey;
  }
  for (const der of certificates) {
    const certificate = readCertificate(der);
    const { publicKey, subject } = certificate;
    if (publicKey && isNamed(signer, subject, publicKey)) return checkResponder(certificate, issuer, now);
  }
  throw new DerFault('nobody who may answer for this authority');
}

function isNamed(signer: UnverifiedSigner, subject: Buffer, publicKey: KeyObject): boolean {
  if ('name' in signer) return signer.name.equals(subject);
  // SHA-1 by the standard. It only finds the certificate; the signatures are what is believed.
  return signer.keyHash.equals(hash('sha1', toKeyBits({ publicKey }), 'buffer'));
}

function checkResponder(certificate: UnverifiedCertificate, issuer: CardAnchor, now: Date): KeyObject {
  const publicKey = checkForm(certificate);
  const { algorithm, signed, signature, extensions } = certificate;
  if (!certificate.issuer.equals(issuer.certificate.subject))
    throw new DerFault('the responder is of another authority');
  if (!algorithm || !isSignedBy(issuer.publicKey, { algorithm, signed, signature }))
    throw new DerFault('this key did not issue the responder');
  checkExtensionsAreKnown(certificate);
  checkIsNoAuthority(certificate);
  // Without it every card could say of itself that it is good: its key, too, is certified by this CA.
  if (!readKeyPurposes(extensions.get(extensionName.extendedKeyUsage))?.includes(ocspSigning))
    throw new DerFault('the responder’s certificate is not for answering');
  const usage = readKeyUsage(extensions.get(extensionName.keyUsage)) ?? 0;
  if ((usage & keyUsageBit.digitalSignature) === 0)
    throw new DerFault('the responder’s key is not for signing');
  // Otherwise the responder's own revocation would have to be asked, of whom? Not implemented, so refused.
  if (!extensions.has(ocspNoCheck))
    throw new DerFault('the responder’s own revocation would have to be asked');
  if (!isValidAt(certificate, now) || !isValidAt(issuer.certificate, now))
    throw new DerFault('the responder is not valid now');
  return publicKey;
}
