/** The grant for what a client is accredited for: who gets a token of their own, and what it opens. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { createFrontDoor } from '../front-door.ts';
import { openSqlitePlace, type Place } from '../stores/conformance/places.ts';
import type { RelyingParty } from '../stores/relying-parties.ts';
import { systemClock } from '../vocabulary/clock.ts';
import { newIdentifier } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { type ClientGuard, createClientGuard } from './client-guard.ts';
import { type Company, type KeyPair, newKeyPair, type OAuthAnswer } from './rehearsal/company.ts';
import { details, obtainCode, openStage, type Stage } from './rehearsal/stage.ts';

let place: Place;
let stage: Stage;
let brigade: Company;
let emergencyGuard: ClientGuard;
const scope = { scope: 'emergency_access' };
const day = 86_400_000;
const accreditation = {
  authority: { ja: '監督室', en: 'Supervision' },
  number: 'X-1',
  validUntil: '2031-03-31',
  withdrawnAt: null,
  mostAccessesPerHour: 60,
};
const accredited: Partial<RelyingParty> = {
  purposes: [],
  redirectUris: [],
  emergencyAccreditation: accreditation,
};

before(async () => {
  place = openSqlitePlace();
  stage = await openStage(place, createFrontDoor);
  brigade = await stage.register('fire-brigade', accredited);
  emergencyGuard = createClientGuard({
    issuer: stage.issuer,
    audience: `${stage.issuer}/v1/emergency-access`,
    key: stage.signingKey.publicJwk,
    clock: systemClock,
  });
});
after(async () => {
  await stage?.close();
  await place?.close();
});

function assertRefused({ status, body }: OAuthAnswer, expected: number, error: string): void {
  assert.deepEqual([status, body['error']], [expected, error], JSON.stringify(body));
  assert.equal(body['access_token'], undefined);
}

const obtain = async (company = brigade): Promise<string> => {
  const answer = await company.askForItself(scope);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return String(answer.body['access_token']);
};

async function present(token: string, company: Company, url: string) {
  const { createHash } = await import('node:crypto');
  const ath = createHash('sha256').update(token).digest('base64url');
  const proof = await company.proof(url, { claims: { ath } });
  return { method: 'POST', url, authorization: `DPoP ${token}`, proof };
}

test('an accredited client gets a token of minutes, bound to its key, for the emergency door alone', async () => {
  const answer = await brigade.askForItself(scope);
  assert.deepEqual(
    [answer.status, answer.body['token_type'], answer.body['expires_in'], answer.body['scope']],
    [200, 'DPoP', 180, 'emergency_access'],
  );
  const claims = decodeJwt(String(answer.body['access_token']));
  assert.equal(claims.aud, `${stage.issuer}/v1/emergency-access`);
  assert.equal(claims.sub, 'fire-brigade');
  assert.equal(claims['consent'], undefined);
  assert.ok((claims['cnf'] as { jkt: string }).jkt);
  assert.equal(answer.body['refresh_token'], undefined);
  assert.equal(answer.body['id_token'], undefined);
});

test('the resource indicator may be named, and names nothing else', async () => {
  const resource = `${stage.issuer}/v1/emergency-access`;
  assert.equal((await brigade.askForItself({ ...scope, resource })).status, 200);
  for (const other of [`${stage.issuer}/v1`, 'https://elsewhere.example/'])
    assertRefused(await brigade.askForItself({ ...scope, resource: other }), 400, 'invalid_target');
});

test('it opens the emergency door and nothing else; a citizen’s token does not open that', async () => {
  const token = await obtain();
  const door = `${stage.issuer}/v1/emergency-access`;
  assert.equal(emergencyGuard.check(await present(token, brigade, door)).client, 'fire-brigade');
  const api = `${stage.issuer}/v1/self-information`;
  const presented = { ...(await present(token, brigade, api)), method: 'GET' };
  assert.throws(
    () => stage.guard.check(presented),
    (error) => error instanceof Refusal && error.reason === 'token_invalid',
  );

  const { code, verifier } = await obtainCode(stage);
  const granted = String((await stage.company.redeem(code, verifier)).body['access_token']);
  assert.equal(typeof decodeJwt(granted)['consent'], 'string');
  const wrong = await present(granted, stage.company, door);
  assert.throws(
    () => emergencyGuard.check(wrong),
    (error) => error instanceof Refusal && error.reason === 'token_invalid',
  );
});

test('an ordinary client gets none: not by the grant, not by the scope at its own door', async () => {
  assertRefused(await stage.company.askForItself(scope), 400, 'invalid_request');
  const pushed = await stage.company.push(stage.company.request({ scope: 'openid emergency_access' }).form);
  assertRefused(pushed, 400, 'invalid_scope');
  const mixed = { scope: 'openid emergency_access', authorization_details: details() };
  assertRefused(await stage.company.push(stage.company.request(mixed).form), 400, 'invalid_scope');
});

test('an accredited client that asks no citizen cannot push a request either', async () => {
  const { form } = brigade.request({ scope: 'openid' });
  const pushed = await brigade.push(form);
  assert.equal(pushed.status, 400, JSON.stringify(pushed.body));
  assert.equal(pushed.body['request_uri'], undefined);
});

test('neither less nor more than the one scope makes a token', async () => {
  for (const wanted of [
    {},
    { scope: '' },
    { scope: 'openid' },
    { scope: 'emergency_access openid' },
    { scope: 'health_insurance_card' },
  ])
    assertRefused(await brigade.askForItself(wanted), 400, 'invalid_scope');
  assertRefused(
    await brigade.askForItself({ ...scope, authorization_details: details() }),
    400,
    'invalid_authorization_details',
  );
});

test('without a proof, or with one that was used, there is no token', async () => {
  assertRefused(await brigade.askForItself(scope, { proof: undefined }), 400, 'invalid_grant');
  const proof = await brigade.proof(`${stage.issuer}/token`);
  assert.equal((await brigade.askForItself(scope, { proof })).status, 200);
  assertRefused(await brigade.askForItself(scope, { proof }), 400, 'invalid_grant');
});

test('without its own assertion, or with one that was used, there is no token', async () => {
  assertRefused(await brigade.askForItself(scope, { assertion: undefined }), 400, 'invalid_request');
  const stranger: KeyPair = newKeyPair();
  const forged = await brigade.assertion({ key: stranger });
  assertRefused(await brigade.askForItself(scope, { assertion: forged }), 401, 'invalid_client');
  const assertion = await brigade.assertion({ claims: { jti: newIdentifier() } });
  assert.equal((await brigade.askForItself(scope, { assertion })).status, 200);
  assert.notEqual((await brigade.askForItself(scope, { assertion })).status, 200);
});

test('an accreditation that ran out or was withdrawn ends the grant with the next request', async () => {
  const before = new Date(Date.now() - 2 * day).toISOString();
  const company = await stage.register('changing-brigade', accredited);
  await obtain(company);
  for (const changes of [{ validUntil: before.slice(0, 10) }, { withdrawnAt: before }]) {
    const found = await stage.stores.relyingParties.find('changing-brigade' as never);
    assert.ok(found);
    await stage.stores.relyingParties.save({
      ...found,
      emergencyAccreditation: { ...accreditation, ...changes },
    });
    assertRefused(await company.askForItself(scope), 400, 'invalid_request');
    await stage.stores.relyingParties.save({ ...found, emergencyAccreditation: accreditation });
    await obtain(company);
  }
});
