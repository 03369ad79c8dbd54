/**
 * Who tries to reach the card behind the citizen's back. Every attack posts a wrong PIN with an otherwise valid form:
 * the card's own flags then show whether it lost a try.
 */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { type Answer, navigation, ownPost, readPage, send } from './rehearsal/browser.ts';
import { loginId, setStage, type Stage } from './rehearsal/stage.ts';

let stage: Stage;
let port: string;
before(async () => {
  stage = await setStage(process.env);
  ({ port } = new URL(stage.agent.origin));
  await stage.insert({});
});
after(() => stage.close());

interface Attack {
  name: string;
  headers?: () => Record<string, string | string[] | null>;
  method?: string;
  path?: string;
  body?: (formToken: string) => string;
  /** The status of the refusal that is meant, where another check would refuse too. */
  status?: number;
}

const header = (
  name: string,
  value: string | string[] | null | (() => string),
): (() => Record<string, string | string[] | null>) => {
  return () => ({ [name]: typeof value === 'function' ? value() : value });
};

const attacks: Attack[] = [
  // DNS rebinding, and every other name for this machine.
  { name: 'a rebound host name', headers: header('Host', () => `rebound.example:${port}`) },
  { name: 'the name localhost', headers: header('Host', () => `localhost:${port}`) },
  { name: 'the host without a port', headers: header('Host', '127.0.0.1') },
  { name: 'the host with another port', headers: header('Host', '127.0.0.1:1') },
  { name: 'the host with a dot', headers: header('Host', () => `127.0.0.1.:${port}`) },
  { name: 'another loopback address', headers: header('Host', () => `127.0.0.2:${port}`) },
  { name: 'the IPv6 loopback address', headers: header('Host', () => `[::1]:${port}`) },
  { name: 'an unspecified address', headers: header('Host', () => `0.0.0.0:${port}`) },
  { name: 'a decimal address', headers: header('Host', () => `2130706433:${port}`) },
  { name: 'an empty host', headers: header('Host', '') },
  { name: 'two hosts', headers: () => ({ Host: [`127.0.0.1:${port}`, `rebound.example:${port}`] }) },
  {
    name: 'a forwarded host',
    headers: () => ({ Host: 'rebound.example', 'X-Forwarded-Host': `127.0.0.1:${port}` }),
  },
  // Cross-site and same-site requests.
  { name: 'no Origin', headers: header('Origin', null) },
  { name: 'Origin null', headers: header('Origin', 'null') },
  { name: 'the origin of the listed site itself', headers: header('Origin', () => stage.site.origin) },
  { name: 'the origin of another port', headers: header('Origin', 'http://127.0.0.1:1') },
  {
    name: 'the origin under the name localhost',
    headers: header('Origin', () => `http://localhost:${port}`),
  },
  { name: 'the origin with https', headers: header('Origin', () => `https://127.0.0.1:${port}`) },
  { name: 'the origin with a slash', headers: header('Origin', () => `http://127.0.0.1:${port}/`) },
  { name: 'two origins', headers: () => ({ Origin: [stage.agent.origin, 'https://evil.example'] }) },
  { name: 'no Sec-Fetch-Site', headers: header('Sec-Fetch-Site', null) },
  { name: 'Sec-Fetch-Site cross-site', headers: header('Sec-Fetch-Site', 'cross-site') },
  { name: 'Sec-Fetch-Site same-site: another port', headers: header('Sec-Fetch-Site', 'same-site') },
  { name: 'Sec-Fetch-Site none', headers: header('Sec-Fetch-Site', 'none') },
  { name: 'two Sec-Fetch-Site', headers: header('Sec-Fetch-Site', ['same-origin', 'cross-site']) },
  { name: 'a fetch', headers: () => ({ 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }) },
  { name: 'a fetch that hides its answer', headers: header('Sec-Fetch-Mode', 'no-cors') },
  { name: 'a frame', headers: header('Sec-Fetch-Dest', 'iframe') },
  { name: 'an embedded object', headers: header('Sec-Fetch-Dest', 'object') },
  // The form token.
  { name: 'no form token', body: () => 'pin=9999' },
  { name: 'an empty form token', body: () => 'form_token=&pin=9999' },
  { name: 'a guessed form token', body: () => 'form_token=AAAAAAAAAAAAAAAAAAAAAA&pin=9999' },
  { name: 'a form token with more behind it', body: (token) => `form_token=${token}A&pin=9999` },
  { name: 'a form token named like an object’s own', body: () => 'form_token=__proto__&pin=9999' },
  // The form.
  { name: 'two PINs', body: (token) => `form_token=${token}&pin=9999&pin=9998` },
  {
    name: 'a site of its own',
    body: (token) => `form_token=${token}&pin=9999&site=https%3A%2F%2Fevil.example`,
  },
  { name: 'a return address in the form’s address', path: '/login?return=https%3A%2F%2Fevil.example' },
  { name: 'a site in the form’s address', path: '/login?site=https%3A%2F%2Fevil.example' },
  { name: 'a form as text', headers: header('Content-Type', 'text/plain') },
  { name: 'a form as JSON', headers: header('Content-Type', 'application/json') },
  { name: 'a multipart form', headers: header('Content-Type', 'multipart/form-data; boundary=a') },
  { name: 'a form without a type', headers: header('Content-Type', null) },
  {
    name: 'a form that is too large',
    body: (token) => `form_token=${token}&pin=${'9'.repeat(2000)}`,
    status: 413,
  },
  { name: 'a body of nothing', body: () => '' },
  // Methods.
  { name: 'PUT', method: 'PUT' },
  { name: 'DELETE', method: 'DELETE' },
  { name: 'PATCH', method: 'PATCH' },
  { name: 'another path', path: '/login/' },
  { name: 'a path above', path: '/x/../login' },
];

