/** The signature certificate over real HTTP: when it is asked for, what it signs, and who gets in by it. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { LoginId } from '../vocabulary/identifiers.ts';
import { toSignatureStatement } from '../vocabulary/signature-statement.ts';
import {
  type Card,
  card,
  citizenOf,
  clock,
  completion,
  createBrowser,
  deliver,
  fetchNonce,
  fetchStatement,
  first,
  later,
  loginIn,
  makeCard,
  makeSignature,
  makeSignatureCard,
  makeToken,
  post,
  publish,
  recorded,
  refused,
  send,
  sendSignature,
  setStage,
  signing,
  someAttributes,
  startLogin,
  stores,
} from './rehearsal/stage.ts';

setStage();

let mine: Card;
beforeEach(async () => {
  mine ??= await makeSignatureCard();
});

/** A browser whose card logged in where the signature is needed too. */
async function stepUp() {
  const browser = createBrowser();
  const login = loginIn(await browser.get('/sensitive'));
  const { code } = await deliver(login);
  await browser.get(completion(login, code));
  const page = await browser.get('/sensitive');
  return { browser, login, page };
}

test('where a card alone is not enough, the signature certificate is asked for in the same login, then it is', async () => {
  const { browser, login, page } = await stepUp();
  assert.match(page.body, /署名用電子証明書/);
  assert.match(page.body, new RegExp(`/sign\\?site=http%3A%2F%2Flocalhost%3A\\d+&amp;login=${login}`));
  const statement = await fetchStatement(login);
  assert.equal(statement.purpose, 'step_up');
  const { status, json } = await sendSignature(login, makeSignature(statement, mine));
  assert.equal(status, 200);
  const done = await browser.get(completion(login, json['code'] ?? ''));
  assert.deepEqual([done.status, done.headers['location']], [303, '/sensitive']);
  assert.equal((await browser.get('/sensitive')).body, `citizen: ${citizenOf.first}`);
  const { authentication } = recorded.at(-1) ?? assert.fail('nothing was recorded');
  assert.equal(authentication.assurance, 'signature');
  for (const { revocation } of authentication.used)
    assert.equal(
      (await stores.revocationEvidence.find(revocation.evidence))?.kind,
      revocation.source,
      'what was relied on is kept',
    );
  assert.deepEqual(
    authentication.used.map(({ kind, factor }) => [kind, factor]),
    [
      ['user_authentication', 'pin'],
      ['digital_signature', 'password'],
    ],
  );
});

test('a card of the next generation signs as well', async () => {
  const { login } = await stepUp();
  const next = await makeCard(signing, { serial: 'b1', attributes: someAttributes }, 'ES384');
  assert.equal((await sendSignature(login, makeSignature(await fetchStatement(login), next))).status, 200);
});

test('the signature of another person’s card is refused', async () => {
  const { login } = await stepUp();
  const other = await makeSignatureCard({ serial: 'b2' });
  await refused(
    sendSignature(login, makeSignature(await fetchStatement(login), other)),
    403,
    'signature_of_another',
  );
  assert.equal((await stores.cardLogins.find(login as LoginId))?.state, 'started');
});

test('only our own words are signed for: another purpose, site, nonce or one letter more is refused', async () => {
  const { login } = await stepUp();
  const texts: ((statement: Awaited<ReturnType<typeof fetchStatement>>) => string)[] = [
    (statement) => toSignatureStatement({ ...statement, purpose: 'registration' }),
    (statement) => toSignatureStatement({ ...statement, site: 'https://madoguchi.example' }),
    (statement) => toSignatureStatement({ ...statement, nonce: Buffer.alloc(32).toString('base64') }),
    (statement) => `${toSignatureStatement(statement)} `,
    (statement) => toSignatureStatement(statement).trimEnd(),
    (statement) => toSignatureStatement(statement).replaceAll('\n', '\r\n'),
  ];
  for (const write of texts) {
    const statement = await fetchStatement(login);
    const signature = makeSignature(statement, mine, write(statement));
    await refused(sendSignature(login, signature), 403, 'card_signature_invalid');
  }
});

