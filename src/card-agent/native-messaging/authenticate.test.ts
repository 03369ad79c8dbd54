/** A login as the browser's extension asks for it: over standard input and output, with a card, to a real verifier. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Desk, setDesk } from '../../../stand-ins/card-reader/rehearsal/desk.ts';
import { loadCard, readTries } from '../../../stand-ins/cards/card-folder.ts';
import { loadCardTrust } from '../../card-login/trust.ts';
import { verifyCardLogin } from '../../card-login/verify-card-login.ts';
import type { CitizenId } from '../../vocabulary/identifiers.ts';
import { readPage, send } from '../rehearsal/browser.ts';
import { enter, type Extension, frame, openPage, startExtension } from '../rehearsal/extension.ts';

const listed = 'https://portal.example';
let desk: Desk;
let whole: string;
let settings: Record<string, string>;
const running: Extension[] = [];

before(async () => {
  desk = await setDesk();
  whole = await desk.make('card');
  const sitesFile = join(desk.folder, 'sites.json');
  writeFileSync(sitesFile, JSON.stringify([{ origin: listed, name: { ja: '窓口', en: 'The counter' } }]));
  settings = {
    STAND_IN_READER: desk.reader,
    MADOGUCHI_AGENT_PKCS11_MODULE: desk.module,
    MADOGUCHI_AGENT_SITES_FILE: sitesFile,
  };
});
after(() => {
  for (const { child } of running) child.kill('SIGKILL');
  desk.clear();
});

/** A card with all its tries in the reader, and a program that has said its version. */
async function start(changed: Record<string, string> = {}): Promise<{ extension: Extension; card: string }> {
  const card = desk.copy(whole);
  desk.insert(card);
  const extension = startExtension({ folder: desk.folder, settings: { ...settings, ...changed } });
  running.push(extension);
  assert.match(String((await extension.hear())['version']), /^2\.\d+\.\d+/);
  return { extension, card };
}

const newNonce = (): string => randomBytes(32).toString('base64');
const ask = (challengeNonce: string, more: object = {}) => ({
  command: 'authenticate',
  arguments: { challengeNonce, origin: listed, ...more },
});

async function verify(
  card: string,
  token: Record<string, unknown>,
  expected: { origin: string; nonce: string },
): Promise<string> {
  const { authentication } = loadCard(card);
  const { citizen } = await verifyCardLogin(
    token,
    { ...expected, now: new Date() },
    {
      trust: loadCardTrust(join(desk.jpki, 'anchors')),
      // Revocation is the server's own matter, and has its own tests.
      revocation: {
        check: () =>
          Promise.resolve({
            method: 'crl',
            asOf: new Date(),
            evidence: { sha256: 'of a list', der: null, authority: 'anchor' },
          }),
      },
      citizens: {
        findByCertificate: ({ issuerKeyHash, serial }) =>
          Promise.resolve(
            issuerKeyHash === authentication.issuer_key_hash && serial === authentication.serial
              ? ({ id: 'the-citizen' as CitizenId } as never)
              : undefined,
          ),
      },
    },
  );
  return citizen ?? assert.fail('nobody is known by this card');
}

const errorOf = (message: Record<string, unknown>) => message['error'] as { code: string; message: string };

test('the site’s own verifier accepts the token, for this site and this challenge alone', async () => {
  const { extension, card } = await start();
  const nonce = newNonce();
  extension.say(ask(nonce, { lang: 'en' }));
  const address = await extension.opened();
  assert.equal(address.hostname, '127.0.0.1');
  const page = await openPage(address, { 'Accept-Language': 'ja' });
  assert.equal(page.status, 200);
  assert.match(
    readPage(page.body).text,
    /The counter.*https:\/\/portal\.example/s,
    'the language that the site asked for',
  );
  const done = await enter(address, page, '1234');
  assert.equal(done.status, 200);
  assert.equal(readPage(done.body).refresh, undefined, 'leads nowhere');
  const token = await extension.hear();
  assert.deepEqual(Object.keys(token).sort(), [
    'algorithm',
    'appVersion',
    'format',
    'signature',
    'unverifiedCertificate',
  ]);
  assert.equal(await verify(card, token, { origin: listed, nonce }), 'the-citizen');
  await assert.rejects(
    verify(card, token, { origin: 'https://other.example', nonce }),
    /card_signature_invalid/,
  );
  await assert.rejects(verify(card, token, { origin: listed, nonce: newNonce() }), /card_signature_invalid/);
  assert.deepEqual(await extension.ended, [0, null]);
  for (const secret of ['1234', nonce, String(token['signature']), address.pathname]) {
    assert.ok(!extension.log().includes(secret), 'nothing of it in the log');
  }
});

