/** One list for each municipality, as JPKI names them: swapped, missing, stale, replayed, of the other generation. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, hash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { type Authority, makeAuthority } from '../../certs/authority.ts';
import { issueCardCertificate } from '../../certs/card-certificate.ts';
import {
  distributionPointName,
  type Municipality,
  someMunicipality,
  toDistinguishedName,
} from '../../certs/names.ts';
import { issueRevocationList, type RevocationListOptions } from '../../certs/revocation-list.ts';
import { createLog } from '../vocabulary/log.ts';
import { readCertificate, type UnverifiedCertificate } from './certificate.ts';
import { createCrlSource, type CrlSource, toListFile } from './crl-source.ts';
import { makeLargeList, toLargeSerial } from './rehearsal/large-list.ts';
import { type ListServer, openListServer } from './rehearsal/list-server.ts';
import { isSignedBy } from './signature-algorithms.ts';
import { type CardAnchor, toCardAnchor } from './trust.ts';

const noon = new Date('2026-11-24T03:00:00Z');
const later = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);
const clock = { time: noon, now: () => clock.time };
const chiyoda = someMunicipality;
/** One byte away. */
const chiyodb = { ...chiyoda, name: 'Chiyodb-ku' };
const minato: Municipality = { code: '13103', prefecture: 'Tokyo-to', name: 'Minato-ku' };
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

let first: Authority;
let second: Authority;
let signature: Authority;
let anchors: CardAnchor[];
let server: ListServer;
let source: CrlSource;
let lines: string[] = [];

before(async () => {
  const make = (purpose: Authority['purpose'], generation: 1 | 2): Promise<Authority> =>
    makeAuthority({ purpose, generation, now: noon, keyKind: 'P-256' });
  [first, second, signature] = await Promise.all([
    make('authentication', 1),
    make('authentication', 2),
    make('signature', 1),
  ]);
  anchors = [first, second, signature].map(({ name, certificate }) => toCardAnchor(name, certificate));
  server = await openListServer();
});
after(() => server.close());
beforeEach(() => {
  clock.time = noon;
  lines = [];
  server.asked.length = 0;
  server.files.clear();
  restart();
});

test('a card is looked for on the list of the municipality that its certificate names, and on no other', async () => {
  await publish(chiyoda, { revoked: ['1a'] });
  await publish(minato, { revoked: ['1b'] });
  await refused(await cardOf(chiyoda, '1a'), 'card_revoked');
  const answer = await check(await cardOf(chiyoda, '1b'));
  const list = server.files.get(fileOf(chiyoda));
  assert.equal(answer.evidence.sha256, hash('sha256', list as Buffer, 'base64url'));
  assert.deepEqual(answer.asOf, later(-60));
  await check(await cardOf(minato, '1a'));
  await refused(await cardOf(minato, '1b'), 'card_revoked');
  assert.deepEqual(server.asked, [fileOf(chiyoda), fileOf(minato)], 'each once, and not the complete one');
  assert.deepEqual(lines, []);
});

test('municipalities whose names differ in one byte never share a list', async () => {
  assert.notEqual(fileOf(chiyoda), fileOf(chiyodb));
  await publish(chiyoda, {});
  const file = fileOf(chiyodb);
  server.files.set(file, server.files.get(fileOf(chiyoda)) ?? assert.fail());
  await check(await cardOf(chiyoda));
  await refused(await cardOf(chiyodb), 'revocation_unknown');
  assert.match(file, /^authentication-g1\/[0-9a-f]{64}\.crl$/);
});

test('swapped lists count for neither, whatever stands on them', async () => {
  await publish(chiyoda, {});
  await publish(minato, {});
  const [one, other] = [fileOf(chiyoda), fileOf(minato)].map((file) => server.files.get(file));
  server.files.set(fileOf(chiyoda), other ?? assert.fail());
  server.files.set(fileOf(minato), one ?? assert.fail());
  for (const municipality of [chiyoda, minato])
    await refused(await cardOf(municipality), 'revocation_unknown');
  assert.match(lines.join(), /the list is of another part of the certificates/);
});

test('a list lies where it belongs: a complete one not at a municipality’s address, nor the other way round', async () => {
  server.files.set(fileOf(chiyoda), await makeList({}));
  await publish(minato, {});
  server.files.set('authentication-g1.crl', server.files.get(fileOf(minato)) ?? assert.fail());
  await refused(await cardOf(chiyoda), 'revocation_unknown');
  server.files.set('authentication-g1.crl', await makeList({}));
  clock.time = later(5);
  await check(await cardOf(chiyoda));
});

test('the same municipality’s list of the other generation, or of the other purpose, says nothing', async () => {
  const part = distributionPointName('authentication', chiyoda);
  server.files.set(fileOf(chiyoda), await makeList({ part }, second));
  await refused(await cardOf(chiyoda), 'revocation_unknown');
  assert.match(lines.join(), /this key did not sign/);
  server.files.set(
    fileOf(chiyoda),
    await makeList({ part: distributionPointName('signature', chiyoda) }, first),
  );
  clock.time = later(5);
  await refused(await cardOf(chiyoda), 'revocation_unknown');
});

