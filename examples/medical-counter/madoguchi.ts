/** Everything the counter does with Madoguchi: an ordinary OpenID client, by openid-client. */
import { importJWK, type JWK } from 'jose';
import * as oidc from 'openid-client';
import { endOfDay, type VisitKind, visitKinds } from './visits.ts';

export interface PendingVisit {
  kind: VisitKind;
  state: string;
  nonce: string;
  verifier: string;
}

/** One category as it came back. */
export interface ReadCategory {
  category: string;
  /** `ok`, `stale`, `no_record`, or the reason why there is nothing. */
  outcome: string;
  asOf: string | null;
  record: Record<string, unknown> | null;
  receiptUrl: string | null;
}

export interface CounterClient {
  ask(kind: VisitKind): Promise<{ address: URL; pending: PendingVisit }>;
  /** Redeems, reads everything that was granted, and keeps no token. @throws Denied where the patient said no */
  collect(returned: URL, pending: PendingVisit): Promise<ReadCategory[]>;
}

/** The patient refused, or could not log in as strongly as it takes. */
export class Denied extends Error {}

export async function createCounterClient(settings: {
  issuer: string;
  clientId: string;
  jwk: JWK;
  redirectUri: string;
}): Promise<CounterClient> {
  const { issuer, clientId, jwk, redirectUri } = settings;
  const key = (await importJWK(jwk, 'ES256')) as CryptoKey;
  const config = await oidc.discovery(
    new URL(issuer),
    clientId,
    { dpop_bound_access_tokens: true, id_token_signed_response_alg: 'ES256' },
    oidc.PrivateKeyJwt({ key, kid: String(jwk.kid) }),
    // Plain http is for this sandbox on loopback alone.
    issuer.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {},
  );
  const dpop = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'));

  async function read(accessToken: string, category: string): Promise<ReadCategory> {
    const url = new URL(`${issuer}/v1/self-information/${category}`);
    const headers = new Headers({ accept: 'application/json' });
    const answer = await oidc
      .fetchProtectedResource(config, accessToken, url, 'GET', null, headers, { DPoP: dpop })
      .catch((error: unknown) => {
        // A refusal comes with a challenge (RFC 6750, section 3), which the library throws: to us it is an answer.
        if (error instanceof oidc.WWWAuthenticateChallengeError) return error.response;
        throw error;
      });
    const body = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok)
      return { category, outcome: String(body['reason']), asOf: null, record: null, receiptUrl: null };
    const { receipt_url: receiptUrl } = body['receipt'] as { receipt_url: string };
    return {
      category,
      outcome: String(body['outcome']),
      asOf: body['as_of'] as string | null,
      record: body['record'] as Record<string, unknown> | null,
      receiptUrl,
    };
  }

  return {
    async ask(kind) {
      const { purpose, categories, leastAcr } = visitKinds[kind];
      const pending = {
        kind,
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const details = {
        type: 'self-information',
        purpose,
        categories,
        valid_until: endOfDay(new Date()),
        reads: categories.length,
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
          // Whoever stood here before is nobody to this patient.
          prompt: 'login',
          acr_values: leastAcr,
          authorization_details: JSON.stringify([details]),
        },
        { DPoP: dpop },
      );
      return { address, pending };
    },

    async collect(returned, pending) {
      const tokens = await oidc
        .authorizationCodeGrant(
          config,
          returned,
          { pkceCodeVerifier: pending.verifier, expectedState: pending.state, expectedNonce: pending.nonce },
          undefined,
          { DPoP: dpop },
        )
        .catch((error: unknown) => {
          if (error instanceof oidc.AuthorizationResponseError) throw new Denied(error.error);
          throw error;
        });
      const granted = (tokens['authorization_details'] ?? []) as unknown as { items: string[] }[];
      const categories = new Set(
        granted.flatMap(({ items }) => items.map((item) => item.split('.')[0] ?? '')),
      );
      const answers: ReadCategory[] = [];
      for (const category of categories) answers.push(await read(tokens.access_token, category));
      return answers;
    },
  };
}
