/** How somebody logged in: what a company may ask of it, and what the ID token says of it. */
import { refusals } from '../vocabulary/refusals.ts';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { createFrontDoor } from '../front-door.ts';
import { openSqlitePlace, type Place } from '../stores/conformance/places.ts';
import type { Authentication } from '../vocabulary/authentication.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import { byCard, byPhone, bySignature } from '../vocabulary/rehearsal/authentication.ts';
import type { Form } from './rehearsal/company.ts';
import { ask, type Asked, details, openStage, type Stage } from './rehearsal/stage.ts';

const harmless = 'child_allowance.children_count' as ItemName;
const acr = (name: string): string => `urn:madoguchi:acr:${name}`;
const essential = (...values: string[]): string =>
  JSON.stringify({ id_token: { acr: { essential: true, values } } });
const now = (): number => Math.floor(Date.now() / 1000);

/** The same login, so many seconds ago. */
function ago(seconds: number, authentication: Authentication = byCard): Authentication {
  const at = new Date(Date.now() - seconds * 1000).toISOString();
  const [first, ...others] = authentication.used;
  return { ...authentication, used: [{ ...first, at }, ...others.map((each) => ({ ...each, at }))] };
}

let place: Place;
let stage: Stage;
before(async () => {
  place = openSqlitePlace();
  stage = await openStage(place, createFrontDoor);
  const purpose = (await stage.stores.relyingParties.find('rail-company' as never))?.purposes[0];
  assert.ok(purpose);
  await stage.register(
    'rail-company',
    { purposes: [{ ...purpose, optionalItems: [...purpose.optionalItems, harmless] }] },
    stage.company.key,
  );
});
after(async () => {
  await stage?.close();
  await place?.close();
});

const asking = (form: Form): Promise<Asked> =>
  ask(stage, { form: { authorization_details: details(), ...form } });

/** Logs in, agrees, redeems; answers the ID token's claims and the tokens. */
async function complete(asked: Asked, authentication: Authentication = byCard) {
  stage.cards.insert(asked.path, stage.citizen, authentication);
  assert.match((await asked.browser.get(asked.path)).text, /consent/);
  const left = await asked.browser.follow(await asked.browser.post(asked.path, { decision: 'approve' }));
  const code = new URL(String(left.location)).searchParams.get('code');
  const { body } = await stage.company.redeem(String(code), asked.verifier);
  return { claims: decodeJwt(String(body['id_token'])), body };
}

test('every ID token says how, when, and on whose word that nothing was revoked', async () => {
  const { claims } = await complete(await asking({}), bySignature);
  assert.equal(claims['acr'], acr('signature'));
  assert.deepEqual(claims['amr'], ['mfa', 'pin', 'pwd', 'sc']);
  assert.equal(claims['auth_time'], Date.parse(bySignature.used[0].at) / 1000);
  assert.deepEqual(claims['authentication_context'], [
    {
      certificate: 'user_authentication',
      factor: 'pin',
      revocation: { source: 'ocsp', as_of: '2026-11-23T11:59:00.000Z' },
      at: '2026-11-23T12:00:00.000Z',
    },
    {
      certificate: 'digital_signature',
      factor: 'password',
      revocation: { source: 'ocsp', as_of: '2026-11-23T11:59:00.000Z' },
      at: '2026-11-23T12:00:00.000Z',
    },
  ]);
  assert.ok(
    !JSON.stringify(claims).includes(bySignature.used[0].revocation.evidence),
    'evidence is for audits',
  );
});

test('a refreshed ID token says the same of the same login', async () => {
  const { claims, body } = await complete(await asking({}));
  const refreshed = await stage.company.refresh(String(body['refresh_token']));
  const again = decodeJwt(String(refreshed.body['id_token']));
  for (const name of ['sub', 'acr', 'amr', 'auth_time', 'authentication_context'])
    assert.deepEqual(again[name], claims[name], name);
  assert.ok(claims['authentication_context']);
});

