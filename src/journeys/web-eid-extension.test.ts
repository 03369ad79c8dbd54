/**
 * The second way in: a page that speaks to Web eID's browser extension. The extension is played by a script that
 * answers as its published content script does, and hands each command to the real native-messaging program; the
 * stores' extension itself is not run.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { insertCard } from '../../sandbox/reader.ts';
import type { World } from '../../sandbox/world.ts';
import { type Extension, startExtension } from '../card-agent/rehearsal/extension.ts';
import { keepPicture, listenForComplaints, openChromium, whyNoChromium } from './chromium.ts';
import { openWorld } from './open-world.ts';
import { personaOf } from './shop.ts';

describe('the Web eID extension’s way in', { skip: whyNoChromium, concurrency: false }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-extension-'));
  const programs: Extension[] = [];
  let world: World;
  let chromium: Browser;
  before(async () => {
    [world, chromium] = await Promise.all([openWorld(), openChromium()]);
  });
  after(async () => {
    for (const { child } of programs) child.kill('SIGKILL');
    await chromium?.close();
    await world?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts the program as a browser does for its extension, says one command, answers what it says. */
  const nativeMessage = async (context: BrowserContext, command: object, pin: string): Promise<object> => {
    const program = startExtension({
      folder,
      settings: {
        MADOGUCHI_AGENT_PKCS11_MODULE: world.folders.cardReaderModule,
        MADOGUCHI_AGENT_SITES_FILE: world.folders.agentSites,
        STAND_IN_READER: world.folders.reader,
      },
    });
    programs.push(program);
    await program.hear();
    program.say(command);
    const answer = program.hear();
    answer.catch(() => undefined);
    if (pin) {
      const page = await context.newPage();
      await page.goto((await program.opened()).href);
      await page.fill('input[type=password]', pin);
      await page.click('form button[type=submit]');
    }
    return answer;
  };

  /** A browser whose extension hands commands on; `origin` is the extension's own word, from the tab's address. */
  const openContext = async (d: { pin?: string; installed?: boolean; locale?: string } = {}) => {
    const context = await chromium.newContext({ locale: d.locale ?? 'ja-JP' });
    if (d.installed === false) return context;
    await context.exposeBinding('nativeHost', ({ frame }, challengeNonce: string, lang: string) => {
      const { origin } = new URL(frame.url());
      const command = { command: 'authenticate', arguments: { challengeNonce, origin, lang } };
      return nativeMessage(context, command, d.pin ?? personaOf('class-1').card.pin);
    });
    await context.addInitScript(playExtension);
    return context;
  };

  const openLogin = async (context: BrowserContext): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`${world.addresses.issuer}/my`);
    await page.click('a[href^="/card-login/web-eid"]');
    return page;
  };

  test('a click, the PIN in the extension’s window, and my page is open', async () => {
    insertCard(world.folders, 'class-1');
    const context = await openContext();
    const page = await openLogin(context);
    const complaints = listenForComplaints(page);
    await keepPicture(page, 'web-eid');
    await page.click('[data-web-eid] button');
    await page.waitForURL(`${world.addresses.issuer}/my`);
    assert.match((await page.textContent('h1')) ?? '', /マイページ/);
    assert.match((await page.textContent('#logins ~ .timeline')) ?? '', /利用者証明用電子証明書/);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test('without the extension the page says so, in the page’s language, and the other way stays open', async () => {
    const context = await openContext({ installed: false, locale: 'en-GB' });
    const page = await openLogin(context);
    await page.click('[data-web-eid] button');
    await page.waitForSelector('[data-state=missing]:not([hidden])');
    assert.match((await page.textContent('[data-state=missing]')) ?? '', /extension was not found/);
    await page.click('a[href="/my"]');
    await page.waitForSelector(`a[href^="${world.addresses.cardAgent}"]`);
    await context.close();
  });

  test('a card that is refused, and a command that is cancelled, are told in words and can be tried again', async () => {
    insertCard(world.folders, 'revoked-card');
    const context = await openContext({ pin: personaOf('revoked-card').card.pin });
    const page = await openLogin(context);
    await page.click('[data-web-eid] button');
    await page.waitForSelector('[data-state=refused]:not([hidden])');
    assert.equal(await page.isEnabled('[data-web-eid] button'), true);
    await context.close();
  });

  test('a link to somebody else’s login opens nothing: no card is asked to sign for it', async () => {
    const [attacker, victim] = [await openContext(), await openContext()];
    const address = (await openLogin(attacker)).url();
    const page = await victim.newPage();
    const answer = await page.goto(address);
    assert.equal(answer?.status(), 404);
    assert.equal(await page.$('[data-web-eid]'), null);
    await attacker.close();
    await victim.close();
  });

  test('a message from a frame or another origin is not taken for the extension’s', async () => {
    const context = await openContext({ installed: false });
    const page = await openLogin(context);
    await page.evaluate(() => {
      addEventListener('message', ({ data }: MessageEvent<{ action?: string }>) => {
        if (data.action !== 'web-eid:authenticate') return;
        for (const suffix of ['ack', 'success'])
          dispatchEvent(
            new MessageEvent('message', {
              data: { action: `web-eid:authenticate-${suffix}`, signature: 'x' },
              origin: 'https://evil.example',
              source: null,
            }),
          );
      });
    });
    await page.click('[data-web-eid] button');
    await page.waitForSelector('[data-state=missing]:not([hidden])');
    await context.close();
  });
});

/** Runs in the page: what the extension's content script does with the page's messages. */
function playExtension(): void {
  type Ask = { action?: string; challengeNonce: string; options: { lang: string } };
  const host = window as unknown as { nativeHost(nonce: string, lang: string): Promise<{ error?: object }> };
  addEventListener('message', ({ source, data, origin }: MessageEvent<Ask>) => {
    if (source !== window || data?.action !== 'web-eid:authenticate') return;
    postMessage({ action: 'web-eid:authenticate-ack' }, origin);
    void host.nativeHost(data.challengeNonce, data.options.lang).then((answer) => {
      const end = answer.error ? 'failure' : 'success';
      postMessage({ action: `web-eid:authenticate-${end}`, ...answer }, origin);
    });
  });
}
