import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ofSameAge } from '../../stand-ins/agencies/same-age.ts';
import { loadAgencies, loadPersonas, loadRelyingParties } from '../../stand-ins/personas.ts';
import { openTown } from '../../stand-ins/town.ts';
import type { CategoryName, ItemName } from '../vocabulary/identifiers.ts';
import { itemsOf, itemValues } from '../vocabulary/items.ts';
import type { JsonObject } from '../vocabulary/reading.ts';
import { createPreview } from './preview.ts';
import { toJapaneseDay } from './read-items.ts';
import { type ApiPlace, discount, issuerOfCertificate, openApiPlace } from './rehearsal/api-place.ts';

const world = {
  people: loadPersonas(),
  agencies: loadAgencies(),
  relyingParties: loadRelyingParties(),
  openTown,
};
let place: ApiPlace;
let preview: ReturnType<typeof createPreview>;
before(async () => {
  place = await openApiPlace(world);
  preview = createPreview({
    agencies: place.agencies,
    identity: { identities: place.identities, suppressions: place.stores.suppressions },
    clock: place.clock,
    budgetMilliseconds: 600,
  });
});
after(() => place.close());

test('the screen shows the very values that an answer would hold', async () => {
  const items = itemsOf('disability_welfare' as CategoryName).map(({ name }) => name);
  const [group] = await preview(place.citizenOf('class-1'), items);
  assert.ok(group);
  assert.deepEqual(
    [group.group, group.outcome, group.asOf],
    ['disability_welfare', 'ok', ofSameAge('2026-11-01T09:00:00+09:00')],
  );
  assert.equal(typeof group.source?.ja, 'string');
  const consent = await place.addConsent('class-1', { items });
  const { json } = await place.call('/v1/self-information/disability_welfare', { consent });
  for (const item of items)
    assert.deepEqual(group.values.get(item), itemValues(json['record'] as JsonObject, item), item);
});

test('only what was asked for is shown, though the agency sends the whole record', async () => {
  const [group] = await preview(place.citizenOf('class-1'), [issuerOfCertificate]);
  assert.deepEqual([...(group?.values ?? [])], [[issuerOfCertificate, ['見本県']]]);
});

test('an attestation is shown as its answer, with source and date of the record behind it, which the company never gets', async () => {
  const [group] = await preview(place.citizenOf('class-1'), [discount]);
  assert.ok(group);
  assert.equal(group.group, 'attestations');
  assert.deepEqual(group.values.get(discount), [{ class: 1, companion: true, valid_until: null }]);
  const asOf = ofSameAge('2026-11-01T09:00:00+09:00');
  assert.equal(group.asOf, asOf);
  assert.equal(typeof group.source?.en, 'string');
  const consent = await place.addConsent('class-1', { items: [discount] });
  const path = '/v1/attestations/rail-disability-discount';
  const { text } = await place.call(path, { consent, accept: 'application/jwt' });
  assert.ok(
    !Buffer.from(text.split('.')[1] ?? '', 'base64url')
      .toString()
      .includes(asOf.slice(0, 10)),
  );
  assert.equal((await place.entries(consent))[0]?.['as_of'], null);
});

test('an attestation and its category on one screen ask the agency once', async () => {
  place.asked.length = 0;
  const groups = await preview(place.citizenOf('class-1'), [discount, issuerOfCertificate]);
  assert.deepEqual(
    groups.map(({ group }) => group),
    ['attestations', 'disability_welfare'],
  );
  assert.deepEqual(place.asked, ['disability_welfare']);
});

test('a suppressed person’s screen is that of one without a record', async () => {
  const shown = async (persona: string) =>
    (await preview(place.citizenOf(persona), [discount, issuerOfCertificate])).map(
      ({ group, outcome, values, asOf, source }) => ({ group, outcome, values: [...values], asOf, source }),
    );
  const none = await shown('long-name');
  assert.deepEqual(
    none.map(({ outcome }) => outcome),
    ['no_record', 'no_record'],
  );
  assert.deepEqual(await shown('suppressed'), none);
});

test('the screen names an insurer that has a record, and of a town or prefecture its kind alone, record or not', async () => {
  const items = ['health_insurance_card.number', issuerOfCertificate, discount] as ItemName[];
  const sources = async (persona: string) =>
    Object.fromEntries(
      (await preview(place.citizenOf(persona), items)).map(({ group, source }) => [group, source?.ja]),
    );
  assert.deepEqual(await sources('class-1'), {
    health_insurance_card: '見本健康保険組合',
    disability_welfare: '市区町村',
    attestations: '市区町村',
  });
  assert.deepEqual(await sources('suppressed'), {
    health_insurance_card: '医療保険者',
    disability_welfare: '市区町村',
    attestations: '市区町村',
  });
});

test('groups that do not arrive are said, within the time budget, and do not hold up the others', async () => {
  place.town.behave('municipality-990043', 'slow');
  const items = ['disability_welfare.certificates.kind', 'health_insurance_card.insurer.name'] as ItemName[];
  const began = performance.now();
  const groups = await preview(place.citizenOf('agency-slow'), items);
  assert.ok(performance.now() - began < 2000);
  assert.deepEqual(
    groups.map(({ group, outcome, values }) => [group, outcome, [...values.values()].flat().length > 0]),
    [
      ['disability_welfare', 'agency_unavailable', false],
      ['health_insurance_card', 'ok', true],
    ],
  );
});

test('looking is not sharing: a screen leaves no entry and spends nothing', async () => {
  const consent = await place.addConsent('class-2');
  await preview(consent.citizen, consent.items);
  assert.deepEqual(await place.entries(consent), []);
  assert.equal((await place.stores.consents.find(consent.id))?.readsUsed, 0);
});

test('the rules’ days begin at midnight in Japan', () => {
  assert.equal(toJapaneseDay(new Date('2026-11-23T14:59:59Z')), '2026-11-23');
  assert.equal(toJapaneseDay(new Date('2026-11-23T15:00:00Z')), '2026-11-24');
});
