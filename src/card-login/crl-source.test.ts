/** Revocation lists from a real server that can be slow, wrong, hostile or gone. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, hash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import * as asn1js from 'asn1js';
import fc from 'fast-check';
import { Extension, Extensions, RevokedCertificate } from 'pkijs';
import { type Authority, makeAuthority } from '../../certs/authority.ts';
import { toSerialNumber, toTime } from '../../certs/build-certificate.ts';
import { issueCardCertificate } from '../../certs/card-certificate.ts';
import { issueRevocationList, type RevocationListOptions } from '../../certs/revocation-list.ts';
import { createLog } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { readCertificate, type UnverifiedCertificate } from './certificate.ts';
import { createCrlSource } from './crl-source.ts';
import type { RevocationSource } from './revocation.ts';
import { makeLargeList, toLargeSerial } from './rehearsal/large-list.ts';
import { verifyRevocationList } from './revocation-list.ts';
import { isSignedBy } from './signature-algorithms.ts';
import { DerFault } from './strict-der.ts';
import { type CardAnchor, toCardAnchor } from './trust.ts';

const noon = new Date('2026-11-24T03:00:00Z');
const later = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);
const clock = { time: noon, now: () => clock.time };
const serial = '5a17';
let first: Authority;
let second: Authority;
let anchors: CardAnchor[];
let certificate: UnverifiedCertificate;
let server: Server;
let source: RevocationSource;
let asked: string[] = [];
let lines: string[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

before(async () => {
  const make = (generation: 1 | 2): Promise<Authority> =>
    makeAuthority({ purpose: 'authentication', generation, now: noon, keyKind: 'P-256' });
  [first, second] = await Promise.all([make(1), make(2)]);
  anchors = [first, second].map(({ name, certificate: der }) => toCardAnchor(name, der));
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const validity = { notBefore: later(-9), notAfter: later(9_000_000) };
  certificate = readCertificate(await issueCardCertificate(first, { publicKey, serial, ...validity }));
  server = createServer((request, response) => {
    // No municipality has a list of its own here.
    if (/^\/crl\/[^/]+\//.test(request.url ?? '')) {
      response.writeHead(404).end();
      return;
    }
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

after(() => {
  server.close().closeAllConnections();
});

beforeEach(() => {
  clock.time = noon;
  [asked, lines] = [[], []];
  restart();
});

test('a certificate that is not on the list is known not to be revoked, and as of when', async () => {
  const der = await list({ revoked: [{ serial: '5a18', at: noon }] });
  serve(der);
  const answer = await check();
  const evidence = { sha256: hash('sha256', der, 'base64url'), der: null, authority: first.name };
  assert.deepEqual(answer, { method: 'crl', asOf: later(-60), evidence });
  assert.deepEqual(await check(), answer, 'and the same while the list is kept');
  assert.deepEqual(asked, ['/crl/authentication-g1.crl']);
});

test('a revoked certificate is refused, from one entry among many', async () => {
  const revoked = Array.from({ length: 500 }, (_, index) => ({ serial: (index + 1).toString(16), at: noon }));
  serve(await list({ revoked }));
  await check();
  clock.time = later(601);
  serve(await list({ revoked: [...revoked, { serial, at: noon }], thisUpdate: later(600) }));
  await refused('card_revoked');
});

test('the list of the other CA generation says nothing about this one’s certificates', async () => {
  serve(await list({ revoked: [{ serial, at: noon }] }, second));
  await refused('revocation_unknown');
});

test('a list must be signed by this very key, whatever its name', async () => {
  const forged = await makeAuthority({
    purpose: 'authentication',
    generation: 1,
    now: noon,
    keyKind: 'P-256',
  });
  serve(await list({}, forged));
  await refused('revocation_unknown');
  restart();
  serve(await list({ issuerName: [['CN', 'Somebody else']] }));
  await refused('revocation_unknown');
});

test('a list is fresh from thisUpdate until nextUpdate, which it must have', async () => {
  for (const options of [
    { thisUpdate: later(1) },
    { nextUpdate: noon },
    { nextUpdate: later(-1) },
    { nextUpdate: null },
  ]) {
    restart();
    serve(await list(options));
    await refused('revocation_unknown');
  }
  restart();
  serve(await list({ thisUpdate: noon, nextUpdate: later(1) }));
  await check();
});

test('a list from the future does not take the place of the one that is good now', async () => {
  serve(await list({ revoked: [{ serial: '01', at: noon }] }));
  await check();
  clock.time = later(601);
  serve(await list({ thisUpdate: later(7200) }));
  assert.deepEqual((await check()).asOf, later(-60));
  clock.time = later(7200);
  assert.deepEqual((await check()).asOf, later(7200));
});

test('lists of kinds that are not implemented are not used', async () => {
  const scope = (tag: number, critical = true): Extension =>
    new Extension({
      extnID: '2.5.29.28',
      critical,
      extnValue: Uint8Array.of(0x30, 3, tag, 1, 0xff).buffer,
    });
  const wrong: Partial<RevocationListOptions>[] = [
    { extraExtensions: [extension('2.5.29.27', true)] }, // a delta
    { extraExtensions: [scope(0x84)] }, // indirect
    { extraExtensions: [scope(0x82)] }, // of CAs only
    { extraExtensions: [scope(0x83)] }, // of some reasons only
    { extraExtensions: [scope(0x84, false)] },
    { extraExtensions: [extension('1.2.3.4', true)] },
    { extraExtensions: [extension('2.5.29.20', false)] }, // stands twice
    { alter: (list) => (list.version = 0) },
    { alter: (list) => (list.revokedCertificates = [entryWith(extension('2.5.29.29', true))]) }, // another CA's
    { hash: 'SHA-1' },
  ];
  for (const options of wrong) {
    restart();
    serve(await list(options));
    await refused('revocation_unknown');
  }
  restart();
  serve(await list({ extraExtensions: [scope(0x81), extension('1.2.3.4', false)] }));
  await check();
  restart();
  serve(
    await list({ alter: (made) => (made.revokedCertificates = [entryWith(extension('2.5.29.21', false))]) }),
  );
  await refused('card_revoked');
});

test('a list of half a million is read between other work, and then costs a login less than one signature', async () => {
  const anchor = anchors[0] ?? assert.fail();
  const entries = 500_000;
  const large = makeLargeList(first, { entries, thisUpdate: later(-60), nextUpdate: later(86400) });
  let going = true;
  let longest = 0;
  let last = performance.now();
  const watch = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (going) setImmediate(watch);
  };
  setImmediate(watch);
  const began = performance.now();
  const { revoked } = await verifyRevocationList(large, anchor);
  const whole = performance.now() - began;
  going = false;
  assert.equal(revoked.size, entries);
  assert.ok(longest < whole / 3, `held everybody up for ${longest} ms of ${whole} ms`);

  serve(large);
  await check();
  const { algorithm = assert.fail(), signed, signature } = certificate;
  const timed = async (work: () => unknown): Promise<number> => {
    const start = performance.now();
    for (let count = 0; count < 500; count += 1) await work();
    return performance.now() - start;
  };
  const proof = (): boolean => isSignedBy(anchor.publicKey, { algorithm, signed, signature });
  // Whatever else the machine does hits both alike; of several rounds the median one counts.
  const ratios: number[] = [];
  for (let round = 0; round < 9; round += 1) ratios.push((await timed(check)) / (await timed(proof)));
  const ratio = ratios.sort((one, other) => one - other)[4] ?? assert.fail();
  assert.equal(asked.length, 1);

  assert.ok(ratio < 0.5, `${ratio} of a signature's cost`);
  await assert.rejects(source.check({ ...certificate, serial: toLargeSerial(entries - 1) }, anchor, noon), {
    reason: 'card_revoked',
  });
});

test('a list is fetched once for all who wait, and again after ten minutes', async () => {
  serve(await list({}));
  await Promise.all(Array.from({ length: 20 }, check));
  assert.equal(asked.length, 1);
  clock.time = later(599);
  await check();
  assert.equal(asked.length, 1);
  clock.time = later(601);
  await Promise.all(Array.from({ length: 20 }, check));
  assert.equal(asked.length, 2);
});

test('while the server is down the last list serves until its nextUpdate, and no login waits for the silence twice', async () => {
  serve(await list({ nextUpdate: later(3600) }));
  await check();
  answer = (_request, response) => response.writeHead(503).end();
  clock.time = later(700);
  await check();
  await check();
  assert.equal(asked.length, 2, 'a server that just failed is left alone for a while');
  clock.time = later(706);
  let silent: ServerResponse | undefined;
  answer = (_request, response) => (silent = response);
  await Promise.all([check(), check()]);
  await until(() => silent !== undefined);
  assert.equal(asked.length, 3, 'what is held serves while the server is asked again');
  silent?.destroy();
  await until(() => lines.length === 2);
  clock.time = later(3600);
  await refused('revocation_unknown');
  serve(await list({ thisUpdate: later(3600), nextUpdate: later(7200) }));
  clock.time = later(3606);
  await check();
});

test('an older list does not take the place of a newer one: a revocation cannot be undone on the way', async () => {
  const yesterday = await list({ thisUpdate: later(-3600), nextUpdate: later(86400) });
  serve(await list({ revoked: [{ serial, at: noon }], nextUpdate: later(3600) }));
  await refused('card_revoked');
  serve(yesterday);
  clock.time = later(601);
  await refused('card_revoked');
  clock.time = later(3601);
  await refused('revocation_unknown');
});

test(
  'a server that redirects, lies, stalls or never ends is a server that is down',
  { timeout: 20_000 },
  async () => {
    const good = await list({});
    const answers: (typeof answer)[] = [
      (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end(good),
      (_request, response) => response.writeHead(200).end('<html>'),
      (_request, response) => response.writeHead(200).end(Buffer.concat([good, Buffer.of(0)])),
      (_request, response) => response.writeHead(200).end(),
      (_request, response) => response.writeHead(200, { 'content-length': good.length + 1 }).end(good),
      (request) => request.socket.destroy(),
      () => undefined,
      (_request, response) => {
        const flood = (): boolean => response.destroyed || (response.write(Buffer.alloc(1 << 20)) && flood());
        response.writeHead(200).on('drain', flood);
        flood();
      },
    ];
    for (const act of answers) {
      restart();
      answer = act;
      const began = Date.now();
      await refused('revocation_unknown');
      assert.ok(Date.now() - began < 5000);
    }
    assert.ok(
      asked.every((url) => url.startsWith('/crl/')),
      'no redirect is followed',
    );
    assert.ok(lines.every((line) => !line.includes(serial)));
  },
);

test('an anchor without a list of its own is refused', async () => {
  serve(await list({}));
  const unlisted = toCardAnchor('unlisted', first.certificate);
  await assert.rejects(source.check(certificate, unlisted, noon), { reason: 'revocation_unknown' });
});

test('a damaged list is never used and never ends in anything but a fault', async () => {
  const der = await list({
    revoked: [
      { serial: '01', at: noon },
      { serial, at: noon },
    ],
  });
  const anchor = anchors[0] ?? assert.fail();
  await fc.assert(
    fc.asyncProperty(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const damaged = Buffer.from(der);
      damaged.writeUInt8(damaged.readUInt8(at) ^ mask, at);
      await assert.rejects(verifyRevocationList(damaged, anchor), DerFault);
    }),
    { numRuns: 2000 },
  );
});

test('a list of twenty thousand is read in a moment', async () => {
  const revoked = Array.from({ length: 20_000 }, (_, index) => ({
    serial: (0x1000000 + index).toString(16),
    at: noon,
  }));
  const der = await list({ revoked });
  const began = process.cpuUsage();
  assert.equal((await verifyRevocationList(der, anchors[0] ?? assert.fail())).revoked.size, 20_000);
  const { user } = process.cpuUsage(began);
  assert.ok(user < 1_000_000, `${user / 1000} ms`);
});

/** The same source after a restart: no list is held. */
function restart(): void {
  const { port } = server.address() as AddressInfo;
  const log = createLog(clock, (line) => lines.push(line));
  source = createCrlSource({ url: `http://127.0.0.1:${port}/crl`, trust: { anchors }, clock, log });
}

function serve(der: Buffer): void {
  answer = (_request, response) => response.writeHead(200).end(der);
}

function check() {
  return source.check(certificate, anchors[0] ?? assert.fail(), clock.now());
}

async function refused(reason: string): Promise<void> {
  await assert.rejects(check(), (error) => error instanceof Refusal && error.reason === reason);
}

function list(options: Partial<RevocationListOptions>, authority = first): Promise<Buffer> {
  return issueRevocationList(authority, {
    revoked: [],
    thisUpdate: later(-60),
    nextUpdate: later(86400),
    ...options,
  });
}

function extension(extnID: string, critical: boolean): Extension {
  return new Extension({ extnID, critical, extnValue: new asn1js.Enumerated({ value: 1 }).toBER(false) });
}

function entryWith(extra: Extension): RevokedCertificate {
  return new RevokedCertificate({
    userCertificate: toSerialNumber(serial),
    revocationDate: toTime(noon),
    crlEntryExtensions: new Extensions({ extensions: [extra] }),
  });
}

async function until(condition: () => boolean): Promise<void> {
  for (const began = Date.now(); !condition(); await wait(5))
    assert.ok(Date.now() - began < 10_000, 'it did not come to that');
}
