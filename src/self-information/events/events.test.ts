import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { importJWK, jwtVerify } from 'jose';
import { loadFileKey } from '../../key-custody/file-key.ts';
import type { SigningKey } from '../../key-custody/signing-key.ts';
import { openSqlitePlace, type Place } from '../../stores/conformance/places.ts';
import type { InformationRequest } from '../../stores/information-requests.ts';
import { openStores } from '../../stores/open-stores.ts';
import type { RelyingParty } from '../../stores/relying-parties.ts';
import type { Stores } from '../../stores/stores.ts';
import type {
  CitizenId,
  ClientId,
  ConsentId,
  ItemName,
  RequestId,
  TraceId,
} from '../../vocabulary/identifiers.ts';
import { createLog } from '../../vocabulary/log.ts';
import { createEventDelivery, type EventDelivery, pauseAfter } from './event-delivery.ts';
import { createGuardedLookup, isReachable } from './public-address.ts';
import { createEventPush, isEndpoint } from './push-event.ts';
import { completedEvent, toCompletedEvent } from './security-event.ts';

const issuer = 'http://localhost:3000';
const client = 'sandbox-company' as ClientId;
let place: Place;
let stores: Stores;
let key: SigningKey;
let receiver: Server;
let endpoint: string;
let respond: (request: IncomingMessage, response: ServerResponse) => void;
let received: { headers: IncomingMessage['headers']; token: string }[] = [];
let now = Date.now();
const clock = { now: () => new Date(now) };
const lines: string[] = [];
const log = createLog(clock, (line) => lines.push(line));
const folder = mkdtempSync(join(tmpdir(), 'madoguchi-events-'));

const request: InformationRequest = {
  id: 'AAAAAAAAAAAAAAAAAAAAAA' as RequestId,
  client,
  consent: 'consent' as ConsentId,
  citizen: 'citizen-inside' as CitizenId,
  subject: 'pairwise-subject',
  items: ['disability_welfare.certificates.kind' as ItemName],
  traceId: '0af7651916cd43dd8448eb211c80319c' as TraceId,
  state: 'completed',
  createdAt: new Date(now),
  expiresAt: new Date(now),
  completedAt: new Date(now),
};

