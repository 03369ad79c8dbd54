/** Card login over real HTTP: who gets in, and which tokens and cards do not. */
import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeAuthority } from '../../certs/authority.ts';
import type { LoginId } from '../vocabulary/identifiers.ts';
import { cardLoginRefusals } from '../vocabulary/refusals/card-login.ts';
import {
  noon,
  later,
  clock,
  agent,
  lines,
  sameSerial,
  citizenOf,
  stores,
  origin,
  first,
  second,
  card,
  lists,
  refused,
  createBrowser,
  loginIn,
  startLogin,
  completion,
  post,
  fetchNonce,
  makeToken,
  send,
  deliver,
  makeCard,
  publish,
  setStage,
} from './rehearsal/stage.ts';

setStage();

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
  assert.equal((await stores.cardLogins.find(login as LoginId))?.proved, null);
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
  assert.match(log, /"event":"card_login","outcome":"crl"/);
});

test('each refusal of the card login was reached by a test above', () => {
  const seen = new Set(lines.map((line) => (JSON.parse(line) as { reason?: string }).reason));
  // Reached beside their routes: agent-request.test.ts, signature-step.test.ts, throttle.test.ts, completion.test.ts.
  const elsewhere = ['foreign_site', 'too_many_login_starts', 'too_many_logins', 'login_not_completed'];
  assert.deepEqual(
    Object.keys(cardLoginRefusals).filter((reason) => !seen.has(reason)),
    elsewhere,
  );
  assert.ok(!seen.has('internal_error'));
});
