/** A login at another device is where relays happen: who stands in between, and what they get. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { LoginId } from '../../vocabulary/identifiers.ts';
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
  lines,
  loginIn,
  makeCard,
  makeToken,
  notCompleted,
  origin,
  post,
  postInPieces,
  recorded,
  refused,
  send,
  setStage,
  stores,
  wanted,
} from '../rehearsal/stage.ts';
import {
  answer,
  confirm,
  formTokenOn,
  goOn,
  makePhone,
  press,
  scan,
  sendCode,
  showCode,
  showNewCode,
  type ShownCode,
} from './rehearsal/phone.ts';

setStage();

let victims: Card;
let attackers: Card;
beforeEach(async () => {
  victims ??= await makePhone('f1', 'first');
  attackers ??= await makePhone('f2', 'second');
});

const stateOf = async ({ login }: ShownCode) => (await stores.cardLogins.find(login as LoginId))?.state;

/** That this browser is nobody's, whatever it does. */
async function isNobody({ browser, path }: ShownCode): Promise<void> {
  assert.doesNotMatch((await browser.get('/anyhow')).body, /citizen: /);
  assert.doesNotMatch((await browser.get(path)).body, /form_token/);
}

/** Two pages whose numbers differ, as those of ninety do but for one time. */
async function showTwo(): Promise<[ShownCode, ShownCode]> {
  const victim = await showCode();
  let attacker = await showCode();
  while (attacker.number === victim.number) attacker = await showNewCode(attacker);
  return [victim, attacker];
}

test('swapped code: an attacker’s code laid over the victim’s is told by its number, and logs nobody in anywhere', async () => {
  const [victim, attacker] = await showTwo();
  const recordedBefore = recorded.length;
  // The victim’s phone reads the attacker’s code; the victim types the number on the victim’s own screen.
  const scanned = await scan(attacker.code);
  await refused(answer(scanned, victim.number, victims), 403, 'phone_number_wrong');
  assert.equal(await stateOf(attacker), 'dead');
  await isNobody(attacker);
  await isNobody(victim);
  assert.equal(recorded.length, recordedBefore);
});

test('swapped code, the other way: a victim’s browser is not logged in as the attacker without the victim’s number', async () => {
  const [victim, attacker] = await showTwo();
  await refused(answer(await scan(victim.code), attacker.number, attackers), 403, 'phone_number_wrong');
  await isNobody(victim);
  const { body, status } = await victim.browser.get(victim.path, { accept: 'text/html' });
  assert.equal(status, 404, 'looking at the login page began another login');
  assert.doesNotMatch(body, /form_token/);
});

test('the page of a login that was ended says why, and what to do', async () => {
  const [victim, attacker] = await showTwo();
  await refused(answer(await scan(victim.code), attacker.number, victims), 403, 'phone_number_wrong');
  const { status, body } = await victim.browser.get(victim.path, { accept: 'text/html' });
  assert.equal(status, 403);
  assert.match(body, /安全のため、このログインを中止しました/);
  assert.ok(lines.some((line) => line.includes('"phone_login_ended"')));
});

test('wrong number: one try, and the right one afterwards is too late', async () => {
  const [shown, other] = await showTwo();
  const scanned = await scan(shown.code);
  await refused(answer(scanned, other.number, victims), 403, 'phone_number_wrong');
  await refused(answer(scanned, shown.number, victims), 404, 'phone_scan_unknown');
  await isNobody(shown);
});

for (const [what, number] of [
  ['as a number', (right: string) => Number(right)],
  ['with a space', (right: string) => `${right} `],
  [
    'in full-width digits',
    (right: string) => right.replace(/\d/g, (digit) => '０１２３４５６７８９'[Number(digit)] ?? ''),
  ],
  ['in a list', (right: string) => [right]],
  ['not at all', () => undefined],
] as const)
  test(`a number that is given ${what} is a wrong one`, async () => {
    const shown = await showCode();
    const scanned = await scan(shown.code);
    await refused(answer(scanned, number(shown.number) as string, victims), 403, 'phone_number_wrong');
  });

test('late code: after its minute a code is read in vain, and nothing ends', async () => {
  const shown = await showCode();
  clock.time = later(60);
  await refused(sendCode(shown.code), 410, 'phone_code_expired');
  const next = await showNewCode(shown);
  await confirm(next, victims);
  assert.equal(await goOn(next), `citizen: ${citizenOf.first}`);
});

