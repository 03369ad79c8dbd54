import type { PublicJwk } from '../vocabulary/jwk.ts';

/**
 * A signing key in custody: whoever holds this can have things signed and read the public half,
 * and nothing else. ES256 (P-256, SHA-256), the one algorithm this house signs with.
 */
export interface SigningKey {
  readonly kid: string;
  readonly algorithm: 'ES256';
  readonly publicJwk: PublicJwk;
  /** The signature over `data` in JWS form: 64 bytes r ‖ s (RFC 7518, section 3.4). Synchronous: faster for P-256. */
  sign(data: Buffer): Buffer;
}
