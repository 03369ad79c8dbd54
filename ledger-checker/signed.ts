/** Signed statements (compact JWS, RFC 7515, ES256 alone), verified with node:crypto and a key that the caller had before. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

export interface TrustedKey {
  /** Thumbprint (RFC 7638). */
  kid: string;
  key: KeyObject;
}

/** A signature that does not hold, or a statement that is none; the message is a sentence's end. */
export class SignatureFault extends Error {}

/** Reads a JWK or a JWK set; answers its public P-256 keys. A private one is refused: who has it could have signed anything. */
export function readKeys(text: string): TrustedKey[] {
  const given = JSON.parse(text) as unknown;
  const list = isObject(given) && Array.isArray(given['keys']) ? (given['keys'] as unknown[]) : [given];
  const keys = list.flatMap((jwk) => {
    if (!isObject(jwk) || jwk['kty'] !== 'EC' || jwk['crv'] !== 'P-256') return [];
    if ('d' in jwk) throw new Error('the key file holds a private key; give the public one');
    const { x, y } = jwk;
    if (typeof x !== 'string' || typeof y !== 'string') return [];
    const canonical = JSON.stringify({ crv: 'P-256', kty: 'EC', x, y });
    const kid = createHash('sha256').update(canonical).digest('base64url');
    return [{ kid, key: createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' }) }];
  });
  if (keys.length === 0) throw new Error('the key file holds no public P-256 key as a JWK');
  return keys;
}

/** The claims of a statement of kind `typ` that one of the keys signed. @throws SignatureFault */
export function openStatement(
  statement: unknown,
  typ: string,
  keys: readonly TrustedKey[],
  mostCharacters = 8192,
): Record<string, unknown> {
  if (typeof statement !== 'string' || statement.length > mostCharacters)
    throw new SignatureFault('it is no statement');
  const parts = statement.split('.');
  const [head = '', claims = '', signature = ''] = parts;
  if (parts.length !== 3 || !parts.every(isBase64url)) throw new SignatureFault('it is not a compact JWS');
  const header = readObject(head);
  // The header is compared with what is expected, and never chooses: neither algorithm nor key (RFC 8725, 3.1).
  if (
    header['alg'] !== 'ES256' ||
    header['typ'] !== typ ||
    Object.keys(header).sort().join() !== 'alg,kid,typ'
  )
    throw new SignatureFault('it is a statement of another kind');
  const key = keys.find(({ kid }) => kid === header['kid'])?.key;
  if (!key) throw new SignatureFault('it was not signed with the key you gave');
  const signed = Buffer.from(`${head}.${claims}`);
  if (!verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')))
    throw new SignatureFault('its signature does not fit');
  return readObject(claims);
}

/** Bytes of base64url in its one spelling, or undefined. */
export function toBytes(text: unknown, length?: number): Buffer | undefined {
  if (typeof text !== 'string' || !isBase64url(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return length === undefined || bytes.length === length ? bytes : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isBase64url = (text: string): boolean =>
  text !== '' && Buffer.from(text, 'base64url').toString('base64url') === text;

function readObject(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (isObject(value)) return value;
  } catch {
    // Told below.
  }
  throw new SignatureFault('it is not JSON inside');
}
