/** Card login over real HTTP: a store on SQLite, a list server, certificates of the stand-in JPKI, and a browser's cookies. */
import assert from 'node:assert/strict';
import { constants, createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import Koa from 'koa';
import { request } from 'undici';
import { type Authority, makeAuthority } from '../../certs/authority.ts';
import { type CardCertificateOptions, issueCardCertificate } from '../../certs/card-certificate.ts';
import { issueRevocationList } from '../../certs/revocation-list.ts';
import { createFrontDoor } from '../front-door.ts';
import { migrateStores } from '../stores/migrate.ts';
import { openStores } from '../stores/open-stores.ts';
import type { Stores } from '../stores/stores.ts';
import type { AgencyId, CitizenId, LinkCode, LoginId } from '../vocabulary/identifiers.ts';
import { toLanguage } from '../vocabulary/language.ts';
import { createLog } from '../vocabulary/log.ts';
import { cardLoginRefusals } from '../vocabulary/refusals/card-login.ts';
import { createCardLogin } from './card-login.ts';
import { createCrlSource } from './crl-source.ts';
import { loadCardTrust } from './trust.ts';

const noon = new Date('2026-11-24T03:00:00Z');
let today = noon;
const later = (seconds: number): Date => new Date(today.getTime() + seconds * 1000);
const clock = { time: noon, now: () => clock.time };
const agent = 'http://127.0.0.1:24727';
const lines: string[] = [];
const sameSerial = '5a17';
const folder = mkdtempSync(join(tmpdir(), 'madoguchi-card-login-'));
const servers: Server[] = [];
const citizenOf = {
  first: 'citizen-of-generation-1' as CitizenId,
  second: 'citizen-of-generation-2' as CitizenId,
};

let stores: Stores;
let origin: string;
let first: Authority;
let second: Authority;
let card: Card;
const lists = new Map<string, Buffer | undefined>();

/** A key and the certificate for it, as a card holds them. */
interface Card {
  privateKey: KeyObject;
  algorithm: string;
  certificate: Buffer;
}

before(async () => {
  [first, second] = await Promise.all([
    makeAuthority({ purpose: 'authentication', generation: 1, now: noon }),
    makeAuthority({ purpose: 'authentication', generation: 2, now: noon }),
  ]);
  const anchors = join(folder, 'anchors');
  mkdirSync(anchors);
  for (const { name, certificate } of [first, second])
    writeFileSync(join(anchors, `${name}.cer`), certificate);
  const database = `sqlite:${join(folder, 'madoguchi.sqlite')}`;
  await migrateStores(database);
  stores = await openStores({ url: database, clock });
  for (const [citizen, authority, link] of [
    [citizenOf.first, first, 'AAAAAAAAAAAAAAAAAAAAAA'],
    [citizenOf.second, second, 'BBBBBBBBBBBBBBBBBBBBBB'],
  ] as const) {
    const holders = { municipality: 'municipality-131016' as AgencyId };
    await stores.citizens.save({ id: citizen, linkCode: link as LinkCode, holders });
    await stores.citizens.bindCertificate({ issuerKeyHash: authority.keyHash, serial: sameSerial }, citizen);
  }
  const listServer = await listen((incoming, answer) => {
    const list = lists.get(incoming.url ?? '');
    answer.writeHead(list ? 200 : 500).end(list);
  });
  // The origin is what cards sign, so the port comes first.
  const app: { answer?: RequestListener } = {};
  origin = await listen((incoming, answer) => app.answer?.(incoming, answer));
  app.answer = createApp(anchors, `${listServer}/crl`);
  card = await makeCard(first, { serial: sameSerial });
});

after(async () => {
  for (const server of servers) server.close().closeAllConnections();
  await stores.close();
  rmSync(folder, { recursive: true, force: true });
});

let tests = 0;
beforeEach(async () => {
  // Every test on a day of its own, so that none sees the list that another one fetched.
  clock.time = today = new Date(noon.getTime() + (tests += 1) * 86400_000);
  await publish({});
});

test('a card signs, and the browser that started the login is logged in', async () => {
  const browser = createBrowser();
  const page = await browser.get('/my');
  assert.equal(page.status, 200);
  assert.match(
    page.body,
    new RegExp(`href="${agent}/login\\?site=http%3A%2F%2Flocalhost%3A\\d+&amp;login=[\\w-]{22}"`),
  );
  const { code } = await deliver(loginIn(page));
  const done = await browser.get(completion(loginIn(page), code));
  assert.deepEqual([done.status, done.headers['location']], [303, '/my']);
  assert.equal(done.headers['referrer-policy'], 'no-referrer');
  assert.equal((await browser.get('/my')).body, `citizen: ${citizenOf.first}`);
  assert.equal(browser.cookies.size, 0, 'the cookie goes with the login');
});

test('the same serial under the other CA generation is another citizen', async () => {
  const browser = createBrowser();
  const login = loginIn(await browser.get('/my'));
  const { code } = await deliver(login, await makeCard(second, { serial: sameSerial }));
  await browser.get(completion(login, code));
  assert.equal((await browser.get('/my')).body, `citizen: ${citizenOf.second}`);
});

for (const algorithm of ['PS256', 'ES256', 'ES384'])
  test(`a card that signs ${algorithm} logs in as well`, async () => {
    const other = await makeCard(first, {}, algorithm);
    await deliver(await startLogin(), other);
  });

test('a token is good for one delivery', async () => {
  const login = await startLogin();
  const token = makeToken(await fetchNonce(login));
  assert.equal((await send(login, token)).status, 200);
  await refused(send(login, token), 404, 'login_unknown');
  assert.equal(
    (await post('/card-login/challenge', JSON.stringify({ login }))).json['reason'],
    'login_unknown',
  );
});

test('a challenge is used up by a token that is refused', async () => {
  const login = await startLogin();
  const token = makeToken(await fetchNonce(login));
  await refused(send(login, { ...token, format: 'web-eid:2.0' }), 400, 'card_token_malformed');
  await refused(send(login, token), 409, 'challenge_unknown');
});

test('a challenge lives two minutes', async () => {
  const login = await startLogin();
  const token = makeToken(await fetchNonce(login));
  clock.time = later(120);
  await refused(send(login, token), 409, 'challenge_unknown');
  const fresh = makeToken(await fetchNonce(login));
  clock.time = later(239);
  assert.equal((await send(login, fresh)).status, 200);
});

test('only the newest challenge of a login counts', async () => {
  const login = await startLogin();
  const old = makeToken(await fetchNonce(login));
  await fetchNonce(login);
  await refused(send(login, old), 403, 'card_signature_invalid');
});

test('a token for the challenge of another login is refused', async () => {
  const [mine, other] = [await startLogin(), await startLogin()];
  await fetchNonce(mine);
  await refused(send(mine, makeToken(await fetchNonce(other))), 403, 'card_signature_invalid');
});

test('a token that a look-alike site had signed is refused', async () => {
  for (const site of ['https://madoguchi.example', origin.replace('localhost', '127.0.0.1'), `${origin}/`]) {
    const login = await startLogin();
    await refused(send(login, makeToken(await fetchNonce(login), { site })), 403, 'card_signature_invalid');
  }
});

test('a card of somebody else’s certificate is refused', async () => {
  const login = await startLogin();
  const stranger = await makeCard(first);
  const token = makeToken(await fetchNonce(login), { by: { ...stranger, certificate: card.certificate } });
  await refused(send(login, token), 403, 'card_signature_invalid');
});

test('algorithm, key and signature must belong together', async () => {
  const elliptic = await makeCard(first, {}, 'ES256');
  const faults: ((nonce: string) => object)[] = [
    (nonce) => ({ ...makeToken(nonce), algorithm: 'ES256' }),
    (nonce) => ({ ...makeToken(nonce), algorithm: 'none' }),
    (nonce) => ({ ...makeToken(nonce), algorithm: 'HS256' }),
    (nonce) => ({ ...makeToken(nonce), algorithm: 'constructor' }),
    (nonce) => ({ ...makeToken(nonce, { by: elliptic }), algorithm: 'RS256' }),
    (nonce) => ({ ...makeToken(nonce, { by: elliptic }), algorithm: 'ES384' }),
    // The same ECDSA signature as a DER sequence, and with a byte in front: other ways to write one signature.
    (nonce) => ({
      ...makeToken(nonce, { by: elliptic }),
      signature: sign('sha256', Buffer.from(nonce), elliptic.privateKey).toString('base64'),
    }),
    (nonce) => {
      const token = makeToken(nonce, { by: elliptic });
      const signature = Buffer.concat([Buffer.of(0), Buffer.from(token.signature, 'base64')]);
      return { ...token, signature: signature.toString('base64') };
    },
    (nonce) => ({ ...makeToken(nonce), signature: '' }),
    (nonce) => ({ ...makeToken(nonce), signature: makeToken(nonce).signature.replaceAll('=', '') + '\n' }),
    (nonce) => ({ ...makeToken(nonce), unverifiedCertificate: [card.certificate.toString('base64')] }),
    (nonce) => ({ ...makeToken(nonce), unverifiedCertificate: 'A'.repeat(11_000) }),
  ];
  for (const fault of faults) {
    const login = await startLogin();
    await refused(send(login, fault(await fetchNonce(login))), 400, 'card_token_malformed');
  }
  const login = await startLogin();
  await refused(
    send(login, { ...makeToken(await fetchNonce(login)), algorithm: 'PS256' }),
    403,
    'card_signature_invalid',
  );
});

test('a card whose certificate is expired, not valid yet, for another purpose or from nowhere is refused', async () => {
  const forged = await makeAuthority({ purpose: 'authentication', generation: 1, now: noon });
  const signature = await makeAuthority({ purpose: 'signature', generation: 1, now: noon });
  const cases = [
    [await makeCard(first, { notAfter: later(-1) }), 'card_expired'],
    [await makeCard(first, { notBefore: later(1) }), 'card_expired'],
    [await makeCard(first, { policyOid: '1.2.392.200149.8.5.1.1.20' }), 'card_not_trusted'],
    [await makeCard(forged), 'card_not_trusted'],
    [await makeCard(signature), 'card_not_trusted'],
  ] as const;
  for (const [by, reason] of cases) {
    const login = await startLogin();
    await refused(send(login, makeToken(await fetchNonce(login), { by })), 403, reason);
  }
});

test('a revoked card is refused, and only that one', async () => {
  await publish({ second: [sameSerial, '01'], first: ['99'] });
  await deliver(await startLogin());
  const login = await startLogin();
  const by = await makeCard(second);
  await refused(send(login, makeToken(await fetchNonce(login), { by })), 403, 'card_revoked');
});

test('nobody is let in while it cannot be known whether the card was revoked', async () => {
  lists.clear();
  const login = await startLogin();
  const answer = await refused(send(login, makeToken(await fetchNonce(login))), 503, 'revocation_unknown');
  assert.equal(answer.headers['retry-after'], '5');
  assert.equal((await stores.cardLogins.find(login as LoginId))?.citizen, null);
});

test('a good card that nobody is registered with is refused', async () => {
  const login = await startLogin();
  const by = await makeCard(first, { serial: '5a18' });
  await refused(send(login, makeToken(await fetchNonce(login), { by })), 403, 'card_not_registered');
});

test('of one challenge’s many deliveries at once exactly one counts', async () => {
  const login = await startLogin();
  const token = makeToken(await fetchNonce(login));
  const answers = await Promise.all(Array.from({ length: 16 }, () => send(login, token)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  // Too late for the challenge, or for the login itself: which of the two depends on the moment.
  for (const { status, json } of answers)
    if (status !== 200) assert.match(json['reason'] ?? '', /^(challenge|login)_unknown$/);
});

test('a completion link opened in another browser logs nobody in, there or here', async () => {
  const [attacker, victim] = [createBrowser(), createBrowser()];
  const login = loginIn(await attacker.get('/my'));
  await victim.get('/my');
  const { code } = await deliver(login);
  const there = await victim.get(completion(login, code));
  await notCompleted(there, victim);
  assert.match((await victim.get('/my')).body, /language=en/, 'the victim still sees a login page');
  // And the attacker, whose login it was, gets nothing for the victim's card either.
  await notCompleted(await attacker.get(completion(login, code)), attacker);
  assert.notEqual(loginIn(await attacker.get('/my')), login);
});

test('a victim without any cookie is not logged in by a link either', async () => {
  const attacker = createBrowser();
  const login = loginIn(await attacker.get('/my'));
  const { code } = await deliver(login);
  const victim = createBrowser();
  await notCompleted(await victim.get(completion(login, code)), victim);
  await notCompleted(await attacker.get(completion(login, code)), attacker);
});

test('waiting does not log anyone in: only the completion address does', async () => {
  const browser = createBrowser();
  const login = loginIn(await browser.get('/my'));
  await deliver(login);
  const waiting = await browser.get('/my');
  assert.match(waiting.body, /カードを確認しました/);
  assert.ok(!waiting.body.includes(agent), 'nothing to press: the way on is in the agent’s tab');
  assert.match(waiting.body, /http-equiv="refresh" content="\d+; url=\/my"/);
  // The code was never used: the page offers a fresh login.
  clock.time = later(60);
  assert.notEqual(loginIn(await browser.get('/my')), login);
});

test('a code is good for one minute, once, and for its own login', async () => {
  const browser = createBrowser();
  const late = loginIn(await browser.get('/a'));
  const { code: lateCode } = await deliver(late);
  clock.time = later(60);
  await notCompleted(await browser.get(completion(late, lateCode)), browser);

  const [one, other] = [loginIn(await browser.get('/b')), loginIn(await browser.get('/c'))];
  const { code } = await deliver(one);
  await deliver(other);
  await notCompleted(await browser.get(completion(other, code)), browser);
  assert.equal((await browser.get(completion(one, code))).headers['location'], '/b');
  assert.equal((await browser.get('/b')).body, `citizen: ${citizenOf.first}`);
  // Back in the history, or whoever else comes with it later.
  await notCompleted(await browser.get(completion(one, code)), browser);
  const again = createBrowser();
  await notCompleted(await again.get(completion(one, code)), again);
});

test('pressing twice in the agent’s tab does no harm, and gives nothing twice', async () => {
  const browser = createBrowser();
  const login = loginIn(await browser.get('/my'));
  const { code } = await deliver(login);
  const presses = await Promise.all([1, 2, 3].map(() => browser.get(completion(login, code))));
  assert.deepEqual(new Set(presses.map(({ headers }) => headers['location'])), new Set(['/my']));
  const takes = await Promise.all([1, 2].map(() => browser.get('/my')));
  assert.equal(takes.filter(({ body }) => body.startsWith('citizen: ')).length, 1);
});

test('a wrong code from the right browser ends the login', async () => {
  const browser = createBrowser();
  const login = loginIn(await browser.get('/my'));
  const { code } = await deliver(login);
  await notCompleted(
    await browser.get(
      completion(
        login,
        code.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')),
      ),
    ),
    browser,
  );
  await notCompleted(await browser.get(completion(login, code)), browser);
});

test('a preview, a prefetch or an embedded request neither completes nor ends a login', async () => {
  const browser = createBrowser();
  const login = loginIn(await browser.get('/my'));
  const { code } = await deliver(login);
  for (const headers of [
    { 'sec-purpose': 'prefetch' },
    { purpose: 'prefetch', 'sec-fetch-mode': 'navigate' },
    { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
  ])
    assert.equal((await browser.get(completion(login, code), headers)).status, 403);
  const head = await request(new URL(completion(login, code), origin), { method: 'HEAD' });
  assert.equal(head.statusCode, 403);
  const opened = {
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
    'sec-fetch-site': 'cross-site',
  };
  assert.equal((await browser.get(completion(login, code), opened)).headers['location'], '/my');
});

test('one browser may log in for two pages at once', async () => {
  const browser = createBrowser();
  const [mine, company] = [loginIn(await browser.get('/my')), loginIn(await browser.get('/interaction/1'))];
  const codes = [await deliver(mine), await deliver(company, await makeCard(second))];
  assert.equal(
    (await browser.get(completion(company, codes[1]?.code ?? ''))).headers['location'],
    '/interaction/1',
  );
  assert.equal((await browser.get(completion(mine, codes[0]?.code ?? ''))).headers['location'], '/my');
  assert.equal((await browser.get('/interaction/1')).body, `citizen: ${citizenOf.second}`);
  assert.equal((await browser.get('/my')).body, `citizen: ${citizenOf.first}`);
});

test('the login page that refreshes itself goes on with one login until it is over', async () => {
  const browser = createBrowser();
  const login = loginIn(await browser.get('/my'));
  clock.time = later(900);
  assert.equal(loginIn(await browser.get('/my?language=en')), login);
  clock.time = later(1800);
  const next = loginIn(await browser.get('/my'));
  assert.notEqual(next, login);
  await refused(post('/card-login/challenge', JSON.stringify({ login })), 404, 'login_unknown');
});

test('a citizen may read the login page as long as the login lives', async () => {
  const browser = createBrowser();
  const login = loginIn(await browser.get('/my'));
  clock.time = later(1799);
  const { code } = await deliver(login);
  clock.time = later(1800);
  await notCompleted(await browser.get(completion(login, code)), browser);
});

test('the login page speaks the browser’s language and keeps the one that was chosen', async () => {
  const browser = createBrowser();
  const page = await browser.get('/my?language=en');
  assert.match(page.body, /<html lang="en">/);
  assert.match(page.body, /url=\/my\?language=en"/);
  assert.match(page.body, /href="\/my\?language=ja"/);
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'/);
});

test('no cookie can be made for a login by guessing at it', async () => {
  const browser = createBrowser();
  const login = loginIn(await browser.get('/my'));
  const [name = ''] = browser.cookies.keys();
  const { code } = await deliver(login);
  const other = createBrowser();
  other.cookies.set(name, `${login}.${'A'.repeat(43)}`);
  await notCompleted(await other.get(completion(login, code)), other);
  other.cookies.set(name, 'nonsense');
  assert.equal((await other.get('/my')).status, 200);
});

test('pages of other sites cannot call what is for card agents', async () => {
  const login = await startLogin();
  for (const headers of [
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ] as Record<string, string>[]) {
    await refused(post('/card-login/challenge', JSON.stringify({ login }), headers), 403, 'foreign_site');
    await refused(post('/card-login/token', JSON.stringify({ login }), headers), 403, 'foreign_site');
  }
  assert.equal(
    (await post('/card-login/challenge', JSON.stringify({ login }))).headers['set-cookie'],
    undefined,
  );
});

test('what is no JSON object, or too large, is refused in words', async () => {
  const login = await startLogin();
  const nonce = await fetchNonce(login);
  const url = '/card-login/token';
  for (const body of [
    '',
    'null',
    '[]',
    '"login"',
    '{"login":',
    `{"login":"${login}"}`,
    `{"login":"${login}","token":[]}`,
  ])
    await refused(post(url, body), 400, body.startsWith('{"login":"') ? 'request_malformed' : /.*/);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  await refused(post(url, `login=${login}`, form), 415, 'media_type_not_supported');
  const large = JSON.stringify({ login, token: { ...makeToken(nonce), more: 'x'.repeat(16 * 1024) } });
  await refused(post(url, large), 413, 'request_too_large');
  assert.match(await postInPieces(url, large), /^HTTP\/1\.1 413 /);
  assert.equal((await send(login, makeToken(nonce))).status, 200, 'none of them cost the challenge');
});

test('members called like what every object inherits are just members', async () => {
  const login = await startLogin();
  const nonce = await fetchNonce(login);
  await refused(post('/card-login/token', '{"__proto__":{"login":"x"}}'), 404, 'login_unknown');
  const token = JSON.stringify(makeToken(nonce));
  const polluting = `{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},${token.slice(1)}`;
  const answer = await post('/card-login/token', `{"login":"${login}","token":${polluting}}`);
  assert.equal(answer.status, 200);
  assert.equal(({} as Record<string, unknown>)['admin'], undefined);
  // An inherited `format` is no format.
  const other = await startLogin();
  const inherited = `{"login":"${other}","token":{"__proto__":${JSON.stringify(makeToken(await fetchNonce(other)))}}}`;
  await refused(post('/card-login/token', inherited), 400, 'card_token_malformed');
});

test('login ids that we never gave out are unknown', async () => {
  for (const login of ['', 'x', 'A'.repeat(22), 'A'.repeat(9000), 1, null, { a: 1 }, "' OR 1=1 --"]) {
    await refused(post('/card-login/challenge', JSON.stringify({ login })), 404, 'login_unknown');
    await refused(post('/card-login/token', JSON.stringify({ login, token: {} })), 404, 'login_unknown');
  }
  const browser = createBrowser();
  for (const query of ['', '?login=x', `?login=${'A'.repeat(22)}&code=x`, '?login=a&login=b&code[]=c'])
    await notCompleted(await browser.get(`/card-login/complete${query}`), browser);
});

test('other methods are told which ones there are', async () => {
  const get = await createBrowser().get('/card-login/challenge');
  assert.deepEqual([get.status, get.headers['allow']], [405, 'POST']);
  const posted = await post('/card-login/complete', '{}');
  assert.deepEqual([posted.status, posted.headers['allow']], [405, 'GET, HEAD']);
});

test('a certificate that is damaged anywhere is refused, and is never an error of ours', async () => {
  const { length } = card.certificate;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(length - 1), fc.integer({ min: 1, max: 255 })), {
        minLength: 1,
        maxLength: 3,
      }),
      async (damages) => {
        const certificate = Buffer.from(card.certificate);
        for (const [at, mask] of damages) certificate.writeUInt8(certificate.readUInt8(at) ^ mask, at);
        if (certificate.equals(card.certificate)) return;
        const login = await startLogin();
        const answer = await send(
          login,
          makeToken(await fetchNonce(login), { by: { ...card, certificate } }),
        );
        assert.ok([400, 403].includes(answer.status), answer.text);
      },
    ),
    { numRuns: 80 },
  );
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 9000 }), async (bytes) => {
      const login = await startLogin();
      const token = {
        ...makeToken(await fetchNonce(login)),
        unverifiedCertificate: Buffer.from(bytes).toString('base64'),
      };
      await refused(send(login, token), 400, 'card_token_malformed');
    }),
    { numRuns: 40 },
  );
});

