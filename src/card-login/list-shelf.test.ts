/** Lists that are kept young in the background: nobody waits for them, and nothing is left running afterwards. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type Authority, makeAuthority } from '../../certs/authority.ts';
import { issueCardCertificate } from '../../certs/card-certificate.ts';
import { issueRevocationList } from '../../certs/revocation-list.ts';
import { createLog } from '../vocabulary/log.ts';
import { readCertificate, type UnverifiedCertificate } from './certificate.ts';
import { createCrlSource, type CrlSource } from './crl-source.ts';
import { makeLargeList } from './rehearsal/large-list.ts';
import { type ListServer, openListServer } from './rehearsal/list-server.ts';
import { type CardAnchor, toCardAnchor } from './trust.ts';

const noon = new Date('2026-11-24T03:00:00Z');
const later = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);
const clock = { time: noon, now: () => clock.time };
const file = 'authentication-g1.crl';

let authority: Authority;
let anchor: CardAnchor;
let certificate: UnverifiedCertificate;
let server: ListServer;
let source: CrlSource;
let lines: string[] = [];

before(async () => {
  const purpose = 'authentication';
  authority = await makeAuthority({ purpose, generation: 1, now: noon, keyKind: 'P-256' });
  anchor = toCardAnchor(authority.name, authority.certificate);
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const validity = { notBefore: later(-9), notAfter: later(9_000_000) };
  certificate = readCertificate(
    await issueCardCertificate(authority, { publicKey, serial: '5a', ...validity }),
  );
  server = await openListServer();
});
after(() => server.close());
beforeEach(() => {
  clock.time = noon;
  [lines, server.asked.length] = [[], 0];
  server.files.clear();
  const log = createLog(clock, (line) => lines.push(line));
  source = createCrlSource({ url: server.url, trust: { anchors: [anchor] }, clock, log });
});

test('a list in use is reloaded before anybody has to wait for it, by one request', async () => {
  await publish({});
  await check();
  clock.time = later(299);
  await source.reloadDue();
  assert.equal(asked(), 1, 'it is young');
  clock.time = later(300);
  const release = hold(await makeList({ revoked: ['5a'], thisUpdate: 250 }));
  const reloading = Promise.all([source.reloadDue(), source.reloadDue()]);
  await until(() => asked() === 2);
  // Meanwhile what is held serves.
  assert.deepEqual((await check()).asOf, later(-60));
  release();
  await reloading;
  assert.equal(asked(), 2);
  await assert.rejects(check(), { reason: 'card_revoked' });
});

test('a list that ends soon is reloaded before it does, and one that nobody used for an hour is left alone', async () => {
  await publish({ nextUpdate: 200 });
  await check();
  clock.time = later(79);
  await source.reloadDue();
  assert.equal(asked(), 1);
  clock.time = later(80);
  await publish({ thisUpdate: 80 });
  await source.reloadDue();
  assert.equal(asked(), 2);
  clock.time = later(201);
  assert.deepEqual((await check()).asOf, later(80));
  clock.time = later(201 + 3601);
  await source.reloadDue();
  assert.equal(asked(), 2);
  // Whoever comes then waits for a young one: the held one is still in time, and may lack a revocation.
  await publish({ thisUpdate: 3000, revoked: ['5a'] });
  await assert.rejects(check(), { reason: 'card_revoked' });
});

test('a reload that fails, or brings an older list, takes nothing away', async () => {
  await publish({});
  await check();
  for (const [seconds, answer] of [
    [300, Buffer.from('<html>')],
    [310, await makeList({ thisUpdate: -61 })],
    [320, await makeList({ thisUpdate: -60, nextUpdate: 320 })],
  ] as const) {
    clock.time = later(seconds);
    server.files.set(file, answer);
    await source.reloadDue();
    assert.deepEqual((await check()).asOf, later(-60));
  }
  assert.equal(asked(), 4);
  assert.equal(lines.length, 3);
});

test('after closing nothing is asked any more, what was under way is hung up on, and what is held still serves', async () => {
  await publish({});
  await check();
  clock.time = later(300);
  const release = hold(Buffer.alloc(0));
  const reloading = source.reloadDue();
  await until(() => asked() === 2);
  const began = performance.now();
  await source.close();
  await reloading;
  assert.ok(performance.now() - began < 1000);
  release();
  clock.time = later(700);
  await source.reloadDue();
  await check();
  assert.equal(asked(), 2);
  assert.deepEqual(lines, [], 'stopping is no fault');
});

test('while half a million entries are reloaded logins go on, and the same bytes are not read again', async () => {
  const entries = 500_000;
  const large = (thisUpdate: number): Buffer =>
    makeLargeList(authority, { entries, thisUpdate: later(thisUpdate), nextUpdate: later(86400) });
  server.files.set(file, large(-60));
  await check();
  const timed = async (): Promise<{ whole: number; longest: number; logins: number }> => {
    let [longest, logins, going] = [0, 0, true];
    const began = performance.now();
    const reloading = source.reloadDue().finally(() => (going = false));
    for (let last = performance.now(); going; last = performance.now()) {
      await check();
      logins += 1;
      await new Promise((resolve) => setImmediate(resolve));
      longest = Math.max(longest, performance.now() - last);
    }
    await reloading;
    return { whole: performance.now() - began, longest, logins };
  };
  clock.time = later(300);
  const same = await timed();
  clock.time = later(600);
  server.files.set(file, large(500));
  const other = await timed();
  assert.deepEqual((await check()).asOf, later(500));
  assert.ok(other.longest < other.whole / 5, `held a login up for ${other.longest} ms of ${other.whole} ms`);
  assert.ok(other.logins > 50, `${other.logins} logins meanwhile`);
  assert.ok(same.whole < other.whole / 2, `${same.whole} ms for what was known, ${other.whole} for another`);
});

interface Draft {
  revoked?: readonly string[];
  /** Seconds after noon. */
  thisUpdate?: number;
  nextUpdate?: number;
}

function makeList({ revoked = [], thisUpdate = -60, nextUpdate = 86400 }: Draft): Promise<Buffer> {
  return issueRevocationList(authority, {
    revoked: revoked.map((serial) => ({ serial, at: noon })),
    thisUpdate: later(thisUpdate),
    nextUpdate: later(nextUpdate),
  });
}

async function publish(draft: Draft): Promise<void> {
  server.files.set(file, await makeList(draft));
}

/** The server is silent until the answer is let go. */
function hold(list: Buffer): () => void {
  const waiting: ServerResponse[] = [];
  server.files.set(file, (response) => waiting.push(response));
  return () => waiting.forEach((response) => response.writeHead(200).end(list));
}

/** How often the list was asked for; nobody has one for a municipality here. */
function asked(): number {
  return server.asked.filter((name) => name === file).length;
}

function check() {
  return source.check(certificate, anchor, clock.now());
}

async function until(condition: () => boolean): Promise<void> {
  for (const began = Date.now(); !condition(); await wait(5))
    assert.ok(Date.now() - began < 10_000, 'it did not come to that');
}
