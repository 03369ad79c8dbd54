import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import Koa from 'koa';
import { parse } from 'node-html-parser';
import { request } from 'undici';
import { createFrontDoor } from './front-door.ts';
import { createPublicPages } from './public-pages.ts';
import { systemClock } from './vocabulary/clock.ts';
import { createLog } from './vocabulary/log.ts';
import { refusals } from './vocabulary/refusals.ts';

let server: Server;
let issuer: string;

before(async () => {
  const app: { answer?: RequestListener } = {};
  server = createServer({ keepAliveTimeout: 120_000 }, (incoming, answer) => app.answer?.(incoming, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const koa = new Koa();
  koa.silent = true;
  koa.use(createFrontDoor({ issuer, clock: systemClock, log: createLog(systemClock, () => undefined) }));
  koa.use(createPublicPages({ issuer }).routes());
  app.answer = koa.callback();
});
after(() => server.close().closeAllConnections());

async function open(path: string, headers: Record<string, string> = {}) {
  const answer = await request(`${issuer}${path}`, { headers });
  const text = await answer.body.text();
  return { status: answer.statusCode, headers: answer.headers, text, html: parse(text) };
}

test('the front page leads to my page, to privacy, to the API’s description and to the errors, in one click', async () => {
  const { html, status } = await open('/');
  assert.equal(status, 200);
  const links = html.querySelectorAll('main a').map((link) => link.getAttribute('href'));
  assert.deepEqual(links, ['/my', '/privacy', '/openapi.yaml', '/problems']);
  for (const path of ['/privacy', '/problems', '/openapi.yaml'])
    assert.equal((await open(path)).status, 200, path);
});

test('the address in a problem’s type opens its page: cause, fix, example', async () => {
  for (const [reason, row] of Object.entries(refusals)) {
    if (reason === 'suppression_changed') continue;
    const { status, html } = await open(`/problems/${reason}`, { 'accept-language': 'en' });
    assert.equal(status, 200, reason);
    const text = html.querySelector('main')?.text ?? '';
    for (const words of [reason, row.title, String(row.status), row.operator, row.integrator, row.citizen.en])
      assert.ok(text.includes(words), `${reason}: ${words}`);
    assert.ok(text.includes(`"type": "${issuer}/problems/${reason}"`), 'an example');
  }
});

test('a reason that is named for the inside has no page, and neither has one that does not exist', async () => {
  assert.ok(!(await open('/problems')).text.includes('suppression'), 'it is not listed');
  for (const reason of ['suppression_changed', 'no_such_reason', 'constructor', '__proto__'])
    assert.equal((await open(`/problems/${reason}`)).status, 404, reason);
});

test('the description of the API is served as it stands, readable for everybody’s tools', async () => {
  const { headers, text } = await open('/openapi.yaml');
  assert.equal(headers['content-type'], 'application/yaml; charset=utf-8');
  assert.equal(headers['access-control-allow-origin'], '*');
  assert.match(text, /^openapi: ['"]?3\.1/m);
});

test('the style sheet is one file of ours', async () => {
  const { status, headers, text } = await open('/assets/style.css');
  assert.deepEqual([status, headers['content-type']], [200, 'text/css; charset=utf-8']);
  assert.match(text, /focus-visible/);
});

test('the language is the browser’s, unless one is chosen', async () => {
  const lang = async (path: string, accept: string) =>
    (await open(path, { 'accept-language': accept })).html.querySelector('html')?.getAttribute('lang');
  assert.equal(await lang('/', 'en-GB,en;q=0.9'), 'en');
  assert.equal(await lang('/', 'fr'), 'ja');
  assert.equal(await lang('/?language=ja', 'en'), 'ja');
  assert.equal(await lang('/?language=<script>', 'en'), 'en');
});
