import { constants, createHash, type KeyObject, verify } from 'node:crypto';

/** How a card signs (RFC 7518, 3.1): which hash, which key, and for ECDSA how long exactly the signature is. */
interface TokenAlgorithm {
  hash: 'sha256' | 'sha384' | 'sha512';
  key: 'rsa-pkcs1' | 'rsa-pss' | 'prime256v1' | 'secp384r1';
}

/**
 * The algorithms of Web eID's format 1.0 that cards of this profile may have.
 * Absent on purpose: ES512, whose curve no certificate of the profile may have; everything that is not in the table.
 */
const algorithms: ReadonlyMap<string, TokenAlgorithm> = new Map([
  ['RS256', { hash: 'sha256', key: 'rsa-pkcs1' }],
  ['RS384', { hash: 'sha384', key: 'rsa-pkcs1' }],
  ['RS512', { hash: 'sha512', key: 'rsa-pkcs1' }],
  ['PS256', { hash: 'sha256', key: 'rsa-pss' }],
  ['PS384', { hash: 'sha384', key: 'rsa-pss' }],
  ['PS512', { hash: 'sha512', key: 'rsa-pss' }],
  ['ES256', { hash: 'sha256', key: 'prime256v1' }],
  ['ES384', { hash: 'sha384', key: 'secp384r1' }],
]);

export interface TokenSignature {
  algorithm: string;
  signature: Buffer;
}

/** Whether this key can have made a signature of this algorithm and length at all: asked before any is computed. */
export function fitsKey({ algorithm, signature }: TokenSignature, key: KeyObject): boolean {
  const known = algorithms.get(algorithm);
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (known?.key === 'rsa-pkcs1' || known?.key === 'rsa-pss')
    return key.asymmetricKeyType === 'rsa' && signature.length === Math.ceil(modulusLength / 8);
  // r‖s (IEEE P1363) in full length: a shorter or longer pair would be a second way to write one signature.
  const length = known?.key === 'prime256v1' ? 64 : 96;
  return known !== undefined && namedCurve === known.key && signature.length === length;
}

/**
 * Whether the card signed for this origin and this challenge (Web eID, format 1.0): over hash(origin) ‖ hash(nonce),
 * the nonce as the string that was sent. The origin is ours, never one that the token names: a card that signed for a
 * look-alike site signed something else.
 */
export function isSignedFor(
  { algorithm, signature }: TokenSignature,
  { origin, nonce }: { origin: string; nonce: string },
  key: KeyObject,
): boolean {
  const known = algorithms.get(algorithm);
  if (!known) return false;
  const hash = (text: string): Buffer => createHash(known.hash).update(text, 'utf8').digest();
  return isSignatureOver({ algorithm, signature }, Buffer.concat([hash(origin), hash(nonce)]), key);
}

/** Whether the key made this signature over these bytes, in the one encoding that tokens have. */
export function isSignatureOver(
  { algorithm, signature }: TokenSignature,
  signed: Buffer,
  key: KeyObject,
): boolean {
  const known = algorithms.get(algorithm);
  return known !== undefined && verify(known.hash, signed, toVerifyKey(known, key), signature);
}

function toVerifyKey({ key: kind }: TokenAlgorithm, key: KeyObject) {
  if (kind === 'rsa-pkcs1') return { key, padding: constants.RSA_PKCS1_PADDING };
  if (kind === 'rsa-pss') {
    return {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    };
  }
  return { key, dsaEncoding: 'ieee-p1363' as const };
}
