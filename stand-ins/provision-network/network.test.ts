import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { type Agent, request } from 'undici';
import { networkNames } from '../../src/agencies/network-names.ts';
import type { RecordedPerson } from '../agencies/provision.ts';
import { ofSameAge } from '../agencies/same-age.ts';
import { openCaller, openStagedNetwork } from '../staged-network.ts';
import { openTown, type Town } from '../town.ts';
import { networkFiles } from './network-folder.ts';
import { provisionNetwork } from './provision.ts';

const city = 'municipality-990019';
const town2 = 'municipality-990027';
const held = { as_of: '2026-11-01T09:00:00+09:00', record: { certificates: [] } };
const hanako: RecordedPerson = {
  persona: 'hanako',
  person_number: '990000001001',
  holders: { municipality: city },
  records: { disability_welfare: held },
};
let town: Town;
let madoguchi: Agent;

before(async () => {
  madoguchi = await openCaller(networkNames.madoguchi);
  town = await openTown({ people: [hanako], agencies: [city, town2], networkBudgetMilliseconds: 800 });
});
after(async () => {
  await madoguchi.destroy();
  await town.close();
});
beforeEach(() => town.behave(city, 'answers'));

const inquiry = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  inquiry_id: randomBytes(16).toString('base64url'),
  code: town.linkCodeOf(hanako),
  agency: city,
  category: 'disability_welfare',
  trace_id: 'a'.repeat(32),
  ...change,
});

interface Sent {
  body?: unknown;
  headers?: Record<string, string>;
  method?: 'POST' | 'GET' | 'PUT';
  path?: string;
  caller?: Agent;
}

async function send(
  url: string,
  { body = inquiry(), headers = {}, method = 'POST', path = '/inquiries', caller = madoguchi }: Sent,
) {
  const response = await request(url + path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...headers,
    },
    dispatcher: caller,
    body: method === 'GET' ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.statusCode, body: (await response.body.json()) as Record<string, unknown> };
}

test('an inquiry is answered with the agency’s record, a process number, and what was asked', async () => {
  const { status, body } = await send(town.networkUrl, {});
  assert.equal(status, 200);
  const { process_number: processNumber, ...rest } = body;
  assert.match(String(processNumber), /^[0-9]{20}$/);
  assert.deepEqual(rest, {
    trace_id: 'a'.repeat(32),
    agency: city,
    category: 'disability_welfare',
    outcome: 'ok',
    ...held,
    as_of: ofSameAge(held.as_of),
    fault: null,
  });
});

test('an inquiry that is none gets neither a process number nor a place in the record', async () => {
  const before = town.exchanges();
  const wrong: unknown[] = [
    '',
    '{',
    'null',
    '[]',
    inquiry({ code: 'short' }),
    inquiry({ code: `${'A'.repeat(22)}=` }),
    inquiry({ code: 7 }),
    inquiry({ agency: '../../etc/passwd' }),
    inquiry({ agency: undefined }),
    inquiry({ category: 'disability-welfare' }),
    inquiry({ category: '__proto__' }),
    inquiry({ trace_id: 'not-a-trace' }),
    inquiry({ relying_party: 'rail-company' }),
    inquiry({ category: `a${'_a'.repeat(5000)}` }),
  ];
  for (const body of wrong) {
    const { status, body: answer } = await send(town.networkUrl, { body });
    assert.equal(status, 400, JSON.stringify(body).slice(0, 100));
    assert.deepEqual(answer, { error: 'inquiry_malformed' });
  }
  assert.equal((await send(town.networkUrl, { headers: { 'content-type': 'text/plain' } })).status, 400);
  assert.equal((await send(town.networkUrl, { method: 'GET' })).status, 405);
  assert.equal((await send(town.networkUrl, { path: '/inquiries/' })).status, 404);
  assert.equal((await send(town.networkUrl, { path: '/key.json' })).status, 404);
  assert.equal(town.exchanges(), before);
});

