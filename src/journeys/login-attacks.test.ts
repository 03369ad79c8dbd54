/** Attacks on the login, against every real program at once: the attacker has a card and a browser of their own. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Browser, type Page } from '../../sandbox/browser.ts';
import { decide, goBack, headingOf, openCardAgent, typePin } from '../../sandbox/citizen.ts';
import { insertCard } from '../../sandbox/reader.ts';
import type { World } from '../../sandbox/world.ts';
import { openWorld } from './open-world.ts';
import { orderTicket, personaOf } from './shop.ts';

const [victim, attacker] = ['class-1', 'class-2'] as const;

describe('attacks on the login', { concurrency: false }, () => {
  let world: World;
  before(async () => {
    // As in production: the address that counts is the one that the proxy saw.
    world = await openWorld({ serverSettings: { MADOGUCHI_BEHIND_PROXY: 'yes' } });
  });
  after(() => world?.stop());
  beforeEach(() => insertCard(world.folders, victim));

  const myPage = (browser: Browser): Promise<Page> => browser.open(`${world.addresses.issuer}/my`);
  /** The card signs; answers the agent's page with the way back, not yet taken. */
  const sign = async (browser: Browser, loginPage: Page, persona: string): Promise<Page> => {
    insertCard(world.folders, persona);
    const pinPage = await openCardAgent(browser, loginPage, world.addresses.cardAgent);
    return typePin(browser, pinPage, personaOf(persona).card.pin);
  };
  const isMyPage = (page: Page): boolean => page.html.querySelector('form[action="/my/logout"]') !== null;

  test('login CSRF: a link that completes the attacker’s login leaves the victim nobody, and ends that login', async () => {
    const [theirs, mine] = [new Browser(), new Browser()];
    const done = await sign(theirs, await myPage(theirs), attacker);
    // The victim has a login of their own going on, and is lured to the attacker's completion address.
    await myPage(mine);
    const lured = await mine.open(done.refresh ?? assert.fail());
    assert.match(headingOf(lured), /ログインできませんでした/);
    assert.ok(!isMyPage(await myPage(mine)), 'the victim works in nobody’s account');
    await theirs.open(done.refresh ?? assert.fail());
    assert.ok(!isMyPage(await myPage(theirs)), 'nor is the code of any use to who made it');
  });

  test('login CSRF: no page of another site can have a login completed, delivered or begun in a form', async () => {
    const browser = new Browser();
    const done = await sign(browser, await myPage(browser), victim);
    const completion = done.refresh ?? assert.fail();
    const { issuer } = world.addresses;
    const cross = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    const embedded = await fetch(completion, {
      redirect: 'manual',
      headers: { ...cross, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    });
    assert.equal(embedded.status, 403, 'an image is no person');
    for (const path of ['challenge', 'token', 'statement', 'signature']) {
      const answer = await fetch(`${issuer}/card-login/${path}`, {
        method: 'POST',
        headers: { ...cross, 'content-type': 'application/json' },
        body: '{}',
      });
      assert.equal(answer.status, 403, path);
      const plain = await fetch(`${issuer}/card-login/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: '{}',
      });
      assert.equal(plain.status, 415, 'a form cannot send it either');
    }
    // None of it took anything from the victim.
    assert.ok(isMyPage(await browser.open(completion, done)));
  });

  test('fixation: a victim who signs for a login that the attacker began opens nothing for the attacker', async () => {
    const [theirs, mine] = [new Browser(), new Browser()];
    const begun = await myPage(theirs);
    const link = begun.html.querySelector(`a[href^="${world.addresses.cardAgent}"]`)?.getAttribute('href');
    const pinPage = await mine.open(link ?? assert.fail());
    const done = await typePin(mine, pinPage, personaOf(victim).card.pin);
    assert.match(headingOf(await goBack(mine, done)), /ログインできませんでした/);
    assert.ok(!isMyPage(await myPage(theirs)));
    await theirs.open(done.refresh ?? assert.fail());
    assert.ok(!isMyPage(await myPage(theirs)), 'not with the code from the victim’s address bar either');
  });

  test('fixation: a cookie that the attacker planted before the login is worth nothing after it', async () => {
    const mine = new Browser();
    const begun = await myPage(mine);
    // Both hold the very same cookie from here on.
    const theirs = mine.copy();
    const done = await sign(mine, begun, victim);
    const opened = await goBack(mine, done);
    assert.ok(isMyPage(opened));
    assert.ok(!isMyPage(await myPage(theirs)));
  });

  test('replay: neither the completion’s address nor the token that was delivered opens a second session', async () => {
    const mine = new Browser();
    const done = await sign(mine, await myPage(mine), victim);
    assert.ok(isMyPage(await goBack(mine, done)));
    for (const browser of [new Browser(), mine.copy()]) {
      await browser.open(done.refresh ?? assert.fail());
      browser.forget('madoguchi_my_page');
      assert.ok(!isMyPage(await myPage(browser)));
    }
    const login = (done.refresh ?? assert.fail()).searchParams.get('login');
    const again = await fetch(`${world.addresses.issuer}/card-login/challenge`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login }),
    });
    assert.equal(((await again.json()) as { reason: string }).reason, 'login_unknown');
  });

  test('parallel completion: of many at once, in one browser and in others, one session comes', async () => {
    const mine = new Browser();
    const done = await sign(mine, await myPage(mine), victim);
    const address = done.refresh ?? assert.fail();
    const browsers = [mine, ...Array.from({ length: 5 }, () => mine.copy())];
    const pages = await Promise.all(browsers.map((browser) => browser.open(address, done)));
    const opened = pages.filter(isMyPage).length;
    assert.equal(opened, 1, pages.map(headingOf).join(' / '));
  });

  test('parallel completion: while strangers try the same code, either the owner gets in or nobody does', async () => {
    const mine = new Browser();
    const done = await sign(mine, await myPage(mine), victim);
    const address = done.refresh ?? assert.fail();
    const strangers = Array.from({ length: 4 }, () => new Browser());
    const [own, ...others] = await Promise.all([mine, ...strangers].map((browser) => browser.open(address)));
    assert.deepEqual(others.filter(isMyPage), []);
    for (const stranger of strangers) assert.ok(!isMyPage(await myPage(stranger)));
    assert.ok(own && (isMyPage(own) || /ログイン/.test(headingOf(own))));
  });

  test('flooding: an address that begins logins without end is told to wait, whatever it claims to be; others are not', async () => {
    const begin = async (forwarded: string): Promise<number> => {
      const headers = { 'x-forwarded-for': forwarded, accept: 'text/html' };
      const { status, body } = await fetch(`${world.addresses.issuer}/my`, { headers });
      await body?.cancel();
      return status;
    };
    let refused = 0;
    // The first addresses of the list are the caller's own words.
    for (let count = 0; count < 330; count += 1)
      if ((await begin(`10.0.${count % 250}.1, 192.0.2.7`)) === 429) refused += 1;
    assert.ok(refused > 0, 'told to wait');
    assert.equal(await begin('192.0.2.7, 192.0.2.8'), 200, 'another address');
    const citizen = new Browser();
    assert.ok(isMyPage(await goBack(citizen, await sign(citizen, await myPage(citizen), victim))));
  });

  test('mix-up: an answer that names another issuer, or none, is not redeemed by the company', async () => {
    for (const tamper of [
      (url: URL) => url.searchParams.set('iss', 'https://evil.example'),
      (url: URL) => url.searchParams.delete('iss'),
    ]) {
      const order = new Browser();
      const loginPage = await orderTicket(world, order);
      // The citizen's browser with the company's session, stopped where it would bring the answer back.
      const stopped = order.copy({ stopsAt: [world.addresses.railCompany] });
      const done = await sign(stopped, loginPage, victim);
      const answered = await decide(stopped, await goBack(stopped, done), 'approve');
      const { url } = answered;
      assert.equal(url.searchParams.get('iss'), world.addresses.issuer);
      tamper(url);
      const shown = await order.open(url);
      assert.equal(shown.html.querySelector('[data-total]'), null);
      assert.ok(shown.status >= 400, String(shown.status));
    }
  });

  test('code injection: the attacker’s own code in the victim’s session buys the victim nothing', async () => {
    const stopsAt = [world.addresses.railCompany];
    const answerFor = async (persona: string): Promise<{ shop: Browser; url: URL }> => {
      const shop = new Browser();
      const loginPage = await orderTicket(world, shop);
      const browser = shop.copy({ stopsAt });
      const done = await sign(browser, loginPage, persona);
      const { url } = await decide(browser, await goBack(browser, done), 'approve');
      return { shop, url };
    };
    const [theirs, mine] = [await answerFor(attacker), await answerFor(victim)];
    const injected = new URL(mine.url);
    injected.searchParams.set('code', theirs.url.searchParams.get('code') ?? assert.fail());
    const shown = await mine.shop.open(injected);
    assert.equal(shown.html.querySelector('[data-total]'), null, 'PKCE: not the verifier of this session');
    const foreignState = await mine.shop.open(theirs.url);
    assert.equal(foreignState.html.querySelector('[data-total]'), null, 'state: not this session’s');
  });
});