test('signature certificates have lists of their own: one may be revoked while the card still logs in', async () => {
  await publish(chiyoda, {});
  await publish(chiyoda, { revoked: ['1a'] }, signature);
  await check(await cardOf(chiyoda, '1a'));
  await assert.rejects(check(await cardOf(chiyoda, '1a', signature), anchors[2]), { reason: 'card_revoked' });
});

test('where a municipality has no list the complete one serves, without asking again at every login', async () => {
  server.files.set('authentication-g1.crl', await makeList({ revoked: [{ serial: '1a', at: noon }] }));
  await refused(await cardOf(minato, '1a'), 'card_revoked');
  await check(await cardOf(minato));
  assert.deepEqual(server.asked, [fileOf(minato), 'authentication-g1.crl']);
  assert.deepEqual(lines, [], 'a list that was never published is no fault');
  await publish(minato, { revoked: ['1b'], thisUpdate: later(590) });
  clock.time = later(599);
  await check(await cardOf(minato, '1b'));
  clock.time = later(601);
  await refused(await cardOf(minato, '1b'), 'card_revoked');
});

test('where neither is there, both are asked again after five seconds', async () => {
  const card = await cardOf(minato);
  await assert.rejects(check(card), { reason: 'revocation_unknown', retryAfterSeconds: 5 });
  await publish(minato, {});
  clock.time = later(4);
  await refused(card, 'revocation_unknown');
  clock.time = later(5);
  await check(card);
});

test(
  'one municipality’s stale, damaged or silent list hinders its own cards alone',
  { timeout: 20_000 },
  async () => {
    await publish(chiyoda, {});
    await publish(minato, { nextUpdate: later(-1) });
    await refused(await cardOf(minato), 'revocation_unknown');
    await check(await cardOf(chiyoda));
    restart();
    let silent: ServerResponse | undefined;
    server.files.set(fileOf(minato), (response) => (silent = response));
    const waiting = refused(await cardOf(minato), 'revocation_unknown');
    const began = performance.now();
    await check(await cardOf(chiyoda));
    assert.ok(performance.now() - began < 1000);
    await waiting;
    assert.ok(performance.now() - began < 4000, 'nor are they kept waiting for long');
    silent?.destroy();
    server.files.set(fileOf(minato), Buffer.from('<html>'));
    clock.time = later(5);
    await refused(await cardOf(minato), 'revocation_unknown');
    assert.match(lines.join(), new RegExp(fileOf(minato)), 'the operator reads which list it is');
    assert.ok(!lines.join().includes('Minato'));
  },
);

test('a server that is down is asked for a few lists and not for all of them; one that stalls does not hinder the rest', async () => {
  const towns = Array.from({ length: 8 }, (_, count) => ({ ...minato, name: `Machi ${count}` }));
  for (const town of towns) {
    await publish(town, {});
    await check(await cardOf(town));
  }
  const hangUp = (response: ServerResponse): void => void response.destroy();
  const lists = new Map(server.files);
  const [stalled = assert.fail()] = towns;
  server.files.set(fileOf(stalled), hangUp);
  clock.time = later(300);
  await source.reloadDue();
  assert.equal(server.asked.length, 16);
  assert.equal(lines.length, 1);

  for (const file of lists.keys()) server.files.set(file, hangUp);
  clock.time = later(600);
  server.asked.length = 0;
  await source.reloadDue();
  assert.equal(server.asked.length, 3);
  for (const town of towns) await check(await cardOf(town));
});

test('an older list never takes the place of a newer one, be it of the part or the complete one', async () => {
  await publish(chiyoda, { revoked: ['1a'], thisUpdate: noon, nextUpdate: later(3600) });
  const card = await cardOf(chiyoda, '1a');
  await refused(card, 'card_revoked');
  // From before the revocation, and still in time.
  await publish(chiyoda, { thisUpdate: later(-60) });
  server.files.set('authentication-g1.crl', await makeList({ thisUpdate: later(-60) }));
  clock.time = later(601);
  await refused(card, 'card_revoked');
  clock.time = later(3601);
  await refused(card, 'revocation_unknown');
  // The complete list of today speaks again; after it, no part from before it.
  server.files.set(
    'authentication-g1.crl',
    await makeList({ thisUpdate: later(3602), revoked: [{ serial: '1a', at: noon }] }),
  );
  clock.time = later(3607);
  await refused(card, 'card_revoked');
  await publish(chiyoda, { thisUpdate: later(3601) });
  clock.time = later(3620);
  await refused(card, 'card_revoked');
});