for (const attack of attacks) {
  test(`a post with ${attack.name} is refused, and the card lost no try`, async () => {
    const { formToken } = readPage((await stage.open()).body);
    assert.ok(formToken);
    stage.site.asked.length = 0;
    const answer = await send(stage.agent.origin, attack.path ?? '/login', {
      method: attack.method ?? 'POST',
      headers: { ...ownPost(stage.agent.origin), ...attack.headers?.() },
      body: attack.body?.(formToken) ?? `form_token=${formToken}&pin=9999`,
    });
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
    if (attack.status) assert.equal(answer.status, attack.status);
    checkClosed(answer);
    assert.deepEqual(stage.site.asked, [], 'the site was not asked for a challenge');
    await checkUntouched();
  });
}

for (const pin of [
  '',
  '1',
  '123',
  '12345',
  '999９',
  'abcd',
  '99%399',
  '９９９９',
  '%EF%BC%99',
  '-999',
  '9 99',
  '999\n',
]) {
  test(`an entry that is not four digits never reaches the card: ${JSON.stringify(pin)}`, async () => {
    stage.site.asked.length = 0;
    const again = await stage.enter(await stage.open(), pin);
    assert.equal(again.status, 422);
    assert.match(readPage(again.body).text, /as 4 digits. This did not use up a try/);
    assert.deepEqual(stage.site.asked, []);
    await checkUntouched();
    assert.ok(readPage(again.body).formToken, 'and it can be entered again');
  });
}

test('a form is taken once: sent again, it costs no try', async () => {
  await stage.insert({});
  const page = await stage.open();
  assert.equal((await stage.enter(page, '1234')).status, 200);
  const second = await stage.enter(page, '9999');
  assert.equal(second.status, 403);
  assert.match(readPage(second.body).text, /form cannot be used any more/);
  await checkUntouched();
});

test('of the same form sent ten times at once with a wrong PIN, the card sees one', async () => {
  await stage.insert({});
  const page = await stage.open();
  const statuses = (await Promise.all(Array.from({ length: 10 }, () => stage.enter(page, '9999')))).map(
    ({ status }) => status,
  );
  assert.deepEqual(statuses.sort(), [...Array<number>(9).fill(403), 422]);
});

test('a second form, opened before a wrong PIN, does not go on to the next try unseen', async () => {
  await stage.insert({});
  const [first, second] = [await stage.open(), await stage.open()];
  const [one, two] = await Promise.all([stage.enter(first, '9999'), stage.enter(second, '9998')]);
  const texts = [one, two].map(({ body }) => readPage(body).text);
  assert.equal(texts.filter((text) => text.includes('The PIN is not correct')).length, 1);
  assert.equal(texts.filter((text) => text.includes('your entry was not used')).length, 1);
});

test('a page that opens the agent over and over lets forms expire, and fills no memory', async () => {
  await stage.insert({});
  const first = await stage.open();
  for (let time = 0; time < 32; time += 1) await stage.open();
  assert.equal((await stage.enter(first, '9999')).status, 403);
  await checkUntouched();
});