before(async () => {
  place = openSqlitePlace();
  stores = await openStores({ url: await place.newDatabase(), clock });
  const file = join(folder, 'key.json');
  writeFileSync(
    file,
    JSON.stringify(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })),
  );
  key = loadFileKey(file);
  receiver = createServer(async (incoming, response) => {
    let token = '';
    for await (const chunk of incoming) token += chunk;
    received.push({ headers: incoming.headers, token });
    respond(incoming, response);
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`;
});
after(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await stores.close();
  await place.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  received = [];
  lines.length = 0;
  respond = (_, response) => response.writeHead(202).end();
  await stores.relyingParties.save({
    clientId: client,
    purposes: [],
    eventEndpoint: endpoint,
  } as unknown as RelyingParty);
  await stores.database.run('DELETE FROM outgoing_events');
});

const newDelivery = (): EventDelivery =>
  createEventDelivery({ stores, push: createEventPush({ issuer }), key, clock, log });
const waiting = async () =>
  (await stores.database.all<{ jti: string; tries: number }>('SELECT jti, tries FROM outgoing_events')).map(
    ({ tries }) => tries,
  );
const add = async (giveUpSeconds = 600) => {
  const at = clock.now();
  const event = toCompletedEvent(request, { issuer, at, giveUpAt: new Date(now + giveUpSeconds * 1000) });
  await stores.outgoingEvents.add(event);
  return event;
};
/** Delivers until nothing happens any more. */
async function deliver(work: EventDelivery, count: number): Promise<void> {
  work.wake();
  for (let tries = 0; lines.length < count && tries < 200; tries += 1) await wait(10);
  await wait(20);
}

test('a completed request is told by a signed event that names no value, no outcome and no citizen', async () => {
  const { jti } = await add();
  const work = newDelivery();
  await deliver(work, 1);
  await work.stop();
  assert.equal(received.length, 1);
  const [{ headers, token }] = received as [(typeof received)[0]];
  assert.equal(headers['content-type'], 'application/secevent+jwt');
  assert.equal(headers.accept, 'application/json');
  const { payload, protectedHeader } = await jwtVerify(
    token,
    await importJWK(key.publicJwk as never, 'ES256'),
    {
      typ: 'secevent+jwt',
      issuer,
      audience: client,
      algorithms: ['ES256'],
    },
  );
  assert.equal(protectedHeader.kid, key.kid);
  assert.deepEqual(payload, {
    iss: issuer,
    aud: client,
    jti,
    iat: Math.floor(now / 1000),
    txn: request.traceId,
    sub_id: { format: 'iss_sub', iss: issuer, sub: 'pairwise-subject' },
    events: { [completedEvent(issuer)]: { request: `${issuer}/v1/self-information/requests/${request.id}` } },
  });
  assert.doesNotMatch(JSON.stringify(payload), /citizen-inside|disability|"exp"/);
  assert.deepEqual(await waiting(), []);
});

test('what is not taken is tried again, later and later, with the same jti, and given up when it is worth nothing', async () => {
  respond = (_, response) => response.writeHead(503).end();
  await add(60);
  const work = newDelivery();
  await deliver(work, 1);
  assert.deepEqual(await waiting(), [1]);
  now += 4999;
  await deliver(work, 9);
  assert.equal(received.length, 1, 'not before its time');
  now += 1;
  await deliver(work, 2);
  now += 10_000;
  await deliver(work, 3);
  assert.deepEqual(await waiting(), [3]);
  now += 20_000;
  await deliver(work, 4);
  await work.stop();
  assert.deepEqual(await waiting(), [], 'the next try would come too late');
  assert.match(lines.at(-1) ?? '', /event_given_up.*status_503/);
  const ids = received.map(
    ({ token }) =>
      (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { jti: string }).jti,
  );
  assert.equal(ids.length, 4);
  assert.equal(new Set(ids).size, 1);
  assert.deepEqual([0, 1, 2, 3, 9].map(pauseAfter), [5000, 10_000, 20_000, 40_000, 120_000]);
});

test('a receiver that says what is wrong is believed by its code alone: refused for good, or tried again', async () => {
  const cases: [string, number, RegExp][] = [
    ['{"err":"invalid_audience","description":"見本"}', 0, /event_given_up.*invalid_audience/],
    ['{"err":"invalid_request"}', 0, /event_given_up/],
    ['{"err":"access_denied"}', 0, /event_given_up/],
    ['{"err":"invalid_key"}', 1, /event_not_delivered.*invalid_key/],
    ['{"err":"authentication_failed"}', 1, /event_not_delivered/],
    ['{"err":"constructor"}', 1, /event_not_delivered.*status_400/],
    ['<html>', 1, /status_400/],
    [`{"err":"invalid_request","description":"${'x'.repeat(20_000)}"}`, 1, /status_400/],
  ];
  for (const [body, left, line] of cases) {
    await stores.database.run('DELETE FROM outgoing_events');
    lines.length = 0;
    respond = (_, response) => response.writeHead(400, { 'content-type': 'application/json' }).end(body);
    await add();
    const work = newDelivery();
    await deliver(work, 1);
    await work.stop();
    assert.equal((await waiting()).length, left, body.slice(0, 40));
    assert.match(lines[0] ?? '', line);
    assert.doesNotMatch(lines.join(''), /見本|xxx/);
  }
});

test('a redirect is not followed, and a receiver that is gone is one that did not take it', async () => {
  respond = (_, response) => response.writeHead(302, { location: `${endpoint}/elsewhere` }).end();
  await add();
  const work = newDelivery();
  await deliver(work, 1);
  assert.equal(received.length, 1);
  assert.match(lines[0] ?? '', /status_302/);
  await stores.relyingParties.save({
    clientId: client,
    purposes: [],
    eventEndpoint: 'http://127.0.0.1:1/',
  } as unknown as RelyingParty);
  now += 5000;
  await deliver(work, 2);
  await work.stop();
  assert.match(lines[1] ?? '', /event_not_delivered.*ECONNREFUSED/);
  assert.deepEqual(await waiting(), [2]);
});

test('two processes deliver an event once, and what one of them leaves behind the other delivers', async () => {
  for (let count = 0; count < 10; count += 1) await add();
  const [one, other] = [newDelivery(), newDelivery()];
  one.wake();
  await deliver(other, 10);
  assert.equal(received.length, 10);
  await one.stop();
  await add();
  await stores.outgoingEvents.claim('dead', clock.now(), new Date(now + 1000));
  now += 2000;
  await deliver(other, 11);
  await other.stop();
  assert.equal(received.length, 11);
});

test('an endpoint is https, on this machine plain http in the sandbox alone, without credentials, and no inside address', () => {
  const cases: [string, boolean, boolean][] = [
    ['https://company.example/events', true, true],
    ['http://company.example/events', false, false],
    ['http://127.0.0.1:3005/events', true, false],
    ['http://localhost:3005/events', true, false],
    ['http://[::1]:3005/events', true, false],
    ['https://127.0.0.1/events', true, false],
    ['https://10.0.0.1/', false, false],
    ['http://10.0.0.1/', false, false],
    ['https://169.254.169.254/latest', false, false],
    ['https://0x7f000001/', true, false],
    ['https://[::ffff:10.0.0.1]/', false, false],
    ['https://[fd00::1]/', false, false],
    ['https://user:secret@company.example/', false, false],
    ['ftp://company.example/', false, false],
    ['nothing', false, false],
  ];
  for (const [address, inSandbox, outside] of cases)
    assert.deepEqual([isEndpoint(address, true), isEndpoint(address, false)], [inSandbox, outside], address);
});

test('a name that leads inside is not connected to, whatever it said before', async () => {
  const look = (addresses: string[], inSandbox = false) =>
    new Promise<string>((resolve) => {
      const resolver = ((_: string, __: object, done: (error: null, found: object[]) => void) =>
        done(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        )) as never;
      const guarded: LookupFunction = createGuardedLookup(inSandbox, resolver);
      guarded('company.example', {}, (error, address) =>
        resolve(error ? String(error.code) : String(address)),
      );
    });
  assert.equal(await look(['93.184.216.34']), '93.184.216.34');
  for (const inside of [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    'fe80::1',
    'fc00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ]) {
    assert.equal(await look([inside]), 'EADDRESS', inside);
    assert.equal(await look(['93.184.216.34', inside]), 'EADDRESS', `${inside} beside a good one`);
    assert.equal(isReachable(inside, false), false, inside);
  }
  assert.equal(await look(['127.0.0.1'], true), '127.0.0.1');
  assert.equal(await look(['10.1.2.3'], true), 'EADDRESS');
  assert.equal(await look([]), 'EADDRESS');
});
