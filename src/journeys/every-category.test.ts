/**
 * Every persona × every category, through card, consent and gate: what comes is what the fixtures say, held against
 * the description, item by item and value by value.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '../../sandbox/browser.ts';
import { decide } from '../../sandbox/citizen.ts';
import type { ApiAnswer } from '../../sandbox/relying-party.ts';
import type { World } from '../../sandbox/world.ts';
import { ofSameAge } from '../../stand-ins/agencies/same-age.ts';
import { type ExpectedAnswer, expectedOf, loadExpectedCategories } from '../../stand-ins/expectations.ts';
import { loadPersonas } from '../../stand-ins/personas.ts';
import { checkContract } from '../self-information/rehearsal/contract.ts';
import { itemAt, leavesOf } from '../vocabulary/rehearsal/leaves.ts';
import { openWorld } from './open-world.ts';
import { type AtConsent, boxesOf, openSandboxCompany, type SandboxCompany } from './sandbox-company.ts';
import { readShownItems } from './shown-items.ts';

/** Written out here: what hides somebody must not follow the house's own list. */
const addresses: readonly string[] = [
  'household.address',
  'household.postal_code',
  'household.municipality.code',
  'household.municipality.name',
  'household.previous_address',
];
const expectedCategories = loadExpectedCategories();
const personas = loadPersonas().filter((persona) => expectedOf(persona).length > 0);

describe('every category, for every persona', { concurrency: false }, () => {
  let world: World;
  let company: SandboxCompany;
  /** Complete a second later: looked at when everybody has been asked. */
  const receipts: [expected: ExpectedAnswer, address: string][] = [];
  before(async () => {
    world = await openWorld();
    company = await openSandboxCompany(world);
  });
  after(() => world?.stop());

  test('at least twelve personas, and each of the 29 comes to somebody', () => {
    assert.ok(personas.length >= 12);
    const coming = new Set(personas.flatMap(({ expected }) => expected?.ok ?? []));
    assert.deepEqual([...coming].sort(), Object.keys(expectedCategories).sort());
  });

  for (const persona of personas) {
    const expected = expectedOf(persona);
    test(`${persona.persona}: ${persona.shows}`, async (t) => {
      const asked = expected.filter(({ outcome }) => outcome !== 'assurance_not_met');
      const at = await company.ask(
        persona.persona,
        asked.map(({ category }) => category),
      );
      const { required, optional } = readShownItems(at.consent);
      const missing = new Set(asked.flatMap(({ category }) => expectedCategories[category]?.items ?? []));
      for (const { item } of [...required, ...optional])
        assert.ok(missing.delete(item), `${item} is shown twice, or was not asked for`);
      assert.deepEqual([...missing], [], 'the screen shows every item of what is asked for');
      const tokens = await at.redeem(await approveAll(at));
      // Side by side: one slow agency holds up nobody.
      const answers = await Promise.all(
        asked.map(async (each) => {
          const path = `/self-information/${each.category}`;
          return { ...each, path, answer: await company.relyingParty.read(tokens, path) };
        }),
      );
      for (const { answer, path, ...each } of answers)
        await t.test(`${each.category}: ${each.outcome}`, () => checkAnswer(path, answer, each));
      for (const each of answers)
        if (each.answer.status === 200) receipts.push([each, receiptOf(each.answer)]);
    });

    for (const { category, outcome } of expected.filter((each) => each.outcome === 'assurance_not_met'))
      test(`${persona.persona} cannot prove enough for ${category}: ${outcome}`, async () => {
        // Nothing is shown before the signature, and the card has nothing to sign with.
        await assert.rejects(company.ask(persona.persona, [category]), /カードを使えませんでした/);
      });
  }

  test('each of their receipts names every item of its category, an address only where it was handed out', async () => {
    assert.ok(receipts.length > 12 * 20);
    for (const [{ category, record }, address] of receipts) {
      const held = new Set<string>(
        record ? leavesOf(record, category).map(({ place }) => itemAt(place)) : [],
      );
      const told = (expectedCategories[category]?.items ?? []).filter(
        (item) => !addresses.includes(item) || held.has(item),
      );
      assert.deepEqual(await itemsOfReceipt(address), told.sort());
    }
  });

  test('the same as a signed JWT where that is asked for', async () => {
    const persona = personas.find((each) => each.persona === 'class-1');
    assert.ok(persona);
    const at = await company.ask('class-1', ['household', 'pension']);
    const tokens = await at.redeem(await approveAll(at));
    for (const category of ['household', 'pension']) {
      const path = `/self-information/${category}`;
      const answer = await company.relyingParty.read(tokens, path, { accept: 'application/jwt' });
      checkContract(`/v1${path}`, toReal(answer));
      const claims = JSON.parse(
        Buffer.from(answer.text.split('.')[1] ?? '', 'base64url').toString(),
      ) as Record<string, unknown>;
      assert.equal(claims['aud'], 'sandbox-company');
      assert.deepEqual(
        claims['record'],
        expectedOf(persona).find((each) => each.category === category)?.record,
      );
    }
  });

  test('a category that nobody granted is refused, by its own name', async () => {
    const at = await company.ask('class-1', ['tax_income']);
    const tokens = await at.redeem(await approveAll(at));
    const answer = await company.relyingParty.read(tokens, '/self-information/pension');
    assert.deepEqual([answer.status, answer.body?.['reason']], [403, 'item_not_granted']);
  });

  test('reads run out, are told before, and refreshing the token brings none back', async () => {
    const { citizen, consent, redeem } = await company.ask('class-1', ['pension'], { reads: 2 });
    assert.match(consent.html.querySelector('main')?.text ?? '', /2回/);
    let tokens = await redeem(await decide(citizen, consent, 'approve', { ticked: boxesOf(consent) }));
    const first = await company.relyingParty.read(tokens, '/self-information/pension');
    assert.equal(first.body?.['reads_left'], 1);
    assert.ok(tokens.refreshToken, 'two reads come with a refresh token');
    tokens = await company.relyingParty.refresh(tokens.refreshToken);
    const second = await company.relyingParty.read(tokens, '/self-information/pension');
    assert.equal(second.body?.['reads_left'], 0);
    const third = await company.relyingParty.read(tokens, '/self-information/pension');
    assert.deepEqual([third.status, third.body?.['reason']], [403, 'reads_used_up']);
  });
});

