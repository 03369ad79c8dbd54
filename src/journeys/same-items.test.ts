/**
 * Whatever is held, asked for and ticked: the screen that was sent, the stored consent, the tokens, the list, the
 * answers, the receipts and the ledger name the same items. Every part is the real one, each in its own process.
 * `SAME_ITEMS_SEED` repeats a run, `SAME_ITEMS_RUNS` makes it longer.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { Browser } from '../../sandbox/browser.ts';
import { decide } from '../../sandbox/citizen.ts';
import type { ApiAnswer, RelyingParty, Tokens } from '../../sandbox/relying-party.ts';
import type { World } from '../../sandbox/world.ts';
import { openStores } from '../stores/open-stores.ts';
import type { RelyingParty as Registration } from '../stores/relying-parties.ts';
import type { Stores } from '../stores/stores.ts';
import { attestationCategory, findAttestation } from '../vocabulary/attestations.ts';
import { isAddressItem, withoutAddresses } from '../vocabulary/address-items.ts';
import { findCategory } from '../vocabulary/categories.ts';
import { systemClock } from '../vocabulary/clock.ts';
import type { ClientId, ConsentId, EntryId, ItemName } from '../vocabulary/identifiers.ts';
import { identityCategory } from '../vocabulary/identity.ts';
import type { JsonObject, JsonValue } from '../vocabulary/reading.ts';
import { itemAt, leavesOf, liesIn, placesOf, structuresOf } from '../vocabulary/rehearsal/leaves.ts';
import { enterRecord } from './agency-desk.ts';
import { openWorld } from './open-world.ts';
import { anyRequest, itemsWith, type RandomGroup, type RandomRequest } from './random-request.ts';
import { companyOrigin, openRelyingParty } from './sandbox-company.ts';
import { logInAs, personaOf } from './shop.ts';
import { readShownItems, type ShownItem } from './shown-items.ts';

const seed = Number(process.env['SAME_ITEMS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env['SAME_ITEMS_RUNS'] ?? 60);
const client = 'sandbox-company' as ClientId;
const asOf = '2026-11-01T09:00:00+09:00';

describe('one list of items from the screen to the ledger', { concurrency: false }, () => {
  let world: World;
  let company: RelyingParty;
  let stores: Stores;
  let registration: Registration;
  /** Receipts are complete a second later: looked at when all is done. */
  const receipts = new Map<string, readonly ItemName[]>();
  before(async () => {
    world = await openWorld();
    company = await openRelyingParty(world);
    stores = await openStores({ url: `sqlite:${world.folders.database}`, clock: systemClock });
    registration = (await stores.relyingParties.find(client)) as Registration;
  });
  after(async () => {
    await stores?.close();
    await world?.stop();
  });

  test(`whatever is held, asked for and ticked, all of them name the same (seed ${seed})`, async (t) => {
    t.diagnostic(`SAME_ITEMS_SEED=${seed}`);
    await fc.assert(fc.asyncProperty(anyRequest, checkRequest), { numRuns: runs, seed });
  });

  test('and so does every receipt, once it is complete', async () => {
    assert.ok(receipts.size >= runs / 2, `${receipts.size} receipts`);
    for (const [url, items] of receipts) {
      const receipt = await completeReceipt(url);
      assert.deepEqual(receipt.entry.items, items, url);
    }
  });

  async function checkRequest(request: RandomRequest): Promise<void> {
    const granted = itemsWith(request, 'required', 'ticked');
    await prepare(request);
    const citizen = new Browser({ language: request.language, stopsAt: [companyOrigin] });
    const pending = await company.ask({
      details: { purpose: 'drawn', items: itemsWith(request, 'required', 'ticked', 'unticked') },
    });
    const screen = await logInAs(world, citizen, await citizen.open(pending.address), request.persona);
    const shown = readShownItems(screen);
    checkScreen(request, shown);
    const ticked = shown.optional.filter(({ item }) => itemsWith(request, 'ticked').includes(item));
    const decided = await decide(citizen, screen, 'approve', { ticked: ticked.map(({ box }) => box ?? '') });
    const tokens = await company.redeem(decided.url, pending);

    const claims = claimsOf(tokens.accessToken);
    const consent = await stores.consents.find(claims['consent'] as ConsentId);
    const [told] = tokens.answer['authorization_details'] as unknown as { items: ItemName[] }[];
    // It names its consent, and no items of its own that could differ from it.
    assert.equal('authorization_details' in claims, false);
    const list = await company.read(tokens, '/self-information');
    const named = {
      screen: [...shown.required, ...ticked].map(({ item }) => item).sort(),
      consent: [...(consent?.items ?? [])].sort(),
      token: [...(told?.items ?? [])].sort(),
      list: itemsListed(list),
    };
    // An address is never promised: what a company is told beforehand names none.
    for (const [where, items] of Object.entries(named))
      assert.deepEqual(
        items,
        where === 'token' || where === 'list' ? withoutAddresses(granted) : granted,
        where,
      );
    for (const group of request.groups) await checkAnswer(request, tokens, group);
  }

  /** Registers the purpose and gives the agencies what they hold. */
  async function prepare(request: RandomRequest): Promise<void> {
    const [purpose] = registration.purposes;
    assert.ok(purpose);
    const drawn = {
      ...purpose,
      id: 'drawn',
      requiredItems: itemsWith(request, 'required', 'required_unasked'),
      optionalItems: itemsWith(request, 'ticked', 'unticked', 'optional_unasked'),
    };
    await stores.relyingParties.save({ ...registration, purposes: [drawn] });
    for (const { group, record } of request.groups)
      if (findCategory(group))
        enterRecord(world, personaOf(request.persona), group, record ? { as_of: asOf, record } : undefined);
  }

  /** What is always shared, what may be ticked, and beside each as many values as are held. */
  function checkScreen(
    request: RandomRequest,
    shown: { required: ShownItem[]; optional: ShownItem[] },
  ): void {
    const names = (items: ShownItem[]): string[] => items.map(({ item }) => item).sort();
    assert.deepEqual(names(shown.required), itemsWith(request, 'required'), 'always shared');
    assert.deepEqual(names(shown.optional), itemsWith(request, 'ticked', 'unticked'), 'to be ticked');
    for (const { item, box } of shown.optional) assert.equal(box, item, 'a box stands by another name');
    for (const { group, record } of request.groups) {
      if (!findCategory(group)) continue;
      const held = record === null ? [] : leavesOf(record, group).map(({ place }) => itemAt(place));
      for (const { item, values } of [...shown.required, ...shown.optional])
        if (item.startsWith(`${group}.`))
          assert.equal(values, held.filter((each) => each === item).length, `values of ${item}`);
    }
  }

  async function checkAnswer(request: RandomRequest, tokens: Tokens, group: RandomGroup): Promise<void> {
    const ticked = itemsWith({ groups: [group] }, 'required', 'ticked');
    const held = group.record ? leavesOf(group.record, group.group).map(({ place }) => itemAt(place)) : [];
    // An address that is not there was not handed out, and reads as one that was not ticked.
    const granted = ticked.filter(
      (item) => !isAddressItem(item) || group.group === identityCategory || held.includes(item),
    );
    const { body, answer } = await readGroup(tokens, group);
    if (granted.length === 0) {
      assert.deepEqual([answer.status, body['reason']], [403, 'item_not_granted'], group.group);
      return;
    }
    assert.equal(answer.status, 200, `${group.group}: ${answer.text}`);
    if (group.group === identityCategory) checkIdentity(body, granted);
    else if (findCategory(group.group)) checkRecord(body, group, ticked);
    const { entry, receipt_url: url } = body['receipt'] as { entry: EntryId; receipt_url: string };
    const stored = await stores.ledger.findEntry(entry);
    const written = JSON.parse(stored?.body ?? '{}') as { items: ItemName[] };
    assert.deepEqual([...written.items].sort(), granted, `the entry about ${group.group}`);
    receipts.set(url, written.items);
    assert.equal(personaOf(request.persona).persona, request.persona);
  }

  async function readGroup(
    tokens: Tokens,
    { group, signed, fates }: RandomGroup,
  ): Promise<{ body: Record<string, unknown>; answer: ApiAnswer }> {
    const path =
      group === identityCategory
        ? '/userinfo'
        : group === attestationCategory
          ? `/attestations/${findAttestation(fates[0]?.[0] ?? '')?.question.name}`
          : `/self-information/${group}`;
    const accept = signed || group === attestationCategory ? 'application/jwt' : 'application/json';
    const answer = await company.read(tokens, path, { accept });
    return { answer, body: answer.body ?? claimsOf(answer.text) };
  }

  async function completeReceipt(url: string): Promise<{ entry: { items: ItemName[] } }> {
    for (let tries = 0; tries < 100; tries += 1) {
      const receipt = (await (await fetch(url)).json()) as { state: string; entry: { items: ItemName[] } };
      if (receipt.state === 'complete') return receipt;
      await pause(100);
    }
    throw new Error(`not complete after ten seconds: ${url}`);
  }
});