test('late answer: two minutes after the scan the phone answers in vain', async () => {
  const shown = await showCode();
  const scanned = await scan(shown.code);
  clock.time = later(120);
  await refused(answer(scanned, shown.number, victims), 404, 'phone_scan_unknown');
});

test('replaced code: a new one ends the one before, and what a phone had begun with it', async () => {
  const old = await showCode();
  const begun = await scan(old.code);
  const fresh = await showNewCode(old);
  await refused(sendCode(old.code), 404, 'phone_code_unknown');
  await refused(answer(begun, old.number, victims), 404, 'phone_scan_unknown');
  await confirm(fresh, victims);
});

test('second scanner: the code that two phones read ends the login for both', async () => {
  const shown = await showCode();
  const spy = await scan(shown.code);
  await refused(sendCode(shown.code), 409, 'phone_code_used');
  assert.equal(await stateOf(shown), 'dead');
  const before = recorded.length;
  await refused(answer(spy, shown.number, attackers), 404, 'login_unknown');
  assert.equal(recorded.length, before, 'nor does the audit trail say that somebody did');
  await isNobody(shown);
});

test('of phones that read one code at the same moment, none logs in', async () => {
  const shown = await showCode();
  const answers = await Promise.all(Array.from({ length: 5 }, () => sendCode(shown.code)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409]);
  assert.equal(await stateOf(shown), 'dead');
});

test('second scanner after the phone confirmed: the person at the computer cannot go on any more', async () => {
  const shown = await showCode();
  await confirm(shown, victims);
  await refused(sendCode(shown.code), 409, 'phone_code_used');
  await isNobody(shown);
});

test('a code or a scan that is made up, or of another shape, is unknown', async () => {
  for (const code of ['A'.repeat(22), '', 'A'.repeat(5000), null, 5, ['A'.repeat(22)], {}])
    await refused(post('/card-login/phone/scan', JSON.stringify({ code })), 404, 'phone_code_unknown');
  const body = { scan: 'A'.repeat(22), number: '10', token: {}, factor: 'pin' };
  for (const scanned of ['A'.repeat(22), '', null, 5])
    await refused(
      post('/card-login/phone/token', JSON.stringify({ ...body, scan: scanned })),
      404,
      'phone_scan_unknown',
    );
  for (const wrong of [{ factor: 'password' }, { factor: undefined }, { token: 'x' }])
    await refused(
      post('/card-login/phone/token', JSON.stringify({ ...body, ...wrong })),
      400,
      'request_malformed',
    );
});

test('replayed scan or token: each serves once, of many that arrive at once too', async () => {
  const shown = await showCode();
  const scanned = await scan(shown.code);
  const answers = await Promise.all(Array.from({ length: 5 }, () => answer(scanned, shown.number, victims)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 404, 404, 404, 404]);
  const next = await showCode();
  const token = makeToken(scanned.nonce, { by: victims });
  const replayed = answer(await scan(next.code), next.number, victims, { token });
  await refused(replayed, 403, 'card_signature_invalid');
  await isNobody(next);
});

test('a token for another site is none for this one', async () => {
  const shown = await showCode();
  const scanned = await scan(shown.code);
  const token = makeToken(scanned.nonce, { by: victims, site: 'https://madoguchi.example' });
  await refused(answer(scanned, shown.number, victims, { token }), 403, 'card_signature_invalid');
});

test('a card is no phone and a phone no card: neither’s token is taken in the other’s place', async () => {
  const shown = await showCode();
  await refused(answer(await scan(shown.code), shown.number, card), 403, 'card_not_trusted');
  const { login } = await showNewCode(shown);
  await refused(send(login, makeToken(await fetchNonce(login), { by: victims })), 403, 'card_not_trusted');
  // Nor is one’s challenge the other’s.
  const next = await showNewCode(shown);
  const token = makeToken(await fetchNonce(login), { by: victims });
  await refused(
    answer(await scan(next.code), next.number, victims, { token }),
    403,
    'card_signature_invalid',
  );
  const scanned = await scan((await showNewCode(shown)).code);
  await fetchNonce(login);
  await refused(send(login, makeToken(scanned.nonce, { by: card })), 403, 'card_signature_invalid');
});