/** Ticks all there is, and what did not arrive to be seen as well. */
function approveAll({ citizen, consent }: AtConsent): Promise<Page> {
  const unseen = consent.html
    .querySelectorAll('input[name=unseen]')
    .map((box) => box.getAttribute('value') ?? '');
  return decide(citizen, consent, 'approve', { ticked: boxesOf(consent), unseen });
}

const refusedWith: Readonly<Record<string, readonly [status: number, reason: string]>> = {
  not_connected: [404, 'not_connected'],
  agency_unavailable: [503, 'agency_unavailable'],
};

function checkAnswer(path: string, answer: ApiAnswer, expected: ExpectedAnswer): void {
  const { category, outcome, record, asOf } = expected;
  checkContract(`/v1${path}`, toReal(answer));
  const body = answer.body ?? {};
  const refused = refusedWith[outcome];
  if (refused) {
    assert.deepEqual([answer.status, body['reason']], refused);
    return;
  }
  assert.equal(answer.status, 200, answer.text);
  const namesOf = (value: unknown): string[] =>
    value === null ? [] : leavesOf(value as never, category).map(({ place }) => itemAt(place));
  assert.deepEqual(namesOf(body['record']).sort(), namesOf(record).sort());
  const { holder } = expectedCategories[category] ?? {};
  assert.deepEqual(
    [body['category'], body['outcome'], body['as_of'], body['source'], body['record']],
    [category, outcome, asOf && ofSameAge(asOf), holder, record],
  );
}

function receiptOf({ body }: ApiAnswer): string {
  return (body?.['receipt'] as { receipt_url: string }).receipt_url;
}

async function itemsOfReceipt(address: string): Promise<string[]> {
  for (let tries = 0; tries < 50; tries += 1) {
    const receipt = (await (await fetch(address)).json()) as { state: string; entry: { items: string[] } };
    if (receipt.state === 'complete') return receipt.entry.items;
    await pause(200);
  }
  throw new Error('no complete receipt within ten seconds');
}

function toReal({ status, headers, text }: ApiAnswer): Parameters<typeof checkContract>[1] {
  return { status, headers: Object.fromEntries(headers), text };
}
