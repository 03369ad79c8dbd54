/** A login by phone, with every program running: the good way, and who stands in between. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import axe from 'axe-core';
import SqliteDriver from 'better-sqlite3';
import jsQr from 'jsqr';
import { PNG } from 'pngjs';
import { Browser, type Page } from '../../sandbox/browser.ts';
import { goBack, headingOf, openCardAgent, typePin } from '../../sandbox/citizen.ts';
import { layFinger, takePhone } from '../../sandbox/phone-at-hand.ts';
import { confirmLogin, scanText } from '../../sandbox/phone-holder.ts';
import { insertCard } from '../../sandbox/reader.ts';
import type { RelyingParty } from '../../sandbox/relying-party.ts';
import type { World } from '../../sandbox/world.ts';
import { readQrCode } from '../card-login/phone/rehearsal/camera.ts';
import { keepPicture, openChromium, whyNoChromium } from './chromium.ts';
import { openWorld } from './open-world.ts';
import { companyOrigin, openRelyingParty } from './sandbox-company.ts';
import { personaOf } from './shop.ts';

const phoneLink = 'a[href^="/card-login/phone/"]';
/** Of the few that a relayed login may open. */
const harmless = ['insured_identifier'];
const sensitive = ['disability_welfare'];

describe('a login by phone', { concurrency: false }, () => {
  let world: World;
  let relyingParty: RelyingParty;
  const pin = personaOf('with-phone').phone?.pin ?? '';
  before(async () => {
    world = await openWorld();
    relyingParty = await openRelyingParty(world);
  });
  after(() => world?.stop());

  /** A request of the company, up to the login page. */
  const ask = async (categories: readonly string[] = harmless) => {
    const browser = new Browser({ stopsAt: [companyOrigin] });
    const pending = await relyingParty.ask({ details: { purpose: 'try-everything', categories } });
    return { browser, pending, loginPage: await browser.open(pending.address) };
  };
  const showCode = async () => {
    const asked = await ask();
    const codePage = await asked.browser.follow(asked.loginPage, phoneLink);
    return {
      ...asked,
      codePage,
      text: readQrCode(codePage.text) ?? assert.fail('no code'),
      number: numberOn(codePage),
    };
  };
  const numberOn = (page: Page): string => page.html.querySelector('.compare-number strong')?.text ?? '';
  const lookAgain = (browser: Browser, page: Page): Promise<Page> =>
    browser.follow(page, 'a[href*="code=confirmed"]');
  const goOn = async (browser: Browser, codePage: Page): Promise<Page> => {
    const done = await browser.submit(await lookAgain(browser, codePage));
    return browser.open(done.refresh ?? assert.fail(`it does not lead on: ${headingOf(done)}`), done);
  };
  const scan = (text: string): Promise<Page> => scanText(new Browser(), world.addresses.phone, text);

  for (const factor of ['pin', 'biometrics'] as const)
    test(`the phone’s ${factor} logs its holder in at the computer, and the company learns that it was a phone`, async () => {
      layFinger(world.folders, 'holder');
      const { browser, pending, codePage, text, number } = await showCode();
      const phone = new Browser();
      const shown = await scanText(phone, world.addresses.phone, text);
      const told = shown.html.querySelector('main')?.text ?? '';
      for (const each of ['窓口（試験環境）', world.addresses.issuer, 'このスマートフォンと同じネットワーク'])
        assert.ok(told.includes(each), each);
      assert.doesNotMatch(shown.text, new RegExp(`>${number}<`), 'the number is on the computer alone');
      const done = await confirmLogin(phone, shown, number, factor === 'pin' ? pin : 'biometrics');
      assert.equal(headingOf(done), '確認しました', world.programs['phone']?.output());
      const consent = await goOn(browser, codePage);
      assert.equal(consent.html.querySelectorAll('button[name=decision]').length, 2, headingOf(consent));
      const box = consent.html.querySelector('input[name=item]')?.getAttribute('value') ?? '';
      const answered = await browser.submit(consent, { item: box }, 'decision=approve');
      const claims = (await relyingParty.redeem(answered.url, pending)).answer.claims();
      assert.equal(claims?.acr, 'urn:madoguchi:acr:cross-device');
      assert.deepEqual(claims.amr, ['hwk', 'mfa', factor === 'pin' ? 'pin' : 'user']);
    });

  test('a phone that is new here: its holder’s card signs for it once, another’s does not, and it is the same subject', async () => {
    const subjectOf = async ({ browser, pending }: Awaited<ReturnType<typeof ask>>, consent: Page) => {
      const box = consent.html.querySelector('input[name=item]')?.getAttribute('value') ?? '';
      const answered = await browser.submit(consent, { item: box }, 'decision=approve');
      return (await relyingParty.redeem(answered.url, pending)).answer.claims()?.sub;
    };
    const confirmed = async () => {
      const shown = await showCode();
      const phone = new Browser();
      await confirmLogin(phone, await scanText(phone, world.addresses.phone, shown.text), shown.number, pin);
      return { ...shown, next: await goOn(shown.browser, shown.codePage) };
    };
    const known = await confirmed();
    const before = await subjectOf(known, known.next);

    const database = new SqliteDriver(world.folders.database);
    database.prepare(`DELETE FROM certificates WHERE kind = 'phone_authentication'`).run();
    database.close();
    const unknown = await confirmed();
    assert.equal(headingOf(unknown.next), '利用者登録');
    assert.match(unknown.next.text, /このスマートフォンで利用するのは初めてです/);
    const sign = async (persona: string): Promise<Page> => {
      insertCard(world.folders, persona);
      const asking = await openCardAgent(unknown.browser, unknown.next, world.addresses.cardAgent);
      return typePin(unknown.browser, asking, personaOf(persona).card.signature_password);
    };
    assert.match((await sign('class-2')).text, /持ち主が違います/);
    const consent = await goBack(unknown.browser, await sign('with-phone'));
    assert.equal(await subjectOf(unknown, consent), before);
    const again = await confirmed();
    assert.equal(await subjectOf(again, again.next), before, 'from now on the phone is enough');
  });

  test('a finger that the phone does not know, then the PIN: the code is still its holder’s', async () => {
    layFinger(world.folders, 'another');
    const { browser, codePage, text, number } = await showCode();
    const phone = new Browser();
    const shown = await scanText(phone, world.addresses.phone, text);
    const again = await confirmLogin(phone, shown, number, 'biometrics');
    assert.match(again.html.querySelector('.error-summary')?.text ?? '', /生体認証ができませんでした/);
    assert.equal(headingOf(await confirmLogin(phone, again, number, pin)), '確認しました');
    assert.match(
      (await confirmLogin(phone, again, number, pin)).text,
      /もう使えません/,
      'a form is sent once',
    );
    assert.equal((await goOn(browser, codePage)).html.querySelectorAll('button[name=decision]').length, 2);
  });

  test('a wrong PIN costs a try of the phone, and the right one goes on with the same code', async () => {
    const { browser, codePage, text, number } = await showCode();
    const phone = new Browser();
    const again = await confirmLogin(
      phone,
      await scanText(phone, world.addresses.phone, text),
      number,
      '0000',
    );
    assert.match(again.text, /前に暗証番号の誤りがありました/);
    assert.equal(headingOf(await confirmLogin(phone, again, number, pin)), '確認しました');
    assert.equal((await goOn(browser, codePage)).html.querySelectorAll('button[name=decision]').length, 2);
  });

  test('swapped code: the number of the victim’s screen does not fit the attacker’s code', async () => {
    const [victim, attacker] = [await showCode(), await showCode()];
    const number = victim.number === attacker.number ? (victim.number === '42' ? '43' : '42') : victim.number;
    const phone = new Browser();
    const shown = await scanText(phone, world.addresses.phone, attacker.text);
    assert.match((await confirmLogin(phone, shown, number, pin)).text, /画面の数字と違います/);
    const ended = await lookAgain(attacker.browser, attacker.codePage);
    assert.match(ended.text, /このログインを中止しました/);
    assert.equal((await lookAgain(victim.browser, victim.codePage)).html.querySelector('form'), null);
  });

  test('a second phone that reads the code ends the login, and the first is told so', async () => {
    const { browser, codePage, text, number } = await showCode();
    const phone = new Browser();
    const shown = await scanText(phone, world.addresses.phone, text);
    assert.match((await scan(text)).text, /すでに別のスマートフォンで読み取られていました/);
    assert.match((await confirmLogin(phone, shown, number, pin)).text, /ログインは終わったか/);
    assert.match((await lookAgain(browser, codePage)).text, /このログインを中止しました/);
  });

  test('the phone sends nothing to a site that is not on its own list, and reads nothing else', async () => {
    const code = 'A'.repeat(22);
    for (const text of [
      `https://madoguchi.example/card-login/scan#${code}`,
      `http://localhost:1/card-login/scan#${code}`,
      `${world.addresses.issuer.toUpperCase().replace('HTTP', 'http')}/card-login/scan#${code}`,
    ])
      assert.match((await scan(text)).text, /登録されていません/, text);
    const { issuer } = world.addresses;
    for (const text of [
      'hello',
      `${issuer}/card-login/scan#short`,
      `${issuer}/card-login/scan?x#${code}`,
      `${issuer}@evil.example/card-login/scan/#${code}`,
      ` ${issuer}/card-login/scan#${code}`,
    ])
      assert.match((await scan(text)).text, /ログイン用のQRコードではありません/, text);
    assert.match((await scan(`${issuer}/card-login/scan#${code}`)).text, /このQRコードは使えません/);
  });

  test('live relay: a look-alike that forwards code and number gets the victim’s login, by phone and no more', async () => {
    const attacker = await showCode();
    // The victim sees both on the attacker’s page; all that could warn them is what the phone tells.
    const phone = new Browser();
    const shown = await scanText(phone, world.addresses.phone, attacker.text);
    assert.equal(headingOf(await confirmLogin(phone, shown, attacker.number, pin)), '確認しました');
    const consent = await goOn(attacker.browser, attacker.codePage);
    assert.equal(consent.html.querySelectorAll('button[name=decision]').length, 2, 'it succeeds');
  });

  test('what is sensitive is asked for by card alone: there is no code to relay', async () => {
    const { loginPage } = await ask(sensitive);
    assert.equal(loginPage.html.querySelector(phoneLink), null);
    assert.ok(loginPage.html.querySelector(`a[href^="${world.addresses.cardAgent}"]`));
  });

  test('a phone that is taken away between scan and answer signs nothing', async () => {
    const { text, number } = await showCode();
    const phone = new Browser();
    const shown = await scanText(phone, world.addresses.phone, text);
    takePhone(world.folders, 'nobody');
    assert.match((await confirmLogin(phone, shown, number, pin)).text, /入っていません/);
    takePhone(world.folders, 'with-phone');
  });

  test('no PIN, code, number, scan or address of a citizen is in any log', () => {
    const logs = world.logs();
    assert.match(logs, /"event":"card_login","outcome":"ocsp","detail":"phone"/);
    const said = logs.replaceAll(/"(time|trace_id|duration_ms|address)":("[^"]*"|[\d.]+)/g, '');
    assert.doesNotMatch(said, new RegExp(`\\b${pin}\\b|card-login/scan#|127\\.0\\.0\\.1`));
    assert.doesNotMatch(said, /MII[A-Za-z0-9+/]{40}/);
  });

  test('in real Chromium the code on the screen says exactly its text', { skip: whyNoChromium }, async () => {
    const chromium = await openChromium();
    try {
      const context = await chromium.newContext({ viewport: { width: 1000, height: 1200 }, locale: 'ja-JP' });
      const page = await context.newPage();
      const { address } = await relyingParty.ask({
        details: { purpose: 'try-everything', categories: harmless },
      });
      await page.goto(address.href);
      await page.click(phoneLink);
      await page.waitForSelector('svg.qr-code');
      await keepPicture(page, 'phone-code');
      const { data, width, height } = PNG.sync.read(await page.screenshot({ fullPage: true }));
      const decode = (jsQr as unknown as { default?: typeof jsQr.default }).default ?? jsQr;
      const seen = (decode as typeof jsQr.default)(new Uint8ClampedArray(data), width, height)?.data;
      assert.equal(seen, readQrCode(await page.content()));
      assert.match(seen ?? '', new RegExp(`^${world.addresses.issuer}/card-login/scan#[\\w-]{22}$`));
      await page.evaluate(axe.source);
      const faults = await page.evaluate(async () => {
        const run = (globalThis as unknown as { axe: typeof axe }).axe;
        return (await run.run()).violations.map(({ id }) => id);
      });
      assert.deepEqual(faults, []);
    } finally {
      await chromium.close();
    }
  });
});
