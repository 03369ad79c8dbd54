/** The stand-in card with its three tries and its lock, behind the reader's own PKCS#11 module. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeAuthority } from '../../certs/authority.ts';
import { makeCard } from '../../stand-ins/cards/make-card.ts';
import { findSoftHsm } from '../../stand-ins/cards/soft-hsm.ts';
import { type Answer, ownPost, readPage, send } from './rehearsal/browser.ts';
import { setStage, type Stage } from './rehearsal/stage.ts';
import { isWorse, toTries, triesInOrder } from './tries.ts';

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-tries-'));
const reader = join(folder, 'reader');
const now = new Date();
let stage: Stage;

before(async () => {
  mkdirSync(reader);
  const pkcs11Module = join(folder, 'card-reader.so');
  const build = fileURLToPath(new URL('../../stand-ins/card-reader/build.mjs', import.meta.url));
  execFileSync(process.execPath, [build, pkcs11Module]);
  process.env['STAND_IN_READER'] = reader;
  process.env['STAND_IN_SOFTHSM'] = findSoftHsm();
  stage = await setStage(process.env, { pkcs11Module });
  const authorities = [
    await makeAuthority({ purpose: 'authentication', generation: 1, now }),
    await makeAuthority({ purpose: 'signature', generation: 1, now }),
  ];
  for (const [name, state] of Object.entries({
    first: 'valid',
    second: 'valid',
    third: 'valid',
    locked: 'pin_locked',
  })) {
    await makeCard({
      folder: join(folder, name),
      persona: {
        persona: name,
        name: { ja: '試験 花子' },
        sex: 'female',
        birth_on: '1990-04-01',
        address: '東京都試験区見本町1-1',
        card: {
          pin: '1234',
          signature_password: 'ABC123',
          state: state as 'valid',
          generation: 1,
          serial: '0a',
          signature_serial: '0b',
        },
      },
      authorities,
      now,
      softHsm: findSoftHsm(),
    });
  }
});

after(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

function insert(name: string | null): void {
  rmSync(join(reader, 'inserted'), { force: true });
  if (name) symlinkSync(join(folder, name), join(reader, 'inserted'));
}

/** The card's own count, read behind the agent's back. */
function triesOf(name: string): string {
  return readFileSync(join(folder, name, 'tries', 'authentication'), 'utf8').trim();
}

const told = (answer: Answer): string => readPage(answer.body).tries;

test('three wrong PINs lock the card, and each page says before entry how it stands', async () => {
  insert('first');
  const one = await stage.open();
  assert.match(told(one), /No wrong entry is recorded/);
  const two = await stage.enter(one, '9999');
  assert.match(told(two), /entered wrongly before/);
  assert.equal(triesOf('first'), '2');
  const three = await stage.enter(two, '9999');
  assert.match(told(three), /This is the last try/);
  assert.equal(triesOf('first'), '1');
  const locked = await stage.enter(three, '9999');
  assert.equal(readPage(locked.body).heading, 'The card is locked');
  assert.match(told(locked), /municipality’s counter/);
  assert.equal(triesOf('first'), '0');
  assert.doesNotMatch(locked.body, /type="password"/, 'a locked card asks for no PIN');
});

test('the right PIN after a wrong one gives all tries back', async () => {
  insert('second');
  const again = await stage.enter(await stage.open(), '9999');
  assert.equal(triesOf('second'), '2');
  assert.equal((await stage.enter(again, '1234')).status, 200);
  assert.equal(triesOf('second'), '3');
});

test('a locked card is not tried, even by a form from before it was inserted', async () => {
  insert('second');
  const page = await stage.open();
  insert('locked');
  stage.site.verified.length = 0;
  const answer = await stage.enter(page, '1234');
  assert.equal(readPage(answer.body).heading, 'The card is locked');
  assert.deepEqual(stage.site.verified, []);
});

test('a card that was locked says so before anything is entered', async () => {
  insert('locked');
  const page = await stage.open();
  assert.equal(readPage(page.body).heading, 'The card is locked');
  assert.match(page.body, /<title>Error: /);
});

test('without a card in the reader the page says so; with one it works', async () => {
  insert(null);
  assert.equal((await stage.open()).status, 409);
  insert('second');
  assert.equal((await stage.open()).status, 200);
});

test('no cross-site, framed, rebound, tokenless or malformed request costs the card one of its three tries', async () => {
  insert('third');
  const { agent, site } = stage;
  const own = ownPost(agent.origin);
  for (const [headers, form] of [
    [{ Origin: site.origin, 'Sec-Fetch-Site': 'cross-site' }, null],
    [{ Origin: 'null' }, null],
    [{ 'Sec-Fetch-Site': 'same-site' }, null],
    [{ 'Sec-Fetch-Dest': 'iframe' }, null],
    [{ Host: 'rebound.example', Origin: 'http://rebound.example' }, null],
    [{}, 'pin=9999'],
    [{}, 'form_token=AAAAAAAAAAAAAAAAAAAAAA&pin=9999'],
  ] as const) {
    const { formToken } = readPage((await stage.open()).body);
    const body = form ?? `form_token=${formToken}&pin=9999`;
    const answer = await send(agent.origin, '/login', {
      method: 'POST',
      headers: { ...own, ...headers },
      body,
    });
    assert.ok(answer.status >= 400);
    assert.equal(triesOf('third'), '3');
  }
  for (const pin of ['999', '99999', 'ABC123', '']) {
    assert.equal((await stage.enter(await stage.open(), pin)).status, 422);
    assert.equal(triesOf('third'), '3');
  }
});

test('the card’s CA certificate is on the card too, and is not mistaken for the citizen’s', async () => {
  insert('second');
  stage.site.verified.length = 0;
  await stage.enter(await stage.open(), '1234');
  assert.equal(stage.site.verified.length, 1);
  assert.equal(stage.site.verified[0]?.algorithm, 'RS256');
});

test('flags are read as PKCS#11 means them, the worst first', () => {
  assert.deepEqual([0, 0x10000, 0x20000, 0x30000, 0x40000, 0x70000, 0x40000 | 0x1].map(toTries), [
    'plenty',
    'low',
    'last',
    'last',
    'locked',
    'locked',
    'locked',
  ]);
  assert.ok(isWorse('locked', 'plenty') && !isWorse('plenty', 'locked') && !isWorse('low', 'low'));
  assert.equal(triesInOrder.length, 4);
});
