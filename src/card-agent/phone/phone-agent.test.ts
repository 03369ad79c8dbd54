/** The phone's own pages: who may reach them, what they read, and what reaches the site. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { systemClock } from '../../vocabulary/clock.ts';
import { createLog } from '../../vocabulary/log.ts';
import { navigation, ownPost, readPage, send } from '../rehearsal/browser.ts';
import { makeSoftReader, softHsmLibrary } from '../rehearsal/soft-card.ts';
import { toSites } from '../sites.ts';
import { type PhoneAgent, startPhoneAgent } from './phone-agent.ts';

const code = 'A'.repeat(22);
const reader = makeSoftReader(process.env);
const log: string[] = [];
/** What the site was asked, and what it answers next. */
const asked: { path: string; body: Record<string, unknown> }[] = [];
let answerScan: () => unknown;
let server: Server;
let site = '';
let phone: PhoneAgent;

const goodScan = () => ({
  scan: 'S'.repeat(22),
  nonce: Buffer.alloc(32, 7).toString('base64'),
  asker: { ja: '見本会社', en: 'Sample Company' },
  place: { name: null, same_network: false },
  browser: { name: 'Firefox', system: 'Linux' },
});

before(async () => {
  await reader.add({
    label: 'JPKI (Phone User Authentication)',
    pin: '4812',
    key: 'P-256',
    certificateLabel: 'Phone User Authentication Certificate',
    keyLabel: 'Phone User Authentication Key',
  });
  process.env['SOFTHSM2_CONF'] = reader.configurationFile;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      asked.push({ path, body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown> });
      const answer = path === '/card-login/phone/scan' ? answerScan() : {};
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  phone = await startPhoneAgent({
    port: 0,
    pkcs11Module: softHsmLibrary ?? '',
    sites: toSites([{ origin: site, name: { ja: '試験の窓口', en: 'Test counter' } }]),
    clock: systemClock,
    log: createLog(systemClock, (line) => log.push(line)),
  });
});
after(async () => {
  await phone.stop();
  server.close();
  server.closeAllConnections();
  reader.remove();
});

const openCamera = () => send(phone.origin, '/', { headers: navigation });
const post = (path: string, body: string, headers = ownPost(phone.origin)) =>
  send(phone.origin, path, { method: 'POST', headers, body });
async function scan(text = `${site}/card-login/scan#${code}`) {
  const { formToken, action } = readPage((await openCamera()).body);
  return post(action, `form_token=${formToken}&text=${encodeURIComponent(text)}`);
}
function confirm(page: { body: string }, fields: string, headers?: Record<string, string>) {
  const { formToken, action } = readPage(page.body);
  return post(action, `form_token=${formToken}&${fields}`, headers);
}

test('the phone shows site, asker, place and browser, and answers with number, token and factor', async () => {
  answerScan = goodScan;
  asked.length = 0;
  const page = await scan();
  assert.equal(page.status, 200, log.join(''));
  const { text } = readPage(page.body);
  for (const words of [
    'Test counter',
    site,
    'Sample Company',
    'Unknown place',
    'another network',
    'Firefox on Linux',
  ])
    assert.ok(text.includes(words), words);
  assert.doesNotMatch(page.body, /value="biometrics"/, 'a token without a way of its own offers none');
  // Full-width, as a Japanese keyboard writes it.
  const done = await confirm(page, `number=${encodeURIComponent('４２')}&pin=4812&factor=pin`);
  assert.equal(done.status, 200, log.join(''));
  assert.deepEqual(readPage(done.body).links, [], 'and leads nowhere');
  assert.deepEqual(
    asked.map(({ path }) => path),
    ['/card-login/phone/scan', '/card-login/phone/token'],
  );
  const { scan: answered, number, factor, token } = asked[1]?.body ?? {};
  assert.deepEqual([answered, number, factor], ['S'.repeat(22), '42', 'pin']);
  assert.equal((token as { format: string }).format, 'web-eid:1.0');
});

