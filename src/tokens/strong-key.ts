import { createPublicKey, type KeyObject } from 'node:crypto';

/** The algorithms relying parties may sign with (FAPI 2.0, section 5.4.1, without EdDSA). */
export type SenderAlgorithm = 'ES256' | 'PS256';
export const senderAlgorithms: readonly SenderAlgorithm[] = ['ES256', 'PS256'];

export interface StrongKey {
  algorithm: SenderAlgorithm;
  key: KeyObject;
}

type Jwk = Readonly<Record<string, unknown>>;

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];
const base64url = /^[A-Za-z0-9_-]+$/;

/**
 * The key of a public JWK, where it is one to rely on; undefined otherwise. Libraries import keys with a public
 * exponent of 1 and keys whose factors are known (ROCA) without a word: a signature by such a key proves nothing.
 */
export function toStrongKey(jwk: unknown): StrongKey | undefined {
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk)) return undefined;
  const members = jwk as Jwk;
  // A private key in a public place is known to others; whoever sends it has made a mistake we must not reward.
  if (privateMembers.some((name) => name in members)) return undefined;
  // RFC 7517, 4.2 and 4.3: whoever says what a key is for means it to be used for nothing else.
  const { use, key_ops: operations } = members;
  if (use !== undefined && use !== 'sig') return undefined;
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify')))
    return undefined;
  if (members['kty'] === 'EC') return toEllipticCurveKey(members);
  if (members['kty'] === 'RSA') return toRsaKey(members);
  return undefined;
}

function toEllipticCurveKey({ crv, x, y, alg }: Jwk): StrongKey | undefined {
  if (crv !== 'P-256' || (alg !== undefined && alg !== 'ES256')) return undefined;
  if (!isCoordinate(x) || !isCoordinate(y)) return undefined;
  return toKey('ES256', { kty: 'EC', crv, x, y });
}

/** The same without regard to what the key is for: for whoever has looked at that. */
export function toStrongPublicKey({ kty, crv, x, y, n, e, ...others }: Jwk): KeyObject | undefined {
  if (privateMembers.some((name) => name in others)) return undefined;
  if (kty === 'EC') return toEllipticCurveKey({ crv, x, y })?.key;
  return kty === 'RSA' ? toRsaKey({ n, e })?.key : undefined;
}

/** 32 bytes in base64url. */
function isCoordinate(member: unknown): member is string {
  return typeof member === 'string' && member.length === 43 && base64url.test(member);
}

function toRsaKey({ n, e, alg }: Jwk): StrongKey | undefined {
  if (e !== 'AQAB' || typeof n !== 'string' || !base64url.test(n)) return undefined;
  if (alg !== undefined && alg !== 'PS256') return undefined;
  const modulus = Buffer.from(n, 'base64url');
  // Longer keys cost the verifier, not the sender: a free way to keep a server busy.
  if (modulus.length < 256 || modulus.length > 512 || (modulus[0] ?? 0) < 0x80) return undefined;
  if (isRocaModulus(BigInt(`0x${modulus.toString('hex')}`))) return undefined;
  return toKey('PS256', { kty: 'RSA', n, e });
}

function toKey(algorithm: SenderAlgorithm, jwk: Record<string, string>): StrongKey | undefined {
  try {
    return { algorithm, key: createPublicKey({ key: jwk, format: 'jwk' }) };
  } catch {
    return undefined;
  }
}

/** Odd primes below 168, those with which the faulty generator's moduli are told from others (CVE-2017-15361). */
const rocaPrimes = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107,
  109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];
const rocaResidues = rocaPrimes.map((prime) => [BigInt(prime), powersOf65537(prime)] as const);

/** Primes of the faulty generator are powers of 65537 modulo every small prime, and so are their products. */
function isRocaModulus(modulus: bigint): boolean {
  return rocaResidues.every(([prime, powers]) => powers.has(Number(modulus % prime)));
}

function powersOf65537(prime: number): Set<number> {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * 65537) % prime) powers.add(power);
  return powers;
}