test('a login token is no signature, a signature is no login token, and neither certificate does the other’s work', async () => {
  const { login } = await stepUp();
  const { nonce } = await fetchStatement(login);
  await refused(sendSignature(login, makeToken(nonce, { by: mine })), 400, 'card_token_malformed');
  const relabelled = { ...makeToken(nonce, { by: mine }), format: 'madoguchi-signature:1' };
  await fetchStatement(login);
  await refused(sendSignature(login, relabelled), 403, 'card_signature_invalid');
  await refused(
    sendSignature(login, makeSignature(await fetchStatement(login), card)),
    403,
    'card_not_trusted',
  );
  const fresh = await startLogin();
  await refused(send(fresh, makeToken(await fetchNonce(fresh), { by: mine })), 403, 'card_not_trusted');
});

test('a certificate that is revoked, expired, or of another policy or usage signs for nobody', async () => {
  const cases = [
    [{ notAfter: later(-1) }, 'card_expired'],
    [{ policyOid: '1.2.392.200149.8.5.1.3.30' }, 'card_not_trusted'],
    [{ keyUsage: ['digitalSignature'] }, 'card_not_trusted'],
    [{ extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'] }, 'card_not_trusted'],
  ] as const;
  const { login } = await stepUp();
  for (const [options, reason] of cases) {
    const by = await makeSignatureCard(options);
    await refused(sendSignature(login, makeSignature(await fetchStatement(login), by)), 403, reason);
  }
});

test('a signature certificate that died, as it does when its holder moves, is refused; the login card is not', async () => {
  await publish({ signing: ['b1'] });
  const { login } = await stepUp();
  await refused(sendSignature(login, makeSignature(await fetchStatement(login), mine)), 403, 'card_revoked');
  await deliver(await startLogin());
});

test('a statement is given only in the signature step, and a delivery counts once', async () => {
  const started = await startLogin();
  const ask = (login: string) => post('/card-login/statement', JSON.stringify({ login }));
  await refused(ask(started), 404, 'login_unknown');
  const { code } = await deliver(started);
  await refused(ask(started), 404, 'login_unknown');
  assert.ok(code);
  const { login } = await stepUp();
  // The first step is over: no token is taken in its place.
  await refused(post('/card-login/challenge', JSON.stringify({ login })), 404, 'login_unknown');
  const signature = makeSignature(await fetchStatement(login), mine);
  const answers = await Promise.all(Array.from({ length: 8 }, () => sendSignature(login, signature)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  await refused(sendSignature(login, signature), 404, 'login_unknown');
});

test('a statement may be read for ten minutes', async () => {
  const { login } = await stepUp();
  const slow = makeSignature(await fetchStatement(login), mine);
  clock.time = later(599);
  assert.equal((await sendSignature(login, slow)).status, 200);
});

test('a statement ten minutes old is signed in vain', async () => {
  const { login } = await stepUp();
  const signature = makeSignature(await fetchStatement(login), mine);
  clock.time = later(600);
  await refused(sendSignature(login, signature), 409, 'challenge_unknown');
});

test('the signature’s completion code needs the browser that logged in', async () => {
  const { browser, login } = await stepUp();
  const { json } = await sendSignature(login, makeSignature(await fetchStatement(login), mine));
  const elsewhere = await createBrowser().get(completion(login, json['code'] ?? ''));
  assert.match(String(elsewhere.headers['location']), /not-completed/);
  await browser.get(completion(login, json['code'] ?? ''));
  assert.doesNotMatch((await browser.get('/sensitive')).body, /citizen: /);
});

test('a card that nobody is registered with is led to register, and is nobody until then', async () => {
  const browser = createBrowser();
  const login = loginIn(await browser.get('/my'));
  const { code } = await deliver(login, await makeCard(first, { serial: '5a18' }));
  const before = recorded.length;
  await browser.get(completion(login, code));
  const page = await browser.get('/my');
  assert.match(page.body, /利用者登録/);
  assert.equal((await fetchStatement(login)).purpose, 'registration');
  const other = await browser.get('/my?signer=representative');
  assert.match(other.body, /法定代理人/);
  assert.equal((await fetchStatement(login)).purpose, 'representative_registration');
  assert.equal(recorded.length, before, 'nobody logged in yet');
});