test('a phone that nobody is registered with makes nobody of the browser: a signature has to follow', async () => {
  const shown = await showCode();
  const before = recorded.length;
  await confirm(shown, await makePhone('f3', null));
  assert.match(await goOn(shown), /このスマートフォンで利用するのは初めてです/);
  assert.equal(recorded.length, before, 'nobody logged in');
  // Nor by a representative, who may sit at the computer while the phone is elsewhere.
  const represented = await shown.browser.get('/anyhow?signer=representative');
  assert.doesNotMatch(represented.body, /法定代理人/);
  assert.equal((await fetchStatement(shown.login)).purpose, 'registration');
});

test('nothing on the phone leads a browser on: its confirmation alone logs nobody in', async () => {
  const shown = await showCode();
  await confirm(shown, victims);
  // What the phone knows, in a browser of its own and without the cookie.
  const phonesBrowser = createBrowser();
  assert.equal((await phonesBrowser.get(shown.path)).status, 404);
  const pressed = await press(phonesBrowser, shown.path, 'A'.repeat(43));
  await notCompleted(pressed, phonesBrowser);
  await isNobody(shown);
});

test('waiting logs nobody in: looking at the page, however often, is not going on', async () => {
  const shown = await showCode();
  await confirm(shown, victims);
  for (const path of [shown.path, '/anyhow', `${shown.path}?code=new`, `${shown.path}?code=confirmed`])
    assert.doesNotMatch((await shown.browser.get(path)).body, /citizen: |http-equiv="refresh"/);
  assert.equal(await stateOf(shown), 'delivered');
  assert.equal(await goOn(shown), `citizen: ${citizenOf.first}`);
});

test('another browser that presses “continue” ends the login, for itself and for the one that began it', async () => {
  const shown = await showCode();
  await confirm(shown, victims);
  const formToken = formTokenOn((await shown.browser.get(shown.path)).body);
  const other = createBrowser();
  await other.get('/anyhow');
  await notCompleted(await press(other, shown.path, formToken), other);
  await isNobody(shown);
});

