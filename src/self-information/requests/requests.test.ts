import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { loadAgencies, loadPersonas, loadRelyingParties } from '../../../stand-ins/personas.ts';
import { openTown } from '../../../stand-ins/town.ts';
import type { Consent } from '../../stores/consents.ts';
import type { ClientId, ItemName } from '../../vocabulary/identifiers.ts';
import { itemsOf } from '../../vocabulary/items.ts';
import type { CategoryName } from '../../vocabulary/identifiers.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import { byPhone } from '../../vocabulary/rehearsal/authentication.ts';
import {
  type Answer,
  type ApiPlace,
  type CallOptions,
  discount,
  issuerOfCertificate,
  openApiPlace,
} from '../rehearsal/api-place.ts';
import { describedStatuses, seen } from '../rehearsal/contract.ts';

const world = {
  people: loadPersonas(),
  agencies: loadAgencies(),
  relyingParties: loadRelyingParties(),
  openTown,
};
const requests = '/v1/self-information/requests';
const insurerName = 'health_insurance_card.insurer.name' as ItemName;
const members = 'household.members_count' as ItemName;
const granted = [discount, issuerOfCertificate, insurerName, members];
const reasonOf = ({ status, json }: Answer): string => `${status} ${String(json['reason'])}`;

let place: ApiPlace;
before(async () => {
  place = await openApiPlace(world, {}, { mostPendingOfClient: 6, inquiryMilliseconds: 1500 });
});
after(() => place.close());
beforeEach(() => {
  place.work(true);
  place.meanwhile(undefined);
});
afterEach(async () => {
  for (const table of ['information_requests', 'waiting_results'])
    await place.stores.database.run(`DELETE FROM ${table}`);
});

const post = (consent: Consent | undefined, json: unknown = {}, options: CallOptions = {}) =>
  place.call(requests, { method: 'POST', json, ...(consent && { consent }), ...options });
const pathOf = (answer: Answer): string => new URL(answer.headers['location'] ?? '').pathname;
const readsUsed = async ({ id }: Consent) => (await place.stores.consents.find(id))?.readsUsed;
const outcomesOf = async (consent: Consent) => (await place.entries(consent)).map(({ outcome }) => outcome);
interface Part {
  category: string;
  outcome: string;
  as_of: string | null;
  source: string;
  retry_after: number | null;
  record: unknown;
  receipt: { entry: string; receipt_url: string };
}
const partsOf = ({ json }: Answer): Part[] => json['results'] as Part[];

/** Until it is completed, in the database: looking at it through the API would hand it out. */
async function completed(path: string): Promise<string> {
  const id = path.split('/').at(-1);
  for (let tries = 0; tries < 200; tries += 1) {
    const row = await place.stores.database.get<{ state: string }>(
      'SELECT state FROM information_requests WHERE id = ?',
      [id ?? ''],
    );
    if (row?.state !== 'pending') return row?.state ?? 'gone';
    await wait(20);
  }
  return assert.fail('it was never completed');
}

async function completedRequest(consent: Consent, json: unknown = {}): Promise<string> {
  const path = pathOf(await post(consent, json));
  assert.equal(await completed(path), 'completed');
  return path;
}

