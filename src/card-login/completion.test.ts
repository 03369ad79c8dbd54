/** The way back into the browser: only where code and cookie come together does a login count. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import {
  later,
  clock,
  agent,
  citizenOf,
  origin,
  second,
  refused,
  notCompleted,
  createBrowser,
  loginIn,
  completion,
  post,
  deliver,
  makeCard,
  setStage,
} from './rehearsal/stage.ts';

setStage();

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
  assert.doesNotMatch(waiting.body, /http-equiv="refresh"/, 'and nothing happens by itself');
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

test('a login for one page opens no other, though its cookie be moved there', async () => {
  const browser = createBrowser();
  const login = loginIn(await browser.get('/my'));
  const [mine = ''] = browser.cookies.keys();
  await browser.get('/interaction/x');
  const other =
    [...browser.cookies.keys()].find((name) => name !== mine) ?? assert.fail('one cookie for both');
  const moved = browser.cookies.get(mine) ?? '';
  browser.cookies.set(other, moved);
  assert.notEqual(loginIn(await browser.get('/interaction/x')), login, 'a login of its own was started');
  await browser.get(completion(login, (await deliver(login)).code));
  browser.cookies.set(other, moved);
  assert.doesNotMatch((await browser.get('/interaction/x')).body, /citizen:/);
  assert.match((await browser.get('/my')).body, /citizen:/, 'it still opens its own page');
});

test('the failed login’s page sends nobody to a company they did not come from', async () => {
  const { body } = await createBrowser().get('/card-login/not-completed?language=en');
  assert.match(body, /go back to where you came from \(the company’s site, or your page\)/);
});

test('the login page, looked at again, goes on with one login until it is over', async () => {
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
  assert.match(page.body, /href="\/my\?language=en"/);
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
  const next = loginIn(await browser.get('/my'));
  other.cookies.set(name, `${next}.${'A'.repeat(43)}`);
  assert.notEqual(loginIn(await other.get('/my')), next, 'a guess does not go on with another’s login');
  other.cookies.set(name, 'nonsense');
  assert.equal((await other.get('/my')).status, 200);
});

test('a cookie that was planted before the login opens nothing after it: completing gives the browser a fresh one', async () => {
  const attacker = createBrowser();
  const login = loginIn(await attacker.get('/my'));
  // The victim's browser was made to hold the attacker's cookie, and the victim logs in with it.
  const victim = createBrowser();
  for (const [name, value] of attacker.cookies) victim.cookies.set(name, value);
  const { code } = await deliver(login);
  await victim.get(completion(login, code));
  assert.notDeepEqual([...victim.cookies], [...attacker.cookies]);
  assert.doesNotMatch((await attacker.get('/my')).body, /citizen: /);
  assert.equal((await victim.get('/my')).body, `citizen: ${citizenOf.first}`);
});

test('pressed twice at once, or again with the cookie from before, the same browser only goes on', async () => {
  const browser = createBrowser();
  const login = loginIn(await browser.get('/my'));
  const { code } = await deliver(login);
  const before = createBrowser();
  for (const [name, value] of browser.cookies) before.cookies.set(name, value);
  const both = await Promise.all([1, 2].map(() => before.get(completion(login, code))));
  for (const { status, headers } of both) assert.deepEqual([status, headers['location']], [303, '/my']);
  for (const [name, value] of browser.cookies) before.cookies.set(name, value);
  const again = await before.get(completion(login, code));
  assert.deepEqual([again.status, again.headers['location']], [303, '/my']);
  assert.doesNotMatch((await before.get('/my')).body, /citizen: /, 'the old cookie opens nothing');
});
