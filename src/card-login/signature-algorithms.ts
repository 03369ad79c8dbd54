import { createPublicKey, type KeyObject, verify } from 'node:crypto';

type Hash = 'sha256' | 'sha384' | 'sha512';

/** How a certificate or a revocation list is signed. */
export interface SignatureAlgorithm {
  hash: Hash;
  keyType: 'rsa' | 'ec';
}

/**
 * By the whole AlgorithmIdentifier in DER, parameters included, so that there is nothing left to interpret. For RSA the
 * parameters are NULL, and must be accepted where they are absent (RFC 4055, section 5); for ECDSA the other
 * way round, where Finland's authority writes the NULL that RFC 5758 leaves out.
 * Absent on purpose: SHA-1, MD5, DSA, and RSASSA-PSS, whose parameters are a small language and which no JPKI CA uses.
 */
const algorithms = new Map<string, SignatureAlgorithm>([
  ['300d06092a864886f70d01010b0500', { hash: 'sha256', keyType: 'rsa' }],
  ['300d06092a864886f70d01010c0500', { hash: 'sha384', keyType: 'rsa' }],
  ['300d06092a864886f70d01010d0500', { hash: 'sha512', keyType: 'rsa' }],
  ['300b06092a864886f70d01010b', { hash: 'sha256', keyType: 'rsa' }],
  ['300b06092a864886f70d01010c', { hash: 'sha384', keyType: 'rsa' }],
  ['300b06092a864886f70d01010d', { hash: 'sha512', keyType: 'rsa' }],
  ['300a06082a8648ce3d040302', { hash: 'sha256', keyType: 'ec' }],
  ['300a06082a8648ce3d040303', { hash: 'sha384', keyType: 'ec' }],
  ['300a06082a8648ce3d040304', { hash: 'sha512', keyType: 'ec' }],
  ['300c06082a8648ce3d0403020500', { hash: 'sha256', keyType: 'ec' }],
  ['300c06082a8648ce3d0403030500', { hash: 'sha384', keyType: 'ec' }],
  ['300c06082a8648ce3d0403040500', { hash: 'sha512', keyType: 'ec' }],
]);

export function findSignatureAlgorithm(identifier: Buffer): SignatureAlgorithm | undefined {
  return algorithms.get(identifier.toString('hex'));
}

/** Whether `key` made this signature. OpenSSL itself refuses ECDSA signatures that are not strict DER. */
export function isSignedBy(
  key: KeyObject,
  { algorithm, signed, signature }: { algorithm: SignatureAlgorithm; signed: Buffer; signature: Buffer },
): boolean {
  return key.asymmetricKeyType === algorithm.keyType && verify(algorithm.hash, signed, key, signature);
}

/** RSA, P-256, P-384 and P-521 by name. OpenSSL would also take a curve spelt out in parameters, which could be anybody's. */
const keyAlgorithms: readonly string[] = [
  '300d06092a864886f70d0101010500',
  '301306072a8648ce3d020106082a8648ce3d030107',
  '301006072a8648ce3d020106052b81040022',
  '301006072a8648ce3d020106052b81040023',
];

/**
 * The key of a SubjectPublicKeyInfo with this algorithm. Undefined where it is of another kind, cannot be read, or is
 * written in another way than ours: the hash of these bytes names an issuer.
 */
export function toPublicKey(spki: Buffer, algorithm: Buffer): KeyObject | undefined {
  if (!keyAlgorithms.includes(algorithm.toString('hex'))) return undefined;
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    return key.export({ format: 'der', type: 'spki' }).equals(spki) ? key : undefined;
  } catch {
    return undefined;
  }
}

const leastModulusBits = 2048;
/** Above these a verification costs whatever the sender likes. */
const mostModulusBits = 4096;
const mostExponent = 2n ** 32n;

const holderCurves: readonly string[] = ['prime256v1', 'secp384r1'];

/**
 * RSA of 2048 bits and more with an odd exponent of at least 3; a curve of the list is strong by itself.
 * Absent on purpose: tests for known bad key generators (ROCA); a pinned CA vouches for the keys on its cards.
 */
export function isStrongKey(key: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec') return holderCurves.includes(namedCurve);
  if (key.asymmetricKeyType !== 'rsa') return false;
  if (modulusLength < leastModulusBits || modulusLength > mostModulusBits) return false;
  return publicExponent >= 3n && publicExponent < mostExponent && publicExponent % 2n === 1n;
}

/** An authority may sign with P-521, as Estonia's does; no card of ours has such a key. */
export function isStrongIssuerKey(key: KeyObject): boolean {
  return isStrongKey(key) || key.asymmetricKeyDetails?.namedCurve === 'secp521r1';
}
