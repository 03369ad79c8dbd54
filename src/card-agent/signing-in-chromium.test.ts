/** Signing as a person meets it in a real browser: at the agent's own address, and in the extension's window. */
import assert from 'node:assert/strict';
import { createHash, randomBytes, verify, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type Desk, setDesk } from '../../stand-ins/card-reader/rehearsal/desk.ts';
import { readTries, writeTries } from '../../stand-ins/cards/card-folder.ts';
import { whyNoChromium } from '../journeys/chromium.ts';
import { findViolations } from './rehearsal/axe.ts';
import { type Extension, startExtension } from './rehearsal/extension.ts';
import { loginId, setStage, type Stage } from './rehearsal/stage.ts';

const executablePath = process.env['MADOGUCHI_CHROMIUM'] ?? '/usr/bin/chromium';
const password = 'ABC123';
const phrase = 'みかんと鉄道 7';
const contracts = 'https://contracts.example';

describe('signing in Chromium', { skip: whyNoChromium }, () => {
  let desk: Desk;
  let stage: Stage;
  let browser: Browser;
  let whole: string;
  let signPath: string;
  const running: Extension[] = [];
  before(async () => {
    desk = await setDesk();
    whole = await desk.make('whole');
    process.env['STAND_IN_READER'] = desk.reader;
    stage = await setStage(process.env, { pkcs11Module: desk.module, phrase });
    const query = new URLSearchParams({ site: stage.site.origin, login: loginId });
    signPath = `${stage.agent.origin}/sign?${query}`;
    stage.site.page = (path) =>
      path === '/'
        ? `<a href="${signPath.replaceAll('&', '&amp;')}">sign</a>`
        : path.startsWith('/card-login/complete?')
          ? '<h1>completed</h1>'
          : undefined;
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-features=LocalNetworkAccessChecks,PrivateNetworkAccessSendPreflights,BlockInsecurePrivateNetworkRequests',
      ],
    });
  });
  after(async () => {
    for (const { child } of running) child.kill('SIGKILL');
    await browser.close();
    await stage.close();
    desk.clear();
  });

  function insertCopy(): string {
    const card = desk.copy(whole);
    desk.insert(card);
    return card;
  }

  async function withPage(
    options: Parameters<Browser['newContext']>[0],
    use: (page: Page, context: BrowserContext) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    try {
      await use(await context.newPage(), context);
    } finally {
      await context.close();
    }
  }
  const textOf = async (page: Page, selector: string): Promise<string> =>
    (await page.locator(selector).textContent()) ?? '';

  test('a link leads to the statement, and the password back to the site, without any script', async () => {
    const card = insertCopy();
    stage.site.statements.length = 0;
    await withPage({ javaScriptEnabled: false, locale: 'ja-JP' }, async (page) => {
      await page.goto(stage.site.origin);
      await page.click('a');
      await page.waitForSelector('input[name=password]');
      const shown = await textOf(page, '#statement');
      assert.match(await textOf(page, 'main'), /試験の窓口.*署名用電子証明書/s);
      assert.ok((await textOf(page, '#phrase')).includes(phrase));
      for (const [entry, words] of [
        ['1234', /暗証番号（数字4桁）が入力されたようです/],
        ['abc123', /すべて大文字/],
        ['ABC-123!', /6〜16文字/],
      ] as const) {
        await page.fill('input[name=password]', entry);
        await page.press('input[name=password]', 'Enter');
        await page.waitForSelector('#secret-error');
        assert.match(await textOf(page, '#secret-error'), words);
      }
      assert.equal(readTries(card, 'signature'), 5);
      await page.fill('input[name=password]', password);
      await page.click('form button');
      await page.waitForSelector('text=completed');
      assert.match(page.url(), /\/card-login\/complete\?login=/);
      assert.equal(stage.site.statements[0]?.text, shown, 'what was shown is what was signed');
    });
  });

  test('the last try cannot be sent off before its box is ticked', async () => {
    const card = insertCopy();
    writeTries(card, 'signature', 1);
    await withPage({ locale: 'en' }, async (page) => {
      await page.goto(signPath);
      await page.fill('input[name=password]', 'WRONG99');
      await page.press('input[name=password]', 'Enter');
      assert.equal(await page.locator('#secret-error').count(), 0, 'the browser itself asks for the tick');
      await page.evaluate(() => {
        type Field = { removeAttribute(name: string): void };
        const { document } = globalThis as unknown as { document: { querySelector(path: string): Field } };
        document.querySelector('#last-try').removeAttribute('required');
      });
      await page.press('input[name=password]', 'Enter');
      await page.waitForSelector('#secret-error');
      assert.match(await textOf(page, '#secret-error'), /Please tick the box/);
      assert.equal(readTries(card, 'signature'), 1);
      await page.fill('input[name=password]', password);
      await page.check('#last-try');
      await page.click('form button');
      await page.waitForSelector('text=completed');
      assert.equal(readTries(card, 'signature'), 5);
    });
  });

  test('the statement fits the narrowest screen, and axe finds no fault in any state', async () => {
    for (const language of ['ja', 'en']) {
      const card = insertCopy();
      await withPage({ viewport: { width: 320, height: 640 } }, async (page) => {
        const check = async (state: string): Promise<void> => {
          assert.deepEqual(await findViolations(page), [], `${language}: ${state}`);
          const overflow = await page.evaluate(() => {
            const { document } = globalThis as unknown as {
              document: { documentElement: { scrollWidth: number; clientWidth: number } };
            };
            return document.documentElement.scrollWidth - document.documentElement.clientWidth;
          });
          assert.equal(overflow, 0, `${language}: ${state}`);
        };
        const enter = async (entry: string, tick = false): Promise<void> => {
          await page.fill('input[name=password]', entry);
          if (tick) await page.check('#last-try');
          await page.click('form button');
          await page.waitForLoadState();
        };
        await page.goto(`${signPath}&language=${language}`);
        await check('first page');
        await enter('WRONG1');
        await check('wrong password');
        writeTries(card, 'signature', 1);
        await page.goto(`${signPath}&language=${language}`);
        await check('last try');
        await enter('WRONG2', true);
        await check('locked');
        desk.insert(
          await desk.make('child', { birth_on: '2016-08-01', serial: '61', signature_serial: '62' }),
        );
        await page.goto(`${signPath}&language=${language}`);
        await check('a child’s card');
      });
    }
  });

  describe('in the extension’s window', () => {
    let settings: Record<string, string>;
    before(() => {
      const sitesFile = join(desk.folder, 'sites.json');
      const phraseFile = join(desk.folder, 'phrase');
      const name = { ja: '契約', en: 'Contracts' };
      writeFileSync(sitesFile, JSON.stringify([{ origin: contracts, name, signs: true }]));
      writeFileSync(phraseFile, phrase, { mode: 0o600 });
      settings = {
        STAND_IN_READER: desk.reader,
        MADOGUCHI_AGENT_PKCS11_MODULE: desk.module,
        MADOGUCHI_AGENT_SITES_FILE: sitesFile,
        MADOGUCHI_AGENT_PHRASE_FILE: phraseFile,
      };
    });

    async function ask(command: object): Promise<{ extension: Extension; address: string }> {
      const extension = startExtension({ folder: desk.folder, settings });
      running.push(extension);
      await extension.hear();
      extension.say(command);
      return { extension, address: (await extension.opened()).href };
    }

    /** The window as the browser opens it: shown, judged, filled in, sent off. */
    async function fillIn(address: string, field: string, entries: string[]): Promise<string> {
      let shown = '';
      await withPage({}, async (page) => {
        await page.goto(address);
        await page.waitForSelector(`input[name=${field}]`);
        shown = await textOf(page, 'main');
        assert.deepEqual(await findViolations(page), [], 'first page');
        for (const entry of entries) {
          await page.fill(`input[name=${field}]`, entry);
          await page.click('form button');
          await page.waitForLoadState();
          assert.deepEqual(await findViolations(page), [], 'next page');
        }
        assert.equal(await page.locator('input[type=password]').count(), 0, 'it is over');
      });
      return shown;
    }

    test('the PIN page is shown, and what is typed into it logs in', async () => {
      insertCopy();
      const given = { challengeNonce: randomBytes(32).toString('base64'), origin: contracts, lang: 'en' };
      const { extension, address } = await ask({ command: 'authenticate', arguments: given });
      const shown = await fillIn(address, 'pin', ['ABC123', '9999', '1234']);
      assert.match(shown, /Contracts.*https:\/\/contracts\.example/s);
      assert.ok(shown.includes(phrase));
      assert.equal((await extension.hear())['format'], 'web-eid:1.0');
    });

    test('certificate and signature are asked for in words, and given', async () => {
      insertCopy();
      const { extension, address } = await ask({
        command: 'get-signing-certificate',
        arguments: { origin: contracts, lang: 'ja' },
      });
      assert.match(await fillIn(address, 'password', ['1234', password]), /氏名、住所、生年月日、性別/);
      const certificate = String((await extension.hear())['certificate']);
      const document = randomBytes(50);
      const hash = createHash('sha256').update(document).digest();
      const given = {
        hash: hash.toString('base64'),
        hashFunction: 'SHA-256',
        certificate,
        origin: contracts,
      };
      const signing = await ask({ command: 'sign', arguments: { ...given, lang: 'en' } });
      const shown = await fillIn(signing.address, 'password', ['WRONG99', password]);
      assert.ok(shown.includes(hash.toString('hex')) && shown.includes('cannot see the document'));
      const { signature } = await signing.extension.hear();
      const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
      assert.ok(verify('sha256', document, publicKey, Buffer.from(String(signature), 'base64')));
    });
  });
});