describe('asking for several categories at once', () => {
  test('the request is taken in, worked on, and its result handed out once, with an entry and a read for each category', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    const accepted = await post(consent);
    assert.equal(accepted.status, 202);
    assert.equal(accepted.headers['retry-after'], '2');
    assert.equal(accepted.json['request'], accepted.headers['location']);
    assert.deepEqual(accepted.json['categories'], [
      'disability_welfare',
      'health_insurance_card',
      'household',
    ]);
    assert.equal(await readsUsed(consent), 0, 'asking spends nothing');
    const path = pathOf(accepted);
    await completed(path);
    assert.deepEqual(await place.entries(consent), [], 'nothing has left so far');
    const answer = await place.call(path, { consent });
    assert.equal(answer.status, 200);
    assert.deepEqual(
      partsOf(answer).map(({ category, outcome, source }) => [category, outcome, source]),
      [
        ['disability_welfare', 'ok', 'municipality'],
        ['health_insurance_card', 'ok', 'insurer'],
        ['household', 'ok', 'municipality'],
      ],
    );
    assert.deepEqual(partsOf(answer)[0]?.record, { certificates: [{ issuer: '見本県' }] });
    assert.equal(answer.json['reads_left'], 7);
    const entries = await place.entries(consent);
    const inOrder = partsOf(answer).map(({ receipt }) => entries.find(({ id }) => id === receipt.entry));
    assert.equal(entries.length, 3);
    assert.deepEqual(
      inOrder.map((entry) => [entry?.['category'], entry?.['items'], entry?.['outcome']]),
      [
        ['disability_welfare', [issuerOfCertificate], 'released'],
        ['health_insurance_card', [insurerName], 'released'],
        ['household', [members], 'released'],
      ],
    );
    assert.equal(reasonOf(await place.call(path, { consent })), '410 information_result_fetched');
    assert.equal(await readsUsed(consent), 3);
  });

  test('categories and single items may be named; what was not named is not asked for', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    place.asked.length = 0;
    const path = await completedRequest(consent, { categories: ['household'], items: [insurerName] });
    assert.deepEqual([...place.asked].sort(), ['health_insurance_card', 'household']);
    const [card, household] = partsOf(await place.call(path, { consent }));
    assert.deepEqual(Object.keys(card?.record as object), ['insurer']);
    assert.deepEqual(Object.keys(household?.record as object), ['members_count']);
  });

  test('an address that was not ticked is passed over: asked for, it tells nothing of what was ticked', async () => {
    const said = async (items: readonly ItemName[]) => {
      const consent = await place.addConsent('class-1', { items });
      const path = await completedRequest(consent, { items: [members, 'household.address'] });
      const [household] = partsOf(await place.call(path, { consent }));
      const [entry] = await place.entries(consent);
      return [household?.outcome, household?.record, entry?.['items']];
    };
    const unticked = await said(granted);
    assert.deepEqual(unticked, ['ok', { members_count: 2 }, [members]]);
    const ticked = await said([...granted, 'household.address' as ItemName]);
    assert.deepEqual(
      ticked[2],
      ['household.address', members],
      'where it was ticked and is held, it is there',
    );
  });

  test('a body that names what there is not, or what was not granted, asks for nothing at all', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    const nothing = await place.addConsent('class-1', { items: [discount] });
    const cases: [unknown, string, RegExp?][] = [
      [{ categories: ['household', 'weather'] }, '422 information_request_invalid', /^\/categories\/1: /],
      [{ categories: ['__proto__'] }, '422 information_request_invalid'],
      [{ categories: ['attestations'] }, '422 information_request_invalid'],
      [{ categories: ['household', 'household'] }, '422 information_request_invalid'],
      [{ categories: [] }, '422 information_request_invalid'],
      [{ categories: 'household' }, '422 information_request_invalid'],
      [{ items: ['household.horoscope'] }, '422 information_request_invalid', /^\/items\/0: /],
      [{ items: [discount] }, '422 information_request_invalid', /address of its own/],
      [{ items: ['identity.name'] }, '422 information_request_invalid', /address of its own/],
      [{ items: [7] }, '422 information_request_invalid'],
      [{ scope: 'household' }, '422 information_request_invalid'],
      [['household'], '422 information_request_invalid'],
      [null, '422 information_request_invalid'],
      [{ categories: ['household', 'tax_income'] }, '403 item_not_granted', /^\/categories\/1$/],
      [{ items: [members, 'household.head.name'] }, '403 item_not_granted', /^\/items\/1$/],
      [{ items: ['household.address'] }, '403 item_not_granted'],
    ];
    for (const [json, reason, detail = /./] of cases) {
      const answer = await post(consent, json);
      assert.equal(reasonOf(answer), reason, JSON.stringify(json));
      assert.match(String(answer.json['detail']), detail);
      assert.doesNotMatch(answer.text, /weather|horoscope/, 'what was sent is not repeated');
    }
    assert.equal(reasonOf(await post(nothing)), '403 item_not_granted');
    assert.deepEqual(await place.stores.database.all('SELECT id FROM information_requests'), []);
  });

  test('a body that is no strict JSON is refused before anything is looked at', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    const send = (body: string | undefined, headers: string[] = ['Content-Type', 'application/json']) =>
      place.call(requests, {
        method: 'POST',
        rawHeaders: [...place.headersFor(requests, { consent, method: 'POST' }), ...headers],
        ...(body !== undefined && { body }),
      });
    for (const body of [
      '{',
      '{"items":["a"],"items":["b"]}',
      '{"items":1e999}',
      '{"__proto__":{}}',
      '[[[['.repeat(20),
    ])
      assert.equal(reasonOf(await send(body)), '400 request_malformed', body);
    const json = '{"categories":["household"]}';
    for (const type of ['text/plain', 'application/jwt', 'application/json; charset=shift_jis', ''])
      assert.equal(
        reasonOf(await send(json, type ? ['Content-Type', type] : [])),
        '415 media_type_not_supported',
        type,
      );
    assert.equal(
      reasonOf(await send(json, ['Content-Type', 'application/json', 'Content-Encoding', 'gzip'])),
      '415 media_type_not_supported',
    );
    const long = JSON.stringify({ items: ['x'.repeat(70_000)] });
    assert.equal(reasonOf(await send(long)), '413 request_too_large');
    const chunked = ['Content-Type', 'application/json', 'Transfer-Encoding', 'chunked'];
    assert.equal(reasonOf(await send(long, chunked)), '413 request_too_large');
    assert.equal((await send(json, chunked)).status, 202);
    assert.equal((await send(undefined, [])).status, 202, 'no body asks for everything');
    assert.equal((await send(`{"categories":["\\u0068ousehold"]}`)).status, 202);
  });

  test('the addresses take one method each, and no parameter', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    const listed = await place.call(requests, { consent });
    assert.deepEqual([reasonOf(listed), listed.headers['allow']], ['405 method_not_allowed', 'POST']);
    const path = pathOf(await post(consent));
    const posted = await place.call(path, { consent, method: 'POST', json: {} });
    assert.deepEqual([posted.status, posted.headers['allow']], [405, 'GET']);
    assert.equal(
      reasonOf(await place.call(`${requests}?all`, { consent, method: 'POST', json: {} })),
      '400 request_malformed',
    );
    assert.equal(reasonOf(await place.call(path, { consent, accept: 'text/html' })), '406 not_acceptable');
    assert.equal(reasonOf(await post(consent, {}, { accept: 'application/jwt' })), '406 not_acceptable');
  });
});

