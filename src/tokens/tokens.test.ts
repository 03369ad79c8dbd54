import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { createFrontDoor } from '../front-door.ts';
import { openSqlitePlace, type Place } from '../stores/conformance/places.ts';
import { ask, decide, discount, issuerItem, openStage, type Stage } from './rehearsal/stage.ts';

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

test('a pushed request, a card and a yes give a company a token that the API accepts', async () => {
  const { company } = stage;
  const asked = await ask(stage);
  const returned = await decide(stage, asked, { decision: 'approve', item: issuerItem });
  assert.equal(returned.searchParams.get('iss'), stage.issuer);
  assert.equal(returned.searchParams.get('state'), asked.form['state']);

  const answer = await company.redeem(String(returned.searchParams.get('code')), asked.verifier);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.equal(answer.body['token_type'], 'DPoP');
  const token = String(answer.body['access_token']);
  const access = decodeJwt(token);
  assert.equal(decodeProtectedHeader(token).typ, 'at+jwt');
  assert.equal(access['client_id'], 'rail-company');
  assert.equal(access.aud, `${stage.issuer}/v1`);
  assert.equal(Number(access.exp) - Number(access.iat), 300);
  const [details] = answer.body['authorization_details'] as { items: string[] }[];
  assert.deepEqual(details?.items, ['attestations.rail-disability-discount', issuerItem]);
  assert.equal(
    'authorization_details' in access,
    false,
    'the consent’s row says it, not a header of every call',
  );
  assert.equal(typeof access['consent'], 'string');

  const verified = stage.guard.check({
    method: 'GET',
    url: `${stage.issuer}/v1/self-information`,
    authorization: `DPoP ${token}`,
    proof: await company.proof(`${stage.issuer}/v1/self-information`, {
      claims: { htm: 'GET', ath: createHash('sha256').update(token).digest('base64url') },
    }),
  });
  assert.equal(verified.client, 'rail-company');
  assert.equal(verified.subject, access.sub);
  assert.notEqual(verified.subject, stage.citizen);
  const consent = await stage.stores.consents.find(verified.consent);
  assert.deepEqual(consent?.items, [discount, issuerItem]);
});
