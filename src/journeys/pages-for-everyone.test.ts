/** Every page a citizen sees, in both languages: axe finds nothing, 320 px is enough, and the HTML is valid. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import type { Browser, Page } from 'playwright-core';
import { pageHeaders } from '../../consent-ui/page-headers.ts';
import { pages } from '../../consent-ui/rehearsal/every-page.tsx';
import { insertCard } from '../../sandbox/reader.ts';
import type { World } from '../../sandbox/world.ts';
import { keepPicture, listenForComplaints, openChromium, whyNoChromium } from './chromium.ts';
import { openWorld } from './open-world.ts';
import { personaOf } from './shop.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const htmlRules = new HtmlValidate({
  extends: ['html-validate:standard'],
  // Written by a renderer, not by hand: how it is spelt is not what a reader meets.
  rules: {
    'void-style': 'off',
    'no-inline-style': 'error',
    'long-title': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
  },
});

describe('pages for everyone', { skip: whyNoChromium, concurrency: false }, () => {
  let world: World;
  let chromium: Browser;
  before(async () => {
    [world, chromium] = await Promise.all([openWorld(), openChromium()]);
  });
  after(async () => {
    await chromium?.close();
    await world?.stop();
  });

  for (const language of ['ja', 'en'] as const) {
    test(`${language}: from the first page to the withdrawal`, async () => {
      insertCard(world.folders, 'class-1');
      const context = await chromium.newContext({
        locale: language === 'ja' ? 'ja-JP' : 'en-GB',
        viewport: { width: 1000, height: 900 },
      });
      const page = await context.newPage();
      const complaints = listenForComplaints(page);
      const { issuer } = world.addresses;
      await page.goto(issuer);
      await check(page, `${language}-home`);
      await page.goto(`${issuer}/problems/consent_withdrawn`);
      await check(page, `${language}-problem`);
      await page.goto(`${issuer}/categories`);
      await check(page, `${language}-categories`);
      await page.click('a[href="/categories/disability_welfare"]');
      await page.click('main dd summary');
      await check(page, `${language}-category`);
      await order(page);
      await check(page, `${language}-login`);
      await openAgent(page);
      await check(page, `${language}-pin`);
      await page.fill('input[type=password]', '0000');
      await page.click('form button[type=submit]');
      await page.waitForSelector('[aria-invalid=true]');
      await check(page, `${language}-pin-wrong`);
      await logIn(page, 'class-1');
      await page.waitForSelector('button[name=decision]');
      await page.click('.meaning summary');
      await page.waitForSelector('.meaning[open] > p');
      await check(page, `${language}-consent`);
      await page.click('button[value=approve]');
      await page.waitForSelector('[data-total]');
      await page.goto(`${issuer}/my`);
      await openAgent(page);
      await logIn(page, 'class-1');
      await page.waitForSelector('a[href$="/withdraw"]');
      await check(page, `${language}-my-page`);
      await page.click('a[href*="/my/information"]');
      await page.waitForURL(/information/);
      await check(page, `${language}-my-information`);
      await page.click('a[href*="/my/information/disability_welfare"]');
      await page.waitForSelector('.card');
      await check(page, `${language}-my-record`);
      await page.goto(`${issuer}/my`);
      await page.click('a[href*="/my/consents/"]:not([href$="/withdraw"])');
      await page.waitForSelector('#items');
      await check(page, `${language}-consent-detail`);
      await page.click('a[href$="/withdraw"]');
      await page.waitForSelector('form[action$="/withdraw"]');
      await check(page, `${language}-withdraw`);
      await page.click('form[action$="/withdraw"] button');
      await page.waitForURL(/withdrawn/);
      await check(page, `${language}-withdrawn`);
      // The wrong PIN was answered with its own status, as it should be.
      assert.deepEqual(
        complaints.filter((complaint) => !complaint.includes('422')),
        [],
      );
      await context.close();
    });

    test(`${language}: every page that there is, in every state, as the house draws it`, async () => {
      const context = await chromium.newContext({ locale: language === 'ja' ? 'ja-JP' : 'en-GB' });
      const page = await context.newPage();
      const address = `${world.addresses.issuer}/drawn`;
      let body = '';
      const headers = { ...pageHeaders(), 'Content-Type': 'text/html; charset=utf-8' };
      await page.route(address, (route) => route.fulfill({ status: 200, headers, body }));
      for (const [name, draw] of Object.entries(pages)) {
        // A page that leads on by itself would be gone while it is looked at.
        body = draw(language).replace(/<meta http-equiv="refresh"[^>]*>/, '');
        await page.goto(address);
        await keepPicture(page, `${language}-drawn-${name.replaceAll(' ', '-')}`);
        await checkAxe(page, `${language} ${name}`);
        await checkNarrow(page, `${language} ${name}`);
      }
      await context.close();
    });

    test(`${language}: pages that say what went wrong`, async () => {
      const context = await chromium.newContext({ locale: language === 'ja' ? 'ja-JP' : 'en-GB' });
      const page = await context.newPage();
      await page.goto(`${world.addresses.issuer}/no-such-page`);
      await check(page, `${language}-not-found`);
      for (const persona of ['locked-pin', 'revoked-card', 'agency-down']) {
        insertCard(world.folders, persona);
        await order(page);
        await openAgent(page);
        if (await page.$('input[type=password]')) await logIn(page, persona);
        await page.waitForSelector('h1');
        await check(page, `${language}-${persona}`);
        if (persona !== 'agency-down') continue;
        await page.click('button[value=approve]');
        await page.waitForSelector('[role=alert]');
        await check(page, `${language}-${persona}-not-ticked`);
      }
      await context.close();
    });
  }

  const order = async (page: Page): Promise<void> => {
    await page.goto(world.addresses.railCompany);
    await page.click('form#capital button');
    await page.waitForSelector(`a[href^="${world.addresses.cardAgent}"]`);
  };
  const openAgent = async (page: Page): Promise<void> => {
    await page.goto(
      (await page.getAttribute(`a[href^="${world.addresses.cardAgent}"]`, 'href')) ?? assert.fail('no link'),
    );
  };
  const logIn = async (page: Page, persona: string): Promise<void> => {
    await page.fill('input[type=password]', personaOf(persona).card.pin);
    await Promise.all([page.waitForNavigation(), page.click('form button[type=submit]')]);
    await page.waitForURL((url) => url.origin === world.addresses.issuer || persona === 'revoked-card');
  };

  async function check(page: Page, name: string): Promise<void> {
    const report = await htmlRules.validateString(await page.content());
    await keepPicture(page, name);
    const faults = report.results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line }) => `${ruleId} (${line}): ${message}`),
    );
    assert.deepEqual(faults, [], `${name}: the HTML is valid`);
    await checkAxe(page, name);
    await checkNarrow(page, name);
  }

  async function checkAxe(page: Page, name: string): Promise<void> {
    await page.evaluate(axeSource);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      return (await axe.run()).violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
      );
    });
    assert.deepEqual(violations, [], `${name}: axe`);
  }

  async function checkNarrow(page: Page, name: string): Promise<void> {
    await page.setViewportSize({ width: 320, height: 700 });
    const width = await page.evaluate(() => {
      const { document } = globalThis as unknown as {
        document: { documentElement: { scrollWidth: number } };
      };
      return document.documentElement.scrollWidth;
    });
    assert.ok(width <= 320, `${name}: ${width} px wide in a window of 320`);
    await page.setViewportSize({ width: 1000, height: 900 });
  }
});