test('the login page is shown until the login is as strong as the most demanding item', async () => {
  const asked = await asking({});
  stage.cards.insert(asked.path, stage.citizen, byPhone);
  assert.match((await asked.browser.get(asked.path)).text, /login/);
  const { claims } = await complete(asked, byCard);
  assert.equal(claims['acr'], acr('card'));
});

test('a login by phone is enough for what may be shared on it, and says what it was', async () => {
  const { claims } = await complete(
    await asking({ authorization_details: details({ items: [harmless] }) }),
    byPhone,
  );
  assert.equal(claims['acr'], acr('cross-device'));
  assert.deepEqual(claims['amr'], ['hwk', 'mfa', 'user']);
});

test('acr_values and an essential acr ask for more, and get it', async () => {
  for (const form of [{ acr_values: acr('signature') }, { claims: essential(acr('signature')) }]) {
    const asked = await asking(form);
    stage.cards.insert(asked.path, stage.citizen, byCard);
    assert.match((await asked.browser.get(asked.path)).text, /login/, 'a card alone is not enough');
    const { claims } = await complete(asked, bySignature);
    assert.equal(claims['acr'], acr('signature'));
  }
});

test('an essential acr is met by a stronger login, and named as it was asked for', async () => {
  const { claims } = await complete(await asking({ claims: essential(acr('card')) }), bySignature);
  assert.equal(claims['acr'], acr('card'));
  assert.deepEqual(claims['amr'], ['mfa', 'pin', 'pwd', 'sc'], 'what was proved stays told');
});

test('an unknown acr is ignored as a wish, and refused where it is essential', async () => {
  const { claims } = await complete(await asking({ acr_values: 'urn:nobody:knows' }));
  assert.equal(claims['acr'], acr('card'));
  const { form } = stage.company.request({ claims: essential('urn:nobody:knows') });
  const pushed = await stage.company.push({ ...form, authorization_details: details() });
  assert.equal(pushed.status, 400);
  assert.equal(pushed.body['error'], 'unmet_authentication_requirements');
});

test('a claims parameter that cannot be read is refused by its name', async () => {
  const { form } = stage.company.request({ claims: '{"id_token":{"acr":{"values":[]}}}' });
  const pushed = await stage.company.push({ ...form, authorization_details: details() });
  assert.deepEqual(
    [pushed.status, pushed.body['error'], pushed.body['error_description']],
    [400, 'invalid_request', 'claims: id_token.acr.values: must be a list that is not empty'],
  );
});

test('claims asked for in an ID token bring nothing of a person into it', async () => {
  const { claims } = await complete(
    await asking({ claims: JSON.stringify({ id_token: { name: { essential: true }, email: null } }) }),
  );
  assert.deepEqual(
    Object.keys(claims).sort(),
    ['acr', 'amr', 'aud', 'auth_time', 'authentication_context', 'exp', 'iat', 'iss', 'nonce', 'sub'].sort(),
  );
});

test('a login older than max_age is asked for once more, before the screen and at the decision', async () => {
  const asked = await asking({ max_age: '60' });
  stage.cards.insert(asked.path, stage.citizen, ago(120));
  assert.match((await asked.browser.get(asked.path)).text, /login/, 'completed long ago');
  stage.cards.insert(asked.path, stage.citizen, ago(57));
  assert.match((await asked.browser.get(asked.path)).text, /consent/);
  const aged = await asked.browser.get(asked.path);
  assert.match(aged.text, /consent/, 'still young enough');
  await new Promise((resolve) => setTimeout(resolve, 3100));
  const posted = await asked.browser.follow(await asked.browser.post(asked.path, { decision: 'approve' }));
  assert.match(posted.text, /login/, 'it aged while somebody read');
  const { claims } = await complete(asked, ago(1));
  assert.ok(now() - Number(claims['auth_time']) < 60);
});

test('who refuses need not log in once more for it', async () => {
  const asked = await asking({ max_age: '60' });
  stage.cards.insert(asked.path, stage.citizen, ago(58.5));
  await asked.browser.get(asked.path);
  await new Promise((resolve) => setTimeout(resolve, 1600));
  const left = await asked.browser.follow(await asked.browser.post(asked.path, { decision: 'refuse' }));
  assert.equal(new URL(String(left.location)).searchParams.get('error'), 'access_denied');
});

