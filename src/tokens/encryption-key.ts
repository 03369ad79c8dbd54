import type { KeyObject } from 'node:crypto';
import type { RelyingParty } from '../stores/relying-parties.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { createRecent } from './recent.ts';
import { toStrongPublicKey } from './strong-key.ts';

/** How the key of a message is agreed on or wrapped (RFC 7518, section 4.1). RSA1_5 is not among them: padding oracles. */
export const encryptionAlgorithms = ['ECDH-ES', 'ECDH-ES+A256KW', 'RSA-OAEP-256'] as const;
export type EncryptionAlgorithm = (typeof encryptionAlgorithms)[number];

/** What answers for one company are encrypted to. */
export interface EncryptionKey {
  algorithm: EncryptionAlgorithm;
  key: KeyObject;
  kid: string | undefined;
}

type Jwk = Readonly<Record<string, unknown>>;

/** Companies answered since the start; a key that was imported once is not imported again. */
const imported = createRecent<EncryptionKey>(1000);

/**
 * The key that a company registered for encryption (`use: enc`), or null where it registered none. One that cannot be
 * relied on is a refusal and not a reason to answer in the open: who registered a key does not expect to be read.
 * @throws Refusal `encryption_key_unusable`
 */
export function findEncryptionKey({ jwks }: Pick<RelyingParty, 'jwks'>): EncryptionKey | null {
  const [jwk, ...others] = (jwks.keys as readonly Jwk[]).filter(({ use }) => use === 'enc');
  if (!jwk) return null;
  const name = JSON.stringify(jwk);
  const known = imported.get(name);
  if (known && others.length === 0) return known;
  const found = others.length === 0 ? toEncryptionKey(jwk) : undefined;
  if (!found) throw new Refusal('encryption_key_unusable');
  imported.set(name, found);
  return found;
}

/** Held to what a signing key is held to: curve, length, exponent, no ROCA, no private half. */
export function toEncryptionKey(jwk: Jwk): EncryptionKey | undefined {
  const { use, alg, kid, key_ops: operations } = jwk;
  if (use !== 'enc' || operations !== undefined) return undefined;
  const key = toStrongPublicKey(jwk);
  if (!key) return undefined;
  const fitting: readonly EncryptionAlgorithm[] =
    jwk['kty'] === 'EC' ? ['ECDH-ES+A256KW', 'ECDH-ES'] : ['RSA-OAEP-256'];
  const algorithm = alg === undefined ? fitting[0] : fitting.find((each) => each === alg);
  return algorithm && { algorithm, key, kid: typeof kid === 'string' ? kid : undefined };
}
