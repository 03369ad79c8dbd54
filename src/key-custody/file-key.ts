import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SigningKey } from './signing-key.ts';
import type { PublicJwk } from '../vocabulary/jwk.ts';
import { jwkThumbprint } from './thumbprint.ts';

/** Loads a P-256 private key from a JWK file (RFC 7517). Its `kid` is the RFC 7638 thumbprint. */
export function loadFileKey(path: string): SigningKey {
  const privateKey = createPrivateKey({ key: JSON.parse(readFileSync(path, 'utf8')), format: 'jwk' });
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' }) as unknown as PublicJwk;
  if (jwk.kty !== 'EC' || jwk['crv'] !== 'P-256') throw new Error(`${path} does not hold a P-256 key`);
  const kid = jwkThumbprint(jwk);
  return {
    kid,
    algorithm: 'ES256',
    publicJwk: { ...jwk, kid, alg: 'ES256', use: 'sig' },
    sign: (data) => sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
}
