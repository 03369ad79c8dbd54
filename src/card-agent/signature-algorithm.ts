import { createHash, type KeyObject, verify } from 'node:crypto';

/** How a card of one kind signs: JWA name, hash, and the PKCS#11 mechanism with what it is given. */
export interface SignatureAlgorithm {
  name: 'RS256' | 'ES256' | 'ES384';
  hash: 'sha256' | 'sha384';
  mechanism: number;
  /** What the mechanism signs, made from the digest of the data. */
  toInput(digest: Buffer): Buffer;
}

// PKCS#11 v2.40 mechanisms.
const CKM_RSA_PKCS = 0x0001;
const CKM_ECDSA = 0x1041;
/** DigestInfo of SHA-256 up to the digest itself (RFC 8017, 9.2, note 1): CKM_RSA_PKCS pads, but does not hash. */
const sha256DigestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');
const asItIs = (digest: Buffer): Buffer => digest;

/**
 * The algorithm that fits the certificate's key: today's card is RSA-2048, the next one P-384.
 * PSS is absent: the real card has no mechanism for it. Undefined for any other key.
 */
export function toSignatureAlgorithm(key: KeyObject): SignatureAlgorithm | undefined {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) {
    const toInput = (digest: Buffer): Buffer => Buffer.concat([sha256DigestInfo, digest]);
    return { name: 'RS256', hash: 'sha256', mechanism: CKM_RSA_PKCS, toInput };
  }
  if (key.asymmetricKeyType !== 'ec') return undefined;
  if (namedCurve === 'prime256v1')
    return { name: 'ES256', hash: 'sha256', mechanism: CKM_ECDSA, toInput: asItIs };
  if (namedCurve === 'secp384r1')
    return { name: 'ES384', hash: 'sha384', mechanism: CKM_ECDSA, toInput: asItIs };
  return undefined;
}

/** hash(origin) ‖ hash(nonce) (Web eID 1.0): each hashed by itself, so that no byte can move from one to the other. */
export function toSignedData(algorithm: SignatureAlgorithm, origin: string, nonce: string): Buffer {
  const hash = (text: string): Buffer => createHash(algorithm.hash).update(text, 'utf8').digest();
  return Buffer.concat([hash(origin), hash(nonce)]);
}

/** Whether the card signed what it was given, with the key of its certificate. ECDSA as raw r ‖ s. */
export function isSignatureGood(
  algorithm: SignatureAlgorithm,
  key: KeyObject,
  data: Buffer,
  signature: Buffer,
): boolean {
  return verify(algorithm.hash, data, { key, dsaEncoding: 'ieee-p1363' }, signature);
}