test('what is no number of two digits, or no PIN, reaches neither key nor site, and the code stays', async () => {
  answerScan = goodScan;
  let page = await scan();
  asked.length = 0;
  for (const fields of [
    'number=&pin=4812&factor=pin',
    'number=4&pin=4812&factor=pin',
    'number=421&pin=4812&factor=pin',
    'number=%E0%A4%A&pin=4812&factor=pin',
    'number=42&pin=481&factor=pin',
    'number=42&pin=ABC123&factor=pin',
  ]) {
    page = await confirm(page, fields);
    assert.equal(page.status, 422, fields);
  }
  assert.deepEqual(asked, []);
  assert.match(readPage(page.body).tries, /No wrong PIN/);
  assert.equal((await confirm(page, 'number=42&pin=4812&factor=pin')).status, 200);
});

test('a phone without a sensor recognises nobody, and a press of that button costs nothing', async () => {
  answerScan = goodScan;
  const page = await confirm(await scan(), 'number=42&pin=&factor=biometrics');
  assert.equal(page.status, 422);
  assert.match(readPage(page.body).text, /not recognised/);
});

test('no other page, port or program’s form reaches the phone’s key, and a form is sent once', async () => {
  answerScan = goodScan;
  const page = await scan();
  const own = ownPost(phone.origin);
  asked.length = 0;
  for (const headers of [
    { ...own, Origin: 'https://evil.example' },
    { ...own, Origin: 'null' },
    { ...own, 'Sec-Fetch-Site': 'same-site' },
    { ...own, 'Sec-Fetch-Dest': 'iframe' },
  ])
    for (const path of ['/scan', '/confirm'])
      assert.equal((await post(path, 'form_token=x&text=y', headers)).status, 403);
  const rebound = { ...own, Host: 'evil.example' };
  assert.equal((await post('/confirm', 'form_token=x&text=y', rebound)).status, 421);
  const frame = { ...navigation, 'Sec-Fetch-Dest': 'iframe' };
  assert.equal((await send(phone.origin, '/', { headers: frame })).status, 403);
  assert.equal((await post('/scan', 'form_token=x&text=y')).status, 403, 'an unknown form');
  assert.equal((await post('/confirm', 'form_token=x&number=42&pin=4812&factor=pin')).status, 403);
  assert.equal((await post('/confirm', 'form_token=x&number=42')).status, 400);
  assert.equal((await confirm(page, 'number=42&pin=4812&factor=pin&more=1')).status, 400);
  assert.deepEqual(asked, []);
  assert.equal((await confirm(page, 'number=42&pin=4812&factor=pin')).status, 200);
  assert.equal((await confirm(page, 'number=42&pin=4812&factor=pin')).status, 403);
});

test('a site that answers nonsense is shown nowhere, and nothing is signed for it', async () => {
  for (const change of [
    { scan: 'short' },
    { nonce: 'short' },
    { asker: { ja: 'x' } },
    { asker: { ja: 'x\u202Ey', en: 'y' } },
    { asker: { ja: 'x', en: 'y'.repeat(201) } },
    { place: null },
    { place: { name: 'here', same_network: true } },
    { browser: 'Firefox' },
  ]) {
    answerScan = () => ({ ...goodScan(), ...change });
    assert.equal((await scan()).status, 502, JSON.stringify(change));
  }
  answerScan = () => ({ ...goodScan(), browser: { name: '<b>Your bank</b>', system: 5 } });
  assert.match(readPage((await scan()).body).text, /unknown on unknown/);
});

test('what is no code of a site on the list is told as such', async () => {
  const before = log.length;
  for (const text of ['', 'https://evil.example', `${site}/card-login/scan`, `${site}/card-login/scan#short`])
    assert.ok((await scan(text)).status >= 400, text);
  assert.equal(
    log
      .slice(before)
      .join('')
      .match(/"phone_code_unreadable"/g)?.length,
    4,
  );
});

test('no log line holds a PIN, a code, a scan or a nonce', () => {
  const said = log.join('').replaceAll(/"(time|trace_id|address)":"[^"]*"/g, '');
  for (const secret of ['4812', code, 'S'.repeat(22), goodScan().nonce]) assert.ok(!said.includes(secret));
});
