/** What is for card agents, called by others, or with anything but what it takes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  refused,
  notCompleted,
  postInPieces,
  createBrowser,
  startLogin,
  post,
  fetchNonce,
  makeToken,
  send,
  setStage,
} from './rehearsal/stage.ts';

setStage();

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
