/** A phone logs in at another device: what is shown, what is told to the phone, and what comes of it. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { parse } from 'node-html-parser';
import {
  type Card,
  card,
  citizenOf,
  clock,
  completion,
  createBrowser,
  deliver,
  later,
  lines,
  loginIn,
  places,
  publish,
  recorded,
  setStage,
  stores,
  wanted,
} from '../rehearsal/stage.ts';
import type { LoginId } from '../../vocabulary/identifiers.ts';
import {
  answer,
  confirm,
  formTokenOn,
  goOn,
  makePhone,
  numberOn,
  scan,
  showCode,
  showNewCode,
} from './rehearsal/phone.ts';
import { readQrCode } from './rehearsal/camera.ts';

setStage();

let phone: Card;
beforeEach(async () => {
  phone ??= await makePhone('f1');
});

for (const factor of ['pin', 'biometrics'] as const)
  test(`a phone unlocked by ${factor} logs its holder in at the computer, as less than a card`, async () => {
    const shown = await showCode();
    await confirm(shown, phone, factor);
    assert.equal(await goOn(shown), `citizen: ${citizenOf.first}`);
    const { citizen, authentication } = recorded.at(-1) ?? assert.fail('nothing was recorded');
    assert.equal(citizen, citizenOf.first);
    assert.equal(authentication.assurance, 'cross_device');
    assert.deepEqual(
      authentication.used.map(({ kind, factor }) => [kind, factor]),
      [['phone_authentication', factor]],
    );
    assert.match(authentication.used[0].revocation.evidence, /^[\w-]{43}$/);
  });

test('the phone is offered where its login would do, and nowhere else', async () => {
  const offered = await createBrowser().get('/anyhow');
  assert.match(offered.body, /href="\/card-login\/phone\/[\w-]{22}\?language=ja"/);
  for (const path of ['/my', '/sensitive']) {
    const browser = createBrowser();
    const page = await browser.get(path);
    assert.doesNotMatch(page.body, /card-login\/phone/);
    assert.equal((await browser.get(`/card-login/phone/${loginIn(page)}`)).status, 404);
  }
});

test('the code is shown for a minute, as a picture alone, beside a number of two digits', async () => {
  const { body, code, number } = await showCode();
  assert.doesNotMatch(body, new RegExp(code), 'nobody can read it out to somebody else');
  assert.match(body, new RegExp(`<strong>${number}</strong>`));
  assert.match(body, /12:01:00まで使えます/);
  assert.doesNotMatch(body, /http-equiv="refresh"|<script/, 'nothing moves by itself');
  const drawing = parse(body).querySelector('svg');
  assert.equal(drawing?.getAttribute('role'), 'img');
  assert.match(drawing.getAttribute('aria-label') ?? '', /QRコード/);
});

test('the phone is told who asks, where the code is shown and on what, and is not told the number', async () => {
  const userAgent =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
  places.set('127.0.0.1', { ja: '見本市役所', en: 'Mihon City Hall' });
  const shown = await showCode(createBrowser(), '/anyhow/company', { 'user-agent': userAgent });
  const told = await scan(shown.code);
  assert.deepEqual(told, {
    scan: told.scan,
    nonce: told.nonce,
    asker: { ja: '見本会社', en: 'Sample Company' },
    place: { name: { ja: '見本市役所', en: 'Mihon City Hall' }, same_network: true },
    browser: { name: 'Chrome', system: 'Windows' },
    expires_at: later(120).toISOString(),
  });
  assert.match(told.nonce, /^[A-Za-z0-9+/]{43}=$/);
  places.clear();
});

test('a browser that says strange things, at a place that nobody named, is called unknown', async () => {
  const { code } = await showCode(createBrowser(), '/anyhow', { 'user-agent': '<b>Your bank</b>' });
  const { place, browser, asker } = await scan(code);
  assert.deepEqual([place.name, browser, asker], [null, { name: 'unknown', system: 'unknown' }, null]);
});

test('while the phone is at work the page keeps its number, and shows no code to a second phone', async () => {
  const shown = await showCode();
  await scan(shown.code);
  const again = await shown.browser.get(`${shown.path}?code=confirmed`);
  assert.equal(numberOn(again.body), shown.number);
  assert.equal(readQrCode(again.body), undefined);
  assert.match(again.body, /まだ終わっていません/);
});

test('looking again before a phone has read the code shows another one', async () => {
  const shown = await showCode();
  const again = await showNewCode(shown);
  assert.notEqual(again.code, shown.code);
});

test('the login page says that the phone has confirmed, and leads to the page that goes on', async () => {
  const shown = await showCode();
  await confirm(shown, phone);
  const { body } = await shown.browser.get('/anyhow');
  assert.match(body, /スマートフォンで確認されました/);
  assert.match(body, new RegExp(`href="${shown.path}\\?language=ja"`));
  assert.doesNotMatch(body, /citizen/);
});

test('who chose a language keeps it on every page', async () => {
  const shown = await showCode();
  const english = await shown.browser.get(`${shown.path}?language=en`);
  const { code, number } = {
    code: readQrCode(english.body)?.split('#')[1] ?? '',
    number: numberOn(english.body),
  };
  assert.match(english.body, /href="\/card-login\/phone\/[\w-]+\?language=en&amp;code=confirmed"/);
  await confirm({ ...shown, code, number }, phone);
  const { body } = await shown.browser.get(`${shown.path}?language=en&code=confirmed`);
  assert.match(body, /Your phone confirmed/);
  assert.match(body, /\/continue\?language=en"/);
  assert.match(formTokenOn(body), /^[\w-]{43}$/);
});

test('the card still logs in where the phone is offered, and its login is none of the phone’s page’s', async () => {
  const { browser, login, path } = await showCode();
  const { code } = await deliver(login);
  const page = await browser.get(path);
  assert.deepEqual([page.status, page.headers['location']], [303, '/anyhow']);
  assert.equal((await browser.get(completion(login, code))).headers['location'], '/anyhow');
  assert.equal((await browser.get('/anyhow')).body, `citizen: ${citizenOf.first}`);
  assert.equal(recorded.at(-1)?.authentication.assurance, 'card');
  assert.ok(card);
});

test('where more is wanted by then, the phone’s login is not taken, and the card is asked for', async () => {
  const shown = await showCode();
  await confirm(shown, phone);
  wanted.set('/anyhow', 'card');
  const behind = await goOn(shown);
  assert.match(behind, /スマートフォン（QRコード）でのログインは使えません/);
  const login = loginIn({ body: behind });
  assert.notEqual(login, shown.login, 'a login of its own');
  const { code } = await deliver(login);
  await shown.browser.get(completion(login, code));
  assert.equal((await shown.browser.get('/anyhow')).body, `citizen: ${citizenOf.first}`);
});

test('a confirmation waits five minutes for the person at the computer, and no longer', async () => {
  const shown = await showCode();
  await confirm(shown, phone);
  clock.time = later(299);
  assert.match((await shown.browser.get(shown.path)).body, /「続ける」/);
  clock.time = later(300);
  assert.notEqual(loginIn(await shown.browser.get('/anyhow')), shown.login);
});

test('a phone whose certificate was revoked, expired, or is of another policy logs nobody in', async () => {
  await publish({ phone: ['f1'] });
  const shown = await showCode();
  const revoked = await answer(await scan(shown.code), shown.number, phone);
  assert.deepEqual([revoked.status, revoked.json['reason']], [403, 'card_revoked']);
  for (const [options, reason] of [
    [{ notAfter: later(-1) }, 'card_expired'],
    [{ policyOid: '1.2.392.200149.8.5.1.3.30' }, 'card_not_trusted'],
    [{ keyUsage: ['nonRepudiation'] }, 'card_not_trusted'],
    [{ extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] }, 'card_not_trusted'],
  ] as const) {
    const other = await makePhone('f2', null, options);
    const next = await showNewCode(shown);
    const refused = await answer(await scan(next.code), next.number, other);
    assert.deepEqual([refused.status, refused.json['reason']], [403, reason]);
  }
  assert.equal((await stores.cardLogins.find(shown.login as LoginId))?.state, 'started');
});

test('no log line holds an address, a code, a scan, a number or a header', async () => {
  const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';
  const shown = await showCode(createBrowser(), '/anyhow', { 'user-agent': userAgent });
  const scanned = await scan(shown.code);
  const log = lines.join('');
  assert.match(log, /"route":"\/card-login\/phone\/:login"/);
  for (const secret of [shown.code, scanned.scan, shown.login, '127.0.0.1', 'Mozilla', 'Firefox'])
    assert.ok(!log.includes(secret), `the log holds ${secret}`);
});
