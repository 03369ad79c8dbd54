/** A login as strong as what it is for: by card, by card and signature, and a way out for who cannot or will not. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser, type Page } from '../../sandbox/browser.ts';
import { decide, goBack, headingOf, openCardAgent, signWhereAsked, typePin } from '../../sandbox/citizen.ts';
import { insertCard } from '../../sandbox/reader.ts';
import type { PendingRequest, RelyingParty } from '../../sandbox/relying-party.ts';
import type { World } from '../../sandbox/world.ts';
import { openWorld } from './open-world.ts';
import { boxesOf, companyOrigin, openRelyingParty } from './sandbox-company.ts';
import { logInAs, personaOf } from './shop.ts';

const acr = (name: string): string => `urn:madoguchi:acr:${name}`;

describe('the login fits what is asked for', { concurrency: false }, () => {
  let world: World;
  let relyingParty: RelyingParty;
  before(async () => {
    world = await openWorld();
    relyingParty = await openRelyingParty(world);
  });
  after(() => world?.stop());

  const asking = async (
    categories: readonly string[],
    further: Record<string, string> = {},
  ): Promise<{ browser: Browser; loginPage: Page; pending: PendingRequest }> => {
    const browser = new Browser({ stopsAt: [companyOrigin] });
    const details = { purpose: 'try-everything', categories };
    const pending = await relyingParty.ask({ details, further });
    return { browser, loginPage: await browser.open(pending.address), pending };
  };

  /** With the PIN alone; answers the page behind it, whichever that is. */
  const logInByPin = async (browser: Browser, loginPage: Page): Promise<Page> => {
    insertCard(world.folders, 'class-1');
    const pinPage = await openCardAgent(browser, loginPage, world.addresses.cardAgent);
    return goBack(browser, await typePin(browser, pinPage, personaOf('class-1').card.pin));
  };

  test('for medications the PIN is not enough: nothing of a record is shown before the signature', async () => {
    const { browser, loginPage, pending } = await asking(['treatments_medications']);
    const signaturePage = await logInByPin(browser, loginPage);
    assert.equal(headingOf(signaturePage), '署名用パスワードによる確認');
    assert.equal(boxesOf(signaturePage).length, 0);
    assert.match(signaturePage.html.querySelector('main')?.text ?? '', /署名する内容/);
    const consent = await signWhereAsked(
      browser,
      signaturePage,
      world.addresses.cardAgent,
      personaOf('class-1').card.signature_password ?? '',
    );
    const ticked = boxesOf(consent);
    assert.ok(ticked.length > 0);
    const tokens = await relyingParty.redeem(
      (await decide(browser, consent, 'approve', { ticked })).url,
      pending,
    );
    const claims = tokens.answer.claims();
    assert.equal(claims?.['acr'], acr('signature'));
    assert.deepEqual(claims?.['amr'], ['mfa', 'pin', 'pwd', 'sc']);
    const context = claims?.['authentication_context'] as { certificate: string; revocation: object }[];
    assert.deepEqual(
      context.map(({ certificate }) => certificate),
      ['user_authentication', 'digital_signature'],
    );
    const answer = await relyingParty.read(tokens, '/self-information/treatments_medications');
    assert.equal(answer.status, 200, answer.text);
  });

  test('for anything else the PIN is, and the ID token says that no more was proved', async () => {
    const { browser, loginPage, pending } = await asking(['pension']);
    const consent = await logInByPin(browser, loginPage);
    const decided = await decide(browser, consent, 'approve', { ticked: boxesOf(consent) });
    const tokens = await relyingParty.redeem(decided.url, pending);
    assert.equal(tokens.answer.claims()?.['acr'], acr('card'));
    assert.deepEqual(tokens.answer.claims()?.['amr'], ['mfa', 'pin', 'sc']);
    const refreshed = await relyingParty.refresh(tokens.refreshToken ?? '');
    for (const name of ['acr', 'amr', 'auth_time', 'authentication_context'])
      assert.deepEqual(refreshed.answer.claims()?.[name], tokens.answer.claims()?.[name], name);
  });

  test('a company may ask to be surer than it takes', async () => {
    const { browser, loginPage, pending } = await asking(['pension'], { acr_values: acr('signature') });
    const consent = await logInAs(world, browser, loginPage, 'class-1');
    const decided = await decide(browser, consent, 'approve', { ticked: boxesOf(consent) });
    const tokens = await relyingParty.redeem(decided.url, pending);
    assert.equal(tokens.answer.claims()?.['acr'], acr('signature'));
  });

  test('who will not sign goes back, and the company is told no more than that it could not be met', async () => {
    const { browser, loginPage, pending } = await asking(['treatments_medications']);
    const signaturePage = await logInByPin(browser, loginPage);
    const policy = signaturePage.headers.get('content-security-policy') ?? '';
    assert.match(
      policy,
      new RegExp(`form-action 'self' ${companyOrigin}(;|$)`),
      'a browser lets the form lead there',
    );
    const left = await browser.submit(signaturePage, {}, undefined, 'form[action$="/stop"]');
    assert.equal(left.url.origin, companyOrigin);
    assert.equal(left.url.searchParams.get('error'), 'unmet_authentication_requirements');
    assert.equal(left.url.searchParams.get('state'), pending.state);
    assert.equal(left.url.searchParams.get('code'), null);
  });

  test('who will not log in at all goes back as from any refusal', async () => {
    const { browser, loginPage } = await asking(['pension']);
    const left = await browser.submit(loginPage, {}, undefined, 'form[action$="/stop"]');
    assert.equal(left.url.searchParams.get('error'), 'access_denied');
  });

  test('max_age and prompt=login are met by a login that the company’s own library takes for young enough', async () => {
    const further = { max_age: '300', prompt: 'login' };
    const { browser, loginPage, pending } = await asking(['pension'], further);
    const consent = await logInByPin(browser, loginPage);
    const decided = await decide(browser, consent, 'approve', { ticked: boxesOf(consent) });
    const tokens = await relyingParty.redeem(decided.url, pending, 300);
    const authenticatedAt = Number(tokens.answer.claims()?.['auth_time']) * 1000;
    assert.ok(Math.abs(Date.now() - authenticatedAt) < 120_000);
  });
});