test('max_age=0 and prompt=login ask for what happens anyway: a login for this request alone', async () => {
  for (const form of [
    { max_age: '0' },
    { prompt: 'login' },
    { prompt: 'login consent' },
    { prompt: 'consent' },
  ]) {
    const asked = await asking(form);
    assert.match((await asked.browser.get(asked.path)).text, /login/);
    const { claims } = await complete(asked, ago(2));
    assert.ok(now() - Number(claims['auth_time']) <= 5);
  }
});

test('prompt=none is answered with login_required, and a max_age that is no number is refused', async () => {
  const { browser, path } = await asking({ prompt: 'none' });
  assert.equal(new URL(path, stage.issuer).searchParams.get('error'), 'login_required');
  assert.equal(browser.cookies.length, 0);
  for (const max_age of ['-1', 'soon', '1.5']) {
    const { form } = stage.company.request({ max_age });
    const pushed = await stage.company.push({ ...form, authorization_details: details() });
    assert.deepEqual([pushed.status, pushed.body['error']], [400, 'invalid_request'], max_age);
  }
});

test('who goes back from the login page is told on as a no, and the request is over', async () => {
  const asked = await asking({});
  await asked.browser.get(asked.path);
  const left = await asked.browser.follow(await asked.browser.post(`${asked.path}/stop`, {}));
  const { searchParams } = new URL(String(left.location));
  assert.equal(searchParams.get('error'), 'access_denied');
  assert.equal(searchParams.get('error_description'), refusals.login_stopped.title);
  assert.equal(searchParams.get('state'), asked.form['state']);
  assert.equal(searchParams.get('iss'), stage.issuer);
  assert.equal((await asked.browser.get(asked.path)).status, 404, 'nothing is left to decide');
});

test('who cannot log in as strongly as it takes goes back with the error that says so', async () => {
  const asked = await asking({ acr_values: acr('signature') });
  const left = await asked.browser.follow(
    await asked.browser.post(`${asked.path}/stop`, { because: 'assurance' }),
  );
  const { searchParams } = new URL(String(left.location));
  assert.equal(searchParams.get('error'), 'unmet_authentication_requirements');
  assert.equal(searchParams.get('error_description'), refusals.assurance_not_met.title);
});

test('another site, browser or method stops nobody’s request', async () => {
  const asked = await asking({});
  const foreign = await fetch(new URL(`${asked.path}/stop`, stage.issuer), {
    method: 'POST',
    headers: {
      origin: 'https://evil.example',
      cookie: asked.browser.cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: '',
    redirect: 'manual',
  });
  assert.equal(foreign.status, 403);
  assert.equal((await stage.browser().post(`${asked.path}/stop`, {})).status, 404, 'without its cookie');
  assert.equal((await asked.browser.get(`${asked.path}/stop`)).status, 405);
  await complete(asked);
});

test('a request that was decided is not stopped any more, and one that was stopped is not decided', async () => {
  const asked = await asking({});
  stage.cards.insert(asked.path, stage.citizen);
  await asked.browser.get(asked.path);
  const [decided, stopped] = [
    await asked.browser.post(asked.path, { decision: 'approve' }),
    await asked.browser.post(`${asked.path}/stop`, {}),
  ];
  assert.equal(decided.location, stopped.location, 'both lead to the one end');
  const left = await asked.browser.follow(stopped);
  assert.match(String(left.location), /[?&]code=/, 'the decision stands');

  const decisions = async (): Promise<number> =>
    (await stage.stores.consents.listByCitizen(stage.citizen)).length;
  const before = await decisions();
  const other = await asking({});
  stage.cards.insert(other.path, stage.citizen);
  await other.browser.get(other.path);
  await other.browser.post(`${other.path}/stop`, {});
  const after = await other.browser.follow(await other.browser.post(other.path, { decision: 'approve' }));
  assert.equal(new URL(String(after.location)).searchParams.get('error'), 'access_denied');
  assert.equal(await decisions(), before, 'no decision was stored');
});
