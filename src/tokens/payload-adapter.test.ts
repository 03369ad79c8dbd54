import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Adapter } from 'oidc-provider';
import { openSqlitePlace, type Place } from '../stores/conformance/places.ts';
import { openStores } from '../stores/open-stores.ts';
import type { Stores } from '../stores/stores.ts';
import { codeRaceSeconds, interactionSeconds } from './lifetimes.ts';
import { createAdapterFactory } from './payload-adapter.ts';

let place: Place;
let stores: Stores;
let now = new Date();
before(async () => {
  place = openSqlitePlace();
  stores = await openStores({ url: await place.newDatabase(), clock: { now: () => now } });
});
after(async () => {
  await stores?.close();
  await place?.close();
});

const adapterOf = (model: string): Adapter =>
  createAdapterFactory({ stores, clock: { now: () => now } })(model) as Adapter;
const later = (seconds: number): void => void (now = new Date(now.getTime() + seconds * 1000));

test('what two requests found is used up by one of them', async () => {
  for (const [model, error] of [
    ['AuthorizationCode', 'invalid_grant'],
    ['PushedAuthorizationRequest', 'invalid_request_uri'],
  ] as const) {
    const adapter = adapterOf(model);
    await adapter.upsert('twice', { jti: 'twice' }, 60);
    assert.ok((await adapter.find('twice')) && (await adapter.find('twice')));
    const [one, other] = await Promise.allSettled([adapter.consume('twice'), adapter.consume('twice')]);
    assert.equal(one.status, 'fulfilled');
    assert.equal(other.status === 'rejected' && (other.reason as { error: string }).error, error);
  }
});

test('a save after the use does not make a code good again', async () => {
  const adapter = adapterOf('AuthorizationCode');
  await adapter.upsert('used', { jti: 'used' }, 60);
  await adapter.consume('used');
  await adapter.upsert('used', { jti: 'used' }, 60);
  await assert.rejects(async () => adapter.consume('used'));
});

test('a used code is refused while the race lasts, and shown as used afterwards', async () => {
  const adapter = adapterOf('AuthorizationCode');
  await adapter.upsert('race', { jti: 'race' }, 60);
  await adapter.consume('race');
  await assert.rejects(async () => adapter.find('race'), { error: 'invalid_grant' });
  later(codeRaceSeconds);
  assert.equal(typeof (await adapter.find('race'))?.consumed, 'number');
});

test('a mark of something used once is set once', async () => {
  const adapter = adapterOf('ReplayDetection');
  await adapter.upsert('mark', {}, 60);
  await assert.rejects(async () => adapter.upsert('mark', {}, 60), { error: 'invalid_request' });
});

test('a pushed request is remembered until whoever opened it has answered', async () => {
  const adapter = adapterOf('PushedAuthorizationRequest');
  await adapter.upsert('pushed', { jti: 'pushed' }, 60);
  later(interactionSeconds);
  await stores.purgeExpired();
  assert.ok(await adapter.find('pushed'));
  later(300);
  await stores.purgeExpired();
  assert.equal(await adapter.find('pushed'), undefined);
});

test('a browser session is kept nowhere', async () => {
  const adapter = adapterOf('Session');
  await adapter.upsert('session', { accountId: 'citizen', uid: 'uid' }, 3600);
  assert.equal(await adapter.find('session'), undefined);
  assert.equal(await adapter.findByUid('uid'), undefined);
});

test('a company cannot be registered through the provider, and an unknown one is not found', async () => {
  const adapter = adapterOf('Client');
  await assert.rejects(async () => adapter.upsert('company', {}, 60));
  assert.equal(await adapter.find('company'), undefined);
});
