/** Every question over HTTP: the whole way from the call to the agency and back, for the personas that show it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { loadAgencies, loadPersonas, loadRelyingParties } from '../../../stand-ins/personas.ts';
import { openTown } from '../../../stand-ins/town.ts';
import { checkPurposes } from '../../stores/check-purposes.ts';
import { attestationQuestions, findAttestation } from '../../vocabulary/attestations.ts';
import type { ItemName } from '../../vocabulary/identifiers.ts';
import { createPreview } from '../preview.ts';
import { type Answer, type ApiPlace, openApiPlace } from '../rehearsal/api-place.ts';
import { current } from '../rehearsal/identities.ts';

const world = {
  people: loadPersonas(),
  agencies: loadAgencies(),
  relyingParties: loadRelyingParties(),
  openTown,
};
let place: ApiPlace;
before(async () => {
  place = await openApiPlace(world);
  // Who somebody is, is told by certificates: here the test's own word.
  for (const { persona, birth_on: birthOn } of world.people)
    place.identities.set(place.citizenOf(persona), current({ birthOn }));
});
after(() => place.close());

const itemOf = (question: string): ItemName => `attestations.${question}` as ItemName;

async function attest(
  persona: string,
  granted: string,
  question = granted.split('.')[0] ?? '',
): Promise<Answer> {
  const consent = await place.addConsent(persona, { items: [itemOf(granted)] });
  return place.call(`/v1/attestations/${question}`, { consent, accept: 'application/jwt' });
}

/** Worked out by hand from the fixtures, for the end of November 2026 and the year after. */
const table: readonly [persona: string, granted: string, answer: unknown][] = [
  ['class-1', 'rail-disability-discount', { class: 1, companion: true, valid_until: null }],
  ['class-1', 'age-over.20', { reached: true }],
  ['class-1', 'age-over.60', null],
  ['child', 'age-over.18', null],
  ['class-1', 'residence.990019', { resident: true }],
  ['class-1', 'residence.990027', null],
  ['expired-certificate', 'care-level-at-least.21', { certified: true }],
  ['expired-certificate', 'care-level-at-least.22', null],
  ['class-1', 'care-level-at-least.12', null],
  ['class-1', 'health-insurance-valid', { covered: true }],
  ['mental-no-photo', 'health-insurance-valid', null],
  ['class-1', 'single-parent-support', null],
  ['class-1', 'income-under.4000000', { under: true }],
  ['class-1', 'income-under.3000000', null],
  ['no-certificate', 'income-under.2000000', { under: true }],
];

for (const [persona, granted, answer] of table)
  test(`${persona}, ${granted}: ${JSON.stringify(answer)}`, async () => {
    const { status, json } = await attest(persona, granted);
    assert.equal(status, 200);
    assert.deepEqual(json['attestation'], answer);
    assert.equal(json['item'], itemOf(granted));
    assert.equal(json['aud'], 'rail-company');
  });

test('the screen shows the very answer, and source and date that the company never gets', async () => {
  const preview = createPreview({
    agencies: place.agencies,
    identity: { identities: place.identities, suppressions: place.stores.suppressions },
    clock: place.clock,
    budgetMilliseconds: 800,
  });
  for (const [persona, granted, answer] of table) {
    const item = itemOf(granted);
    const [group] = await preview(place.citizenOf(persona), [item]);
    assert.deepEqual(group?.values.get(item), [answer], granted);
    const { json } = await attest(persona, granted);
    assert.ok(!('as_of' in json) && !('source' in json));
  }
});

test('answer, receipt and ledger name the same item, with the registered value, and the policy’s version', async () => {
  const consent = await place.addConsent('class-1', { items: [itemOf('age-over.20')] });
  const { json } = await place.call('/v1/attestations/age-over', { consent, accept: 'application/jwt' });
  const [entry] = await place.entries(consent);
  assert.deepEqual(entry?.['items'], [itemOf('age-over.20')]);
  assert.equal(entry['category'], 'age-over@2023-04');
  assert.equal(entry['source'], 'signature_certificate');
  assert.equal(json['policy'], 'age-over@2023-04');
  const { json: grant } = await place.call('/v1/self-information', { consent });
  assert.deepEqual(grant['attestations'], [
    {
      policy: 'age-over@2023-04',
      item: 'attestations.age-over.20',
      href: 'http://localhost:3000/v1/attestations/age-over',
    },
  ]);
});

