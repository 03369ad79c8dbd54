/** 利用者登録 with real cards, agent and browser: who becomes a citizen here, who stays one, and who is told why not. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { Browser as Chromium } from 'playwright-core';
import { Browser, type Page } from '../../sandbox/browser.ts';
import { decide, goBack, headingOf, openCardAgent, typePin } from '../../sandbox/citizen.ts';
import { insertCard } from '../../sandbox/reader.ts';
import type { World } from '../../sandbox/world.ts';
import { keepPicture, openChromium, whyNoChromium } from './chromium.ts';
import { enterInRegister, renewCard, revokeCertificates } from './municipal-counter.ts';
import { openWorld } from './open-world.ts';
import { companyOrigin, openSandboxCompany } from './sandbox-company.ts';
import { personaOf } from './shop.ts';

describe('registration', { concurrency: false }, () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world?.stop());

  /** Logs in at my page with the persona's card; answers what comes next. */
  const openMyPage = (citizen: Browser, persona: string): Promise<Page> =>
    enterWithPin(citizen, persona, personaOf(persona).card.pin);

  /** With the card of this name, which may be one that was given out since. */
  const enterWithPin = async (citizen: Browser, card: string, pin: string): Promise<Page> => {
    const loginPage = await citizen.open(`${world.addresses.issuer}/my`);
    insertCard(world.folders, card);
    const pinPage = await openCardAgent(citizen, loginPage, world.addresses.cardAgent);
    return goBack(citizen, await typePin(citizen, pinPage, pin));
  };

  /** Signs in the agent with the card that lies in the reader; answers the agent's page. */
  const sign = async (citizen: Browser, signaturePage: Page, signer: string): Promise<Page> => {
    const asking = await openCardAgent(citizen, signaturePage, world.addresses.cardAgent);
    assert.match(asking.text, /madoguchi-statement:1/, 'the statement is shown before the password');
    return typePin(citizen, asking, personaOf(signer).card.signature_password);
  };

  const isMyPage = (page: Page): boolean => page.html.querySelector('form[action="/my/logout"]') !== null;
  const wordsOf = (page: Page): string => page.html.querySelector('main')?.text ?? '';

  test('the first use signs once with the signature certificate; afterwards the card and its PIN are enough', async () => {
    const citizen = new Browser();
    const signaturePage = await openMyPage(citizen, 'first-use');
    assert.equal(headingOf(signaturePage), '利用者登録');
    const page = await goBack(citizen, await sign(citizen, signaturePage, 'first-use'));
    assert.ok(isMyPage(page), headingOf(page));
    assert.ok(isMyPage(await openMyPage(new Browser(), 'first-use')), 'another browser, no signature');
  });

  test('a renewed card of the next generation, under a new name, is the same subject with the same history', async () => {
    const company = await openSandboxCompany(world);
    const asked = ['household'];
    const before = await company.ask('class-1', asked);
    const first = await before.redeem(await decide(before.citizen, before.consent, 'approve'));
    const renewed = await renewCard(world, personaOf('class-1'), { name: '例示 改姓', generation: 2 });

    const { relyingParty } = company;
    const citizen = new Browser({ stopsAt: [companyOrigin] });
    const pending = await relyingParty.ask({ details: { purpose: 'try-everything', categories: asked } });
    const loginPage = await citizen.open(pending.address);
    insertCard(world.folders, renewed);
    const pinPage = await openCardAgent(citizen, loginPage, world.addresses.cardAgent);
    const signaturePage = await goBack(
      citizen,
      await typePin(citizen, pinPage, personaOf('class-1').card.pin),
    );
    assert.equal(headingOf(signaturePage), '利用者登録');
    const consent = await goBack(citizen, await sign(citizen, signaturePage, 'class-1'));
    const second = await relyingParty.redeem((await decide(citizen, consent, 'approve')).url, pending);
    assert.equal(second.answer.claims()?.sub, first.answer.claims()?.sub);
    assert.equal((await relyingParty.read(first, '/self-information/household')).status, 200);

    const mine = new Browser();
    const page = await enterWithPin(mine, renewed, personaOf('class-1').card.pin);
    const consents = page.html
      .querySelectorAll('a[href^="/my/consents/"]')
      .map((link) => link.getAttribute('href')?.split('/')[3]?.split('?')[0]);
    assert.equal(new Set(consents).size, 2, 'the consent from before, and the new one');
  });

  test('whoever moved logs in as before, though the signature certificate is dead', async () => {
    assert.ok(isMyPage(await openMyPage(new Browser(), 'moved')));
  });

  test('a parent signs for a child of five, with both cards in one reader one after the other', async () => {
    const citizen = new Browser();
    const signaturePage = await openMyPage(citizen, 'new-child');
    const forParents = await citizen.follow(signaturePage, 'a[href*="signer=representative"]');
    assert.equal(headingOf(forParents), '法定代理人による利用者登録');
    insertCard(world.folders, 'parent');
    const page = await goBack(citizen, await sign(citizen, forParents, 'parent'));
    assert.ok(isMyPage(page), headingOf(page));
    assert.ok(isMyPage(await openMyPage(new Browser(), 'new-child')));
  });

  test('for a ward an agent by appointment and a stranger are refused in words of their own, the guardian is not', async () => {
    const citizen = new Browser();
    const signaturePage = await openMyPage(citizen, 'ward');
    const forGuardians = await citizen.follow(signaturePage, 'a[href*="signer=representative"]');
    for (const [signer, words] of [
      ['appointed-agent', /任意代理人の方は、本人に代わって利用者登録をすることができません/],
      ['class-2', /法定代理人（親権者・成年後見人など）であることを、住民の記録で確認できません/],
      ['ward', /ご本人が、法定代理人として署名しています/],
    ] as const) {
      insertCard(world.folders, signer);
      const refused = await sign(citizen, forGuardians, signer);
      assert.equal(refused.refresh, null, 'no way on');
      assert.match(wordsOf(refused), words);
    }
    insertCard(world.folders, 'guardian');
    assert.ok(isMyPage(await goBack(citizen, await sign(citizen, forGuardians, 'guardian'))));
  });

  test('one person’s login card with another’s signature card registers nobody', async () => {
    const citizen = new Browser();
    const signaturePage = await openMyPage(citizen, 'rare-characters');
    insertCard(world.folders, 'class-2');
    const refused = await sign(citizen, signaturePage, 'class-2');
    assert.match(wordsOf(refused), /署名したカードの持ち主が違います/);
    assert.ok(!isMyPage(await citizen.open(`${world.addresses.issuer}/my`)));
  });

  test('a card of somebody who died registers nobody, and one that was revoked since does not even log in', async () => {
    const citizen = new Browser();
    const refused = await sign(citizen, await openMyPage(citizen, 'deceased'), 'deceased');
    assert.match(wordsOf(refused), /亡くなられています/);
    // Of somebody who was registered: soon after a death the certificates are revoked.
    revokeCertificates(world, personaOf('mental-no-photo'), ['authentication', 'signature']);
    insertCard(world.folders, 'mental-no-photo');
    const later = new Browser();
    const loginPage = await later.open(`${world.addresses.issuer}/my`);
    const pinPage = await openCardAgent(later, loginPage, world.addresses.cardAgent);
    assert.match(
      wordsOf(await typePin(later, pinPage, personaOf('mental-no-photo').card.pin)),
      /失効|使えなく/,
    );
  });

  test(
    'in real Chromium without JavaScript: rare characters and an unknown day of birth are registered',
    { skip: whyNoChromium },
    async () => {
      insertCard(world.folders, 'rare-characters');
      const { card } = personaOf('rare-characters');
      const chromium: Chromium = await openChromium();
      try {
        const context = await chromium.newContext({ javaScriptEnabled: false, locale: 'ja-JP' });
        const page = await context.newPage();
        const agentLink = `a[href^="${world.addresses.cardAgent}"]`;
        for (const [secret, picture] of [
          [card.pin, 'registration-pin'],
          [card.signature_password, 'registration-statement'],
        ] as const) {
          if (picture === 'registration-pin') await page.goto(`${world.addresses.issuer}/my`);
          else await keepPicture(page, 'registration-asked');
          await page.goto((await page.getAttribute(agentLink, 'href')) ?? assert.fail());
          await page.fill('input[type=password]', secret);
          await keepPicture(page, picture);
          await page.click('form button[type=submit]');
          await page.waitForURL((url) => url.origin === world.addresses.issuer && url.pathname === '/my');
        }
        await page.waitForSelector('form[action="/my/logout"]');
        assert.ok(!page.url().includes('code='));
      } finally {
        await chromium.close();
      }
    },
  );

  test('what the register says otherwise, and its silence, are told on the citizen’s own machine; then it goes on', async () => {
    const renewed = await renewCard(world, personaOf('mental'));
    enterInRegister(world, personaOf('mental'), () => ({ address: '例示県例示町99番地' }));
    const citizen = new Browser();
    const signaturePage = await enterWithPin(citizen, renewed, personaOf('mental').card.pin);
    assert.match(wordsOf(await sign(citizen, signaturePage, 'mental')), /住民の記録と照合できませんでした/);
    await world.programs['network']?.stop();
    assert.match(wordsOf(await sign(citizen, signaturePage, 'mental')), /ただいま住民の記録と照合できません/);
  });

  test('no name, address, serial or password of anybody is in any program’s log', () => {
    const logs = world.logs();
    for (const name of ['first-use', 'class-1', 'new-child', 'parent', 'ward', 'rare-characters']) {
      const { name: names, address, card, person_number: number } = personaOf(name);
      for (const said of [names.ja, address, card.signature_password, card.signature_serial, number])
        assert.ok(!logs.includes(said), createHash('sha256').update(said).digest('hex'));
    }
  });
});
