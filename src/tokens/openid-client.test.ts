/** A certified client that we did not write goes the whole way, and once more with a refreshed token. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { importJWK } from 'jose';
import * as oidc from 'openid-client';
import { createFrontDoor } from '../front-door.ts';
import { openSqlitePlace, type Place } from '../stores/conformance/places.ts';
import { details, openStage, type Stage } from './rehearsal/stage.ts';

let place: Place;
let stage: Stage;
before(async () => {
  place = openSqlitePlace();
  stage = await openStage(place, createFrontDoor);
});
after(async () => {
  await stage?.close();
  await place?.close();
});

test('openid-client pushes, redeems, refreshes and proves its tokens', async () => {
  const { company, issuer } = stage;
  const jwk = company.key.privateKey.export({ format: 'jwk' });
  const key = (await importJWK(jwk, 'ES256')) as CryptoKey;
  const config = await oidc.discovery(
    new URL(issuer),
    company.clientId,
    { dpop_bound_access_tokens: true, id_token_signed_response_alg: 'ES256' },
    oidc.PrivateKeyJwt({ key, kid: String(company.key.publicJwk.kid) }),
    { execute: [oidc.allowInsecureRequests] },
  );
  const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'));
  const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
  const address = await oidc.buildAuthorizationUrlWithPAR(
    config,
    {
      redirect_uri: company.redirectUri,
      scope: 'openid',
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      authorization_details: details(),
    },
    { DPoP },
  );

  const browser = stage.browser();
  const { location: path } = await browser.get(address.href);
  stage.cards.insert(String(path), stage.citizen);
  await browser.get(String(path));
  const left = await browser.follow(await browser.post(String(path), { decision: 'approve' }));

  const tokens = await oidc.authorizationCodeGrant(
    config,
    new URL(String(left.location)),
    { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
    undefined,
    { DPoP },
  );
  assert.equal(tokens.token_type, 'dpop');
  const refreshed = await oidc.refreshTokenGrant(config, String(tokens.refresh_token), undefined, { DPoP });

  // What the client would send to the API goes to the guard instead.
  let accepted = 0;
  for (const { access_token: token } of [tokens, refreshed]) {
    const config2 = config as oidc.Configuration & { [oidc.customFetch]?: oidc.CustomFetch };
    config2[oidc.customFetch] = async (url, { method, headers }) => {
      const sent = new Headers(headers as Record<string, string>);
      const access = stage.guard.check({
        method,
        url,
        authorization: sent.get('authorization') ?? undefined,
        proof: sent.get('dpop') ?? undefined,
      });
      assert.equal(access.client, company.clientId);
      accepted += 1;
      return new Response('{}');
    };
    const api = new URL(`${issuer}/v1/self-information?page=1`);
    await oidc.fetchProtectedResource(config, token, api, 'GET', null, new Headers(), { DPoP });
  }
  assert.equal(accepted, 2);
});