describe('each category has its own outcome', () => {
  test('a dead, a slow, a nonsensical and an unconnected agency fail no other, and cost no read', async () => {
    const items = [issuerOfCertificate, insurerName];
    for (const [persona, agency, behaviour, outcome] of [
      ['agency-down', 'municipality-990035', 'down', 'agency_unavailable'],
      ['agency-slow', 'municipality-990043', 'slow', 'agency_unavailable'],
      ['agency-nonsense', 'municipality-990051', 'nonsense', 'agency_unavailable'],
      ['not-connected', 'municipality-990060', 'not_connected', 'not_connected'],
    ] as const) {
      place.town.behave(agency, behaviour);
      const consent = await place.addConsent(persona, { items });
      const answer = await place.call(await completedRequest(consent), { consent });
      const [municipal, insured] = partsOf(answer);
      assert.deepEqual(
        [municipal?.outcome, municipal?.record, municipal?.as_of, municipal?.retry_after],
        [outcome, null, null, outcome === 'agency_unavailable' ? 30 : null],
        persona,
      );
      assert.deepEqual([insured?.outcome, insured?.retry_after], ['ok', null], persona);
      assert.equal(await readsUsed(consent), 1);
      assert.deepEqual((await outcomesOf(consent)).sort(), [outcome, 'released'].sort());
      place.town.behave(agency, 'answers');
    }
  });

  test('a slow agency holds up nobody else’s request', async () => {
    place.town.behave('municipality-990043', 'slow');
    const slow = await place.addConsent('agency-slow', { items: [issuerOfCertificate] });
    for (let count = 0; count < 4; count += 1) await post(slow);
    const consent = await place.addConsent('class-1', { items: granted });
    const began = performance.now();
    await completedRequest(consent);
    assert.ok(performance.now() - began < 700);
    place.town.behave('municipality-990043', 'answers');
  });

  test('“nothing to hand out” costs a read, and a suppressed person’s result is that of one without a record', async () => {
    const answers = [];
    for (const persona of ['long-name', 'suppressed']) {
      const consent = await place.addConsent(persona, { items: [issuerOfCertificate] });
      const answer = await place.call(await completedRequest(consent), { consent });
      const [part] = partsOf(answer);
      answers.push([part?.outcome, part?.record, part?.as_of, part?.source, answer.json['reads_left']]);
      assert.deepEqual(await outcomesOf(consent), ['no_record']);
    }
    assert.deepEqual(answers[0], ['no_record', null, null, 'municipality', 9]);
    assert.deepEqual(answers[1], answers[0]);
  });

  test('every category of a person at once, as JSON and as a JWT', async () => {
    const person = world.people.find(({ persona }) => persona === 'class-1') ?? assert.fail();
    const items = Object.keys(person.records).flatMap((name) =>
      itemsOf(name as CategoryName).map((item) => item.name),
    );
    const { bySignature } = await import('../../vocabulary/rehearsal/authentication.ts');
    const consent = await place.addConsent('class-1', {
      items,
      authentication: bySignature,
      readsGranted: 100,
    });
    const plain = await place.call(await completedRequest(consent), { consent });
    for (const { category, record } of partsOf(plain))
      assert.deepEqual(record, person.records[category]?.record);
    assert.equal(partsOf(plain).length, Object.keys(person.records).length);
    const signed = await place.call(await completedRequest(consent), { consent, accept: 'application/jwt' });
    assert.equal(signed.headers['content-type'], 'application/jwt');
    assert.deepEqual(
      partsOf(signed).map(({ record }) => record),
      partsOf(plain).map(({ record }) => record),
    );
    assert.equal(signed.json['aud'], 'rail-company');
  });
});

