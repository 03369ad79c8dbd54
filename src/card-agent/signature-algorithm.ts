import { constants, createHash, type KeyObject, publicDecrypt, verify } from 'node:crypto';

/** The hash functions whose digests are signed, by Web eID's names, with their length in bytes. */
export const hashFunctions = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 } as const;
export type HashFunction = keyof typeof hashFunctions;

/** How a card of one kind signs: JWA name, hash, and the PKCS#11 mechanism with what it is given. */
export interface SignatureAlgorithm {
  name: 'RS256' | 'ES256' | 'ES384';
  hash: 'sha256' | 'sha384';
  kind: 'RSA' | 'ECC';
  /** The one of `name` first; the others are for documents whose digest comes from outside. */
  hashFunctions: readonly [HashFunction, ...HashFunction[]];
  mechanism: number;
  /** What the mechanism signs. */
  toInput(digest: Uint8Array, hashFunction: HashFunction): Buffer;
}

// PKCS#11 v2.40 mechanisms.
const CKM_RSA_PKCS = 0x0001;
const CKM_ECDSA = 0x1041;
/** DigestInfo up to the digest itself (RFC 8017, 9.2, note 1): CKM_RSA_PKCS pads, but does not hash. */
const digestInfos: Readonly<Record<HashFunction, Buffer>> = {
  'SHA-256': Buffer.from('3031300d060960864801650304020105000420', 'hex'),
  'SHA-384': Buffer.from('3041300d060960864801650304020205000430', 'hex'),
  'SHA-512': Buffer.from('3051300d060960864801650304020305000440', 'hex'),
};
const toDigestInfo = (digest: Uint8Array, hashFunction: HashFunction): Buffer =>
  Buffer.concat([digestInfos[hashFunction], digest]);
const asItIs = (digest: Uint8Array): Buffer => Buffer.from(digest);

/**
 * The algorithm that fits the certificate's key: today's card is RSA-2048, the next one P-384.
 * PSS is absent: the real card has no mechanism for it. Undefined for any other key.
 */
export function toSignatureAlgorithm(key: KeyObject): SignatureAlgorithm | undefined {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) {
    return {
      name: 'RS256',
      hash: 'sha256',
      kind: 'RSA',
      hashFunctions: ['SHA-256', 'SHA-384', 'SHA-512'],
      mechanism: CKM_RSA_PKCS,
      toInput: toDigestInfo,
    };
  }
  if (key.asymmetricKeyType !== 'ec') return undefined;
  const ecdsa = { kind: 'ECC', mechanism: CKM_ECDSA, toInput: asItIs } as const;
  if (namedCurve === 'prime256v1')
    return { name: 'ES256', hash: 'sha256', hashFunctions: ['SHA-256'], ...ecdsa };
  if (namedCurve === 'secp384r1')
    return { name: 'ES384', hash: 'sha384', hashFunctions: ['SHA-384'], ...ecdsa };
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

/**
 * The same where only a digest is known. Node's crypto hashes by itself before it verifies ECDSA, so of such a signature
 * only the length can be told here: its key was looked up by the certificate, and the site verifies it.
 */
export function isDigestSignatureGood(
  algorithm: SignatureAlgorithm,
  key: KeyObject,
  { digest, hashFunction }: { digest: Uint8Array; hashFunction: HashFunction },
  signature: Buffer,
): boolean {
  if (algorithm.kind === 'ECC') return signature.length === 2 * digest.length;
  try {
    const signed = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
    return signed.equals(algorithm.toInput(digest, hashFunction));
  } catch {
    return false;
  }
}