test('a certificate that names no municipality, or in a way that cannot be read, is on the complete list', async () => {
  await publish(chiyoda, {});
  const without =
    (change: (value: Buffer) => Buffer | undefined) => async (): Promise<UnverifiedCertificate> => {
      const card = await cardOf(chiyoda);
      const extensions = new Map(card.extensions);
      const point = extensions.get('2.5.29.31') ?? assert.fail();
      const value = change(point.value);
      if (value) extensions.set('2.5.29.31', { ...point, value });
      else extensions.delete('2.5.29.31');
      return { ...card, extensions };
    };
  const cards = await Promise.all([without(() => undefined)(), without((value) => value.subarray(1))()]);
  for (const card of cards) await refused(card, 'revocation_unknown');
  server.files.set('authentication-g1.crl', await makeList({}));
  clock.time = later(5);
  for (const card of cards) await check(card);
});

test('what was not used for longest is dropped when memory runs short, and an older list does not come after it', async () => {
  const serials = (count: number): string[] =>
    Array.from({ length: count }, (_, n) => (n + 256).toString(16));
  // Each costs 120: two have room.
  restart(250);
  for (const municipality of [chiyoda, chiyodb, minato]) {
    await publish(municipality, { revoked: serials(100) });
    await check(await cardOf(municipality));
    await check(await cardOf(chiyoda));
  }
  assert.equal(server.asked.length, 3);
  await check(await cardOf(minato));
  await check(await cardOf(chiyoda));
  assert.equal(server.asked.length, 3, 'these two are held');
  await publish(chiyodb, { thisUpdate: later(-120) });
  await refused(await cardOf(chiyodb), 'revocation_unknown');
  await publish(chiyodb, { revoked: serials(100) });
  clock.time = later(5);
  await check(await cardOf(chiyodb));
  assert.equal(server.asked.filter((file) => file === fileOf(chiyodb)).length, 3);
});

test('half a million revoked certificates in two hundred lists cost a login a small part of one signature', async () => {
  const perList = 2500;
  const times = { thisUpdate: later(-60), nextUpdate: later(86400) };
  const cards: UnverifiedCertificate[] = [];
  for (let count = 0; count < 200; count += 1) {
    const municipality = { ...minato, name: `Mura ${count}` };
    const part = distributionPointName('authentication', municipality);
    const from = count * perList;
    server.files.set(fileOf(municipality), makeLargeList(first, { entries: perList, from, part, ...times }));
    cards.push(await cardOf(municipality, 'ff'));
  }
  await Promise.all(cards.map((card) => check(card)));
  const { algorithm = assert.fail(), signed, signature: bits } = cards[0] ?? assert.fail();
  const key = anchors[0]?.publicKey ?? assert.fail();
  const timed = async (work: (card: UnverifiedCertificate) => unknown): Promise<number> => {
    const start = performance.now();
    for (const card of cards) await work(card);
    return performance.now() - start;
  };
  const proof = (): boolean => isSignedBy(key, { algorithm, signed, signature: bits });
  const ratios: number[] = [];
  for (let round = 0; round < 5; round += 1) await timed(check);
  for (let round = 0; round < 15; round += 1) ratios.push((await timed(check)) / (await timed(proof)));
  const ratio = ratios.sort((one, other) => one - other)[7] ?? assert.fail();
  assert.equal(server.asked.length, 200);
  assert.ok(ratio < 0.5, `${ratio} of a signature's cost`);
  const last = { ...(cards[199] ?? assert.fail()), serial: toLargeSerial(200 * perList - 1) };
  await refused(last, 'card_revoked');
  await check({ ...last, serial: toLargeSerial(0) });
});

/** The same source after a restart: no list is held. */
function restart(mostEntries?: number): void {
  const log = createLog(clock, (line) => lines.push(line));
  const trust = { anchors };
  source = createCrlSource({ url: server.url, trust, clock, log, ...(mostEntries && { mostEntries }) });
}

function fileOf(municipality: Municipality, authority = first): string {
  const name = toDistinguishedName(distributionPointName(authority.purpose, municipality));
  return toListFile(authority, Buffer.from(name.toSchema().toBER(false)));
}

async function publish(
  municipality: Municipality,
  { revoked = [], ...times }: { revoked?: string[]; thisUpdate?: Date; nextUpdate?: Date },
  authority = first,
): Promise<void> {
  const list = await makeList(
    {
      part: distributionPointName(authority.purpose, municipality),
      revoked: revoked.map((serial) => ({ serial, at: noon })),
      ...times,
    },
    authority,
  );
  server.files.set(fileOf(municipality, authority), list);
}

function makeList(options: Partial<RevocationListOptions>, authority = first): Promise<Buffer> {
  return issueRevocationList(authority, {
    revoked: [],
    thisUpdate: later(-60),
    nextUpdate: later(86400),
    ...options,
  });
}

async function cardOf(
  municipality: Municipality,
  serial = '5a',
  authority = first,
): Promise<UnverifiedCertificate> {
  const validity = { notBefore: later(-9), notAfter: later(9_000_000) };
  return readCertificate(
    await issueCardCertificate(authority, { publicKey, serial, municipality, ...validity }),
  );
}

function check(card: UnverifiedCertificate, anchor = anchors[0] ?? assert.fail()) {
  return source.check(card, anchor, clock.now());
}

async function refused(card: UnverifiedCertificate, reason: string): Promise<void> {
  await assert.rejects(check(card), { reason });
}
