/** The founding story in a real browser with JavaScript off, and the login that is completed in somebody else's. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { insertCard } from '../../sandbox/reader.ts';
import type { World } from '../../sandbox/world.ts';
import { keepPicture, listenForComplaints, openChromium, whyNoChromium } from './chromium.ts';
import { openWorld } from './open-world.ts';
import { personaOf } from './shop.ts';

describe('in real Chromium, with JavaScript off', { skip: whyNoChromium, concurrency: false }, () => {
  let world: World;
  let chromium: Browser;
  before(async () => {
    [world, chromium] = await Promise.all([openWorld(), openChromium()]);
  });
  after(async () => {
    await chromium?.close();
    await world?.stop();
  });

  const openContext = (): Promise<BrowserContext> =>
    chromium.newContext({
      javaScriptEnabled: false,
      locale: 'ja-JP',
      viewport: { width: 1000, height: 900 },
    });

  /** Orders in the shop; answers the tab with Madoguchi's login page. */
  const order = async (context: BrowserContext): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(world.addresses.railCompany);
    await page.check('form#capital input[name=companion]');
    await page.click('form#capital button');
    await page.waitForSelector(`a[href^="${world.addresses.cardAgent}"]`);
    return page;
  };

  test('rail page, card agent, consent, fare', async () => {
    insertCard(world.folders, 'class-1');
    const context = await openContext();
    const loginPage = await order(context);
    await keepPicture(loginPage, 'story-1-login');
    const [agentPage] = await Promise.all([
      context.waitForEvent('page'),
      loginPage.click(`a[href^="${world.addresses.cardAgent}"]`),
    ]);
    const complaints = listenForComplaints(agentPage);
    await agentPage.waitForSelector('input[type=password]');
    await keepPicture(agentPage, 'story-2-pin');
    await agentPage.fill('input[type=password]', personaOf('class-1').card.pin);
    await agentPage.click('form button[type=submit]');
    await agentPage.waitForSelector('button[name=decision][value=approve]');
    await keepPicture(agentPage, 'story-3-consent');
    assert.ok(agentPage.url().startsWith(world.addresses.issuer));
    assert.ok(!agentPage.url().includes('code='), 'the completion code left the address bar');
    assert.match((await agentPage.textContent('main')) ?? '', /第1種/);
    await agentPage.click('button[name=decision][value=approve]');
    await agentPage.waitForSelector('[data-total]');
    await keepPicture(agentPage, 'story-4-quote');
    assert.equal(await agentPage.getAttribute('[data-total]', 'data-total'), String((3460 + 4510) * 2));
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test('a login that was started in one browser and completed in another is refused in both', async () => {
    insertCard(world.folders, 'class-1');
    const [attacker, victim] = [await openContext(), await openContext()];
    const attackersPage = await order(attacker);
    const link =
      (await attackersPage.getAttribute(`a[href^="${world.addresses.cardAgent}"]`, 'href')) ?? assert.fail();
    const victimsPage = await victim.newPage();
    await victimsPage.goto(link);
    await victimsPage.fill('input[type=password]', personaOf('class-1').card.pin);
    await victimsPage.click('form button[type=submit]');
    await victimsPage.waitForURL((url) => url.origin === world.addresses.issuer);
    await victimsPage.waitForSelector('h1');
    await keepPicture(victimsPage, 'second-browser-refused');
    assert.match((await victimsPage.textContent('h1')) ?? '', /ログインできませんでした/);
    assert.ok(!victimsPage.url().includes('code='));
    assert.equal(await victimsPage.$('button[name=decision]'), null);
    await attackersPage.reload();
    assert.equal(await attackersPage.$('button[name=decision]'), null, 'nor did the attacker get in');
    await attacker.close();
    await victim.close();
  });

  test('going back from the login page leads to the shop in one click, with nothing in the browser’s way', async () => {
    const context = await openContext();
    const page = await order(context);
    const complaints = listenForComplaints(page);
    await keepPicture(page, 'login-way-back');
    await page.click('form[action$="/stop"] button');
    await page.waitForURL((url) => url.origin === world.addresses.railCompany);
    assert.match((await page.textContent('main')) ?? '', /通常の運賃/);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test('refusing leads back to the shop in one click', async () => {
    insertCard(world.folders, 'class-2');
    const context = await openContext();
    const page = await order(context);
    await page.goto(
      (await page.getAttribute(`a[href^="${world.addresses.cardAgent}"]`, 'href')) ?? assert.fail(),
    );
    await page.fill('input[type=password]', personaOf('class-2').card.pin);
    await page.click('form button[type=submit]');
    await page.click('button[name=decision][value=refuse]');
    await page.waitForURL((url) => url.origin === world.addresses.railCompany);
    assert.match((await page.textContent('main')) ?? '', /通常の運賃/);
    await context.close();
  });
});
