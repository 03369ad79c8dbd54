/** Answers about revocation from a real server that can be forged, stale, hostile or gone, before a list that may be older. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, hash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { OCSPRequest } from 'pkijs';
import { type Authority, makeAuthority } from '../../certs/authority.ts';
import { issueCardCertificate } from '../../certs/card-certificate.ts';
import {
  issueOcspAnswer,
  issueOcspError,
  type OcspAnswerOptions,
  type OcspStatement,
  toExtensionDer,
} from '../../certs/ocsp-answer.ts';
import { makeResponder, type Responder } from '../../certs/responder.ts';
import { issueRevocationList } from '../../certs/revocation-list.ts';
import { createLog } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { readCertificate, type UnverifiedCertificate } from './certificate.ts';
import { createCrlSource } from './crl-source.ts';
import { verifyOcspAnswer } from './ocsp-answer.ts';
import { toCertId } from './ocsp-request.ts';
import { createOcspSource } from './ocsp-source.ts';
import { createOcspThenCrl } from './ocsp-then-crl.ts';
import type { RevocationSource } from './revocation.ts';
import { type CardAnchor, toCardAnchor } from './trust.ts';

const noon = new Date('2026-11-24T03:00:00Z');
const later = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);
const clock = { time: noon, now: () => clock.time };
const serial = 'f5a17c0ffee2b91d';
type Act = (response: ServerResponse, nonce: Buffer, request: IncomingMessage) => void;

let first: Authority;
let second: Authority;
let responder: Responder;
let anchor: CardAnchor;
let card: { der: Buffer; certificate: UnverifiedCertificate; responder: Responder };
let server: Server;
let source: RevocationSource;
let list: Buffer | undefined;
let listIsSilent = false;
let act: Act;
let questions: Buffer[] = [];
let askedAt: string | undefined;
let lines: string[] = [];

before(async () => {
  const make = (generation: 1 | 2): Promise<Authority> =>
    makeAuthority({ purpose: 'authentication', generation, now: noon, keyKind: 'P-256' });
  [first, second] = await Promise.all([make(1), make(2)]);
  anchor = toCardAnchor(first.name, first.certificate);
  responder = await makeResponder(first, { now: noon });
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const der = await issueCardCertificate(first, {
    publicKey,
    serial,
    notBefore: later(-9),
    notAfter: later(9_000_000),
    commonName: 'card',
    subject: responder.subject,
  });
  card = {
    der,
    certificate: readCertificate(der),
    responder: { certificate: der, subject: responder.subject, publicKey, privateKey },
  };
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

after(() => {
  server.close().closeAllConnections();
});

beforeEach(async () => {
  clock.time = noon;
  [questions, lines, listIsSilent] = [[], [], false];
  list = await issueRevocationList(first, {
    revoked: [],
    thisUpdate: later(-60),
    nextUpdate: later(86400),
  });
  restart();
});

test('a good answer lets the card in, and says by which means and as of when', async () => {
  let der: Buffer = Buffer.alloc(0);
  act = (response, nonce) => response.writeHead(200).end((der = make({}, nonce)));
  const answer = await check();
  const evidence = { sha256: hash('sha256', der, 'base64url'), der, authority: first.name };
  assert.deepEqual(answer, { method: 'ocsp', asOf: later(-5), evidence });
  act = (response) => response.writeHead(503).end();
  assert.deepEqual(await check(), answer, 'and by the same bytes while the answer is kept');
  answers({});
  answers({ namedBy: 'name' });
  restart();
  assert.equal((await check()).method, 'ocsp');
  assert.deepEqual(lines, []);
});

test('the question names one certificate by its issuer’s key and its serial, with a new nonce each time', async () => {
  answers({});
  await check();
  restart();
  await check();
  const [one, other] = questions.map((der) => OCSPRequest.fromBER(Uint8Array.from(der)).tbsRequest);
  const certId = one?.requestList[0]?.reqCert;
  assert.equal(one?.requestList.length, 1);
  assert.equal(
    Buffer.from(certId?.serialNumber.valueBlock.valueHexView ?? []).toString('hex'),
    `00${serial}`,
  );
  assert.deepEqual(
    Buffer.from(certId?.issuerKeyHash.valueBlock.valueHexView ?? []),
    toCertId(anchor, serial).issuerKeyHash,
  );
  const nonces = [one, other].map((asked) => nonceOf(asked?.requestExtensions?.[0]?.extnValue));
  assert.equal(nonces[0]?.length, 32);
  assert.notDeepEqual(nonces[0], nonces[1]);
});

test('authorities whose responders have addresses of their own are asked there', async () => {
  answers({});
  restart('ocsp/{authority}');
  assert.equal((await check()).method, 'ocsp');
  assert.equal(askedAt, '/ocsp/authentication-g1');
});

test('the authority may answer itself, without a responder', async () => {
  for (const namedBy of ['key', 'name'] as const) {
    answers({ by: null, namedBy });
    restart();
    assert.equal((await check()).method, 'ocsp');
  }
});

test('a revocation counts at once, though the list is older', async () => {
  answers({ statement: { status: { revokedAt: later(-20) } } });
  await refused('card_revoked');
});

test('a revocation, once seen, is not undone by silencing the responder', async () => {
  answers({ statement: { status: { revokedAt: later(-20) } } });
  await refused('card_revoked');
  act = (response) => response.writeHead(503).end();
  for (const seconds of [1, 61, 3600]) {
    clock.time = later(seconds);
    await refused('card_revoked');
  }
});

test('a revocation, once seen, is not undone by an earlier answer without a nonce; a later one lifts it', async () => {
  answers({ statement: { status: { revokedAt: later(-20) } } });
  await refused('card_revoked');
  answers({ nonce: null, statement: { thisUpdate: later(-30) }, producedAt: later(-30) });
  await refused('card_revoked');
  clock.time = later(10);
  answers({ statement: { thisUpdate: later(8) }, producedAt: later(9) });
  assert.equal((await check()).method, 'ocsp');
});

test('a certificate that the authority does not know is refused, whatever stands on no list', async () => {
  answers({ statement: { status: 'unknown' } });
  await refused('revocation_unknown');
  // Nor by silencing the responder afterwards; once the authority knows it, it counts.
  act = (response) => response.writeHead(503).end();
  for (const seconds of [1, 3600]) {
    clock.time = later(seconds);
    await refused('revocation_unknown');
  }
  clock.time = later(3606);
  answers({ statement: { thisUpdate: later(3606), nextUpdate: later(7200) }, producedAt: later(3606) });
  assert.equal((await check()).method, 'ocsp');
});

test('silence of everything holds the first login up for seconds, and the next ones not at all', async () => {
  act = () => undefined;
  listIsSilent = true;
  const timed = async (): Promise<number> => {
    const began = performance.now();
    await refused('revocation_unknown');
    return performance.now() - began;
  };
  const first = await timed();
  // The responder 2 s, the municipality's list 1.5 s, the complete one 3 s.
  assert.ok(first < 9000, `${first} ms`);
  assert.ok((await timed()) < 500);
});

test('an answer that somebody else signed is no answer', async () => {
  const foreign = await makeAuthority({
    purpose: 'authentication',
    generation: 1,
    now: noon,
    keyKind: 'P-256',
  });
  const forged = await makeResponder(foreign, { now: noon });
  const of = (options: Partial<Parameters<typeof makeResponder>[1]>): Promise<Responder> =>
    makeResponder(first, { now: noon, ...options });
  const wrong: Record<string, Responder> = {
    'another authority’s': forged,
    'the other generation’s': await makeResponder(second, { now: noon }),
    'under another name': await of({ issuerName: [['CN', 'Somebody else']] }),
    'a card’s own': card.responder,
    'without the purpose': await of({ extendedKeyUsage: null }),
    'for every purpose': await of({ extendedKeyUsage: ['2.5.29.37.0'] }),
    'for time stamps': await of({ extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'] }),
    'without a word on its own revocation': await of({ noCheck: false }),
    'not for signing': await of({ keyUsage: ['keyEncipherment'] }),
    'without a key usage': await of({ keyUsage: null }),
    'that may issue certificates': await of({ keyUsage: ['digitalSignature', 'keyCertSign'] }),
    expired: await of({ notAfter: later(-1) }),
    'not yet valid': await of({ notBefore: later(1) }),
    'a responder’s certificate and another’s key': { ...responder, privateKey: forged.privateKey },
  };
  for (const [name, by] of Object.entries(wrong)) {
    answers({ by });
    await fallsToList(name);
  }
  answers({ certificates: [] });
  await fallsToList('without its certificate');
  answers({ by: null }, second);
  await fallsToList('the other generation itself');
  answers({ by: null }, foreign);
  await fallsToList('a CA of the same name');
});

test('an answer is to this question, about this certificate, and in time', async () => {
  const statement = (changes: Partial<OcspStatement>): Changes => ({ statement: changes });
  const wrong: Record<string, Changes> = {
    'another serial': statement({ serial: '1234' }),
    'the same serial of the other generation': statement({ issuer: second }),
    'by another hash': statement({ hash: 'sha1' }),
    'another nonce': { nonce: Buffer.alloc(32) },
    'a shorter nonce': { nonce: Buffer.alloc(1) },
    stale: statement({ thisUpdate: later(-7200), nextUpdate: noon }),
    'without an end': statement({ nextUpdate: null }),
    'from the future': { ...statement({ thisUpdate: later(60) }), producedAt: later(60) },
    'signed before it was known': { producedAt: later(-6) },
    'old and without a nonce': {
      ...statement({ thisUpdate: later(-600) }),
      producedAt: later(-600),
      nonce: null,
    },
    'with a condition': {
      extensions: [toExtensionDer(Buffer.from('06032a0304', 'hex'), Buffer.of(5, 0), true)],
    },
    'with a condition in the statement': statement({
      extensions: [toExtensionDer(Buffer.from('06032a0304', 'hex'), Buffer.of(5, 0), true)],
    }),
    'two that contradict': { more: [{ status: { revokedAt: noon } }] },
    'by SHA-1': { hash: 'sha1' },
    'no statement': { none: true },
  };
  for (const [name, changes] of Object.entries(wrong)) {
    answers(changes);
    await fallsToList(name);
  }
  for (const changes of [
    { nonce: null },
    { more: [{ serial: '1234', status: { revokedAt: noon } }] },
    { extensions: [toExtensionDer(Buffer.from('06032a0304', 'hex'), Buffer.of(5, 0))] },
    { ...statement({ thisUpdate: later(20) }), producedAt: later(20) },
  ] satisfies Changes[]) {
    answers(changes);
    restart();
    assert.equal((await check()).method, 'ocsp', Object.keys(changes).join());
  }
});

test('an answer recorded yesterday does not serve today, though it is still in time', async () => {
  let recorded: Buffer = Buffer.alloc(0);
  act = (response, nonce) =>
    response.writeHead(200).end((recorded = make({ statement: { nextUpdate: later(9e4) } }, nonce)));
  await check();
  act = (response) => response.writeHead(200).end(recorded);
  await fallsToList('recorded');
});

test(
  'a responder that redirects, stalls, floods or talks nonsense is one that is down',
  { timeout: 30_000 },
  async () => {
    const acts: Act[] = [
      ...([1, 2, 3, 5, 6] as const).map((status) => saying(issueOcspError(status))),
      (response, nonce) => response.writeHead(302, { location: '/elsewhere' }).end(make({}, nonce)),
      (response, nonce) => response.writeHead(500).end(make({}, nonce)),
      (response, nonce) => response.writeHead(200).end(Buffer.concat([make({}, nonce), Buffer.of(0)])),
      saying(Buffer.alloc(0)),
      saying(Buffer.from('<html>')),
      saying(Buffer.alloc(17 * 1024, 0x30)),
      saying(Buffer.from('30030a0100', 'hex')),
      (_response, _nonce, request) => request.socket.destroy(),
      () => undefined,
      (response) => {
        const flood = (): boolean => response.destroyed || (response.write(Buffer.alloc(1 << 20)) && flood());
        response.writeHead(200).on('drain', flood);
        flood();
      },
    ];
    for (const [index, next] of acts.entries()) {
      act = next;
      const began = Date.now();
      await fallsToList(`act ${index}`);
      assert.ok(Date.now() - began < 4000, `act ${index} held a login up`);
    }
  },
);

test('where neither responder nor list can be had, the card is refused for now, and let in again afterwards', async () => {
  act = (response) => response.writeHead(503).end();
  list = undefined;
  await refused('revocation_unknown');
  await assert.rejects(check(), (error) => error instanceof Refusal && error.row.status === 503);
  answers({ statement: { thisUpdate: later(5) }, producedAt: later(5) });
  clock.time = later(6);
  assert.equal((await check()).method, 'ocsp');
});

test('a responder that failed is left alone for five seconds, a good answer serves a minute and never longer than it says', async () => {
  act = (response) => response.writeHead(503).end();
  await check();
  await check();
  assert.equal(questions.length, 1);
  clock.time = later(5);
  answers({});
  await check();
  clock.time = later(64);
  assert.equal((await check()).method, 'ocsp');
  assert.equal(questions.length, 2);
  clock.time = later(65);
  answers({ statement: { nextUpdate: later(70) } });
  await check();
  assert.equal(questions.length, 3);
  clock.time = later(70);
  answers({});
  await check();
  assert.equal(questions.length, 4);
});

test('a damaged answer, or one made of anything, is never believed and ends in an Error of ours', () => {
  const nonce = Buffer.alloc(32, 7);
  const question = { issuer: anchor, certId: toCertId(anchor, serial), nonce, now: noon };
  const good = make({}, nonce);
  assert.equal(verifyOcspAnswer(good, question).status, 'good');
  const certificateStart = good.indexOf(responder.certificate);
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const damaged = Buffer.from(good);
      damaged.writeUInt8(damaged.readUInt8(at) ^ mask, at);
      assert.throws(() => verifyOcspAnswer(damaged, question), isOurs, `byte ${at} of ${certificateStart}`);
    }),
    { numRuns: 1500 },
  );
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.uint8Array({ maxLength: 40 }), (at, bytes) => {
      const cut = Buffer.concat([good.subarray(0, at), bytes]);
      assert.throws(() => verifyOcspAnswer(cut, question), isOurs);
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.throws(() => verifyOcspAnswer(Buffer.from(bytes), question), isOurs);
    }),
  );
});

test('the log tells which authority was not answered for and why, never whose card', async () => {
  answers({ statement: { serial: '1234' } });
  await check();
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /ocsp_not_answered.*authentication-g1: an answer about another certificate/);
  assert.ok(!lines.join().includes(serial));
});

interface Changes extends Partial<Omit<OcspAnswerOptions, 'statements' | 'responder'>> {
  statement?: Partial<OcspStatement>;
  more?: Partial<OcspStatement>[];
  none?: boolean;
  /** `null` for the authority itself. */
  by?: Responder | null;
}

