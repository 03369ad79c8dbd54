/** An address is never required and never promised: one that is missing reads as one that was never ticked. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { loadAgencies, loadPersonas, loadRelyingParties } from '../../stand-ins/personas.ts';
import { openTown, type Town } from '../../stand-ins/town.ts';
import { toAsked } from '../consent/asked.ts';
import type { Consent } from '../stores/consents.ts';
import { toGrantedDetails, toGrantedScopes } from '../tokens/granted.ts';
import { addressItems, withoutAddresses } from '../vocabulary/address-items.ts';
import type { CategoryName, ItemName } from '../vocabulary/identifiers.ts';
import { identityClaims } from '../vocabulary/identity.ts';
import { itemsOf } from '../vocabulary/items.ts';
import type { JsonObject } from '../vocabulary/reading.ts';
import { type Answer, type ApiPlace, openApiPlace } from './rehearsal/api-place.ts';
import { current } from './rehearsal/identities.ts';

const identity = identityClaims.map(({ item }) => item);
const household = itemsOf('household' as CategoryName).map((item) => item.name);
const ofAddress = 'identity.address' as ItemName;
const personas = loadPersonas();
let place: ApiPlace;
let town: Town;

before(async () => {
  place = await openApiPlace({
    people: personas,
    agencies: loadAgencies(),
    relyingParties: loadRelyingParties(),
    openTown: async (options) => (town = await openTown(options)),
  });
  for (const { persona } of personas) place.identities.set(place.citizenOf(persona), current());
});
after(() => place.close());
beforeEach(async () => {
  place.meanwhile(undefined);
  await place.stores.suppressions.set(place.citizenOf('class-1'), 'non_disclosure', 0);
});

function railCompany(): ReturnType<typeof loadRelyingParties>[0] {
  const company = loadRelyingParties().find(({ clientId }) => clientId === 'rail-company');
  if (!company) throw new Error('there is no rail company');
  return company;
}

/** What a company holds afterwards, without what is another at every call. */
async function heldBy(
  persona: string,
  items: readonly ItemName[],
  path: string,
  changes: Partial<Consent> = {},
) {
  const consent = await place.addConsent(persona, { items, readsGranted: 10, ...changes });
  const list = await place.call('/v1/self-information', { consent });
  const answer = await place.call(path, { consent });
  const [entry] = (await place.entries(consent)).map(withoutNames);
  const token = { details: toGrantedDetails(consent), scopes: toGrantedScopes(consent) };
  return {
    status: answer.status,
    length: answer.text.length,
    headers: Object.keys(answer.headers).sort(),
    body: withoutNames(answer.json),
    list: { ...list.json, valid_until: null },
    entry,
    token: { ...token, details: { ...token.details, valid_until: null } },
  };
}
function withoutNames(told: Record<string, unknown> | undefined): Record<string, unknown> {
  const others = [
    'sub',
    'subject',
    'receipt',
    'id',
    'at',
    'consent',
    'trace_id',
    'process_number',
    'as_of',
    'instance',
  ];
  return Object.fromEntries(Object.entries(told ?? {}).filter(([name]) => !others.includes(name)));
}

test('no registration can require any address, in the store or in the fixtures', async () => {
  assert.ok(addressItems.size >= 6);
  const company = railCompany();
  for (const item of addressItems) {
    const purposes = company.purposes.map((purpose) => ({ ...purpose, requiredItems: [item] }));
    await assert.rejects(
      place.stores.relyingParties.save({ ...company, purposes, jwks: { keys: [] } }),
      new RegExp(`requires ${item}, an address`),
    );
  }
});

test('should a registration require one all the same, it is the citizen’s to tick', () => {
  const company = railCompany();
  const [purpose] = company.purposes;
  assert.ok(purpose);
  const old = { ...purpose, requiredItems: [...identity, ...household], optionalItems: [] };
  const request = {
    scopes: ['openid', 'name', 'address', 'household'],
    authorizationDetails: undefined,
    claims: ['address'] as const,
  };
  const asked = toAsked({ ...company, jwks: { keys: [] }, purposes: [old] }, request, new Date());
  assert.deepEqual(asked.requiredItems, withoutAddresses(asked.requiredItems));
  assert.deepEqual([...asked.optionalItems].sort(), [...addressItems].sort());
});

