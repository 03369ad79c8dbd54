/** The store goes away in the middle: a clear refusal, nothing half-done, and the same request works afterwards. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import SqliteDriver from 'better-sqlite3';
import { createFrontDoor } from '../front-door.ts';
import { openSqlitePlace, type Place } from '../stores/conformance/places.ts';
import { ask, details, obtainCode, open, openStage, type Stage } from './rehearsal/stage.ts';

let place: Place;
let stage: Stage;
let file: string;
before(async () => {
  place = openSqlitePlace();
  const address = place.newDatabase();
  file = (await address).replace('sqlite:', '');
  stage = await openStage({ ...place, newDatabase: () => address }, createFrontDoor);
});
after(async () => {
  await stage?.close();
  await place?.close();
});

/** Another process holds the database for writing, longer than ours waits. */
async function whileLocked(deed: () => Promise<void>): Promise<void> {
  const holder = new SqliteDriver(file);
  holder.exec('BEGIN IMMEDIATE');
  try {
    await deed();
  } finally {
    holder.exec('ROLLBACK');
    holder.close();
  }
}

test('a company is told to try again, and its code is not lost', async () => {
  const { company } = stage;
  const { code, verifier } = await obtainCode(stage);
  await whileLocked(async () => {
    const answer = await company.redeem(code, verifier);
    assert.equal(answer.status, 503);
    assert.equal(answer.body['error'], 'temporarily_unavailable');
    assert.equal(answer.headers.get('retry-after'), '5');
  });
  assert.equal((await company.redeem(code, verifier)).status, 200);
});

test('a citizen sees a page in plain words, and can go on afterwards', async () => {
  const { company } = stage;
  const pushed = await company.push(company.request({ authorization_details: details() }).form);
  const uri = String(pushed.body['request_uri']);
  await whileLocked(async () => {
    const page = await open(stage, stage.browser(), company, uri);
    assert.equal(page.status, 303, 'the company learns of it, where its request is known');
    assert.equal(new URL(String(page.location)).searchParams.get('error'), 'temporarily_unavailable');
  });
  const { browser, path } = await ask(stage);
  stage.cards.insert(path, stage.citizen);
  await browser.get(path);
  await whileLocked(async () => {
    const page = await browser.post(path, { decision: 'approve' });
    assert.equal(page.status, 503);
    assert.match(page.text, /<html/);
    assert.doesNotMatch(page.text, /SQLITE/);
  });
  const left = await browser.follow(await browser.post(path, { decision: 'approve' }));
  assert.ok(new URL(String(left.location)).searchParams.get('code'));
});

test('a defect of ours is told as server_error, with nothing of what is inside', async () => {
  const { company, stores } = stage;
  const { code, verifier } = await obtainCode(stage);
  const find = stores.consents.find;
  stores.consents.find = () => Promise.reject(new RangeError('synthetic: a value of somebody'));
  const answer = await company.redeem(code, verifier);
  stores.consents.find = find;
  assert.equal(answer.status, 500);
  assert.equal(answer.body['error'], 'server_error');
  assert.doesNotMatch(JSON.stringify(answer.body), /synthetic|RangeError/);
  const log = stage.logged.join('');
  assert.match(log, /"event":"oauth_failed".*"error":"RangeError"/);
  assert.doesNotMatch(log, /synthetic/);
});
