import { createPublicKey } from 'node:crypto';
import { ExternalSigningKey } from 'oidc-provider';
import type { SigningKey } from '../key-custody/signing-key.ts';

/** Lets the provider have things signed by a key in custody without ever holding it. */
export function toExternalKey(key: SigningKey): ExternalSigningKey {
  const publicKey = createPublicKey({ key: key.publicJwk, format: 'jwk' });
  class KeyInCustody extends ExternalSigningKey {
    // Getters without setters would not do: the library writes what it finds missing.
    override get kid(): string {
      return key.kid;
    }
    override set kid(_kid: string | undefined) {}
    override get alg(): string {
      return key.algorithm;
    }
    override set alg(_alg: string | undefined) {}
    // Called synchronously while the provider is being made.
    override keyObject() {
      return publicKey;
    }
    override sign(data: Uint8Array) {
      return key.sign(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    }
  }
  return new KeyInCustody();
}
