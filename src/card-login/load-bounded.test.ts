import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { loadBounded } from './load-bounded.ts';

const limits = { mostBytes: 1024, milliseconds: 20_000 };

async function open(context: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('an answer of just the largest size is taken whole', async (context) => {
  const url = await open(context, (_request, response) => response.end(Buffer.alloc(1024, 7)));
  assert.deepEqual(await loadBounded(url, limits), Buffer.alloc(1024, 7));
});

test('an answer that grows too large is hung up on then, not when time is over', async (context) => {
  let hungUp: (() => void) | undefined;
  const hangingUp = new Promise<void>((resolve) => (hungUp = resolve));
  const url = await open(context, (_request, response) => {
    response.on('close', () => hungUp?.()).write(Buffer.alloc(1025));
    // And never ends: only whoever counts the bytes can stop here.
  });
  await assert.rejects(loadBounded(url, limits), /too large/);
  await hangingUp;
});

test('a slow answer is given up when time is over, however often it sends a byte', async (context) => {
  const url = await open(context, (_request, response) => {
    const drip = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(drip));
  });
  await assert.rejects(loadBounded(url, { mostBytes: 1 << 20, milliseconds: 300 }), { name: 'TimeoutError' });
});