test('nothing of cards, codes, challenges or cookies is in the log, and no secret is in the store', async () => {
  const browser = createBrowser();
  const login = loginIn(await browser.get('/my'));
  const nonce = await fetchNonce(login);
  const token = makeToken(nonce);
  const { code = '' } = (await send(login, token)).json;
  const [, secret = ''] = [...browser.cookies.values()].join().split('.');
  const rows = JSON.stringify(await stores.database.all('SELECT * FROM card_logins', []));
  const log = lines.join('\n');
  for (const kept of [code, secret, token.unverifiedCertificate, token.signature])
    assert.ok(!rows.includes(kept));
  for (const said of [
    code,
    secret,
    nonce,
    login,
    sameSerial,
    token.unverifiedCertificate,
    token.signature,
    citizenOf.first,
  ])
    assert.ok(!log.includes(said), 'the log says too much');
  assert.match(log, /card_login_delivered/);
});

test('each refusal of the card login was reached by a test above', () => {
  const seen = new Set(lines.map((line) => (JSON.parse(line) as { reason?: string }).reason));
  assert.deepEqual(
    Object.keys(cardLoginRefusals).filter((reason) => !seen.has(reason)),
    [],
  );
  assert.ok(!seen.has('internal_error'));
});

async function refused(answering: ReturnType<typeof post>, status: number, reason: string | RegExp) {
  const answer = await answering;
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
  if (typeof reason === 'string') assert.equal(answer.json['reason'], reason);
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.json['trace_id'] ?? '', /^[0-9a-f]{32}$/);
  return answer;
}

