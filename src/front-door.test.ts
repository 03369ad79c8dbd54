/** What every request meets first, over HTTP: a page for people, a problem document for programs. */
import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import Koa from 'koa';
import { createFrontDoor } from './front-door.ts';
import { systemClock } from './vocabulary/clock.ts';
import { createLog } from './vocabulary/log.ts';
import { Refusal } from './vocabulary/refusals.ts';

const issuer = 'https://madoguchi.example';
const logged: string[] = [];
const server = createServer();
before(async () => {
  const log = createLog(systemClock, (line) => logged.push(line));
  const app = new Koa();
  app.use(createFrontDoor({ issuer, clock: systemClock, log }));
  app.use((ctx) => {
    if (ctx.path === '/token') {
      ctx.set('Allow', 'POST');
      throw new Refusal('method_not_allowed');
    }
    if (ctx.path === '/defect') throw new Error('a secret detail');
  });
  server.on('request', app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
after(() => {
  server.closeAllConnections();
  server.close();
});

test('a foreign host is refused with a problem document where programs call, whatever they accept', async () => {
  for (const path of ['/v1', '/v1/self-information', '/v1/ledger/head', '/par', '/token', '/jwks']) {
    for (const accept of [undefined, '*/*', 'application/json', 'text/html']) {
      const answer = await call(path, { host: 'attacker.example', ...(accept && { accept }) });
      assert.equal(answer.status, 421, path);
      checkDocument(answer, 'foreign_host');
      assert.doesNotMatch(answer.text, /attacker/);
    }
  }
});

test('a foreign host is refused with a page where people go, and with a document where only JSON is read', async () => {
  for (const accept of [undefined, '*/*', 'text/html,application/xhtml+xml,*/*;q=0.8']) {
    const answer = await call('/my', { host: 'attacker.example', ...(accept && { accept }) });
    assert.equal(answer.status, 421);
    assert.match(String(answer.headers['content-type']), /^text\/html; charset=utf-8$/);
    assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/);
    assert.doesNotMatch(answer.text, /attacker/);
  }
  const document = await call('/card-login/challenge', {
    host: 'attacker.example',
    accept: 'application/json',
  });
  checkDocument(document, 'foreign_host');
});

test('no host at all is a foreign host', async () => {
  assert.equal((await call('/v1/keys', { host: '' })).status, 421);
});

test('the API’s own root is nobody’s page: what is not there is told as a document', async () => {
  const answer = await call('/v1');
  assert.equal(answer.status, 404);
  checkDocument(answer, 'not_found');
  assert.match(String((await call('/v10')).headers['content-type']), /html/);
});

test('whoever refuses a method has said which ones are taken', async () => {
  const answer = await call('/token');
  assert.deepEqual([answer.status, answer.headers.allow], [405, 'POST']);
  checkDocument(answer, 'method_not_allowed');
});

test('a defect of ours is told without its words, on the page, in the document and in the log', async () => {
  for (const accept of ['text/html', 'application/json']) {
    const answer = await call('/defect', { accept });
    assert.equal(answer.status, 500);
    assert.doesNotMatch(answer.text, /secret detail| at /);
  }
  assert.doesNotMatch(logged.join(''), /secret detail/);
});

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  text: string;
}

function checkDocument({ headers, text, status }: Answer, reason: string): void {
  assert.equal(headers['content-type'], 'application/problem+json');
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  const problem = JSON.parse(text) as Record<string, unknown>;
  assert.deepEqual(
    [problem['type'], problem['status'], problem['reason'], problem['trace_id']],
    [`${issuer}/problems/${reason}`, status, reason, headers['x-trace-id']],
  );
}

function call(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    request(
      { port, host: '127.0.0.1', path, headers: { host: 'madoguchi.example', ...headers } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.once('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
      },
    )
      .once('error', reject)
      .end();
  });
}
