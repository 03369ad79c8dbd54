/** The engine pkijs builds and signs with here. Handed to every call, so that no room's pkijs is changed by loading this one. */
import { createPublicKey, type KeyObject, type webcrypto } from 'node:crypto';
import { Crypto } from '@peculiar/webcrypto';
import { CryptoEngine } from 'pkijs';

export type SigningKey = webcrypto.CryptoKey;
export type KeyKind = 'RSA-2048' | 'P-256' | 'P-384';

/** The kinds of key an authority or card may have: today's cards are RSA, the next generation's are P-384. */
const parameters = {
  'RSA-2048': {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
  'P-256': { name: 'ECDSA', namedCurve: 'P-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384' },
} as const;

/** The hash a signature by such a key is made over, unless a test asks for another. */
export const usualHash: Readonly<Record<KeyKind, string>> = {
  'RSA-2048': 'SHA-256',
  'P-256': 'SHA-256',
  'P-384': 'SHA-384',
};

const crypto = new Crypto();
export const engine = new CryptoEngine({ name: 'stand-in JPKI', crypto });

export async function makeKeyPair(
  kind: KeyKind,
): Promise<{ publicKey: KeyObject; privateKey: SigningKey; pkcs8: Buffer }> {
  const pair = await crypto.subtle.generateKey(parameters[kind], true, ['sign', 'verify']);
  const spki = Buffer.from(await crypto.subtle.exportKey('spki', pair.publicKey));
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  return {
    publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
    privateKey: pair.privateKey,
    pkcs8,
  };
}

export function loadSigningKey(kind: KeyKind, pkcs8: Buffer): Promise<SigningKey> {
  return crypto.subtle.importKey('pkcs8', Uint8Array.from(pkcs8), parameters[kind], true, ['sign']);
}
