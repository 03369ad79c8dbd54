import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '../vocabulary/clock.ts';
import { createLog } from '../vocabulary/log.ts';
import { type CardAgent, startAgent } from './agent.ts';
import { navigation, ownPost, readPage, send, type Answer } from './rehearsal/browser.ts';
import { type RehearsalSite, startSite } from './rehearsal/site.ts';
import { makeSoftReader, softHsmLibrary, type SoftReader } from './rehearsal/soft-card.ts';
import { toSites } from './sites.ts';

const login = 'AAAAAAAAAAAAAAAAAAAAAA';
const lines: string[] = [];
let agent: CardAgent;
let site: RehearsalSite;
const readers: SoftReader[] = [];

before(async () => {
  site = await startSite();
  agent = await startAgent({
    port: 0,
    pkcs11Module: softHsmLibrary ?? '/nowhere',
    sites: toSites([{ origin: site.origin, name: { ja: '試験の窓口', en: 'Test counter' } }]),
    styleSheet: 'body{}',
    clock: systemClock,
    log: createLog(systemClock, (line) => lines.push(line)),
    siteMilliseconds: 1500,
  });
});

after(async () => {
  await agent.stop();
  await site.close();
  readers.forEach((reader) => reader.remove());
});

async function insert(...orders: Parameters<SoftReader['add']>[0][]): Promise<Buffer[]> {
  const reader = makeSoftReader();
  readers.push(reader);
  const certificates: Buffer[] = [];
  for (const order of orders) certificates.push(await reader.add(order));
  process.env['SOFTHSM2_CONF'] = reader.configurationFile;
  return certificates;
}

const open = (): Promise<Answer> =>
  send(agent.origin, `/login?${new URLSearchParams({ site: site.origin, login })}`, { headers: navigation });

async function enter(page: Answer, pin: string): Promise<Answer> {
  const { formToken, action } = readPage(page.body);
  const body = `form_token=${formToken}&pin=${pin}`;
  return send(agent.origin, action, { method: 'POST', headers: ownPost(agent.origin), body });
}

for (const [key, algorithm] of [
  ['rsa', 'RS256'],
  ['P-256', 'ES256'],
  ['P-384', 'ES384'],
] as const) {
  test(`a card with a key of kind ${key} logs in with ${algorithm}, and the browser is sent back to complete it`, async () => {
    const [certificate] = await insert({ key });
    site.verified.length = 0;
    const page = await open();
    assert.equal(page.status, 200, lines.join(''));
    const done = await enter(page, '1234');
    assert.equal(done.status, 200, lines.join(''));
    assert.deepEqual(site.verified, [{ certificate, algorithm }]);
    const { refresh, links } = readPage(done.body);
    assert.match(
      links[0] ?? '',
      new RegExp(`^${site.origin}/card-login/complete\\?login=${login}&code=[0-9A-Za-z_-]{22}$`),
    );
    assert.equal(refresh, `0; url=${links[0]}`);
  });
}
