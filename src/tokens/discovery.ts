import { identityClaimNames } from '../vocabulary/identity.ts';
import { trustFramework } from '../vocabulary/verified-claims.ts';

/**
 * The discovery document says only what is true. The library lists what it could do: response modes that no client may
 * use here, claims that no token carries.
 */
export function toTrueDiscovery(
  document: Readonly<Record<string, unknown>>,
  issuer: string,
): Record<string, unknown> {
  return {
    ...document,
    // The resource API's own (self-information/): nothing of a person leaves by another door.
    userinfo_endpoint: `${issuer}/v1/userinfo`,
    userinfo_signing_alg_values_supported: ['ES256'],
    response_modes_supported: ['query'],
    claims_supported: [
      ...['iss', 'sub', 'acr', 'amr', 'auth_time', 'authentication_context'],
      ...[...identityClaimNames, 'verified_claims'],
    ],
    claims_parameter_supported: true,
    // OpenID Connect for Identity Assurance 1.0, section 8. No evidence: its schema wants a certificate's serial number.
    verified_claims_supported: true,
    trust_frameworks_supported: [trustFramework],
    claims_in_verified_claims_supported: identityClaimNames,
    request_parameter_supported: false,
    prompt_values_supported: ['none', 'login', 'consent'],
  };
}