describe('once, to whom it was granted', () => {
  test('of 12 parallel fetches on two nodes one gets the result', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    const path = await completedRequest(consent);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => place.call(path, { consent, node: n % 2 === 0 ? 0 : 1 })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [200, ...Array<number>(11).fill(410)]);
    assert.equal(answers.filter(({ text }) => text.includes('見本県')).length, 1);
    assert.equal(await readsUsed(consent), 3);
  });

  test('a lost answer comes again with the Idempotency-Key of the fetch, and costs nothing more', async () => {
    const consent = await place.addConsent('class-1', { items: granted, readsGranted: 3 });
    const path = await completedRequest(consent);
    const first = await place.call(path, { consent, idempotencyKey: 'one' });
    const again = await place.call(path, { consent, idempotencyKey: 'one', node: 1 });
    assert.deepEqual(
      partsOf(again).map(({ record }) => record),
      partsOf(first).map(({ record }) => record),
    );
    assert.equal(await readsUsed(consent), 3);
    assert.equal((await place.entries(consent)).length, 6, 'what left twice is written down twice');
    for (const idempotencyKey of ['two', undefined])
      assert.notEqual(
        (await place.call(path, { consent, ...(idempotencyKey && { idempotencyKey }) })).status,
        200,
      );
  });

  test('another company’s token, another consent’s, and no token find nothing', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    const path = await completedRequest(consent);
    const other = await place.addConsent('class-1', { items: granted });
    const stranger = await place.addConsent('class-2', { items: granted, client: 'tax-helper' as ClientId });
    const unknown = `${requests}/AAAAAAAAAAAAAAAAAAAAAA`;
    const texts = [];
    for (const [who, where] of [
      [other, path],
      [stranger, path],
      [other, unknown],
      [other, `${requests}/x`],
    ] as const) {
      const answer = await place.call(where, { consent: who });
      assert.equal(reasonOf(answer), '404 information_request_unknown');
      texts.push(answer.text.replaceAll(/[0-9a-f]{32}/g, ''));
      assert.deepEqual(await place.entries(who), []);
    }
    assert.equal(new Set(texts).size, 1, 'not one letter tells them apart');
    assert.equal((await place.call(path)).status, 401);
    assert.equal((await place.call(path, { consent })).status, 200);
  });

  test('a fresh token of the same consent fetches, an expired one does not', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    const path = await completedRequest(consent);
    const now = Math.floor(Date.now() / 1000);
    assert.equal(reasonOf(await place.call(path, { consent, token: { exp: now - 1 } })), '401 token_expired');
    assert.equal((await place.call(path, { consent, token: { jti: 'refreshed' } })).status, 200);
  });

  test('a proof makes one request and fetches one result', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    const proof = { jti: 'the-very-same' };
    const posts = await Promise.all([0, 1].map((node) => post(consent, {}, { proof, node: node as 0 | 1 })));
    assert.deepEqual(posts.map(({ status }) => status).sort(), [202, 401]);
    const path = pathOf(posts.find(({ status }) => status === 202) ?? assert.fail());
    await completed(path);
    const fetches = await Promise.all(
      [0, 1].map((node) =>
        place.call(path, { consent, proof: { jti: 'fetch' }, idempotencyKey: 'k', node: node as 0 | 1 }),
      ),
    );
    assert.deepEqual(fetches.map(({ status }) => status).sort(), [200, 401]);
  });
});