test('a wrong PIN is told on the page, and the command goes on', async () => {
  const { extension, card } = await start();
  const nonce = newNonce();
  extension.say(ask(nonce));
  const address = await extension.opened();
  const slip = await enter(address, await openPage(address), '12345');
  assert.equal(readTries(card, 'authentication'), 3, 'what cannot be a PIN costs no try');
  const wrong = await enter(address, slip, '9999');
  assert.equal(wrong.status, 422);
  assert.equal(readTries(card, 'authentication'), 2);
  assert.equal((await enter(address, wrong, '1234')).status, 200);
  assert.equal(await verify(card, await extension.hear(), { origin: listed, nonce }), 'the-citizen');
});

test('a locked card ends the command on a page that says where to go', async () => {
  const { extension, card } = await start();
  extension.say(ask(newNonce()));
  const address = await extension.opened();
  let page = await openPage(address);
  for (const pin of ['0001', '0002', '0003']) page = await enter(address, page, pin);
  assert.match(page.body, /locked/);
  assert.equal(readTries(card, 'authentication'), 0);
  assert.deepEqual(errorOf(await extension.hear()), {
    code: 'ERR_WEBEID_NATIVE_FATAL',
    message: 'the card is locked',
  });
});

test('who presses cancel spends no try, and the site learns that it was cancelled', async () => {
  const { extension, card } = await start();
  extension.say(ask(newNonce()));
  const address = await extension.opened();
  const page = await openPage(address);
  assert.match(page.body, /formaction="\/cancel/);
  assert.equal((await enter(address, page, '9999', { action: '/cancel' })).status, 200);
  assert.equal(errorOf(await extension.hear()).code, 'ERR_WEBEID_USER_CANCELLED');
  assert.equal(readTries(card, 'authentication'), 3);
  assert.deepEqual(await extension.ended, [0, null]);
});

test('without a card the page says so, and offers another try', async () => {
  const { extension, card } = await start();
  desk.pull();
  const nonce = newNonce();
  extension.say(ask(nonce));
  const address = await extension.opened();
  const missing = await openPage(address);
  assert.equal(missing.status, 409);
  desk.insert(card);
  const [retry = ''] = readPage(missing.body).links;
  const page = await openPage(new URL(retry, address));
  assert.equal((await enter(address, page, '1234')).status, 200);
  assert.equal(await verify(card, await extension.hear(), { origin: listed, nonce }), 'the-citizen');
});

for (const origin of [
  'https://stranger.example',
  'https://portal.example:443',
  'https://Portal.example',
  `${listed}/`,
]) {
  test(`a site that is not on the user’s list gets no window: ${origin}`, async () => {
    const { extension, card } = await start();
    extension.say(ask(newNonce(), { origin }));
    assert.deepEqual(errorOf(await extension.hear()), {
      code: 'ERR_WEBEID_NATIVE_FATAL',
      message: 'The card agent does not know this site',
    });
    assert.deepEqual(await extension.ended, [0, null]);
    assert.equal(extension.hasOpened(), false);
    assert.equal(readTries(card, 'authentication'), 3);
  });
}

test('a page cannot slip another origin, or a PIN, past the extension’s own', async () => {
  for (const more of [{ site: listed }, { pin: '1234' }, { origin: [listed] }]) {
    const { extension } = await start();
    extension.say(ask(newNonce(), more));
    assert.match(errorOf(await extension.hear()).message, /arguments of authenticate|origin is malformed/);
    assert.equal(extension.hasOpened(), false);
  }
  // JSON lets a name stand twice, and the last one counts: it is that one which is looked up, shown, and signed for.
  const { extension } = await start();
  const twice = JSON.stringify(ask(newNonce())).replace(/}}$/, ',"origin":"https://evil.example"}}');
  extension.write(frame(twice));
  assert.equal(errorOf(await extension.hear()).message, 'The card agent does not know this site');
});

