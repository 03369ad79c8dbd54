/** A public key as a JWK (RFC 7517), e.g. EC P-256 for ES256 or RSA for PS256. */
export type PublicJwk = Readonly<Record<string, unknown>> & { kty: string; kid?: string };