function make(changes: Changes, nonce: Buffer, authority = first): Buffer {
  const { statement, more = [], none, by = responder, ...rest } = changes;
  const usual: OcspStatement = { serial, status: 'good', thisUpdate: later(-5), nextUpdate: later(3600) };
  return issueOcspAnswer(authority, {
    statements: none ? [] : [statement ?? {}, ...more].map((change) => ({ ...usual, ...change })),
    producedAt: later(-4),
    nonce,
    ...(by && { responder: by }),
    ...rest,
  });
}

function answers(changes: Changes, authority = first): void {
  act = (response, nonce) => response.writeHead(200).end(make(changes, nonce, authority));
}

function saying(bytes: Buffer): Act {
  return (response) => response.writeHead(200).end(bytes);
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET') {
    // No municipality has a list of its own here.
    if (listIsSilent) return;
    const isPart = /^\/crl\/[^/]+\//.test(request.url ?? '');
    response.writeHead(isPart ? 404 : list ? 200 : 503).end(isPart ? undefined : list);
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const question = Buffer.concat(chunks);
  questions.push(question);
  askedAt = request.url;
  assert.equal(request.headers['content-type'], 'application/ocsp-request');
  const { requestExtensions } = OCSPRequest.fromBER(Uint8Array.from(question)).tbsRequest;
  act(response, nonceOf(requestExtensions?.[0]?.extnValue), request);
}

