/** Everything the rail company does with Madoguchi: an ordinary OpenID client, by openid-client. */
import { importJWK, type JWK, createRemoteJWKSet, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import type { Discount } from './fares.ts';

export interface MadoguchiClient {
  /** Pushes the request (RFC 9126) and answers where the browser goes, with what must be kept until it comes back. */
  ask(): Promise<{ address: URL; pending: PendingRequest }>;
  /** Redeems the code of the address the browser came back with. @throws Denied where the citizen said no */
  redeem(returned: URL, pending: PendingRequest): Promise<Access>;
  /** The one fact this company needs. @throws Refused when it is not, or no longer, to be had */
  readDiscount(access: Access): Promise<{ discount: Discount | null; receiptUrl: string; readsLeft: number }>;
  /** Which authority issued the certificate: none where the citizen did not tick it. */
  readIssuers(access: Access): Promise<string[]>;
}

/** Kept in this company's own session, never in the browser. */
export interface PendingRequest {
  state: string;
  nonce: string;
  verifier: string;
}

export interface Access {
  accessToken: string;
  refreshToken: string | undefined;
  /** What the citizen granted: whoever asks for more only leaves a refused read in their history. */
  items: readonly string[];
  dpop: oidc.DPoPHandle;
}

/** The citizen refused: `access_denied`. */
export class Denied extends Error {}

/** The API answered with a problem document (RFC 9457). */
export class Refused extends Error {
  readonly reason: string;
  readonly status: number;
  constructor(status: number, reason: string) {
    super(`${status} ${reason}`);
    this.status = status;
    this.reason = reason;
  }
}

export interface ClientSettings {
  issuer: string;
  clientId: string;
  /** The private key of `private_key_jwt`, ES256. */
  jwk: JWK;
  redirectUri: string;
  /** How requests are sent; a demonstration looks on here. */
  fetch?: oidc.CustomFetch;
}

const purpose = 'discount-ticket';
const discountItem = 'attestations.rail-disability-discount';
const issuerItem = 'disability_welfare.certificates.issuer';

export async function createMadoguchiClient(settings: ClientSettings): Promise<MadoguchiClient> {
  const { issuer, clientId, jwk, redirectUri } = settings;
  const key = (await importJWK(jwk, 'ES256')) as CryptoKey;
  const config = await oidc.discovery(
    new URL(issuer),
    clientId,
    { dpop_bound_access_tokens: true, id_token_signed_response_alg: 'ES256' },
    oidc.PrivateKeyJwt({ key, kid: String(jwk.kid) }),
    {
      // Plain http is for this sandbox on loopback alone.
      ...(issuer.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {}),
      ...(settings.fetch ? { [oidc.customFetch]: settings.fetch } : {}),
    },
  );
  const answerKeys = createRemoteJWKSet(new URL(`${issuer}/v1/keys`));
  // One DPoP key per access would be as good; one per process keeps refresh tokens usable after a page reload.
  const dpop = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'));

  async function call(access: Access, path: string, accept: string): Promise<Response> {
    const headers = new Headers({ accept });
    const url = new URL(`${issuer}/v1${path}`);
    const answer = await oidc
      .fetchProtectedResource(config, access.accessToken, url, 'GET', null, headers, { DPoP: access.dpop })
      .catch((error: unknown) => {
        // A refusal comes with a challenge (RFC 6750, section 3), which the library throws: to us it is an answer.
        if (error instanceof oidc.WWWAuthenticateChallengeError) return error.response;
        throw error;
      });
    if (answer.ok) return answer;
    const problem = (await answer.json().catch(() => ({}))) as { reason?: string };
    throw new Refused(answer.status, problem.reason ?? 'unknown');
  }

  return {
    async ask() {
      const pending = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const address = await oidc.buildAuthorizationUrlWithPAR(
        config,
        {
          redirect_uri: redirectUri,
          scope: 'openid',
          state: pending.state,
          nonce: pending.nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
          code_challenge_method: 'S256',
          authorization_details: JSON.stringify([
            {
              type: 'self-information',
              purpose,
              items: [discountItem, issuerItem],
            },
          ]),
        },
        { DPoP: dpop },
      );
      return { address, pending };
    },
    async redeem(returned, pending) {
      try {
        const tokens = await oidc.authorizationCodeGrant(
          config,
          returned,
          { pkceCodeVerifier: pending.verifier, expectedState: pending.state, expectedNonce: pending.nonce },
          undefined,
          { DPoP: dpop },
        );
        const details = (tokens['authorization_details'] ?? []) as unknown as { items: string[] }[];
        return {
          accessToken: tokens.access_token,
          refreshToken: tokens.refresh_token,
          items: details.flatMap(({ items }) => items),
          dpop,
        };
      } catch (error) {
        if (error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied')
          throw new Denied();
        throw error;
      }
    },
    async readDiscount(access) {
      const answer = await call(access, '/attestations/rail-disability-discount', 'application/jwt');
      const { payload } = await jwtVerify(await answer.text(), answerKeys, {
        issuer,
        audience: clientId,
        typ: 'attestation+jwt',
        algorithms: ['ES256'],
      });
      const { attestation, receipt, reads_left: readsLeft } = payload as unknown as AttestationAnswer;
      return { discount: attestation, receiptUrl: receipt.receipt_url, readsLeft };
    },
    async readIssuers(access) {
      if (!access.items.includes(issuerItem)) return [];
      const answer = await call(access, '/self-information/disability_welfare', 'application/json');
      const { record } = (await answer.json()) as { record: { certificates?: { issuer?: string }[] } | null };
      return (record?.certificates ?? []).flatMap(({ issuer: by }) => (by ? [by] : []));
    },
  };
}

interface AttestationAnswer {
  attestation: Discount | null;
  reads_left: number;
  receipt: { receipt_url: string };
}