describe('the consent decides, at the request and at the fetch', () => {
  test('withdrawn, expired, used up or on too weak a login, nothing is taken in, and each category has its entry', async () => {
    const cases: [Partial<Consent>, string, string][] = [
      [{ withdrawnAt: new Date() }, '403', 'consent_withdrawn'],
      [{ validUntil: new Date(0) }, '403', 'consent_expired'],
      [{ readsGranted: 2 }, '403', 'reads_used_up'],
      [{ authentication: byPhone }, '401', 'assurance_too_low'],
    ];
    for (const [changes, status, reason] of cases) {
      const consent = await place.addConsent('class-1', { items: granted, ...changes });
      assert.equal(reasonOf(await post(consent)), `${status} ${reason}`);
      assert.deepEqual(await outcomesOf(consent), Array(3).fill(`denied:${reason}`));
    }
    assert.deepEqual(await place.stores.database.all('SELECT id FROM information_requests'), []);
  });

  test('a withdrawal while the result waits hands nothing out, and the result is gone', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    const path = await completedRequest(consent);
    await place.stores.consents.withdraw(consent.id, consent.citizen, new Date());
    assert.deepEqual(await place.stores.database.all('SELECT request FROM waiting_results'), []);
    const answer = await place.call(path, { consent });
    assert.equal(reasonOf(answer), '403 consent_withdrawn');
    assert.deepEqual(await outcomesOf(consent), Array(3).fill('denied:consent_withdrawn'));
  });

  test('a consent that is withdrawn before the work begins lets nobody be asked', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    place.work(false);
    const path = pathOf(await post(consent));
    await place.stores.consents.withdraw(consent.id, consent.citizen, new Date());
    place.asked.length = 0;
    place.work(true);
    place.workers[0]?.wake();
    assert.equal(await completed(path), 'expired');
    assert.deepEqual(place.asked, []);
  });

  test('a flag that moves while the result waits acts on it: asked again, it reads as no record', async () => {
    const consent = await place.addConsent('class-2', { items: granted });
    const path = await completedRequest(consent);
    await place.stores.suppressions.set(consent.citizen, 'no_self_information', 1);
    place.asked.length = 0;
    const answer = await place.call(path, { consent });
    assert.equal(answer.status, 200);
    assert.equal(place.asked.length, 3, 'every category was asked again');
    assert.deepEqual(
      partsOf(answer).map(({ outcome, record, as_of }) => [outcome, record, as_of]),
      Array(3).fill(['no_record', null, null]),
    );
    assert.deepEqual(await outcomesOf(consent), Array(3).fill('no_record'));
    await place.stores.suppressions.set(consent.citizen, 'no_self_information', 0);
  });

  test('a flag that moves while the work is under way acts on what was read before it moved', async () => {
    const consent = await place.addConsent('class-2', { items: granted });
    let moved = 0;
    place.meanwhile(async () => {
      if ((moved += 1) === 3) await place.stores.suppressions.set(consent.citizen, 'no_self_information', 1);
    });
    const path = await completedRequest(consent);
    place.meanwhile(undefined);
    const answer = await place.call(path, { consent });
    assert.deepEqual(
      partsOf(answer).map(({ outcome }) => outcome),
      Array(3).fill('no_record'),
    );
    await place.stores.suppressions.set(consent.citizen, 'no_self_information', 0);
  });

  test('flags that keep moving end as an outage, and the result stays where it is', async () => {
    const consent = await place.addConsent('class-2', { items: granted });
    const path = await completedRequest(consent);
    await place.stores.suppressions.set(consent.citizen, 'non_disclosure', 0);
    place.meanwhile(() => place.stores.suppressions.set(consent.citizen, 'non_disclosure', 0));
    const answer = await place.call(path, { consent });
    place.meanwhile(undefined);
    assert.equal(reasonOf(answer), '503 agency_unavailable');
    assert.equal(answer.headers['retry-after'], '30');
    assert.doesNotMatch(answer.text, /suppress|flag/i);
    assert.deepEqual(await outcomesOf(consent), Array(3).fill('agency_unavailable'));
    assert.equal((await place.call(path, { consent })).status, 200);
  });

  test('reads that were spent elsewhere meanwhile are not there to fetch with', async () => {
    const consent = await place.addConsent('class-1', { items: granted, readsGranted: 3 });
    const path = await completedRequest(consent);
    await place.call('/v1/self-information/household', { consent });
    const answer = await place.call(path, { consent });
    assert.equal(reasonOf(answer), '403 reads_used_up');
    assert.equal(reasonOf(await place.call(path, { consent, idempotencyKey: 'k' })), '403 reads_used_up');
    assert.equal(await readsUsed(consent), 1);
  });
});