function nonceOf(value: { valueBlock: { valueHexView: Uint8Array } } | undefined): Buffer {
  return Buffer.from(value?.valueBlock.valueHexView ?? []).subarray(2);
}

/** The same source after a restart: nothing is held. */
function restart(responderPath = 'ocsp'): void {
  const { port } = server.address() as AddressInfo;
  const log = createLog(clock, (line) => lines.push(line));
  const at = `http://127.0.0.1:${port}`;
  source = createOcspThenCrl({
    ocsp: createOcspSource({ url: `${at}/${responderPath}`, clock, log }),
    crl: createCrlSource({ url: `${at}/crl`, trust: { anchors: [anchor] }, clock, log }),
  });
}

function check() {
  return source.check(card.certificate, anchor, clock.now());
}

/** Nothing was proved, so the list is asked: where it has the card, nothing the responder says lets it in. */
async function fallsToList(name: string): Promise<void> {
  restart();
  const { method, asOf } = await check();
  assert.deepEqual({ method, asOf }, { method: 'crl', asOf: later(-60) }, name);
}

async function refused(reason: string): Promise<void> {
  await assert.rejects(check(), (error) => error instanceof Refusal && error.reason === reason);
}

function isOurs(error: unknown): boolean {
  return error instanceof Refusal || (error instanceof Error && error.name === 'DerFault');
}