/** Granted and held is there, in its place; granted and held blank is null; all else is absent. */
function checkRecord(
  body: Record<string, unknown>,
  { group, record }: RandomGroup,
  granted: readonly ItemName[],
): void {
  if (record === null) {
    assert.deepEqual([body['outcome'], body['record']], ['no_record', null], group);
    return;
  }
  assert.equal(body['outcome'], 'ok');
  const released = body['record'] as JsonValue;
  assert.deepEqual(
    leavesOf(released, group),
    leavesOf(record, group).filter(({ place }) => granted.includes(itemAt(place))),
  );
  const schema = findCategory(group)?.schema;
  const places = schema ? placesOf(schema, group).filter((place) => granted.includes(itemAt(place))) : [];
  assert.deepEqual(
    structuresOf(released, group),
    structuresOf(record, group).filter(({ place }) => places.some((each) => liesIn(each, place))),
    'a list keeps its length, so that nothing moves to another place',
  );
}

/** Everybody drawn has a signature certificate, which says all four. */
function checkIdentity(body: JsonObject | Record<string, unknown>, granted: readonly ItemName[]): void {
  const claims = ['name', 'birthdate', 'gender', 'address'].filter((name) => name in body);
  assert.deepEqual(claims.map((name) => `${identityCategory}.${name}`).sort(), granted);
}

function itemsListed({ body }: ApiAnswer): string[] {
  const {
    categories,
    identity,
    attestations: policies,
  } = body as unknown as {
    categories: { items: string[] }[];
    identity: { items: string[] } | null;
    attestations: { item: string }[];
  };
  return [
    ...categories.flatMap(({ items }) => items),
    ...(identity?.items ?? []),
    ...policies.map(({ item }) => item),
  ].sort();
}

function claimsOf(jwt: string): Record<string, unknown> {
  const claims = jwt.split('.')[1] ?? '';
  return claims === ''
    ? {}
    : (JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>);
}