test('a call cannot try another value than the one that was granted', async () => {
  for (const question of ['age-over.18', 'age-over/18', 'age-over/20', 'age-over%2E18', 'age-over@2023-04']) {
    const { status } = await attest('class-1', 'age-over.20', question);
    assert.equal(status, 404, question);
  }
  const other = await attest('class-1', 'age-over.20', 'income-under');
  assert.deepEqual([other.status, other.json['reason']], [403, 'item_not_granted']);
});

test('a purpose registers one value of a question: two are refused, two purposes may differ', () => {
  const company = loadRelyingParties().find(({ clientId }) => clientId === 'rail-company');
  const [purpose] = company?.purposes ?? [];
  assert.ok(company && purpose);
  const asking = (requiredItems: string[], optionalItems: string[] = []) => ({
    ...purpose,
    requiredItems: requiredItems as ItemName[],
    optionalItems: optionalItems as ItemName[],
  });
  const check = (...purposes: (typeof purpose)[]) => checkPurposes({ ...company, purposes });
  const [of18, of20] = ['attestations.age-over.18', 'attestations.age-over.20'];
  for (const wrong of [asking([of18 ?? '', of20 ?? '']), asking([of18 ?? ''], [of20 ?? ''])])
    assert.throws(() => check(wrong), /asks age-over with more than one value/);
  check(asking([of18 ?? ''], [of18 ?? '']));
  check(asking([of18 ?? '']), { ...asking([of20 ?? '']), id: 'another' });
});

test('for every question a suppressed person and one without a record answer the same, but for identifiers', async () => {
  const bare = ({ status, headers, json }: Answer) => {
    const { jti, iat, exp, sub, receipt, ...rest } = json;
    assert.ok([jti, iat, exp, sub, receipt].every((each) => each !== undefined));
    const named = Object.entries(headers).filter(([name]) => name !== 'x-trace-id' && name !== 'date');
    return { status, headers: Object.fromEntries(named), rest };
  };
  place.identities.set(place.citizenOf('long-name'), { state: 'none' });
  for (const { name, choices } of attestationQuestions) {
    const granted = [name, ...Object.keys(choices ?? {}).slice(0, 1)].join('.');
    const held = bare(await attest('suppressed', granted));
    assert.equal((held.rest as { attestation?: unknown }).attestation, null, granted);
    // Nobody of whom there is no record of any of these.
    const nothing = { ...bare(await attest('ward', granted)) };
    if (name !== 'age-over') assert.deepEqual(held, nothing, granted);
    else assert.deepEqual(held, bare(await attest('long-name', granted)), granted);
  }
});

test('a certificate that no longer holds vouches for no age: as somebody without an identity', async () => {
  place.identities.set(place.citizenOf('moved'), current({ birthOn: '1980-01-01' }, 'outdated'));
  place.identities.set(place.citizenOf('class-2'), { state: 'none' });
  for (const persona of ['moved', 'class-2']) {
    const consent = await place.addConsent(persona, { items: [itemOf('age-over.20')] });
    const { status, json } = await place.call('/v1/attestations/age-over', {
      consent,
      accept: 'application/jwt',
    });
    assert.deepEqual([status, json['attestation']], [200, null]);
    assert.equal((await place.entries(consent))[0]?.['outcome'], 'released', 'no word of a certificate');
  }
});

test('no input leaves: whatever the record says, the answer has none of its texts', async () => {
  for (const [persona, granted] of table) {
    const question = findAttestation(itemOf(granted))?.question;
    const record = world.people.find((each) => each.persona === persona)?.records[question?.category ?? ''];
    const { text } = await attest(persona, granted);
    const said = Buffer.from(text.split('.')[1] ?? '', 'base64url').toString();
    // What was registered and is told anyway may stand in the record too.
    for (const value of textsOf(record?.record))
      assert.ok(granted.includes(value) || !said.includes(value), `${granted}: ${value}`);
  }
});

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 3 ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
