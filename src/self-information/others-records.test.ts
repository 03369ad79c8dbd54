/** Whoever is suppressed is in nobody else's record: not for the one who consents, nor for whoever he consents to. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { loadAgencies, loadRelyingParties } from '../../stand-ins/personas.ts';
import { openTown, type Town } from '../../stand-ins/town.ts';
import type { CategoryName, ItemName, LinkCode } from '../vocabulary/identifiers.ts';
import { itemsOf } from '../vocabulary/items.ts';
import { suppressionFlags, suppressionTable } from '../vocabulary/suppression-table.ts';
import { createPreview } from './preview.ts';
import { type Answer, type ApiPlace, openApiPlace } from './rehearsal/api-place.ts';
import { alone, daughter, husband, lodger, recordless, son, traces, wife } from './rehearsal/family.ts';

const categories = Object.keys(husband.records);
const allItems = categories.flatMap((name) => itemsOf(name as CategoryName).map((item) => item.name));
let place: ApiPlace;
let town: Town;
let daughtersCode: LinkCode;

before(async () => {
  place = await openApiPlace({
    // The daughter never registered: the agencies know her, and nobody else does.
    people: [husband, alone, wife, son, lodger, recordless],
    agencies: loadAgencies(),
    relyingParties: loadRelyingParties(),
    openTown: async (options) =>
      (town = await openTown({ ...options, people: [...options.people, daughter] })),
  });
  daughtersCode = town.linkCodeOf(daughter);
});
after(() => place.close());
beforeEach(async () => {
  place.meanwhile(undefined);
  for (const flag of suppressionFlags) {
    await place.stores.suppressions.set(place.citizenOf('wife'), flag, 0);
    await place.stores.suppressions.setByLinkCode(daughtersCode, flag, 0);
  }
});

/** Every category, read once each. */
async function readAll(persona: string): Promise<Record<string, Answer>> {
  const consent = await place.addConsent(persona, { items: allItems, readsGranted: 20 });
  const answers: [string, Answer][] = [];
  for (const name of categories)
    answers.push([name, await place.call(`/v1/self-information/${name}`, { consent })]);
  return Object.fromEntries(answers);
}
const hide = async (): Promise<void> => {
  await place.stores.suppressions.set(place.citizenOf('wife'), 'no_self_information', 1);
  await place.stores.suppressions.setByLinkCode(daughtersCode, 'no_self_information', 2);
};
const screen = createScreen;
function createScreen(persona: string) {
  const preview = createPreview({
    agencies: place.agencies,
    identity: { identities: place.identities, suppressions: place.stores.suppressions },
    clock: place.clock,
    budgetMilliseconds: 800,
  });
  return preview(place.citizenOf(persona), allItems);
}

test('the husband who consents to household, tax, child allowance and insurance shares nothing of her, nor of the daughter', async () => {
  await hide();
  const [seen, never] = [await readAll('husband'), await readAll('alone')];
  for (const name of categories) {
    const [one, other] = [seen[name] as Answer, never[name] as Answer];
    assert.equal(one.status, 200);
    for (const trace of traces) assert.ok(!one.text.includes(trace), `${name}: ${trace}`);
    // The very bytes of a man who never had a wife.
    assert.equal(JSON.stringify(one.json['record']), JSON.stringify(other.json['record']), name);
    assert.equal(one.text.length, other.text.length, name);
    assert.deepEqual(Object.keys(one.headers), Object.keys(other.headers));
    for (const said of ['outcome', 'as_of', 'source', 'reads_left'])
      assert.deepEqual(one.json[said], other.json[said]);
  }
});

test('his own screen shows as little, number by number', async () => {
  await hide();
  const told = (groups: Awaited<ReturnType<typeof screen>>) =>
    groups.map(({ group, outcome, values, asOf }) => ({ group, outcome, values: [...values], asOf }));
  const [seen, never] = [told(await screen('husband')), told(await screen('alone'))];
  assert.deepEqual(seen, never);
  for (const trace of traces) assert.ok(!JSON.stringify(seen).includes(trace), trace);
});

