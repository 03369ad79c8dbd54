/** What wallets and verifiers read first. The profile is OpenID for Verifiable Credential Issuance 1.0. */
import type { PublicJwk } from '../vocabulary/jwk.ts';
import type { JsonObject, JsonValue } from '../vocabulary/reading.ts';
import { credentialTypes, toTypeMetadata, toVct } from './credential-types.ts';
import { mostPerBatch } from './issue-batch.ts';

export const preAuthorizedCode = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

/** `/.well-known/openid-credential-issuer` (section 12.2). */
export function toIssuerMetadata(issuer: string): Record<string, JsonValue> {
  return {
    credential_issuer: issuer,
    // Its own, beside the provider that companies know: wallets are no clients there.
    authorization_servers: [toAuthorizationServer(issuer)],
    credential_endpoint: `${issuer}/credentials/credential`,
    nonce_endpoint: `${issuer}/credentials/nonce`,
    batch_credential_issuance: { batch_size: mostPerBatch },
    display: [
      { name: '窓口', locale: 'ja' },
      { name: 'Madoguchi', locale: 'en' },
    ],
    credential_configurations_supported: Object.fromEntries(
      credentialTypes.map((type) => {
        const { display, claims } = toTypeMetadata(issuer, type) as {
          display: JsonValue;
          claims: JsonObject[];
        };
        return [
          type.id,
          {
            format: 'dc+sd-jwt',
            vct: toVct(issuer, type),
            cryptographic_binding_methods_supported: ['jwk'],
            credential_signing_alg_values_supported: ['ES256'],
            proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256'] } },
            credential_metadata: { display, claims: claims.map(({ path }) => ({ path: path ?? [] })) },
          },
        ];
      }),
    ),
  };
}

export function toAuthorizationServer(issuer: string): string {
  return `${issuer}/credentials`;
}

/** RFC 8414, for an issuer with a path. */
export function toAuthorizationServerMetadata(issuer: string): Record<string, JsonValue> {
  return {
    issuer: toAuthorizationServer(issuer),
    token_endpoint: `${issuer}/credentials/token`,
    grant_types_supported: [preAuthorizedCode],
    response_types_supported: [],
    'pre-authorized_grant_anonymous_access_supported': true,
  };
}

/** `/.well-known/jwt-vc-issuer`: the keys that credentials and status lists are checked with (SD-JWT VC, section 5). */
export function toKeyMetadata(issuer: string, key: PublicJwk): Record<string, JsonValue> {
  return { issuer, jwks: { keys: [{ ...key } as JsonObject] } };
}
