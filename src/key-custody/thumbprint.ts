import { createHash } from 'node:crypto';

const requiredMembers: Record<string, readonly string[]> = {
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
};

/** The JWK thumbprint of a public key: SHA-256 over its required members (RFC 7638), base64url. */
export function jwkThumbprint(jwk: Readonly<Record<string, unknown>>): string {
  const members = requiredMembers[String(jwk['kty'])];
  if (!members) throw new TypeError('not an EC, OKP or RSA public key');
  const canonical = JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]])));
  return createHash('sha256').update(canonical).digest('base64url');
}