describe('what waits', () => {
  test('lies sealed: no value is in the database, and another request’s seal does not open', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    const [one, other] = [await completedRequest(consent), await completedRequest(consent)];
    const id = (path: string): string => path.split('/').at(-1) ?? '';
    const rows = await place.stores.database.all<{ sealed: Buffer }>('SELECT sealed FROM waiting_results');
    assert.equal(rows.length, 2);
    for (const { sealed } of rows) assert.ok(!sealed.includes('見本県') && !sealed.includes('certificates'));
    const dump = JSON.stringify(await place.stores.database.all('SELECT * FROM information_requests'));
    assert.doesNotMatch(dump, /見本/);
    await place.stores.database.run(
      'UPDATE waiting_results SET sealed = (SELECT sealed FROM waiting_results WHERE request = ?) WHERE request = ?',
      [id(one), id(other)],
    );
    assert.equal(reasonOf(await place.call(other, { consent })), '500 internal_error');
    assert.equal(await readsUsed(consent), 0);
    assert.equal((await place.call(one, { consent })).status, 200);
  });

  test('has its time: late work is given up, a late fetch finds nothing', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    const end = (path: string) =>
      place.stores.database.run('UPDATE information_requests SET expires_at = ? WHERE id = ?', [
        Date.now() - 1,
        path.split('/').at(-1) ?? '',
      ]);
    const path = await completedRequest(consent);
    await end(path);
    assert.equal((await place.call(path, { consent })).json['state'], 'expired');
    place.work(false);
    const late = pathOf(await post(consent));
    const pending = await place.call(late, { consent });
    assert.deepEqual([pending.json['state'], pending.headers['retry-after']], ['pending', '2']);
    assert.equal((await place.call(late, { consent, accept: 'application/jwt' })).json['state'], 'pending');
    await end(late);
    assert.equal((await place.call(late, { consent })).json['state'], 'expired');
    assert.equal(await readsUsed(consent), 0);
  });

  test('is worked on by another node where its own dies', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    place.work(false);
    const path = pathOf(await post(consent));
    // A node that took it and died: its claim has run out.
    await place.stores.informationRequests.claim(
      'dead',
      new Date(Date.now() - 120_000),
      new Date(Date.now() - 60_000),
    );
    place.work(true);
    place.workers[1]?.wake();
    await completed(path);
    assert.equal((await place.call(path, { consent })).status, 200);
  });

  test('one key and the same names lead to one request, other names to a refusal', async () => {
    const consent = await place.addConsent('class-1', { items: granted });
    const key = { idempotencyKey: 'my-key' };
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        post(consent, { items: [members, insurerName] }, { ...key, node: n % 2 === 0 ? 0 : 1 }),
      ),
    );
    assert.equal(new Set(answers.map(pathOf)).size, 1);
    assert.equal(
      pathOf(await post(consent, { items: [insurerName, members] }, key)),
      pathOf(answers[0] as Answer),
    );
    const other = await post(consent, { items: [members] }, key);
    assert.equal(reasonOf(other), '422 idempotency_key_reused');
    const another = await place.addConsent('class-1', { items: granted });
    assert.equal((await post(another, { items: [members] }, key)).status, 202, 'a key is one consent’s own');
  });

  test('is bounded: a client that has too much pending waits, others do not', async () => {
    place.work(false);
    const consent = await place.addConsent('class-1', { items: granted });
    for (let count = 0; count < 6; count += 1) assert.equal((await post(consent)).status, 202);
    const refused = await post(consent);
    assert.equal(reasonOf(refused), '429 information_requests_too_many');
    assert.equal(refused.headers['retry-after'], '10');
    const other = await place.addConsent('class-1', { items: granted, client: 'tax-helper' as ClientId });
    assert.equal((await post(other)).status, 202);
  });
});