test('an agency nobody has heard of, or named like a part of an object, is not connected', async () => {
  for (const agency of ['municipality-000000', 'constructor', 'tostring']) {
    const { body } = await send(town.networkUrl, { body: inquiry({ agency }) });
    assert.equal(body['outcome'], 'not_connected');
  }
});

test('a code that is nobody’s is translated and asked like any other', async () => {
  const { body } = await send(town.networkUrl, { body: inquiry({ code: 'A'.repeat(22) }) });
  assert.deepEqual([body['outcome'], body['as_of'], body['record']], ['no_record', null, null]);
  assert.equal(town.agencyLog.at(-1)?.known_code, false);
  const elsewhere = await send(town.networkUrl, { body: inquiry({ agency: town2 }) });
  assert.equal(elsewhere.body['outcome'], 'no_record', 'the other agency does not know her');
});

test('an agency can be switched while everything runs', async () => {
  const outcome = async (): Promise<unknown> => (await send(town.networkUrl, {})).body['outcome'];
  for (const [behaviour, expected] of [
    ['down', 'agency_unavailable'],
    ['answers', 'ok'],
    ['not_connected', 'not_connected'],
    ['slow', 'agency_unavailable'],
    ['answers', 'ok'],
  ] as const) {
    town.behave(city, behaviour);
    assert.equal(await outcome(), expected, behaviour);
  }
  town.hold(hanako, city, 'disability_welfare', undefined);
  assert.equal(await outcome(), 'no_record');
  town.hold(hanako, city, 'disability_welfare', held);
  assert.equal(await outcome(), 'ok');
});

test('nonsense of every kind stops here, but for a record’s own faults, which Madoguchi judges', async () => {
  town.behave(city, 'nonsense');
  const seen = [];
  for (let turn = 0; turn < 8; turn += 1) {
    const { body } = await send(town.networkUrl, {});
    seen.push(body['outcome']);
    if (body['outcome'] === 'ok') assert.deepEqual(body['record'], { nobody_asked_for: 'this' });
  }
  const round = ['agency_unavailable', 'ok', 'agency_unavailable', 'agency_unavailable'];
  assert.deepEqual(seen, [...round, ...round]);
});

test('what an agency is asked must be an inquiry, and nothing else', async () => {
  const body = {
    process_number: '20261101090000000000',
    code: 'A'.repeat(22),
    category: 'disability_welfare',
  };
  const url = town.addressOf(city);
  const caller = await openCaller(networkNames.network);
  assert.equal((await send(url, { body, caller, path: '/agency/inquiries' })).body['outcome'], 'no_record');
  for (const wrong of ['{', { ...body, code: town.linkCodeOf(hanako).slice(1) }, { ...body, asker: 'rail' }])
    assert.equal((await send(url, { body: wrong, caller, path: '/agency/inquiries' })).status, 400);
  await caller.destroy();
});

test('the agency stops working for an asker who has left', async () => {
  town.behave(city, 'slow');
  const lines = town.exchanges().split('\n').length;
  const controller = new AbortController();
  const left = request(`${town.networkUrl}/inquiries`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    dispatcher: madoguchi,
    body: JSON.stringify(inquiry()),
    signal: controller.signal,
  });
  const logged = town.agencyLog.length;
  while (town.agencyLog.length === logged) await new Promise((resolve) => setTimeout(resolve, 5));
  controller.abort();
  await assert.rejects(left);
  // Less than the network's budget from the beginning; more than it waits for a repeat.
  await new Promise((resolve) => setTimeout(resolve, 230));
  assert.equal(
    town.exchanges().split('\n').length,
    lines + 1,
    'the exchange is over, before the budget, and recorded',
  );
});