test('a concealed address reads as an unticked one: token, list, answer, receipt and ledger, byte by byte', async () => {
  const unticked = identity.filter((item) => item !== ofAddress);
  const sets = [identity, [ofAddress, 'identity.name' as ItemName]];
  for (const items of sets) {
    const other = await heldBy(
      'class-1',
      items.filter((item) => unticked.includes(item)),
      '/v1/userinfo',
    );
    assert.equal(other.status, 200);
    for (const value of [1, 2] as const) {
      await place.stores.suppressions.set(place.citizenOf('class-1'), 'non_disclosure', value);
      assert.deepEqual(await heldBy('class-1', items, '/v1/userinfo'), other);
      await place.stores.suppressions.set(place.citizenOf('class-1'), 'non_disclosure', 0);
    }
    const given = await heldBy('class-1', items, '/v1/userinfo');
    assert.notDeepEqual(given.body, other.body, 'and where it is not concealed, it is there');
    assert.ok((given.entry?.['items'] as string[]).includes(ofAddress));
    assert.deepEqual([given.token, given.list], [other.token, other.list], 'of which nothing was promised');
  }
});

test('what somebody did not see of it, or wanted vouched for, tells as little', async () => {
  const verifiedClaims: Consent['verifiedClaims'] = [
    { trustFrameworks: null, time: null, claims: [{ name: 'address', values: null }], unsatisfiable: false },
  ];
  const unticked = identity.filter((item) => item !== ofAddress);
  const other = await heldBy('class-1', unticked, '/v1/userinfo', { verifiedClaims });
  await place.stores.suppressions.set(place.citizenOf('class-1'), 'non_disclosure', 1);
  const unseenItems = [ofAddress];
  assert.deepEqual(await heldBy('class-1', identity, '/v1/userinfo', { verifiedClaims, unseenItems }), other);
});

test('an address alone that is concealed reads as nothing granted', async () => {
  const more = ['disability_welfare.certificates.issuer' as ItemName];
  const other = await heldBy('class-1', more, '/v1/userinfo');
  assert.equal(other.status, 403);
  await place.stores.suppressions.set(place.citizenOf('class-1'), 'non_disclosure', 1);
  assert.deepEqual(await heldBy('class-1', [...more, ofAddress], '/v1/userinfo'), other);
});

test('an address that the agency does not hold reads as an unticked one too', async () => {
  const person = personas.find(({ persona }) => persona === 'class-1');
  const held = person?.records['household'];
  assert.ok(person && held);
  const city = person.holders['municipality'] ?? '';
  const members = 'household.members_count' as ItemName;
  const items = [...household.filter((item) => addressItems.has(item)), members];
  const other = await heldBy('class-1', [members], '/v1/self-information/household');
  const { address, postal_code: code, municipality, previous_address: before, ...bare } = held.record;
  assert.ok(address && code && municipality && before);
  town.hold(person, city, 'household', { ...held, record: bare as JsonObject });
  assert.deepEqual(await heldBy('class-1', items, '/v1/self-information/household'), other);
  town.hold(person, city, 'household', held);
});

test('with the address withheld, the household of who hides reads as that of who has no record', async () => {
  const path = '/v1/self-information/household';
  const bare = await heldBy('ward', household, path);
  await place.stores.suppressions.set(place.citizenOf('class-1'), 'non_disclosure', 1);
  const hidden = await heldBy('class-1', household, path);
  assert.equal(hidden.body['outcome'], 'no_record');
  assert.deepEqual(hidden, bare);
  assert.deepEqual(hidden.entry?.['items'], withoutAddresses(household));
});

test('a receipt of a concealed address names what the entry names, and is as long', async () => {
  const receiptOf = async (items: readonly ItemName[]): Promise<Answer> => {
    const consent = await place.addConsent('class-1', { items });
    const { json } = await place.call('/v1/userinfo', { consent });
    await place.ledgerPlace.ledgerWith({ clock: place.clock }).integrateNow();
    const { receipt_url: url } = json['receipt'] as { receipt_url: string };
    return place.call(new URL(url).pathname);
  };
  const unticked = await receiptOf(identity.filter((item) => item !== ofAddress));
  await place.stores.suppressions.set(place.citizenOf('class-1'), 'non_disclosure', 1);
  const concealed = await receiptOf(identity);
  const itemsIn = ({ json }: Answer): unknown => (json['entry'] as { items: unknown }).items;
  assert.deepEqual(itemsIn(concealed), itemsIn(unticked));
  assert.ok(!concealed.text.includes('address'));
});
