/** Throttling, as unit and over real HTTP: what is bounded, and who is never locked out by it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBuckets } from './buckets.ts';
import {
  card,
  clock,
  createBrowser,
  deliver,
  fetchNonce,
  later,
  loginIn,
  makeCard,
  makeToken,
  post,
  refused,
  second,
  send,
  setStage,
  startLogin,
} from './rehearsal/stage.ts';
import { createThrottle, toNetwork } from './throttle.ts';

setStage();

test('a bucket gives what it holds, then what comes back, and says how long that takes', () => {
  const time = { at: 0, now: () => new Date(time.at) };
  const buckets = createBuckets({ holds: 3, refillsPerSecond: 0.5 }, { mostKeys: 10, clock: time });
  assert.deepEqual(
    [1, 2, 3, 4].map(() => buckets.take('a')),
    [0, 0, 0, 2],
  );
  assert.equal(buckets.take('b'), 0, 'another key has a bucket of its own');
  time.at = 1999;
  assert.equal(buckets.take('a'), 1);
  time.at = 2000;
  assert.deepEqual([buckets.take('a'), buckets.take('a')], [0, 2]);
  time.at = 3600_000;
  assert.deepEqual(
    [1, 2, 3, 4].map(() => buckets.take('a')),
    [0, 0, 0, 2],
    'never more than it holds',
  );
  time.at = 0;
  assert.equal(buckets.take('a'), 2, 'a clock set back gives nothing');
});

test('buckets that are given once are never full again, and memory is bounded', () => {
  const once = createBuckets({ holds: 1, refillsPerSecond: 0 }, { mostKeys: 2, clock });
  assert.deepEqual([once.take('a'), once.take('a')], [0, Infinity]);
  once.take('b');
  once.take('c');
  assert.equal(
    once.take('a'),
    0,
    'the one used longest ago was forgotten, which lets in and locks nobody out',
  );
});

test('an IPv6 host is counted by its network, an IPv4 one by itself however it is written', () => {
  assert.equal(toNetwork('192.0.2.7'), '192.0.2.7');
  assert.equal(toNetwork('::ffff:192.0.2.7'), '192.0.2.7');
  assert.equal(toNetwork('2001:db8:0:1:2:3:4:5'), '2001:db8:0:1::/64');
  assert.equal(toNetwork('2001:0DB8::ffff'), '2001:db8:0:0::/64');
  assert.equal(toNetwork('fe80::1%eth0'), 'fe80:0:0:0::/64');
  assert.equal(toNetwork('::1'), '0:0:0:0::/64');
  assert.notEqual(toNetwork('2001:db8:0:1::1'), toNetwork('2001:db8:0:2::1'));
});

test('who begins logins without end is told to wait; another address is not', () => {
  const throttle = createThrottle({ clock });
  for (let count = 0; count < 300; count += 1) throttle.beginLogin('192.0.2.7');
  assert.throws(() => throttle.beginLogin('192.0.2.7'), {
    reason: 'too_many_login_starts',
    retryAfterSeconds: 1,
  });
  throttle.beginLogin('192.0.2.8');
});

test('the page says so with its status and when to come back, and a login that was begun goes on', async () => {
  const browser = createBrowser();
  const login = loginIn(await browser.get('/my'));
  let refusal: Awaited<ReturnType<typeof browser.get>> | undefined;
  for (let count = 0; count < 400 && !refusal; count += 1) {
    const page = await createBrowser().get('/my', { accept: 'text/html' });
    if (page.status !== 200) refusal = page;
  }
  assert.equal(refusal?.status, 429);
  assert.equal(refusal.headers['retry-after'], '1');
  assert.match(refusal.body, /カードに問題はありません/);
  assert.equal(loginIn(await browser.get('/my')), login, 'looking at it again begins nothing');
  await deliver(login);
});

test('a login that fails more than ten times ends, and nothing else with it', async () => {
  clock.time = later(600);
  const [mine, neighbours] = [await startLogin(), await startLogin()];
  for (let count = 0; count < 10; count += 1)
    await refused(
      send(mine, { ...makeToken(await fetchNonce(mine)), format: 'none' }),
      400,
      'card_token_malformed',
    );
  const token = makeToken(await fetchNonce(mine));
  await refused(send(mine, { ...token, format: 'none' }), 400, 'card_token_malformed');
  await refused(post('/card-login/challenge', JSON.stringify({ login: mine })), 404, 'login_unknown');
  await deliver(neighbours);
});

test('who knows a citizen’s certificate and not their card cannot use up the card’s logins', async () => {
  clock.time = later(1200);
  const stranger = { ...(await makeCard(second)), certificate: card.certificate };
  for (let count = 0; count < 60; count += 1) {
    const login = await startLogin();
    await refused(
      send(login, makeToken(await fetchNonce(login), { by: stranger })),
      403,
      'card_signature_invalid',
    );
  }
  await deliver(await startLogin());
});

test('a card that logs in over and over is told to wait, by minutes, and is not locked', async () => {
  clock.time = later(1800);
  const busy = await makeCard(second);
  for (let count = 0; count < 20; count += 1) await deliver(await startLogin(), busy);
  const login = await startLogin();
  const answer = await refused(
    send(login, makeToken(await fetchNonce(login), { by: busy })),
    429,
    'too_many_logins',
  );
  assert.equal(answer.headers['retry-after'], '30');
  await deliver(await startLogin(), card);
  clock.time = later(1831);
  await deliver(await startLogin(), busy);
});