test('a site that may only log in gets neither signature nor signing certificate, and no window', async () => {
  const { extension, card } = await start();
  const [hash, certificate] = [randomBytes(32).toString('base64'), 'MAA='];
  const words = { origin: listed, hash, hashFunction: 'SHA-256', certificate };
  extension.say({ command: 'sign', arguments: words });
  assert.match(errorOf(await extension.hear()).message, /does not let this site ask for signatures/);
  const { extension: another } = await start();
  another.say({ command: 'get-signing-certificate', arguments: { origin: listed } });
  assert.match(errorOf(await another.hear()).message, /does not let this site ask for signatures/);
  for (const { hasOpened } of [extension, another]) assert.equal(hasOpened(), false);
  assert.equal(readTries(card, 'authentication'), 3);
});

test('two commands at once: none is carried out, and no try is lost', async () => {
  const { extension, card } = await start();
  extension.say(ask(newNonce()));
  const address = await extension.opened();
  const page = await openPage(address);
  extension.say(ask(newNonce()));
  assert.equal(errorOf(await extension.hear()).code, 'ERR_WEBEID_ACTION_PENDING');
  const late = await enter(address, page, '9999').catch(() => undefined);
  assert.notEqual(late?.status, 200);
  assert.equal(readTries(card, 'authentication'), 3);
  await assert.rejects(extension.hear(), /ended without/);
});

test('when the browser leaves, the form left behind spends no try', async () => {
  const { extension, card } = await start();
  extension.say(ask(newNonce()));
  const address = await extension.opened();
  const page = await openPage(address);
  extension.leave();
  await assert.rejects(extension.hear(), /ended without/);
  await enter(address, page, '9999').catch(() => undefined);
  assert.deepEqual(await extension.ended, [0, null]);
  assert.equal(readTries(card, 'authentication'), 3);
});

test('nobody else’s page can read the PIN page or post to it', async () => {
  const { extension, card } = await start();
  const nonce = newNonce();
  extension.say(ask(nonce));
  const address = await extension.opened();
  const guess = new URL('/ask/AAAAAAAAAAAAAAAAAAAAAA', address);
  assert.equal((await openPage(guess)).status, 404, 'a guessed address');
  assert.equal((await openPage(address, { Host: 'evil.example' })).status, 421, 'DNS rebinding');
  assert.equal(
    (await openPage(address, { 'Sec-Fetch-Mode': 'cors', Origin: 'https://evil.example' })).status,
    403,
  );
  assert.equal((await openPage(address, { 'Sec-Fetch-Dest': 'iframe' })).status, 403, 'a frame');
  const page = await openPage(address);
  assert.equal(page.status, 200, 'and none of these used the address up');
  assert.equal(page.headers['access-control-allow-origin'], undefined);
  assert.equal((await openPage(address)).status, 404, 'the address is good for one showing');
  const foreign: Record<string, string | null>[] = [
    { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
    { Origin: 'http://127.0.0.1:24727', 'Sec-Fetch-Site': 'same-site' },
    { Origin: null },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': null },
  ];
  for (const headers of foreign) {
    assert.equal((await enter(address, page, '9999', { headers })).status, 403, JSON.stringify(headers));
    assert.equal((await enter(address, page, '9999', { headers, action: '/cancel' })).status, 403);
  }
  const forged = page.body.replace(/name="form_token" value="[^"]+"/, 'name="form_token" value="AAAA"');
  const all = await send(address.origin, '/enter', { method: 'GET' });
  assert.equal(all.status, 404, 'no PIN in an address');
  assert.equal(readTries(card, 'authentication'), 3);
  assert.equal((await enter(address, page, '1234')).status, 200, 'the person’s own form still works');
  assert.equal(await verify(card, await extension.hear(), { origin: listed, nonce }), 'the-citizen');
  assert.notEqual(
    (await enter(address, { ...page, body: forged }, '9999').catch(() => undefined))?.status,
    200,
  );
  assert.equal(readTries(card, 'authentication'), 3);
});
