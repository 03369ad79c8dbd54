import type { ClientMetadata, JWK } from 'oidc-provider';
import type { RelyingParty } from '../stores/relying-parties.ts';
import { isAccredited } from '../vocabulary/accreditation.ts';
import { detailsType } from './granted.ts';
import { toStrongKey } from './strong-key.ts';

/**
 * A registered company as the provider's client. Nothing here is the company's to choose but its keys and redirect
 * addresses: FAPI 2.0 is the only profile, so there is no weaker client to find.
 */
export function toClientMetadata(relyingParty: RelyingParty, now: Date): ClientMetadata {
  // Who registered no purpose asks no citizen: no code can be had for it, whatever it pushes.
  const asksCitizens = relyingParty.purposes.length > 0;
  return {
    client_id: relyingParty.clientId,
    client_name: relyingParty.legalName.en,
    application_type: 'web',
    redirect_uris: [...relyingParty.redirectUris],
    response_types: asksCitizens ? ['code'] : [],
    response_modes: ['query'],
    grant_types: [
      ...(asksCitizens ? ['authorization_code', 'refresh_token'] : []),
      // Looked at afresh for every request: an accreditation that ran out or was taken back ends the grant with it.
      ...(isAccredited(relyingParty.emergencyAccreditation, now) ? ['client_credentials'] : []),
    ],
    token_endpoint_auth_method: 'private_key_jwt',
    // A weak key stays unknown: an assertion by it is refused like one by no key at all.
    jwks: { keys: relyingParty.jwks.keys.filter((key) => toStrongKey(key)) as JWK[] },
    require_pushed_authorization_requests: true,
    dpop_bound_access_tokens: true,
    authorization_details_types: [detailsType],
    id_token_signed_response_alg: 'ES256',
    subject_type: 'pairwise',
    // The registered domain, not a redirect address: those may be several, and move. Never fetched.
    sector_identifier_uri: `https://${relyingParty.domain}/`,
  };
}