for (const [name, headers] of [
  ['a frame', { 'Sec-Fetch-Dest': 'iframe' }],
  ['an image', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
  [
    'a script’s fetch',
    { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty', Origin: 'https://evil.example' },
  ],
  ['a fetch of an old browser', { ...none(), Origin: 'https://evil.example' }],
  ['a navigation that leaves its destination out', { 'Sec-Fetch-Dest': null }],
  ['a rebound host name', { Host: 'rebound.example' }],
] as const) {
  test(`the PIN page is not given to ${name}`, async () => {
    const answer = await send(stage.agent.origin, loginPath(), { headers: { ...navigation, ...headers } });
    assert.ok([403, 421].includes(answer.status), `${answer.status}`);
    assert.equal(readPage(answer.body).formToken, '');
    checkClosed(answer);
  });
}

test('a browser without Sec-Fetch headers still gets the page', async () => {
  await stage.insert({});
  const answer = await send(stage.agent.origin, loginPath(), { headers: { ...navigation, ...none() } });
  assert.equal(answer.status, 200);
});

test('a preflight learns nothing: there is no CORS here', async () => {
  for (const path of ['/login', '/assets/style.css', '/']) {
    const answer = await send(stage.agent.origin, path, {
      method: 'OPTIONS',
      headers: {
        Origin: stage.site.origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Private-Network': 'true',
      },
    });
    assert.ok([404, 405].includes(answer.status));
    checkClosed(answer);
  }
});

test('the style sheet is given to the agent’s own pages only', async () => {
  const ask = (site: string): Promise<Answer> =>
    send(stage.agent.origin, '/assets/style.css', {
      headers: { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'style' },
    });
  assert.equal((await ask('same-origin')).status, 200);
  assert.equal((await ask('cross-site')).status, 403);
  assert.equal((await ask('same-site')).status, 403);
});

for (const start of ['POST http://rebound.example/login', 'POST http://127.0.0.1/login', 'POST //login']) {
  test(`a request line with an address of its own is refused: ${start}`, async () => {
    const { formToken } = readPage((await stage.open()).body);
    const body = `form_token=${formToken}&pin=9999`;
    const headers = Object.entries({
      Host: `127.0.0.1:${port}`,
      ...ownPost(stage.agent.origin),
      'Content-Length': body.length,
    });
    const answer = await sendRaw(
      `${start} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
    );
    assert.match(answer, /^HTTP\/1.1 4\d\d /);
    await checkUntouched();
  });
}

test('a request without a Host is refused, in the oldest HTTP too', async () => {
  assert.match(await sendRaw('POST /login HTTP/1.0\r\n\r\n'), /^HTTP\/1.1 421 /);
  assert.match(await sendRaw('POST /login HTTP/1.1\r\n\r\n'), /^HTTP\/1.1 400 /);
});

test('the agent listens on this machine’s loopback address only', async () => {
  const { networkInterfaces } = await import('node:os');
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address && !address.internal && address.family === 'IPv4');
  for (const host of ['::1', ...(outside ? [outside.address] : [])]) {
    const answer = await new Promise((resolve) => {
      const socket = connect({ host, port: Number(port) });
      socket.once('connect', () => resolve('connected')).once('error', () => resolve('refused'));
      socket.once('connect', () => socket.destroy());
    });
    assert.equal(answer, 'refused', host);
  }
});

test('the same wrong PIN in the agent’s own form does cost a try: the attacks above would have been seen', async () => {
  await stage.insert({});
  await checkUntouched();
  await stage.enter(await stage.open(), '9999');
  assert.match(readPage((await stage.open()).body).tries, /entered wrongly before/);
});

async function checkUntouched(): Promise<void> {
  assert.match(readPage((await stage.open()).body).tries, /No wrong entry is recorded/);
}

/** No answer may be read across origins, framed, remembered, or set a cookie. */
function checkClosed({ headers }: Answer): void {
  for (const name of Object.keys(headers)) assert.doesNotMatch(name, /^access-control|^set-cookie/);
  assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/);
  assert.equal(headers['cache-control'], 'no-store');
}

function loginPath(): string {
  return `/login?${new URLSearchParams({ site: stage.site.origin, login: loginId })}`;
}

/** Every Sec-Fetch header left out. */
function none(): Record<string, null> {
  return Object.fromEntries(
    ['Sec-Fetch-Site', 'Sec-Fetch-Mode', 'Sec-Fetch-Dest', 'Sec-Fetch-User'].map((name) => [name, null]),
  );
}

function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port) });
    const chunks: Buffer[] = [];
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      socket.end();
    });
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.on('error', reject);
    socket.write(text);
  });
}
