import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { createFrontDoor } from '../front-door.ts';
import { openSqlitePlace, type Place } from '../stores/conformance/places.ts';
import { categories } from '../vocabulary/categories.ts';
import { openStage, type Stage } from './rehearsal/stage.ts';

/** From public test vectors that lie beside the repository, where they are. */
const schemaFile = fileURLToPath(
  new URL('../../../shared/vectors/oauth/oauth_authorization_server_metadata.json', import.meta.url),
);

let place: Place;
let stage: Stage;
let document: Record<string, unknown>;
before(async () => {
  place = openSqlitePlace();
  stage = await openStage(place, createFrontDoor);
  document = (await (
    await fetch(`${stage.issuer}/.well-known/openid-configuration`)
  ).json()) as typeof document;
});
after(async () => {
  await stage?.close();
  await place?.close();
});

test('discovery says what is true, and nothing else', () => {
  const at = (path: string): string => `${stage.issuer}${path}`;
  assert.deepEqual(document, {
    issuer: stage.issuer,
    authorization_endpoint: at('/authorize'),
    pushed_authorization_request_endpoint: at('/par'),
    token_endpoint: at('/token'),
    jwks_uri: at('/jwks'),
    require_pushed_authorization_requests: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    claims_parameter_supported: true,
    acr_values_supported: [
      'urn:madoguchi:acr:cross-device',
      'urn:madoguchi:acr:card',
      'urn:madoguchi:acr:signature',
    ],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['ES256', 'PS256'],
    dpop_signing_alg_values_supported: ['ES256', 'PS256'],
    id_token_signing_alg_values_supported: ['ES256'],
    subject_types_supported: ['pairwise'],
    claim_types_supported: ['normal'],
    userinfo_endpoint: at('/v1/userinfo'),
    userinfo_signing_alg_values_supported: ['ES256'],
    verified_claims_supported: true,
    trust_frameworks_supported: ['madoguchi_stand_in_jpki'],
    claims_in_verified_claims_supported: ['name', 'birthdate', 'gender', 'address'],
    claims_supported: [
      'iss',
      'sub',
      'acr',
      'amr',
      'auth_time',
      'authentication_context',
      'name',
      'birthdate',
      'gender',
      'address',
      'verified_claims',
    ],
    prompt_values_supported: ['none', 'login', 'consent'],
    scopes_supported: [
      'openid',
      'name',
      'birthdate',
      'gender',
      'address',
      ...categories.map(({ name }) => name),
      'emergency_access',
    ],
    authorization_details_types_supported: ['self-information'],
  });
});

test('every address in discovery answers', async () => {
  for (const [name, value] of Object.entries(document)) {
    // Userinfo is the resource API's: journeys/identity-claims.test.ts goes there.
    if (!/_endpoint$|_uri$/.test(name) || name === 'userinfo_endpoint') continue;
    const statuses = await Promise.all(
      ['GET', 'POST'].map(
        async (method) => (await fetch(String(value), { method, redirect: 'manual' })).status,
      ),
    );
    assert.ok(
      statuses.some((status) => status !== 404 && status !== 405),
      name,
    );
  }
});

test('discovery is the same at the OAuth address', async () => {
  const other = await fetch(`${stage.issuer}/.well-known/oauth-authorization-server`);
  assert.deepEqual(await other.json(), document);
});

test(
  'discovery fits the schema of authorization server metadata',
  {
    skip: existsSync(schemaFile) ? false : `no test vectors at ../shared/vectors/oauth`,
  },
  () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const fits = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
    // Younger than the schema, which takes no member that it does not know (OpenID Connect for Identity Assurance, 8).
    const younger = [
      'verified_claims_supported',
      'trust_frameworks_supported',
      'claims_in_verified_claims_supported',
    ];
    const known = Object.fromEntries(Object.entries(document).filter(([name]) => !younger.includes(name)));
    assert.equal(Object.keys(document).length - Object.keys(known).length, younger.length);
    assert.equal(fits(known), true, JSON.stringify(fits.errors));
  },
);

test('the key set holds the public half of the one signing key', async () => {
  const { keys } = (await (await fetch(`${stage.issuer}/jwks`)).json()) as {
    keys: Record<string, unknown>[];
  };
  const { kty, crv, x, y, kid } = stage.signingKey.publicJwk;
  assert.deepEqual(keys, [{ kty, use: 'sig', kid, alg: 'ES256', crv, x, y }]);
});

test('discovery of a foreign host is refused', async () => {
  const { port } = new URL(stage.issuer);
  const answer = await fetch(`http://127.0.0.1:${port}/.well-known/openid-configuration`).catch(
    () => undefined,
  );
  // Where the stage listens on ::1 alone, nothing answers at all.
  assert.ok(answer === undefined || answer.status === 421);
});