for (const [what, headers] of [
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['another port of this machine', { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' }],
  ['a page that hides where it is from', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['nobody who says so', { origin: '' }],
] as const)
  test(`a “continue” that comes from ${what} ends the login`, async () => {
    const shown = await showCode();
    await confirm(shown, victims);
    const formToken = formTokenOn((await shown.browser.get(shown.path)).body);
    await notCompleted(await press(shown.browser, shown.path, formToken, headers), shown.browser);
    await isNobody(shown);
  });

test('a “continue” without the page’s own token ends the login', async () => {
  for (const formToken of ['', 'A'.repeat(43)]) {
    const shown = await showCode();
    await confirm(shown, victims);
    await notCompleted(await press(shown.browser, shown.path, formToken), shown.browser);
    await isNobody(shown);
  }
});

test('a token of another login’s page does not go on with this one', async () => {
  const [one, other] = [await showCode(), await showCode()];
  await confirm(one, victims);
  await confirm(other, attackers);
  const formToken = formTokenOn((await other.browser.get(other.path)).body);
  await notCompleted(await press(one.browser, one.path, formToken), one.browser);
});

test('pressing twice does no harm, and gives nothing twice', async () => {
  const shown = await showCode();
  await confirm(shown, victims);
  const formToken = formTokenOn((await shown.browser.get(shown.path)).body);
  const presses = await Promise.all([1, 2, 3].map(() => press(shown.browser, shown.path, formToken)));
  for (const { status, headers } of presses)
    assert.deepEqual([status, headers['location']], [303, shown.path]);
  const takes = await Promise.all([1, 2].map(() => shown.browser.get('/anyhow')));
  assert.equal(takes.filter(({ body }) => body.startsWith('citizen: ')).length, 1);
});

test('a card’s login is not completed by the phone’s button: its code comes from the card’s own agent', async () => {
  const { browser, login, path } = await showCode();
  await deliver(login);
  await notCompleted(await press(browser, path, 'A'.repeat(43)), browser);
  assert.doesNotMatch((await browser.get('/anyhow')).body, /citizen: /);
});

test('“continue” before the phone has confirmed ends the login', async () => {
  const shown = await showCode();
  await notCompleted(await press(shown.browser, shown.path, ''), shown.browser);
  await refused(
    sendCode(shown.code).then(async (answered) => {
      assert.equal(answered.status, 200, 'the phone learns it when it answers');
      return answer(JSON.parse(answered.text), shown.number, victims);
    }),
    404,
    'login_unknown',
  );
});

test('a preview, a prefetch or an embedded request neither shows a code nor ends one', async () => {
  const shown = await showCode();
  for (const headers of [
    { 'sec-purpose': 'prefetch' },
    { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
  ])
    assert.equal((await shown.browser.get(shown.path, headers)).status, 403);
  await confirm(shown, victims);
});

test('no page of another site reaches what phones ask for, and each address takes its own method', async () => {
  for (const path of ['/card-login/phone/scan', '/card-login/phone/token'])
    await refused(post(path, '{}', { origin: 'https://evil.example' }), 403, 'foreign_site');
  const browser = createBrowser();
  assert.equal((await browser.get('/card-login/phone/token')).status, 405);
  assert.equal((await browser.get(`/card-login/phone/${'A'.repeat(22)}/continue`)).status, 405);
  assert.equal((await post('/card-login/scan', '{}')).status, 405);
  assert.equal((await browser.get('/card-login/phone/nonsense')).status, 404);
  const large = JSON.stringify({ code: 'A'.repeat(20_000) });
  await refused(post('/card-login/phone/scan', large), 413, 'request_too_large');
  assert.match(await postInPieces('/card-login/phone/scan', large), /request_too_large/);
});

test('what a plain camera opens asks for nothing, and is the same for every code', async () => {
  const { status, body, headers } = await createBrowser().get('/card-login/scan');
  assert.equal(status, 200);
  assert.doesNotMatch(body, /<form|<input|<script/);
  assert.match(body, /何も入力する必要はありません/);
  assert.match(String(headers['content-security-policy']), /default-src 'none'/);
});

test('a login that ran out while the phone was at work takes no answer', async () => {
  const shown = await showCode();
  clock.time = later(1790);
  const late = await showNewCode(shown);
  const scanned = await scan(late.code);
  clock.time = later(1800);
  await refused(answer(scanned, late.number, victims), 404, 'login_unknown');
});

test('a login whose phone’s tokens fail over and over ends', async () => {
  let shown = await showCode();
  for (let count = 0; count < 11; count += 1) {
    const scanned = await scan(shown.code);
    const token = { ...makeToken(scanned.nonce, { by: victims }), format: 'none' };
    await refused(answer(scanned, shown.number, victims, { token }), 400, 'card_token_malformed');
    if (count < 10) shown = await showNewCode(shown);
  }
  await isNobody(shown);
});

/**
 * The one that succeeds. The attacker shows the victim a page with the code and the number of the attacker’s own login,
 * forwarded as they come. All that the phone can hold against it is what its holder reads: who asks, where, on what.
 */
test('live relay: it logs the attacker in as the victim, as a login by another device and no more', async () => {
  const attacker = await showCode();
  const forwarded = { code: attacker.code, number: attacker.number };
  const { status } = await answer(await scan(forwarded.code), forwarded.number, victims);
  assert.equal(status, 200);
  assert.equal(
    await goOn(attacker),
    `citizen: ${citizenOf.first}`,
    'the attacker’s browser is the victim’s now',
  );
  assert.equal(recorded.at(-1)?.authentication.assurance, 'cross_device');
});

test('live relay: where a card is asked for, what was relayed is not taken', async () => {
  const attacker = await showCode();
  await confirm(attacker, victims);
  wanted.set('/anyhow', 'card');
  assert.doesNotMatch(await goOn(attacker), /citizen: /);
  // And where the card was asked for from the beginning, there is no code to forward.
  const sensitive = createBrowser();
  const login = loginIn(await sensitive.get('/sensitive'));
  assert.equal((await sensitive.get(`/card-login/phone/${login}`)).status, 404);
  assert.ok(origin);
});

test('a login that a card has begun, and that goes on with its registration, is none of a phone’s any more', async () => {
  const shown = await showCode();
  const scanned = await scan(shown.code);
  const unknown = await makeCard(first, { serial: '5a19' });
  const { code } = await deliver(shown.login, unknown);
  await shown.browser.get(completion(shown.login, code));
  assert.match((await shown.browser.get('/anyhow')).body, /利用者登録/);
  const page = await shown.browser.get(shown.path);
  assert.deepEqual([page.status, page.headers['location']], [303, '/anyhow']);
  await refused(answer(scanned, shown.number, victims), 404, 'login_unknown');
});