test('a repeat is the same inquiry: one process number, one exchange, one answer', async () => {
  const body = inquiry();
  const lines = town.exchanges().split('\n').length;
  const asked = town.agencyLog.length;
  const answers = await Promise.all([send(town.networkUrl, { body }), send(town.networkUrl, { body })]);
  const later = await send(town.networkUrl, { body });
  assert.equal(answers[0].body['outcome'], 'ok');
  for (const { status, body: answer } of [...answers, later])
    assert.deepEqual([status, answer], [200, answers[0].body]);
  assert.equal(town.exchanges().split('\n').length, lines + 1);
  assert.equal(town.agencyLog.length, asked + 1);
  const another = await send(town.networkUrl, { body: { ...body, category: 'household' } });
  assert.deepEqual([another.status, another.body], [409, { error: 'inquiry_id_used' }]);
  assert.equal(town.exchanges().split('\n').length, lines + 1);
  const fresh = await send(town.networkUrl, {});
  assert.notEqual(fresh.body['process_number'], answers[0].body['process_number']);
});

test('a repeat after a broken connection finds the first inquiry still under way', async () => {
  let release: () => void = () => undefined;
  let asked = 0;
  const slow = await openStagedNetwork(async (question, response) => {
    asked += 1;
    let text = '';
    for await (const chunk of question) text += chunk;
    await new Promise<void>((resolve) => (release = resolve));
    const answer = { ...JSON.parse(text), outcome: 'no_record', as_of: null, record: null };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }, networkNames.agency(city));
  const restore = town.move(city, slow.url);
  const body = inquiry();
  const controller = new AbortController();
  const broken = request(`${town.networkUrl}/inquiries`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    dispatcher: madoguchi,
    body: JSON.stringify(body),
    signal: controller.signal,
  });
  while (asked === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const lines = town.exchanges().split('\n').length;
  controller.abort();
  await assert.rejects(broken);
  const repeat = send(town.networkUrl, { body });
  await new Promise((resolve) => setTimeout(resolve, 50));
  release();
  assert.equal((await repeat).body['outcome'], 'no_record');
  assert.equal(asked, 1);
  assert.equal(town.exchanges().split('\n').length, lines + 1);
  restore();
  await slow.close();
});

test('an agency that redirects is not followed', async () => {
  let followed = 0;
  const trap = await openStagedNetwork((asked, response) => {
    if (asked.url !== '/agency/inquiries') followed += 1;
    response.writeHead(307, { location: '/elsewhere', 'content-type': 'application/json' }).end('{}');
  }, networkNames.agency(city));
  const restore = town.move(city, trap.url);
  assert.equal((await send(town.networkUrl, {})).body['outcome'], 'agency_unavailable');
  assert.equal(followed, 0);
  await trap.close();
  assert.equal(
    (await send(town.networkUrl, {})).body['outcome'],
    'agency_unavailable',
    'nobody listens there any more',
  );
  restore();
  assert.equal((await send(town.networkUrl, {})).body['outcome'], 'ok');
});

test('set-up repeats without changing a key, gives new agencies theirs, and keeps all of it for its owner', () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-network-'));
  const [one, two] = [
    { id: city, connected: true },
    { id: town2, connected: false },
  ];
  const first = provisionNetwork({ folder, agencies: [one] });
  const again = provisionNetwork({ folder, agencies: [one, two] });
  assert.deepEqual(provisionNetwork({ folder, agencies: [one, two] }), again);
  assert.equal(again.register, first.register);
  assert.equal(again.madoguchi, first.madoguchi);
  assert.equal(again.agencies[city], first.agencies[city]);
  const all = [again.register, again.madoguchi, ...Object.values(again.agencies)];
  assert.equal(new Set(all).size, 4);
  const files = networkFiles(folder);
  for (const file of [files.key, files.registerKey, files.connected])
    assert.equal(statSync(file).mode & 0o777, 0o600, file);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.ok(
    !readFileSync(files.key, 'utf8').includes(again.register),
    'the network is not given the register’s key',
  );
  assert.deepEqual(JSON.parse(readFileSync(files.connected, 'utf8')), [city]);
  rmSync(folder, { recursive: true, force: true });
});
