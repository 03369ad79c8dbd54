/** Listening and stopping, with real connections. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { Agent, createServer, request, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type HttpServers, openHttpServers } from './http-servers.ts';

test('an answer under way arrives whole, and the drain ends with it though its connection could stay', async (t) => {
  let answer: (() => void) | undefined;
  const { servers, get } = await open(t, (_request, response) => {
    answer = () => response.end('whole');
  });
  const arriving = get();
  await until(() => answer !== undefined);
  const began = performance.now();
  const drained = servers.drain();
  setTimeout(() => answer?.(), 200);
  assert.deepEqual(await arriving, { text: 'whole', connection: 'close' });
  await drained;
  const milliseconds = performance.now() - began;
  assert.ok(milliseconds >= 190 && milliseconds < 2000, `${milliseconds} ms`);
  await assert.rejects(get(), { code: 'ECONNREFUSED' });
});

test('a connection that is merely kept open holds nothing up', async (t) => {
  const { servers, get } = await open(t, (_request, response) => response.end('first'));
  assert.deepEqual(await get(), { text: 'first', connection: 'keep-alive' });
  const began = performance.now();
  await servers.drain();
  assert.ok(performance.now() - began < 1000);
});

test('an answer that never comes is not waited for longer than five seconds', async (t) => {
  let asked = false;
  const { servers, get } = await open(t, () => {
    asked = true;
  });
  const cut = assert.rejects(get());
  await until(() => asked);
  const began = performance.now();
  await servers.drain();
  await cut;
  const milliseconds = performance.now() - began;
  assert.ok(milliseconds > 4500 && milliseconds < 7000, `${milliseconds} ms`);
});

test('a port that is taken, or an address that is not ours, is an error', async () => {
  const taken = createServer();
  const port = await new Promise<number>((resolve) =>
    taken.listen(0, '127.0.0.1', () => resolve((taken.address() as AddressInfo).port)),
  );
  const listener: RequestListener = (_request, response) => response.end();
  await assert.rejects(openHttpServers(listener, { hosts: ['127.0.0.1'], port }), { code: 'EADDRINUSE' });
  await assert.rejects(openHttpServers(listener, { hosts: ['192.0.2.1'], port }), { code: 'EADDRNOTAVAIL' });
  await new Promise((resolve) => taken.close(resolve));
});

/** In a network of its own, whose loopback was never set up, a program finds 127.0.0.1 and no ::1. */
const withoutIpv6 = ['--map-root-user', '--net'];
const canHideIpv6 = spawnSync('unshare', [...withoutIpv6, 'true']).status === 0;

test(
  'on a machine without IPv6 the server listens at 127.0.0.1 alone, and says what is missing',
  { skip: !canHideIpv6 && 'no network namespace without IPv6 can be made here' },
  () => {
    const script = `
      import { openHttpServers } from ${JSON.stringify(fileURLToPath(new URL('http-servers.ts', import.meta.url)))};
      const servers = await openHttpServers(() => {}, { hosts: ['127.0.0.1', '::1'], port: 45999 });
      console.log(JSON.stringify(servers.missing));
      await servers.drain();
      await openHttpServers(() => {}, { hosts: ['::1'], port: 45999 }).catch((error) => console.log(error.message));
    `;
    const node = [process.execPath, '--import', 'tsx', '--input-type=module', '--eval', script];
    const { stdout, stderr } = spawnSync('unshare', [...withoutIpv6, ...node], {
      encoding: 'utf8',
      cwd: fileURLToPath(new URL('..', import.meta.url)),
    });
    assert.equal(stdout, '["::1"]\nthis machine has no address ::1\n', stderr);
  },
);

async function open(
  t: TestContext,
  listener: RequestListener,
): Promise<{ servers: HttpServers; get(): Promise<{ text: string; connection: string | undefined }> }> {
  const port = await freePort();
  const servers = await openHttpServers(listener, { hosts: ['127.0.0.1'], port });
  const agent = new Agent({ keepAlive: true });
  t.after(() => agent.destroy());
  return {
    servers,
    get: () =>
      new Promise((resolve, reject) => {
        request({ host: '127.0.0.1', port, agent }, (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          answer.once('end', () => resolve({ text, connection: answer.headers.connection }));
        })
          .once('error', reject)
          .end();
      }),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 5) {
    if (waited > 5000) assert.fail('it never happened');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
