import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import Koa from 'koa';
import { request } from 'undici';
import { createLoginCookies } from './login-cookie.ts';

test('over https the cookie is for this host alone, kept from scripts, and sent on the way back from the agent', async () => {
  const line = await giveCookie({ secure: true });
  assert.match(line, /^__Host-madoguchi_login_[\w-]{16}=[\w-]{22}\.[\w-]{43}; /);
  for (const attribute of ['path=/', 'secure', 'httponly', 'samesite=lax', 'expires='])
    assert.ok(line.toLowerCase().includes(attribute), attribute);
  assert.doesNotMatch(line, /domain/i);
});

test('on a loopback sandbox the cookie is the same without what needs https', async () => {
  const line = await giveCookie({ secure: false });
  assert.match(line, /^madoguchi_login_/);
  assert.doesNotMatch(line, /secure/i);
});

test('two pages have two cookies, and a path does not show in the name', async () => {
  const [one, other] = [
    await giveCookie({ secure: false }),
    await giveCookie({ secure: false, path: '/interaction/2' }),
  ];
  assert.notEqual(one.split('=')[0], other.split('=')[0]);
  assert.doesNotMatch(other, /interaction/);
});

/** The Set-Cookie line that a server behind a TLS proxy answers. */
async function giveCookie({ secure, path = '/my' }: { secure: boolean; path?: string }): Promise<string> {
  const app = new Koa({ proxy: true });
  const cookies = createLoginCookies({ secure });
  app.use((ctx) => {
    cookies.give(ctx, path, new Date(Date.now() + 60_000));
    ctx.body = 'given';
  });
  const server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const answer = await request(`http://127.0.0.1:${port}`, {
      headers: { 'x-forwarded-proto': 'https' },
      reset: true,
    });
    await answer.body.dump();
    return String(answer.headers['set-cookie']);
  } finally {
    server.close().closeAllConnections();
  }
}
