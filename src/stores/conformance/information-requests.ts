/** What every store promises about requests that are answered later, their results, and the events that tell of them. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { type ClientId, newIdentifier, newTraceId, type RequestId } from '../../vocabulary/identifiers.ts';
import type { Consent } from '../consents.ts';
import type { Completion, NewRequest, RequestLimits } from '../information-requests.ts';
import type { NewEvent } from '../outgoing-events.ts';
import { purgeExpired } from '../purge.ts';
import type { Stores } from '../stores.ts';
import { addConsent, draftRelease, later, noon, outcomes } from './drafts.ts';
import { race } from './race.ts';
import type { Stage } from './records.ts';

const roomy: RequestLimits = { mostPendingOfClient: 1000, mostPending: 1000 };

export function draftRequest(consent: Consent, changes: Partial<NewRequest> = {}): NewRequest {
  return {
    id: newIdentifier<RequestId>(),
    client: consent.client,
    consent: consent.id,
    citizen: consent.citizen,
    subject: 'pairwise',
    items: consent.items,
    traceId: newTraceId(),
    createdAt: noon,
    expiresAt: later(300),
    forgetAt: later(3600),
    idempotencyHash: null,
    bodyHash: 'body',
    replay: { hash: newIdentifier<string>(), expiresAt: later(300) },
    ...changes,
  };
}

const draftEvent = (changes: Partial<NewEvent> = {}): NewEvent => ({
  jti: newIdentifier<string>(),
  client: 'rail-company' as ClientId,
  claims: { events: { a: {} } },
  createdAt: noon,
  giveUpAt: later(600),
  ...changes,
});

const completion = (changes: Partial<Completion> = {}): Completion => ({
  sealed: randomBytes(40),
  completedAt: later(10),
  expiresAt: later(610),
  event: null,
  ...changes,
});

export function testInformationRequests(on: string, stage: () => Stage): void {
  /** So that each test finds its own work alone. */
  const begin = async (): Promise<Stores> => {
    const { stores } = stage();
    for (const table of ['information_requests', 'waiting_results', 'outgoing_events'])
      await stores.database.run(`DELETE FROM ${table}`);
    return stores;
  };
  const complete = async (stores: Stores, request: NewRequest, changes: Partial<Completion> = {}) => {
    await stores.informationRequests.add(request, roomy);
    assert.equal((await stores.informationRequests.claim('w', later(1), later(60)))?.id, request.id);
    assert.equal(await stores.informationRequests.complete(request.id, 'w', completion(changes)), true);
  };
  const fetch = (stores: Stores, consent: Consent, result: RequestId, spend: object = {}) =>
    outcomes(stores, [draftRelease(consent, { at: later(20), spend: { result, ...spend } })]);

  test(`${on}: a request comes back as it was made, and no other does`, async () => {
    const { informationRequests } = await begin();
    const request = draftRequest(await addConsent(stage().stores));
    const added = await informationRequests.add(request, roomy);
    const { idempotencyHash, bodyHash, forgetAt, replay, ...stored } = request;
    assert.ok(idempotencyHash === null && bodyHash && forgetAt && replay);
    const expected = { ...stored, state: 'pending', completedAt: null };
    assert.deepEqual(added, { outcome: 'added', request: expected });
    assert.deepEqual(await informationRequests.find(request.id), expected);
    assert.equal(await informationRequests.find(newIdentifier<RequestId>()), undefined);
  });

  test(`${on}: 16 parallel requests with one key are one request, on several connections`, async () => {
    const { handles } = stage();
    const consent = await addConsent(await begin());
    const added = await Promise.all(
      Array.from({ length: 16 }, (_, n) =>
        handles[n % handles.length]?.informationRequests.add(
          draftRequest(consent, { idempotencyHash: 'same' }),
          roomy,
        ),
      ),
    );
    const ids = added.map((each) =>
      each && 'request' in each ? each.request.id : assert.fail(each?.outcome),
    );
    assert.equal(new Set(ids).size, 1);
    assert.equal(added.filter((each) => each?.outcome === 'added').length, 1);
  });

  test(`${on}: a key belongs to one consent and one body, and is forgotten with its request`, async () => {
    const stores = await begin();
    const [consent, other] = [await addConsent(stores), await addConsent(stores)];
    const add = async (of: Consent, changes: Partial<NewRequest>) =>
      (await stores.informationRequests.add(draftRequest(of, { idempotencyHash: 'key', ...changes }), roomy))
        .outcome;
    assert.equal(await add(consent, {}), 'added');
    assert.equal(await add(consent, { bodyHash: 'another' }), 'key_reused');
    assert.equal(await add(other, { bodyHash: 'another' }), 'added');
    assert.equal(await add(consent, {}), 'repeated');
    const tomorrow = { createdAt: later(3600), expiresAt: later(3900), forgetAt: later(7200) };
    assert.equal(await add(consent, { bodyHash: 'another', ...tomorrow }), 'added');
  });

  test(`${on}: a proof makes one request, even without a key`, async () => {
    const stores = await begin();
    const consent = await addConsent(stores);
    const { replay } = draftRequest(consent);
    const added = await Promise.all(
      stage().handles.map((handle) =>
        handle.informationRequests.add(draftRequest(consent, { replay }), roomy),
      ),
    );
    assert.deepEqual(added.map(({ outcome }) => outcome).sort(), [
      'added',
      'replayed',
      'replayed',
      'replayed',
    ]);
  });

  test(`${on}: a client has its number of pending requests, in parallel too, and all clients theirs`, async () => {
    const stores = await begin();
    const consent = await addConsent(stores, { client: 'crowd' as ClientId });
    await stores.relyingParties.save({ clientId: 'crowd' as ClientId, purposes: [] } as never);
    const limits = { mostPendingOfClient: 3, mostPending: 4 };
    const added = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        stage().handles[n % 4]?.informationRequests.add(draftRequest(consent), limits),
      ),
    );
    const count = (outcome: string) => added.filter((each) => each?.outcome === outcome).length;
    assert.deepEqual([count('added'), count('client_full')], [3, 5]);
    const stranger = await addConsent(stores, { client: 'another' as ClientId });
    const ask = async (at = noon) =>
      (await stores.informationRequests.add(draftRequest(stranger, { createdAt: at }), limits)).outcome;
    assert.deepEqual([await ask(), await ask()], ['added', 'full']);
    assert.equal(await ask(later(301)), 'added', 'what expired no longer counts');
  });

  test(`${on}: two processes that look for work get each request once between them`, async () => {
    const stores = await begin();
    const consent = await addConsent(stores);
    for (let count = 0; count < 40; count += 1)
      await stores.informationRequests.add(draftRequest(consent), roomy);
    const workers = Array.from({ length: 40 }, () => newIdentifier<string>().replace(/^-/, 'w'));
    const won = await race(stage().address, 'claim', workers);
    assert.equal(won.length, 40, 'eighty looked, forty found');
  });

  test(`${on}: the oldest is taken first, and what a dead worker held is taken by the next`, async () => {
    const { informationRequests } = await begin();
    const consent = await addConsent(stage().stores);
    const [young, old] = [draftRequest(consent, { createdAt: later(1) }), draftRequest(consent)];
    for (const request of [young, old]) await informationRequests.add(request, roomy);
    const claim = async (worker: string, at: number) =>
      (await informationRequests.claim(worker, later(at), later(at + 60)))?.id;
    assert.deepEqual(
      [await claim('a', 2), await claim('a', 2), await claim('b', 2)],
      [old.id, young.id, undefined],
    );
    assert.equal(await claim('b', 63), old.id, 'its time was over');
    assert.equal(await informationRequests.complete(old.id, 'a', completion()), false, 'too late');
    assert.equal(await informationRequests.loadResult(old.id, later(70)), undefined);
    assert.equal(await informationRequests.complete(old.id, 'b', completion()), true);
    assert.equal(await informationRequests.complete(old.id, 'b', completion()), false, 'once');
    await informationRequests.unclaim(young.id, 'b');
    assert.equal(await claim('b', 10), undefined, 'another’s claim is not given back');
    await informationRequests.unclaim(young.id, 'a');
    assert.equal(await claim('b', 10), young.id);
    await informationRequests.giveUp(young.id, 'b');
    assert.equal((await informationRequests.find(young.id))?.state, 'expired');
    assert.equal(await claim('c', 200), undefined);
  });

  test(`${on}: what was not done in its time is taken by nobody`, async () => {
    const { informationRequests } = await begin();
    await informationRequests.add(draftRequest(await addConsent(stage().stores)), roomy);
    assert.equal(await informationRequests.claim('a', later(300), later(360)), undefined);
  });

  test(`${on}: a result is handed out by exactly one of 16 parallel fetches, with all its entries`, async () => {
    const stores = await begin();
    const consent = await addConsent(stores, { readsGranted: 50 });
    const request = draftRequest(consent);
    await complete(stores, request);
    const release = () => {
      const one = draftRelease(consent, { at: later(20), spend: { result: request.id, reads: 2 } });
      return { ...one, alongside: [draftRelease(consent).entry] };
    };
    const fetched = await Promise.all(
      Array.from({ length: 16 }, (_, n) => outcomes(stage().handles[n % 4] as Stores, [release()])),
    );
    const count = (outcome: string) => fetched.flat().filter((each) => each === outcome).length;
    assert.deepEqual([count('committed'), count('result_gone')], [1, 15]);
    assert.equal((await stores.consents.find(consent.id))?.readsUsed, 2);
    assert.equal((await stores.ledger.listByCitizen(consent.citizen, 99)).length, 2);
    assert.equal((await stores.informationRequests.find(request.id))?.state, 'fetched');
    assert.equal(await stores.informationRequests.loadResult(request.id, later(21)), undefined);
  });

  test(`${on}: a fetch that is refused leaves the result where it is, and spends nothing`, async () => {
    const stores = await begin();
    const consent = await addConsent(stores, { readsGranted: 3 });
    const request = draftRequest(consent);
    await complete(stores, request);
    assert.deepEqual(await fetch(stores, consent, request.id, { reads: 4 }), ['reads_used_up']);
    assert.deepEqual(await fetch(stores, consent, request.id, { suppressionVersion: 7 }), [
      'suppression_changed',
    ]);
    assert.equal((await stores.informationRequests.find(request.id))?.state, 'completed');
    assert.ok(await stores.informationRequests.loadResult(request.id, later(21)));
    assert.equal((await stores.consents.find(consent.id))?.readsUsed, 0);
    assert.deepEqual(await fetch(stores, consent, request.id, { reads: 3 }), ['committed']);
  });

  test(`${on}: with a key a lost answer comes again for a minute, to that key alone, and costs nothing`, async () => {
    const stores = await begin();
    const consent = await addConsent(stores);
    const request = draftRequest(consent);
    await complete(stores, request);
    const again = (key: string | null, at: number) =>
      outcomes(stores, [
        draftRelease(consent, {
          at: later(at),
          spend: { result: request.id, reads: 2, idempotencyHash: key },
        }),
      ]);
    assert.deepEqual(await again('key', 20), ['committed']);
    assert.deepEqual(await again('key', 79), ['committed']);
    assert.deepEqual(await again('another', 30), ['result_gone']);
    assert.deepEqual(await again(null, 30), ['result_gone']);
    assert.deepEqual(await again('key', 81), ['result_gone']);
    assert.equal((await stores.consents.find(consent.id))?.readsUsed, 2);
    assert.ok(await stores.informationRequests.loadResult(request.id, later(79)));
    assert.equal(await stores.informationRequests.loadResult(request.id, later(80)), undefined);
  });

  test(`${on}: a result ends with its time, with its consent, and the purge takes both`, async () => {
    const stores = await begin();
    const consent = await addConsent(stores);
    const [late, withdrawn] = [draftRequest(consent), draftRequest(await addConsent(stores))];
    await complete(stores, late, { expiresAt: later(15) });
    assert.deepEqual(await fetch(stores, consent, late.id), ['result_gone']);
    await complete(stores, withdrawn);
    await stores.consents.withdraw(withdrawn.consent, withdrawn.citizen, later(12));
    assert.equal(await stores.informationRequests.loadResult(withdrawn.id, later(13)), undefined);
    const count = async (table: string) =>
      (await stores.database.get<{ count: number }>(`SELECT COUNT(*) AS count FROM ${table}`))?.count;
    assert.equal(await count('waiting_results'), 1);
    await purgeExpired(stores.database, later(15 + 61));
    assert.deepEqual([await count('waiting_results'), await count('information_requests')], [0, 2]);
    await purgeExpired(stores.database, later(3600 + 61));
    assert.equal(await count('information_requests'), 0);
  });

  test(`${on}: a completed request and its event are one, and two processes deliver each event once`, async () => {
    const stores = await begin();
    const consent = await addConsent(stores);
    const [request, event] = [draftRequest(consent), draftEvent()];
    await complete(stores, request, { event });
    assert.equal(
      await stores.informationRequests.complete(request.id, 'w', completion({ event: draftEvent() })),
      false,
    );
    assert.deepEqual(await stores.outgoingEvents.claim('w', later(1), later(30)), { ...event, tries: 0 });
    assert.equal(await stores.outgoingEvents.claim('v', later(1), later(30)), undefined);
    await stores.outgoingEvents.remove(event.jti, 'v');
    await stores.outgoingEvents.postpone(event.jti, 'w', later(20));
    assert.equal(await stores.outgoingEvents.claim('v', later(19), later(40)), undefined);
    assert.equal((await stores.outgoingEvents.claim('v', later(20), later(40)))?.tries, 1);
    await stores.outgoingEvents.remove(event.jti, 'v');
    for (let n = 0; n < 30; n += 1) await stores.outgoingEvents.add(draftEvent());
    const workers = Array.from({ length: 30 }, () => newIdentifier<string>().replace(/^-/, 'e'));
    assert.equal((await race(stage().address, 'claimEvent', workers)).length, 30);
    assert.equal(await stores.outgoingEvents.claim('w', later(601), later(640)), undefined, 'given up');
  });
}
