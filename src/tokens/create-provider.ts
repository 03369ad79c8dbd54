import { errors, Provider } from 'oidc-provider';
import type { SigningKey } from '../key-custody/signing-key.ts';
import type { Stores } from '../stores/stores.ts';
import { acrValues } from '../vocabulary/authentication.ts';
import { categories } from '../vocabulary/categories.ts';
import { identityClaimNames } from '../vocabulary/identity.ts';
import type { Clock } from '../vocabulary/clock.ts';
import { emergencyScope } from '../vocabulary/emergency.ts';
import type { Log } from '../vocabulary/log.ts';
import { createAskedCheck } from './asked-by.ts';
import { toAuthenticationContext } from './authentication-claims.ts';
import { checkClientAssertion } from './client-assertion.ts';
import { checkConsentBehind, checkNotNarrowed } from './consent-behind.ts';
import { endpoints } from './endpoints.ts';
import { toExternalKey } from './external-key.ts';
import { detailsType } from './granted.ts';
import * as lifetimes from './lifetimes.ts';
import { reportErrors, showError } from './oauth-errors.ts';
import { toPairwiseSubject } from './pairwise-subject.ts';
import { createAdapterFactory } from './payload-adapter.ts';
import { createPrompts } from './prompts.ts';
import { bindRefreshTokens } from './refresh-binding.ts';
import { createResources } from './resources.ts';
import { senderAlgorithms } from './strong-key.ts';

export interface ProviderRooms {
  stores: Pick<Stores, 'oidcPayloads' | 'relyingParties' | 'consents'>;
  clock: Clock;
  log: Log;
  issuer: string;
  apiAudience: string;
  /** Of the emergency door, which no token for the API opens. */
  emergencyAudience: string;
  signingKey: SigningKey;
  cookieKeys: readonly string[];
  pairwiseSalt: string;
}

/**
 * The FAPI 2.0 security profile, read from top to bottom. The library's own `fapi` feature is a second lock and not the
 * policy: alone it lets a client in without DPoP, or with a secret. Where the library leaves a door open that no setting
 * closes, the file that closes it is named.
 */