test('after the flags have gone, both are back, under the consent that he gave before', async () => {
  await hide();
  const consent = await place.addConsent('husband', { items: allItems, readsGranted: 20 });
  const membersOf = async (): Promise<unknown[]> => {
    const { json } = await place.call('/v1/self-information/household', { consent });
    const record = json['record'] as { members: { name: string }[]; members_count: number };
    assert.equal(record.members_count, record.members.length);
    return record.members.map(({ name }) => name);
  };
  const [him, boy] = ['見本 おっと', son.name.ja];
  assert.deepEqual(await membersOf(), [him, boy]);
  await place.stores.suppressions.set(place.citizenOf('wife'), 'no_self_information', 0);
  assert.deepEqual(await membersOf(), [him, wife.name.ja, boy]);
  await place.stores.suppressions.setByLinkCode(daughtersCode, 'no_self_information', 0);
  assert.deepEqual(await membersOf(), [him, wife.name.ja, daughter.name.ja, boy]);
  const all = await readAll('husband');
  for (const name of categories)
    assert.deepEqual(all[name]?.json['record'], husband.records[name as 'household'].record, name);
});

test('each flag acts on other people’s records as its cell says', async () => {
  const consent = await place.addConsent('husband', { items: allItems, readsGranted: 20 });
  for (const flag of suppressionFlags)
    for (const value of [1, 2] as const) {
      await place.stores.suppressions.set(place.citizenOf('wife'), flag, value);
      const { text } = await place.call('/v1/self-information/medical_insurance', { consent });
      const vanishes = suppressionTable[flag].others_records.effects.includes('vanishes');
      assert.equal(!text.includes(wife.name.ja), vanishes, `${flag} ${value}`);
      await place.stores.suppressions.set(place.citizenOf('wife'), flag, 0);
    }
});

test('a flag set on her, or on the daughter whom nobody registered, while the agency answers stops that answer', async () => {
  const works = [
    () => place.stores.suppressions.set(place.citizenOf('wife'), 'no_self_information', 1),
    () => place.stores.suppressions.setByLinkCode(daughtersCode, 'non_disclosure', 1),
  ];
  for (const [turn, work] of works.entries()) {
    const consent = await place.addConsent('husband', { items: allItems });
    let times = 0;
    place.meanwhile(async () => {
      if ((times += 1) === 1) await work();
    });
    const answer = await place.call('/v1/self-information/household', { consent });
    assert.equal(answer.status, 200);
    assert.equal(times, 2, 'it was asked once more');
    assert.ok(!answer.text.includes(turn === 0 ? wife.name.ja : daughter.name.ja));
    assert.deepEqual(
      (await place.entries(consent)).map(({ outcome }) => outcome),
      ['released'],
    );
    assert.equal((await place.stores.consents.find(consent.id))?.readsUsed, 1);
    place.meanwhile(undefined);
  }
});

test('a flag that moves on her again and again is told as an outage, and nothing of the record leaves', async () => {
  const consent = await place.addConsent('husband', { items: allItems });
  place.meanwhile(() => place.stores.suppressions.set(place.citizenOf('wife'), 'no_self_information', 1));
  const answer = await place.call('/v1/self-information/household', { consent });
  assert.equal(answer.status, 503);
  assert.ok(!answer.text.includes('見本 おっと'));
  assert.equal((await place.stores.consents.find(consent.id))?.readsUsed, 0);
});

test('a flag on somebody who is not in the record stops nothing', async () => {
  const consent = await place.addConsent('husband', { items: allItems });
  let times = 0;
  place.meanwhile(async () => {
    times += 1;
    await place.stores.suppressions.set(place.citizenOf('recordless'), 'non_disclosure', 1);
  });
  assert.equal((await place.call('/v1/self-information/household', { consent })).status, 200);
  assert.equal(times, 1);
});

test('a household whose head she is reads as no record, on the screen and in the answer', async () => {
  await hide();
  const items = itemsOf('household' as CategoryName).map((item) => item.name) as ItemName[];
  const answers: Answer[] = [];
  for (const persona of ['lodger', 'recordless']) {
    const consent = await place.addConsent(persona, { items });
    answers.push(await place.call('/v1/self-information/household', { consent }));
  }
  const [one, other] = answers as [Answer, Answer];
  assert.equal(one.json['outcome'], 'no_record');
  assert.deepEqual({ ...one.json, receipt: null }, { ...other.json, receipt: null });
  assert.equal(one.text.length, other.text.length);
  const [seen, nothing] = await Promise.all(['lodger', 'recordless'].map(screen));
  assert.deepEqual(
    seen?.find(({ group }) => group === 'household'),
    nothing?.find(({ group }) => group === 'household'),
  );
});

test('no log tells of her, and what the network and the agencies write down does not either', async () => {
  await hide();
  await readAll('husband');
  const written = [place.log.join('\n'), town.exchanges(), JSON.stringify(town.agencyLog)].join('\n');
  for (const trace of [...traces, town.linkCodeOf(wife), daughtersCode])
    assert.ok(!written.includes(trace), trace);
});
