/** The defences as a real browser meets them: what it sends by itself is what the agent relies on. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import { whyNoChromium } from '../journeys/chromium.ts';
import { findViolations } from './rehearsal/axe.ts';
import { readPage } from './rehearsal/browser.ts';
import { loginId, setStage, type Stage } from './rehearsal/stage.ts';

const executablePath = process.env['MADOGUCHI_CHROMIUM'] ?? '/usr/bin/chromium';

describe('in Chromium', { skip: whyNoChromium }, () => {
  let stage: Stage;
  let browser: Browser;
  let agentPath: string;
  before(async () => {
    stage = await setStage(process.env);
    await stage.insert({});
    agentPath = `${stage.agent.origin}/login?${new URLSearchParams({ site: stage.site.origin, login: loginId })}`;
    const { port } = new URL(stage.agent.origin);
    stage.site.page = (path) => {
      if (path === '/')
        return `<a href="${agentPath.replaceAll('&', '&amp;')}" target="_blank" rel="noopener noreferrer">card</a>`;
      return path.startsWith('/card-login/complete?') ? '<h1>completed</h1>' : undefined;
    };
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        // Newer browsers shield this machine from pages by themselves; the agent must not need it.
        '--disable-features=LocalNetworkAccessChecks,PrivateNetworkAccessSendPreflights,BlockInsecurePrivateNetworkRequests',
        // A stranger’s name that its DNS points at this machine.
        `--host-resolver-rules=MAP rebound.example 127.0.0.1:${port},MAP stranger.example 127.0.0.1`,
      ],
    });
  });
  after(async () => {
    await browser.close();
    await stage.close();
  });

  test('a link leads to the PIN page, and the PIN back to the site, without any script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'ja-JP' });
    const page = await context.newPage();
    await page.goto(stage.site.origin);
    const [pinPage] = await Promise.all([context.waitForEvent('page'), page.click('a')]);
    await pinPage.waitForSelector('input[name=pin]');
    assert.match((await pinPage.textContent('main')) ?? '', /試験の窓口/);
    await pinPage.fill('input[name=pin]', '12345');
    await pinPage.press('input[name=pin]', 'Enter');
    await pinPage.waitForSelector('#secret-error');
    assert.match((await pinPage.textContent('#secret-error')) ?? '', /数字4桁/);
    await pinPage.fill('input[name=pin]', '1234');
    await pinPage.click('form button');
    await pinPage.waitForSelector('text=completed');
    assert.equal(
      await pinPage.evaluate(
        () => (globalThis as unknown as { document: { referrer: string } }).document.referrer,
      ),
      '',
    );
    assert.match(pinPage.url(), /\/card-login\/complete\?login=/);
    await context.close();
  });

  /** A page of a stranger, with scripts, on another port of this machine or under another name. */
  async function visit(host: string, html: string, use: (page: Page) => Promise<void>): Promise<void> {
    const server = createServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(html),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      await page.goto(`http://${host}:${(server.address() as AddressInfo).port}/`);
      await use(page);
    } finally {
      await context.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    }
  }

  const untouched = async (): Promise<void> =>
    assert.match(readPage((await stage.open()).body).tries, /No wrong entry is recorded/);

  for (const host of ['127.0.0.1', 'localhost', 'stranger.example']) {
    test(`a form on a page at ${host} cannot post a PIN, even with a form token`, async () => {
      const { formToken } = readPage((await stage.open()).body);
      const form = `<form method="post" action="${stage.agent.origin}/login"><input name="form_token" value="${formToken}"><input name="pin" value="9999"><button>x</button></form>`;
      await visit(host, form, async (page) => {
        await Promise.all([page.waitForNavigation(), page.click('button')]);
        assert.equal(page.url(), `${stage.agent.origin}/login`);
        assert.match((await page.textContent('main')) ?? '', /カードには触れていません|card was not touched/);
      });
      await untouched();
    });

    test(`a script on a page at ${host} can neither read the PIN page nor post to it`, async () => {
      const { formToken } = readPage((await stage.open()).body);
      await visit(host, '<p>stranger</p>', async (page) => {
        const outcomes = await page.evaluate(
          async ([path, action, token]) => {
            const form = new URLSearchParams({ form_token: token ?? '', pin: '9999' });
            const tries = [
              fetch(path ?? ''),
              fetch(path ?? '', { mode: 'no-cors' }),
              fetch(action ?? '', { method: 'POST', mode: 'no-cors', body: form }),
              fetch(action ?? '', { method: 'POST', body: form, credentials: 'include' }),
            ];
            return (await Promise.allSettled(tries)).map((done) =>
              done.status === 'fulfilled' ? `${done.value.type}:${done.value.status}` : 'refused',
            );
          },
          [agentPath, `${stage.agent.origin}/login`, formToken],
        );
        for (const outcome of outcomes) assert.match(outcome, /^(refused|opaque:0)$/);
      });
      await untouched();
    });

    test(`a page at ${host} cannot put the PIN page into a frame`, async () => {
      await visit(host, `<iframe src="${agentPath.replaceAll('&', '&amp;')}"></iframe>`, async (page) => {
        await page.waitForTimeout(500);
        for (const frame of page.frames().slice(1)) {
          assert.equal(await frame.locator('input[name=pin]').count(), 0);
        }
      });
    });
  }

  test('a stranger’s page whose name is then led to this machine is same-origin with nothing', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    // The first page is the stranger's own; after it their name answers with this machine's address (DNS rebinding).
    await context.route('http://rebound.example/start', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<p>stranger</p>' }),
    );
    await page.goto('http://rebound.example/start');
    const { pathname, search } = new URL(agentPath);
    const statuses = await page.evaluate(
      async (path) => [
        (await fetch(path)).status,
        (await fetch('/login', { method: 'POST', body: new URLSearchParams({ pin: '9999' }) })).status,
      ],
      pathname + search,
    );
    assert.deepEqual(statuses, [421, 421]);
    await page.goto(`http://rebound.example${pathname}${search}`);
    assert.equal(await page.locator('input[name=pin]').count(), 0);
    await context.close();
    await untouched();
  });

  test('the agent’s pages have no fault that axe can find, in both languages and every state', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const check = async (state: string): Promise<void> =>
      assert.deepEqual(await findViolations(page), [], state);
    for (const language of ['ja', 'en']) {
      await stage.insert({});
      await page.goto(stage.site.origin);
      await page.evaluate(
        (to) => (globalThis as unknown as { location: { assign(to: string): void } }).location.assign(to),
        `${agentPath}&language=${language}`,
      );
      await page.waitForSelector('input[name=pin]');
      await check(`${language}: first page`);
      await page.fill('input[name=pin]', '9999');
      await page.click('form button');
      await page.waitForSelector('#secret-error');
      await check(`${language}: wrong PIN`);
      await stage.insert();
      await page.fill('input[name=pin]', '1234');
      await page.click('form button');
      await page.waitForSelector('main a.button');
      await check(`${language}: no card`);
    }
    await context.close();
  });
});
