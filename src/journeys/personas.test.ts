/** Every persona at the rail company: what the citizen meets, and what the company learns. Fares are worked out by hand. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser, type Page } from '../../sandbox/browser.ts';
import { decide, headingOf, openCardAgent, typePin } from '../../sandbox/citizen.ts';
import { insertCard, removeCard } from '../../sandbox/reader.ts';
import type { World } from '../../sandbox/world.ts';
import { openWorld } from './open-world.ts';
import { orderTicket, personaOf, reachConsent } from './shop.ts';

const attestation = 'attestations.rail-disability-discount';
const halfForBoth = (3460 + 4510) * 2;
const halfForOne = 3460 + 6930 + 4510 * 2;
const fullForBoth = (6930 + 4510) * 2;

describe('every persona at the rail company', { concurrency: false }, () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world?.stop());

  const total = (page: Page): number =>
    Number(page.html.querySelector('[data-total]')?.getAttribute('data-total'));

  const fares: [persona: string, total: number][] = [
    ['class-1', halfForBoth],
    ['class-2', halfForOne],
    ['intellectual', halfForBoth],
    ['mental', halfForOne],
    ['next-card', halfForBoth],
    ['with-phone', halfForBoth],
    ['mental-no-photo', fullForBoth],
    ['no-certificate', fullForBoth],
    ['expired-certificate', fullForBoth],
    ['long-name', fullForBoth],
    ['suppressed', fullForBoth],
  ];
  for (const [persona, expected] of fares) {
    test(`${persona}: with a companion to the capital for ${expected} yen`, async () => {
      const citizen = new Browser();
      const quote = await decide(citizen, await reachConsent(world, citizen, persona), 'approve');
      assert.equal(headingOf(quote), 'お見積り', quote.text);
      assert.equal(total(quote), expected);
    });
  }

  test('a suppressed person’s screen and quote read exactly like those of a person without a record', async () => {
    // One after the other: there is one reader.
    const one = await screens('suppressed');
    const other = await screens('long-name');
    assert.equal(one.consent, other.consent);
    assert.equal(one.quote, other.quote);
  });

  for (const [persona, outcome] of [
    ['agency-down', 'agency_unavailable'],
    ['agency-slow', 'agency_unavailable'],
    ['agency-nonsense', 'agency_unavailable'],
    ['not-connected', 'not_connected'],
  ] as const) {
    test(`${persona}: what did not arrive is said, is granted only unseen, and the company learns ${outcome}`, async () => {
      const citizen = new Browser();
      const consent = await reachConsent(world, citizen, persona);
      assert.ok(
        consent.html.querySelector(`input[name=unseen][value="${attestation}"]`),
        'it can be granted unseen',
      );
      assert.equal(consent.html.querySelector('input[name=unseen][checked]'), null, 'and is not by default');
      assert.ok(consent.html.querySelector('button[name=decision][value=look_again]'), 'one can look again');
      const notYet = await decide(citizen, consent, 'approve');
      assert.equal(notYet.url.pathname, consent.url.pathname, 'nothing was granted');
      assert.match(notYet.html.querySelector('title')?.text ?? '', /^エラー/);
      const answer = await decide(citizen, notYet, 'approve', { unseen: [attestation] });
      assert.match(answer.text, new RegExp(outcome));
      assert.equal(total(answer), NaN);
    });
  }

  for (const [persona, words] of [
    ['revoked-card', /失効|使えなく/],
    ['expired-card', /有効期(間|限)/],
  ] as const) {
    test(`${persona}: the agent says why, and nobody is logged in`, async () => {
      const citizen = new Browser();
      const loginPage = await orderTicket(world, citizen);
      insertCard(world.folders, persona);
      const pinPage = await openCardAgent(citizen, loginPage, world.addresses.cardAgent);
      const refused = await typePin(citizen, pinPage, personaOf(persona).card.pin);
      assert.equal(refused.refresh, null);
      assert.match(refused.html.querySelector('main')?.text ?? '', words);
      assert.equal(
        headingOf(await citizen.open(loginPage.url)),
        headingOf(loginPage),
        'still asked for a card',
      );
    });
  }

  test('locked-pin: the agent says where to go, and asks for no PIN', async () => {
    const citizen = new Browser();
    insertCard(world.folders, 'locked-pin');
    const pinPage = await openCardAgent(
      citizen,
      await orderTicket(world, citizen),
      world.addresses.cardAgent,
    );
    assert.equal(pinPage.html.querySelector('input[type=password]'), null);
    assert.match(pinPage.html.querySelector('main')?.text ?? '', /市区町村の窓口/);
  });

  test('an empty reader is said, and the login goes on once the card lies in it', async () => {
    const citizen = new Browser();
    const loginPage = await orderTicket(world, citizen);
    removeCard(world.folders);
    const empty = await openCardAgent(citizen, loginPage, world.addresses.cardAgent);
    assert.equal(empty.html.querySelector('input[type=password]'), null);
    insertCard(world.folders, 'class-2');
    const pinPage = await openCardAgent(citizen, loginPage, world.addresses.cardAgent);
    assert.ok((await typePin(citizen, pinPage, personaOf('class-2').card.pin)).refresh);
  });

  test('a wrong PIN costs one try, the page says so before the next, and the right one restores them all', async () => {
    const citizen = new Browser();
    insertCard(world.folders, 'mental');
    const pinPage = await openCardAgent(
      citizen,
      await orderTicket(world, citizen),
      world.addresses.cardAgent,
    );
    const tries = (page: Page): string => page.html.querySelector('#tries')?.text ?? '';
    assert.match(tries(pinPage), /誤りは記録されていません/);
    const once = await typePin(citizen, pinPage, '0000');
    const twice = await typePin(citizen, once, '0000');
    assert.match(tries(twice), /あと1回/);
    assert.ok((await typePin(citizen, twice, personaOf('mental').card.pin)).refresh);
    const afterwards = await openCardAgent(
      citizen,
      await orderTicket(world, citizen),
      world.addresses.cardAgent,
    );
    assert.match(tries(afterwards), /誤りは記録されていません/);
  });

  test('whoever refuses is led back with a plain no, and pays the ordinary fare', async () => {
    const citizen = new Browser();
    const refused = await decide(citizen, await reachConsent(world, citizen, 'class-1'), 'refuse');
    assert.equal(refused.url.searchParams.get('error'), 'access_denied');
    assert.match(refused.html.querySelector('main')?.text ?? '', /通常の運賃/);
  });

  test('the issuer is handed out only to whom the box was ticked for', async () => {
    const item = 'disability_welfare.certificates.issuer';
    const [open, closed] = [new Browser(), new Browser()];
    const ticked = await decide(open, await reachConsent(world, open, 'class-1'), 'approve', {
      ticked: [item],
    });
    const unticked = await decide(closed, await reachConsent(world, closed, 'class-1'), 'approve');
    assert.match(ticked.text, /手帳の交付者: 見本県/);
    assert.doesNotMatch(unticked.text, /手帳の交付者/);
  });

  /** Both screens without what differs by chance: identifiers, form tokens, times. */
  async function screens(persona: string): Promise<{ consent: string; quote: string }> {
    const citizen = new Browser();
    const consent = await reachConsent(world, citizen, persona);
    const quote = await decide(citizen, consent, 'approve');
    return { consent: withoutChance(consent), quote: withoutChance(quote) };
  }
});

function withoutChance(page: Page): string {
  return page.text
    .replace(/value="[\w.-]{20,}"/g, 'value=""')
    .replace(/\/(interaction|receipts)\/[\w-]+/g, '/$1/')
    .replace(/(\d+年\d+月\d+日|\d\d?) ?\d\d?:\d\d/g, '');
}
