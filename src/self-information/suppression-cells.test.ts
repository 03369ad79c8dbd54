/** The table flag × viewer, cell by cell, on the way by which that viewer really comes to a record. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { loadAgencies, loadPersonas, loadRelyingParties } from '../../stand-ins/personas.ts';
import { openTown } from '../../stand-ins/town.ts';
import { loadHistory } from '../citizen-portal/history.ts';
import type { CategoryName, CitizenId, ItemName } from '../vocabulary/identifiers.ts';
import { newTraceId } from '../vocabulary/identifiers.ts';
import { identityClaims } from '../vocabulary/identity.ts';
import {
  type SuppressedViewer,
  suppressedViewers,
  type SuppressionEffect,
  suppressionFlags,
  suppressionTable,
} from '../vocabulary/suppression-table.ts';
import { createPreview } from './preview.ts';
import { type ApiPlace, discount, openApiPlace } from './rehearsal/api-place.ts';
import { current } from './rehearsal/identities.ts';

const identity = identityClaims.map(({ item }) => item);
const certificate = 'disability_welfare.certificates.kind' as ItemName;
const [address, members] = ['household.address', 'household.members_count'] as ItemName[] as [
  ItemName,
  ItemName,
];
let place: ApiPlace;

before(async () => {
  place = await openApiPlace({
    people: loadPersonas(),
    agencies: loadAgencies(),
    relyingParties: loadRelyingParties(),
    openTown,
  });
  place.identities.set(place.citizenOf('class-1'), current());
  // Something that the history can tell.
  const consent = await place.addConsent('class-1', { items: [certificate] });
  assert.equal((await place.call('/v1/self-information/disability_welfare', { consent })).status, 200);
  await place.ledgerPlace.ledgerWith({ clock: place.clock }).integrateNow();
});
after(() => place.close());

/** What a viewer came to see, as far as this viewer can see such a thing: a record, one with an address, who, where, what was read. */
interface Seen {
  record?: boolean;
  recordWithAddress?: boolean;
  name?: boolean;
  address?: boolean;
  history?: boolean;
}

const citizen = (): CitizenId => place.citizenOf('class-1');

async function onOwnScreen(): Promise<Seen> {
  const preview = createPreview({
    agencies: place.agencies,
    identity: { identities: place.identities, suppressions: place.stores.suppressions },
    clock: place.clock,
    budgetMilliseconds: 2000,
  });
  const groups = await preview(citizen(), [certificate, address, members, ...identity]);
  const valuesOf = (item: string): unknown[] =>
    groups.flatMap(({ values }) => [...(values.get(item as ItemName) ?? [])]);
  const { reads } = await (await loadHistory(place.stores, citizen(), new Date())).reads();
  return {
    record: valuesOf(certificate).length > 0,
    recordWithAddress: valuesOf(members).length > 0,
    name: valuesOf('identity.name').length > 0,
    address: valuesOf('identity.address').length > 0,
    history: reads.length > 0,
  };
}

async function byTheApi(): Promise<Seen> {
  const consent = await place.addConsent('class-1', { items: [certificate, address, members, ...identity] });
  const recordOf = async (category: string): Promise<boolean> =>
    (await place.call(`/v1/self-information/${category}`, { consent })).json['record'] !== null;
  const who = (await place.call('/v1/userinfo', { consent })).json;
  return {
    record: await recordOf('disability_welfare'),
    recordWithAddress: await recordOf('household'),
    name: 'name' in who,
    address: 'address' in who,
  };
}

async function byAttestation(): Promise<Seen> {
  const residence = 'attestations.residence.990019' as ItemName;
  const consent = await place.addConsent('class-1', { items: [discount, residence] });
  const attests = async (question: string): Promise<boolean> => {
    const { status, json } = await place.call(`/v1/attestations/${question}`, {
      consent,
      accept: 'application/jwt',
    });
    assert.equal(status, 200);
    return json['attestation'] !== null;
  };
  return { record: await attests('rail-disability-discount'), recordWithAddress: await attests('residence') };
}

/** The rooms that ask for these viewers ask in this way; what they do around it is tested there. */
async function byInquiry(viewer: 'emergency' | 'correction' | 'waiting_result'): Promise<Seen> {
  const ask = async (category: string): Promise<boolean> => {
    const wanted = { citizen: citizen(), category: category as CategoryName, viewer, traceId: newTraceId() };
    return (await place.agencies.inquire(wanted)).reading.record !== null;
  };
  return { record: await ask('disability_welfare'), recordWithAddress: await ask('household') };
}

const ways: Partial<Record<SuppressedViewer, () => Promise<Seen>>> = {
  person: onOwnScreen,
  // Whoever acts for somebody comes with that person's card and in that person's session: there is no other way in.
  agent: onOwnScreen,
  relying_party: byTheApi,
  attestation: byAttestation,
  emergency: () => byInquiry('emergency'),
  correction: () => byInquiry('correction'),
  waiting_result: () => byInquiry('waiting_result'),
};
/** Driven elsewhere: by `others-records.test.ts`; and between agencies (`exchanges.test.ts`), which Madoguchi is not asked about. */
const elsewhere: readonly SuppressedViewer[] = ['others_records', 'other_agency'];

test('every viewer of the table has a way that is driven, here or elsewhere', () => {
  assert.deepEqual([...Object.keys(ways), ...elsewhere].sort(), [...suppressedViewers].sort());
});

for (const [viewer, look] of Object.entries(ways) as [SuppressedViewer, () => Promise<Seen>][])
  test(`each flag does to ${viewer} what its cell says, set or under application`, async () => {
    const unflagged = await look();
    assert.ok(Object.values(unflagged).every(Boolean), 'without a flag all of it is there');
    for (const flag of suppressionFlags)
      for (const value of [1, 2] as const) {
        await place.stores.suppressions.set(citizen(), flag, value);
        const seen = await look();
        await place.stores.suppressions.set(citizen(), flag, 0);
        const { effects } = suppressionTable[flag][viewer];
        const withheld = (effect: SuppressionEffect): boolean => effects.includes(effect);
        const expected: Required<Seen> = {
          record: !withheld('records_withheld'),
          recordWithAddress: !withheld('records_withheld') && !withheld('address_withheld'),
          name: !withheld('records_withheld'),
          address: !withheld('records_withheld') && !withheld('address_withheld'),
          history: !withheld('history_withheld'),
        };
        for (const [what, isSeen] of Object.entries(seen))
          assert.equal(isSeen, expected[what as keyof Seen], `${flag} ${value}: ${what}`);
      }
    assert.deepEqual(await look(), unflagged, 'and with the last flag gone, all of it is back');
  });
