import type { SigningKey } from './signing-key.ts';

/** Signs claims as a compact JWS (RFC 7515) with `alg`, `kid` and the given `typ` in its header (RFC 8725, section 3.11). */
export function signJwt(key: SigningKey, typ: string, claims: Readonly<Record<string, unknown>>): string {
  const header = Buffer.from(JSON.stringify({ alg: key.algorithm, typ, kid: key.kid })).toString('base64url');
  const signed = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${signed}.${key.sign(Buffer.from(signed)).toString('base64url')}`;
}