export function createProvider(d: ProviderRooms): Provider {
  const { stores, clock, issuer } = d;
  const scopes = ['openid', ...identityClaimNames, ...categories.map(({ name }) => name)];
  const secureCookies = issuer.startsWith('https:');
  const provider = new Provider(issuer, {
    adapter: createAdapterFactory(d),
    jwks: { keys: [toExternalKey(d.signingKey)] },
    routes: endpoints,
    clientAuthMethods: ['private_key_jwt'],
    assertJwtClientAuthClaimsAndHeader: (ctx, claims) => checkClientAssertion(ctx, claims),
    enabledJWA: {
      clientAuthSigningAlgValues: [...senderAlgorithms],
      dPoPSigningAlgValues: [...senderAlgorithms],
      idTokenSigningAlgValues: ['ES256'],
    },
    clientDefaults: { id_token_signed_response_alg: 'ES256', token_endpoint_auth_method: 'private_key_jwt' },
    responseTypes: ['code'],
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    scopes: [...scopes, emergencyScope],
    acrValues: [...acrValues],
    // In every ID token, asked for or not: how somebody logged in is never left to be guessed.
    claims: { openid: ['sub', 'acr', 'amr', 'auth_time', 'authentication_context'] },
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: (_ctx, citizen, client) =>
      toPairwiseSubject(d.pairwiseSalt, String(client.sectorIdentifier), citizen),
    // The sector is a registered name; nothing lies at that address.
    sectorIdentifierUriValidate: () => false,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      requestObjects: { enabled: false },
      // Read by claims-request.ts: the library would fill ID tokens by it.
      claimsParameter: { enabled: false },
      fapi: { enabled: true, profile: '2.0' },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      // For accredited clients alone, whose metadata has the grant (client-metadata.ts).
      clientCredentials: { enabled: true },
      dPoP: { enabled: true, allowReplay: false },
      externalSigningSupport: { enabled: true, ack: 'experimental-01' },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        ...createResources({ ...d, citizenScopes: scopes }),
      },
      richAuthorizationRequests: {
        enabled: true,
        types: {
          [detailsType]: {
            // Looked at as a whole, with the scopes, by `extraParams` below.
            validate: (ctx) => {
              if (ctx.oidc.route === 'token')
                throw new errors.InvalidAuthorizationDetails(
                  'authorization_details: only in the pushed request; a token cannot be narrowed',
                );
            },
          },
        },
        authorizationDetailsForGrantSource: (ctx) => ctx.oidc.grant?.rar,
        authorizationDetailsForAccessToken: (_ctx, _token, source) => source?.rar,
      },
    },
    // The library calls these for every authorization request, pushed or opened, whether the parameter is there or not.
    extraParams: {
      authorization_details: createAskedCheck({ relyingParties: stores.relyingParties, clock }),
      // Known, so that it is kept; looked at with the rest of what is asked.
      claims: null,
    },
    interactions: {
      policy: createPrompts(),
      url: (_ctx, interaction) => `/interaction/${interaction.uid}`,
    },
    findAccount: async (ctx, citizen, token) => {
      if (!token) return { accountId: citizen, claims: () => ({ sub: citizen }) };
      checkNotNarrowed(ctx, token.scope);
      const consent = await checkConsentBehind(String(token.grantId), { consents: stores.consents, clock });
      const authentication_context = toAuthenticationContext(consent.authentication);
      return { accountId: citizen, claims: () => ({ sub: citizen, authentication_context }) };
    },
    loadExistingGrant: (ctx) => {
      const grantId = ctx.oidc.result?.consent?.grantId;
      return grantId ? ctx.oidc.provider.Grant.find(grantId) : undefined;
    },
    extraTokenClaims: (_ctx, token) => ('grantId' in token ? { consent: token.grantId } : undefined),
    formats: {
      customizers: {
        // The token names its consent, and that row says what was granted. A list of hundreds of items in a header of
        // every call would be too long for proxies and would stand in their logs; the token's answer has it.
        jwt: (_ctx, _token, { payload }) => {
          delete payload.authorization_details;
        },
      },
    },
    expiresWithSession: () => false,
    issueRefreshToken: () => true,
    // FAPI 2.0, section 5.3.2.1: rotation protects nothing that is sender-bound, and loses sessions.
    rotateRefreshToken: false,
    ttl: {
      AuthorizationCode: lifetimes.authorizationCodeSeconds,
      AccessToken: lifetimes.accessTokenSeconds,
      IdToken: lifetimes.idTokenSeconds,
      Interaction: lifetimes.interactionSeconds,
      Session: lifetimes.interactionSeconds,
      // The grant ends with the consent; what hangs on it must not outlive it.
      RefreshToken: (ctx) => Math.max(1, (ctx.oidc.grant?.exp ?? 0) - Math.floor(Date.now() / 1000)),
    },
    clockTolerance: lifetimes.clockToleranceSeconds,
    cookies: {
      keys: [...d.cookieKeys],
      names: toCookieNames(secureCookies),
      // Lax: Strict would not be sent on the way back from the card agent.
      long: { httpOnly: true, sameSite: 'lax', signed: true, secure: secureCookies },
      short: { httpOnly: true, sameSite: 'lax', signed: true, secure: secureCookies },
    },
    clientBasedCORS: () => false,
    // Keys are registered, not fetched: no client can make this server call an address.
    fetch: () => Promise.reject(new Error('the provider fetches nothing')),
    renderError: showError,
  });
  bindRefreshTokens(provider);
  reportErrors(provider, d.log);
  // Without this the library would keep whose card was last here, for a request that has nothing to do with this one.
  provider.on('authorization.success', (ctx) => {
    if (ctx.oidc.session) Object.assign(ctx.oidc.session, { destroyed: true });
  });
  return provider;
}

/** Interaction and resume cookies have a path of their own per request, so that tabs do not disturb each other. */
function toCookieNames(secure: boolean) {
  const prefix = secure ? '__Secure-' : '';
  return {
    session: `${secure ? '__Host-' : ''}madoguchi_session`,
    interaction: `${prefix}madoguchi_interaction`,
    resume: `${prefix}madoguchi_resume`,
  };
}