test('a worker that stops gives back what it did not end, and stores nothing of what its stop cut off', async () => {
  const own = await openApiPlace(world, {}, { inquiryMilliseconds: 20_000 });
  const consent = await own.addConsent('class-1', { items: granted });
  let release = (): void => undefined;
  own.meanwhile(() => new Promise<void>((resolve) => (release = resolve)));
  const accepted = await own.call(requests, { consent, method: 'POST', json: {} });
  while (own.asked.length < 3) await wait(10);
  await own.workers[0]?.stop();
  const row = await own.stores.database.get('SELECT state, claim FROM information_requests');
  assert.deepEqual(row, { state: 'pending', claim: null });
  release();
  own.meanwhile(undefined);
  own.workers[1]?.wake();
  const path = pathOf(accepted);
  for (let tries = 0; ; tries += 1) {
    const answer = await own.call(path, { consent });
    if (answer.json['state'] === 'completed') break;
    assert.ok(tries < 100);
    await wait(20);
  }
  await own.close();
});

test('every status that openapi.yaml describes for requests was answered as it is described', async () => {
  const consent = await place.addConsent('class-1', { items: granted });
  const path = await completedRequest(consent);
  await post(undefined);
  await place.call(path, { consent, rawHeaders: [...place.headersFor(path, { consent }), 'DPoP', 'x'] });
  const full = await openApiPlace(world, {}, { mostPending: 0 });
  const crowd = await full.addConsent('class-1', { items: granted });
  assert.equal(
    reasonOf(await full.call(requests, { consent: crowd, method: 'POST', json: {} })),
    '503 information_requests_full',
  );
  await full.close();
  for (const error of [new TypeError('with a value: 見本県'), new Refusal('store_unavailable')]) {
    const broken = await openApiPlace(world, { consents: { find: () => Promise.reject(error) } });
    const asking = await broken.addConsent('class-1', { items: granted });
    for (const [where, method] of [
      [requests, 'POST'],
      [`${requests}/x`, 'GET'],
    ] as const) {
      const answer = await broken.call(where, {
        consent: asking,
        method,
        ...(method === 'POST' && { json: {} }),
      });
      assert.equal(answer.status, error instanceof Refusal ? 503 : 500);
      assert.doesNotMatch(answer.text, /見本県|TypeError/);
    }
    await broken.close();
  }
  assert.deepEqual(
    [...describedStatuses('get'), ...describedStatuses('post')].filter(
      (status) => status.includes('/requests') && !seen.has(status),
    ),
    [],
  );
});