/** A refused completion leaves the address with the code at once, and ends on one page for all of them. */
async function notCompleted(answer: Page, browser: ReturnType<typeof createBrowser>): Promise<void> {
  assert.equal(answer.status, 303);
  assert.equal(answer.headers['referrer-policy'], 'no-referrer');
  const location = String(answer.headers['location']);
  assert.match(location, /^\/card-login\/not-completed\?reference=[0-9a-f]{32}$/);
  const page = await browser.get(location);
  assert.equal(page.status, 403);
  const reference = location.slice(-32);
  assert.ok(page.body.includes(reference));
  assert.ok(
    lines.some((line) => line.includes(reference)),
    'the reference finds the line in the log',
  );
}

/** A body without a length, as a client that hides its size sends it; answers what came back. */
function postInPieces(path: string, body: string): Promise<string> {
  const { port } = new URL(origin);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect({ port: Number(port), host: '127.0.0.1' }, () => {
      const head = `POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\n`;
      const piece = Buffer.from(body);
      socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n${piece.length.toString(16)}\r\n`);
      socket.write(piece);
      socket.write('\r\n0\r\n\r\n');
    });
    socket.on('data', (data) => (answer += data.toString())).on('error', reject);
    socket.on('close', () => resolve(answer)).setTimeout(5000, () => socket.destroy());
  });
}

function createApp(anchors: string, listUrl: string): RequestListener {
  const log = createLog(clock, (line) => lines.push(line));
  const trust = loadCardTrust(anchors);
  const cardLogin = createCardLogin({
    stores,
    clock,
    log,
    origin,
    cardAgentOrigin: agent,
    secureCookies: false,
    trust,
    revocation: createCrlSource({ url: listUrl, trust, clock, log }),
  });
  const app = new Koa();
  app.use(createFrontDoor({ issuer: origin, clock, log }));
  app.use(cardLogin.routes.routes());
  // Stands for my page or an interaction: whoever asks for a login does it this way.
  app.use(async (ctx) => {
    const citizen = await cardLogin.takeCitizen(ctx, ctx.path);
    if (citizen) ctx.body = `citizen: ${citizen}`;
    else
      await cardLogin.showLoginPage(ctx, {
        returnPath: ctx.path,
        expiresAt: new Date(clock.now().getTime() + 1800_000),
        asker: null,
        language: toLanguage(ctx),
      });
  });
  return app.callback();
}

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

type Page = Awaited<ReturnType<ReturnType<typeof createBrowser>['get']>>;

/** Keeps cookies, follows nothing. */
function createBrowser() {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async get(path: string, headers: Record<string, string> = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await request(new URL(path, origin), {
        headers: { ...headers, ...(cookie && { cookie }) },
      });
      for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value) cookies.set(name, value);
        else cookies.delete(name);
      }
      return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
    },
  };
}

function loginIn({ body }: { body: string }): string {
  return /[?&;]login=([\w-]{22})"/.exec(body)?.[1] ?? assert.fail('the page has no link to the card agent');
}

async function startLogin(): Promise<string> {
  return loginIn(await createBrowser().get('/my'));
}

function completion(login: string, code: string): string {
  return `/card-login/complete?login=${login}&code=${code}`;
}

async function post(path: string, body: string, headers: Record<string, string> = {}) {
  const answer = await request(new URL(path, origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await answer.body.text();
  const type = String(answer.headers['content-type']);
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text,
    json: (/json/.test(type) ? JSON.parse(text) : {}) as Record<string, string>,
  };
}

async function fetchNonce(login: string): Promise<string> {
  const { status, json } = await post('/card-login/challenge', JSON.stringify({ login }));
  assert.equal(status, 200);
  assert.match(json['nonce'] ?? '', /^[A-Za-z0-9+/]{43}=$/);
  return json['nonce'] ?? '';
}

function makeToken(nonce: string, { by = card, site = origin }: { by?: Card; site?: string } = {}) {
  const name = `sha${by.algorithm.slice(2)}`;
  const hash = (text: string): Buffer => createHash(name).update(text).digest();
  const key = by.algorithm.startsWith('PS')
    ? {
        key: by.privateKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      }
    : { key: by.privateKey, dsaEncoding: 'ieee-p1363' as const };
  return {
    unverifiedCertificate: by.certificate.toString('base64'),
    algorithm: by.algorithm,
    signature: sign(name, Buffer.concat([hash(site), hash(nonce)]), key).toString('base64'),
    format: 'web-eid:1.0',
    appVersion: 'https://madoguchi.example/card-agent/0.1.0',
  };
}

async function send(login: string, token: unknown) {
  return post('/card-login/token', JSON.stringify({ login, token }));
}

/** The whole of the agent's part. */
async function deliver(login: string, by: Card = card): Promise<{ code: string }> {
  const answer = await send(login, makeToken(await fetchNonce(login), { by }));
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.json['code'] ?? '', /^[\w-]{43}$/);
  return { code: answer.json['code'] ?? '' };
}

async function makeCard(
  authority: Authority,
  options: Partial<CardCertificateOptions> = {},
  algorithm = 'RS256',
): Promise<Card> {
  const { publicKey, privateKey } = /^ES/.test(algorithm)
    ? generateKeyPairSync('ec', { namedCurve: algorithm === 'ES256' ? 'P-256' : 'P-384' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = await issueCardCertificate(authority, {
    publicKey,
    serial: sameSerial,
    notBefore: later(-86400),
    notAfter: later(5 * 365 * 86400),
    ...options,
  });
  return { privateKey, algorithm, certificate };
}

/** What the list server gives out for both generations. */
async function publish(revoked: { first?: string[]; second?: string[] }): Promise<void> {
  for (const [authority, serials] of [
    [first, revoked.first],
    [second, revoked.second],
  ] as const) {
    const list = await issueRevocationList(authority, {
      revoked: (serials ?? []).map((serial) => ({ serial, at: later(-7200) })),
      thisUpdate: later(-3600),
      nextUpdate: later(86400),
    });
    lists.set(`/crl/${authority.name}.crl`, list);
  }
}
