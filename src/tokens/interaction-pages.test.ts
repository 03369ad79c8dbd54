/** One request, one citizen, one decision: whatever a browser does with tabs, buttons and addresses. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createFrontDoor } from '../front-door.ts';
import { openSqlitePlace, type Place } from '../stores/conformance/places.ts';
import { type CitizenId, newIdentifier } from '../vocabulary/identifiers.ts';
import {
  ask,
  decide,
  details,
  discount,
  issuerItem,
  open,
  openStage,
  type Stage,
} from './rehearsal/stage.ts';

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

const decisions = async (citizen = stage.citizen): Promise<number> =>
  (await stage.stores.consents.listByCitizen(citizen)).length;

test('every request needs a card of its own, in the same browser and for the same company', async () => {
  const browser = stage.browser();
  const first = await ask(stage, { browser });
  await decide(stage, first);
  const second = await ask(stage, { browser });
  assert.match((await browser.get(second.path)).text, /login/);
  assert.ok(!browser.cookies.some(({ name }) => name.includes('session')), 'no session is kept');
  const other = newIdentifier<CitizenId>();
  await decide(stage, second, { decision: 'approve' }, other);
  assert.equal(await decisions(other), 1);
});

test('the screen is told who asks, for what, and where the browser goes afterwards', async () => {
  const { browser, path } = await ask(stage);
  stage.cards.insert(path, stage.citizen);
  assert.match((await browser.get(path)).text, /consent/);
  const screen = stage.consent.screens.at(-1);
  assert.equal(screen?.citizen, stage.citizen);
  assert.deepEqual(screen?.asked.requiredItems, [discount]);
  assert.deepEqual(screen?.asked.optionalItems, [issuerItem]);
  assert.equal(screen?.returnOrigin, 'http://127.0.0.1:3999');
  assert.equal(screen?.formAction, path);
  assert.match((await browser.get(path)).text, /consent/, 'a reload shows it again without another login');
});

test('another browser that has the address sees neither login nor screen', async () => {
  const { browser, path } = await ask(stage);
  stage.cards.insert(path, stage.citizen);
  await browser.get(path);
  const stranger = stage.browser();
  for (const page of [await stranger.get(path), await stranger.post(path, { decision: 'approve' })]) {
    assert.equal(page.status, 404);
    assert.match(page.text, /<html/);
  }
  assert.ok(stage.logged.some((line) => line.includes('interaction_unknown')));
});

test('a cookie of one request opens no other', async () => {
  const browser = stage.browser();
  const [one, other] = [await ask(stage, { browser }), await ask(stage, { browser })];
  stage.cards.insert(one.path, stage.citizen);
  await browser.get(one.path);
  const cookie = browser.cookies
    .filter(({ path }) => path === one.path)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
  const page = await stage.browser().get(other.path, { cookie });
  assert.equal(page.status, 404);
});

test('an altered cookie is no cookie', async () => {
  const { browser, path } = await ask(stage);
  const cookie = browser.cookies.find((each) => each.path === path && !each.name.endsWith('.sig'));
  assert.ok(cookie);
  assert.equal((await stage.browser().get(path, { cookie: `${cookie.name}=${cookie.value}` })).status, 404);
});

test('a form sent before the login decides nothing', async () => {
  const { browser, path } = await ask(stage);
  const before = await decisions();
  assert.equal((await browser.post(path, { decision: 'approve' })).status, 404);
  assert.equal(await decisions(), before);
});

test('going on without a decision leads back to the login, and to no code', async () => {
  const { browser, path } = await ask(stage);
  const page = await browser.get(`/authorize/${path.split('/').at(-1)}`);
  assert.match(String(page.location), /^\/interaction\//);
  assert.match((await browser.follow(page)).text, /login/);
});

test('a form sent twice at once makes one decision, and either answer leads on', async () => {
  const { browser, path } = await ask(stage);
  stage.cards.insert(path, stage.citizen);
  await browser.get(path);
  const before = await decisions();
  stage.consent.beforeStoring = () => new Promise((resolve) => setTimeout(resolve, 200));
  const answers = await Promise.all([1, 2, 3].map(() => browser.post(path, { decision: 'approve' })));
  stage.consent.beforeStoring = async () => undefined;
  assert.deepEqual(
    answers.map(({ status }) => status),
    [303, 303, 303],
  );
  assert.equal(new Set(answers.map(({ location }) => location)).size, 1);
  assert.equal(await decisions(), before + 1);
  const left = await browser.follow(answers[2] as (typeof answers)[number]);
  assert.ok(new URL(String(left.location)).searchParams.get('code'));
});

test('a decision whose redirect got lost is found again by a reload or by the form', async () => {
  const { browser, path } = await ask(stage);
  stage.cards.insert(path, stage.citizen);
  await browser.get(path);
  const before = await decisions();
  await browser.post(path, { decision: 'approve' });
  assert.equal((await browser.post(path, { decision: 'refuse' })).status, 303);
  const left = await browser.follow(await browser.get(path));
  assert.ok(new URL(String(left.location)).searchParams.get('code'), 'the first decision stands');
  assert.equal(await decisions(), before + 1);
});

test('the back button after the answer shows a page in plain words, and grants nothing more', async () => {
  const asked = await ask(stage);
  await decide(stage, asked);
  const before = await decisions();
  for (const page of [
    await asked.browser.get(asked.path),
    await asked.browser.post(asked.path, { decision: 'approve' }),
    await asked.browser.get(`/authorize/${asked.path.split('/').at(-1)}`),
  ]) {
    assert.equal(page.status, 404);
    assert.equal(page.location, null);
    assert.match(page.text, /<html/);
    assert.doesNotMatch(page.text, /at .*\.(ts|js):\d+|SessionNotFound/);
    assert.match(String(page.headers.get('content-security-policy')), /default-src 'none'/);
  }
  assert.equal(await decisions(), before);
});

test('one pushed request in two tabs is answered once, and the other tab says so', async () => {
  const { company } = stage;
  const { form } = company.request({ authorization_details: details() });
  const pushed = await company.push(form);
  const browser = stage.browser();
  const paths = [];
  for (let tab = 0; tab < 2; tab += 1)
    paths.push(String((await open(stage, browser, company, String(pushed.body['request_uri']))).location));
  const [one = '', other = ''] = paths;
  assert.notEqual(one, other);
  for (const path of paths) {
    stage.cards.insert(path, stage.citizen);
    assert.match((await browser.get(path)).text, /consent/);
  }
  const before = await decisions();
  const left = await browser.follow(await browser.post(one, { decision: 'approve' }));
  assert.ok(new URL(String(left.location)).searchParams.get('code'));
  assert.equal((await browser.post(other, { decision: 'approve' })).status, 404);
  assert.equal((await browser.get(other)).status, 404);
  assert.equal(await decisions(), before + 1);
});

test('two requests in two tabs do not disturb each other', async () => {
  const browser = stage.browser();
  const [one, other] = [await ask(stage, { browser }), await ask(stage, { browser })];
  const citizens = [stage.citizen, newIdentifier<CitizenId>()] as const;
  stage.cards.insert(one.path, citizens[0]);
  stage.cards.insert(other.path, citizens[1]);
  await browser.get(one.path);
  await browser.get(other.path);
  const left = [];
  for (const { path } of [other, one])
    left.push(await browser.follow(await browser.post(path, { decision: 'approve' })));
  for (const { location } of left) assert.ok(new URL(String(location)).searchParams.get('code'));
  assert.equal(await decisions(citizens[1]), 1);
});

test('a page shown again decides nothing, and can be decided afterwards', async () => {
  const { browser, path } = await ask(stage);
  stage.cards.insert(path, stage.citizen);
  await browser.get(path);
  const again = await browser.post(path, { decision: 'look_again' });
  assert.equal(again.status, 200);
  const left = await browser.follow(await browser.post(path, { decision: 'approve' }));
  assert.ok(new URL(String(left.location)).searchParams.get('code'));
});

test('a decision that could not be stored grants nothing, and can be made again', async () => {
  const { browser, path } = await ask(stage);
  stage.cards.insert(path, stage.citizen);
  await browser.get(path);
  const before = await decisions();
  stage.consent.beforeStoring = () => Promise.reject(new Error('synthetic: the disk is full'));
  const failed = await browser.post(path, { decision: 'approve' });
  stage.consent.beforeStoring = async () => undefined;
  assert.equal(failed.status, 500);
  assert.doesNotMatch(failed.text, /synthetic/);
  assert.equal(await decisions(), before);
  const resumed = await browser.get(`/authorize/${path.split('/').at(-1)}`);
  assert.match(String(resumed.location), /^\/interaction\//, 'no code without a decision');
});

test('the decision is stored before anything is granted', async () => {
  const { browser, path } = await ask(stage);
  stage.cards.insert(path, stage.citizen);
  await browser.get(path);
  const grants = async () =>
    Number(
      (
        await stage.stores.database.get<{ count: number }>(
          "SELECT COUNT(*) AS count FROM oidc_payloads WHERE model = 'Grant'",
        )
      )?.count,
    );
  const before = await grants();
  let during = -1;
  stage.consent.beforeStoring = async () => void (during = await grants());
  await browser.post(path, { decision: 'approve' });
  stage.consent.beforeStoring = async () => undefined;
  assert.equal(during, before);
  assert.equal(await grants(), before + 1);
});

test('a validity that passes while the citizen reads takes away neither the screen nor the no', async () => {
  const soon = details({ valid_until: new Date(Date.now() + 1500).toISOString() });
  const asked = await ask(stage, { form: { authorization_details: soon } });
  stage.cards.insert(asked.path, stage.citizen);
  await asked.browser.get(asked.path);
  await new Promise((resolve) => setTimeout(resolve, 1600));
  assert.match((await asked.browser.get(asked.path)).text, /consent/);
  const refused = await decide(stage, asked, { decision: 'refuse' });
  assert.equal(refused.searchParams.get('error'), 'access_denied');
});

test('other methods are refused', async () => {
  const { path } = await ask(stage);
  const answer = await fetch(`${stage.issuer}${path}`, { method: 'DELETE' });
  assert.equal(answer.status, 405);
  assert.equal(answer.headers.get('allow'), 'GET, HEAD, POST');
});
