/** Proofs that a wallet holds the keys that it wants credentials for (OpenID4VCI 1.0, appendix F.1), and their nonces. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { jwkThumbprint } from '../key-custody/thumbprint.ts';
import { parseCompactJws } from '../tokens/compact-jws.ts';
import { isSignedBy } from '../tokens/dpop-proof.ts';
import { toStrongKey } from '../tokens/strong-key.ts';
import { type Clock, toNumericDate } from '../vocabulary/clock.ts';
import type { JsonObject } from '../vocabulary/reading.ts';
import { Refusal } from '../vocabulary/refusals.ts';

const nonceSeconds = 300;
/** A wallet's clock may run ahead; what counts is the nonce. */
const clockToleranceSeconds = 60;

export interface KeyProofs {
  nonce(): string;
  /** The keys, as they go into credentials. @throws Refusal `key_proof_invalid`, `key_proof_stale` */
  verify(proofs: readonly string[]): JsonObject[];
}

/**
 * A nonce is a time with our mark on it: nothing is stored, and a proof made beforehand, or for somebody else, does not
 * serve. That one serves twice within its five minutes opens nothing, because the token beside it serves once.
 */
export function createKeyProofs(d: { issuer: string; clock: Clock; nonceKey: Buffer }): KeyProofs {
  const mark = (time: string): string => createHmac('sha256', d.nonceKey).update(time).digest('base64url');

  function checkNonce(nonce: unknown): void {
    const [time = '', presented = ''] = typeof nonce === 'string' ? nonce.split('.') : [];
    const [expected, given] = [Buffer.from(mark(time)), Buffer.from(presented)];
    const ours = expected.length === given.length && timingSafeEqual(expected, given);
    const age = toNumericDate(d.clock.now()) - Number(time);
    if (!ours || age > nonceSeconds || age < 0) throw new Refusal('key_proof_stale');
  }

  function verifyOne(proof: string): JsonObject {
    const jws = parseCompactJws(proof);
    const { typ, alg, jwk } = jws?.header ?? {};
    const key = toStrongKey(jwk);
    if (!jws || typ !== 'openid4vci-proof+jwt' || !key || alg !== 'ES256' || key.algorithm !== 'ES256')
      throw new Refusal('key_proof_invalid', 'not an ES256 proof with its public key');
    const { aud, iat, nonce } = jws.payload;
    const latest = toNumericDate(d.clock.now()) + clockToleranceSeconds;
    if (aud !== d.issuer || typeof iat !== 'number' || iat > latest)
      throw new Refusal('key_proof_invalid', 'aud or iat');
    checkNonce(nonce);
    if (!isSignedBy(key, jws)) throw new Refusal('key_proof_invalid', 'signature');
    const { crv, x, y } = jwk as Record<string, string>;
    return { kty: 'EC', crv: crv ?? '', x: x ?? '', y: y ?? '' };
  }

  return {
    nonce() {
      const time = String(toNumericDate(d.clock.now()));
      return `${time}.${mark(time)}`;
    },
    verify(proofs) {
      const keys = proofs.map(verifyOne);
      // Two credentials on one key would be linked by it: what a batch is there to prevent.
      if (new Set(keys.map((key) => jwkThumbprint(key))).size !== keys.length)
        throw new Refusal('key_proof_invalid', 'one key twice');
      return keys;
    },
  };
}
