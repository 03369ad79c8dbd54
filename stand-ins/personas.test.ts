/** The fixtures themselves, and what becomes of a faulty one. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadAgencyDirectory } from '../src/agencies/directory.ts';
import { answerPolicy } from '../src/self-information/attestations/answer-policy.ts';
import { findPolicyInForce } from '../src/self-information/attestations/policies.ts';
import { categories, findCategory } from '../src/vocabulary/categories.ts';
import { findItem, itemsOf, itemValues } from '../src/vocabulary/items.ts';
import { fixturesFolder } from './fixture-file.ts';
import {
  loadAgencies,
  loadPersonas,
  loadRelyingParties,
  loadStandInAgencies,
  type Persona,
} from './personas.ts';
import { isWrittenFor } from './provision-network/written-text.ts';

const personas = loadPersonas();
const agencies = new Map(loadAgencies().map((agency) => [agency.id as string, agency]));
const folders: string[] = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

test('every persona that the documents name is there', () => {
  const names = personas.map(({ persona }) => persona);
  for (const name of [
    ...[
      'class-1',
      'class-2',
      'intellectual',
      'mental',
      'mental-no-photo',
      'no-certificate',
      'expired-certificate',
    ],
    ...['suppressed', 'revoked-card', 'locked-pin', 'expired-card', 'agency-down', 'agency-slow'],
    ...['agency-nonsense', 'not-connected', 'long-name', 'child', 'next-card', 'moved', 'with-phone'],
    ...[
      'first-use',
      'rare-characters',
      'parent',
      'new-child',
      'guardian',
      'appointed-agent',
      'ward',
      'moved',
    ],
    'deceased',
  ])
    assert.ok(names.includes(name), name);
});

test('the table of personas in the fixtures’ README has every one, with the PIN of the card', () => {
  const readme = readFileSync(join(fixturesFolder, 'README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| `([a-z0-9-]+)` \| (\d{4}) \|/gm)].map(([, name, pin]) => [name, pin]);
  assert.deepEqual(rows.sort(), personas.map(({ persona, card }) => [persona, card.pin]).sort());
});

test('every one of the 29 categories has somebody’s record, and an agency that holds it', () => {
  const held = new Set(personas.flatMap(({ records }) => Object.keys(records)));
  assert.deepEqual(
    categories.filter(({ name }) => !held.has(name)).map(({ name }) => name),
    [],
  );
});

test('every item of every category has a value in somebody’s record', () => {
  const empty = categories.flatMap(({ name }) => {
    const records = personas.flatMap(({ records: all }) => (all[name] ? [all[name].record] : []));
    return itemsOf(name).filter(
      (item) => !records.some((record) => itemValues(record, item.name).length > 0),
    );
  });
  assert.deepEqual(
    empty.map(({ name }) => name),
    [],
  );
});

test('whoever holds a persona’s records is an agency of that kind', () => {
  for (const { persona, holders } of personas)
    for (const [kind, agency] of Object.entries(holders))
      assert.equal(agencies.get(agency)?.kind, kind, `${persona}: ${agency}`);
});

test('the server’s own reader takes the directory of agencies', () => {
  const directory = loadAgencyDirectory(join(fixturesFolder, 'agencies.json'));
  for (const agency of agencies.values()) assert.deepEqual(directory.find(agency.id), agency);
});

test('the fare that each persona may ask for is the one the persona is there to show', () => {
  const today = '2026-11-24';
  const policy = findPolicyInForce('rail-disability-discount', today) ?? assert.fail();
  const answers = Object.fromEntries(
    personas.map(({ persona, records }) => [
      persona,
      answerPolicy(policy, records['disability_welfare']?.record ?? null, {
        argument: null,
        today,
      }),
    ]),
  );
  // Those who show registrations have no record.
  const none = ['appointed-agent', 'deceased', 'first-use', 'guardian', 'new-child', 'parent'];
  const endless = (fareClass: 1 | 2) => ({ class: fareClass, companion: fareClass === 1, valid_until: null });
  assert.deepEqual(answers, {
    'agency-down': endless(1),
    'agency-nonsense': endless(2),
    'agency-slow': endless(1),
    child: endless(2),
    'class-1': endless(1),
    'class-2': endless(2),
    'ex-spouse': null,
    'expired-card': endless(2),
    'expired-certificate': null,
    intellectual: endless(1),
    'locked-pin': endless(1),
    'long-name': null,
    mental: { class: 2, companion: false, valid_until: '2028-10-31' },
    'mental-no-photo': null,
    moved: null,
    'next-card': endless(1),
    'no-certificate': null,
    'not-connected': endless(2),
    'revoked-card': endless(2),
    suppressed: endless(1),
    'with-phone': endless(1),
    ...Object.fromEntries([...none, 'rare-characters', 'ward'].map((name) => [name, null])),
  });
});

test('the suppressed persona has something to hide, and only she has a flag', () => {
  const flagged = personas.filter(({ flags }) => Object.values(flags).some((value) => value !== 0));
  assert.deepEqual(
    flagged.map(({ persona, flags }) => [persona, flags.no_self_information]),
    [['suppressed', 1]],
  );
  assert.ok(flagged[0]?.records['disability_welfare']);
});

test('each state of a card and each behaviour of an agency has its persona', () => {
  const states = Object.fromEntries(personas.map(({ persona, card }) => [persona, card.state]));
  assert.deepEqual(
    Object.entries(states).filter(([, state]) => state !== 'valid'),
    [
      ['expired-card', 'expired'],
      ['locked-pin', 'pin_locked'],
      ['revoked-card', 'revoked'],
    ],
  );
  assert.deepEqual(
    personas.filter(({ card }) => card.signature_state === 'revoked').map(({ persona }) => persona),
    ['moved'],
  );
  const behaviours = loadStandInAgencies();
  for (const agency of Object.keys(behaviours)) assert.ok(agencies.has(agency), agency);
  const municipalityOf = (name: string): string =>
    personas.find(({ persona }) => persona === name)?.holders['municipality'] ?? '';
  assert.equal(behaviours[municipalityOf('agency-down')], 'down');
  assert.equal(behaviours[municipalityOf('agency-slow')], 'slow');
  assert.equal(behaviours[municipalityOf('agency-nonsense')], 'nonsense');
  assert.equal(behaviours[municipalityOf('not-connected')], 'not_connected');
  assert.equal(behaviours[municipalityOf('class-1')], undefined, 'answers');
});

test('two people’s certificates have one serial, under two generations of the authority', () => {
  const [one, other] = ['class-1', 'class-2'].map(
    (name) => personas.find(({ persona }) => persona === name)?.card,
  );
  assert.equal(one?.serial, other?.serial);
  assert.deepEqual([one?.generation, other?.generation], [1, 2]);
});

test('who has yet to register, who died, and who may act for whom', () => {
  const names = (wanted: (persona: Persona) => boolean) =>
    personas.filter(wanted).map(({ persona }) => persona);
  assert.deepEqual(
    names(({ registered }) => registered === false),
    ['deceased', 'first-use', 'new-child', 'rare-characters', 'ward'],
  );
  assert.deepEqual(
    names(({ deceased_on }) => deceased_on !== undefined),
    ['deceased'],
  );
  assert.deepEqual(
    personas.flatMap(({ persona, representatives = [] }) =>
      representatives.map((each) => [each.persona, each.right, persona]),
    ),
    [
      ['parent', 'parental_authority', 'new-child'],
      ['guardian', 'guardian', 'ward'],
      ['appointed-agent', 'appointed_agent', 'ward'],
    ],
  );
});

test('a certificate that cannot write a name marks each substitute, and the real name has what it stands for', () => {
  const {
    name,
    address,
    on_certificate: written,
  } = personas.find(({ persona }) => persona === 'rare-characters') as Persona;
  for (const [real, certified] of [
    [name.ja, written?.name],
    [address, written?.address],
  ] as const) {
    assert.ok(certified);
    const { text, substitutes } = certified;
    assert.equal(substitutes.length, [...text].length);
    const substituted = [...substitutes].flatMap((flag, place) => (flag === '1' ? [place] : []));
    assert.ok(isWrittenFor({ text, substituted }, real));
    assert.ok(substituted.length > 0 && !isWrittenFor({ text, substituted: [] }, real));
  }
});

test('one persona has a card of the next generation, the others today’s', () => {
  const next = personas.filter(({ card }) => (card.key ?? 'RSA-2048') !== 'RSA-2048');
  assert.deepEqual(
    next.map(({ persona, card }) => [persona, card.key]),
    [['next-card', 'P-384']],
  );
});

test('nobody in the fixtures can be a real person: numbers fail their check, names say that they are samples', () => {
  for (const { persona, person_number: number, name } of personas) {
    assert.notEqual(checkDigit(number.slice(0, 11)), Number(number[11]), persona);
    assert.match(name.ja, /見本|例示/, persona);
  }
  for (const { name } of agencies.values()) assert.match(name.ja, /見本|例示/);
});

test('the long name has characters that take two code units and one that takes a variation selector', () => {
  const { name, address } = personas.find(({ persona }) => persona === 'long-name') as Persona;
  assert.ok([...name.ja].length < name.ja.length, 'outside the basic plane');
  assert.match(name.ja, /[\u{E0100}-\u{E01EF}]/u);
  assert.ok(name.ja.length > 30 && address.length > 30);
});

test('the companies ask for items that exist, none of them twice, and send people back to loopback only', () => {
  const relyingParties = loadRelyingParties();
  assert.deepEqual(
    relyingParties.map(({ clientId, purposes }) => [clientId, purposes.map(({ id }) => id)]),
    [
      ['mihon-fire-department', []],
      ['mihon-hospital', ['insurance-check', 'treatment']],
      ['rail-company', ['discount-ticket']],
      ['sandbox-company', ['try-everything']],
      ['tax-helper', ['tax-return', 'income-check']],
    ],
  );
  for (const { redirectUris, purposes } of relyingParties) {
    for (const uri of redirectUris) assert.equal(new URL(uri).hostname, '127.0.0.1');
    for (const { requiredItems, optionalItems } of purposes) {
      const items = [...requiredItems, ...optionalItems];
      assert.equal(new Set(items).size, items.length);
      for (const item of items) assert.ok(findItem(item), item);
      assert.ok(requiredItems.length > 0);
    }
  }
});

test('who reaches people that cannot be asked asks nobody for consent, and the other way round', () => {
  const accredited = loadRelyingParties().filter(({ emergencyAccreditation }) => emergencyAccreditation);
  assert.deepEqual(
    accredited.map(({ clientId, purposes, redirectUris }) => [clientId, purposes, redirectUris]),
    [['mihon-fire-department', [], []]],
  );
});

test('the rail company may learn the answer and, where the citizen ticks it, the issuer: nothing else', () => {
  const rail = loadRelyingParties().find(({ clientId }) => clientId === 'rail-company');
  assert.deepEqual(rail?.purposes[0]?.requiredItems, ['attestations.rail-disability-discount']);
  assert.deepEqual(rail?.purposes[0]?.optionalItems, ['disability_welfare.certificates.issuer']);
  assert.deepEqual([rail?.purposes[0]?.longestValidityDays, rail?.purposes[0]?.mostReads], [30, 10]);
});

test('the sandbox company may ask for every item there is, without a list that a new category would have to join', () => {
  const purpose = loadRelyingParties().find(({ clientId }) => clientId === 'sandbox-company')?.purposes[0];
  const asked = new Set([...(purpose?.requiredItems ?? []), ...(purpose?.optionalItems ?? [])]);
  for (const { name } of categories)
    for (const item of itemsOf(name)) assert.ok(asked.has(item.name), item.name);
  assert.equal(purpose?.requiredItems.length, 1);
});

const good = personas.find(({ persona }) => persona === 'class-2') as Persona;
type Change = (persona: Record<string, unknown>) => void;
const faults: Record<string, [Change, RegExp]> = {
  'a member that nobody knows': [(persona) => (persona['nickname'] = 'タロー'), /additional properties/],
  'no PIN': [(persona) => (persona['card'] = { ...good.card, pin: undefined }), /pin/],
  'a PIN of three digits': [(persona) => (persona['card'] = { ...good.card, pin: '123' }), /card\/pin/],
  'a card key that no card has': [
    (persona) => (persona['card'] = { ...good.card, key: 'P-521' }),
    /card\/key/,
  ],
  'a negative serial': [(persona) => (persona['card'] = { ...good.card, serial: 'f0' }), /card\/serial/],
  'a day that does not exist': [(persona) => (persona['birth_on'] = '2026-02-30'), /birth_on/],
  'a flag of 3': [(persona) => (persona['flags'] = { ...good.flags, non_disclosure: 3 }), /non_disclosure/],
  'a category that does not exist': [
    (persona) => (persona['records'] = { horoscope: { as_of: '2026-11-01T09:00:00+09:00', record: {} } }),
    /horoscope is no category/,
  ],
  'a record that its category does not allow': [
    (persona) =>
      (persona['records'] = {
        disability_welfare: {
          as_of: '2026-11-01T09:00:00+09:00',
          record: { certificates: [{ kind: 'magic' }] },
        },
      }),
    /disability_welfare: \/certificates\/0\/kind/,
  ],
  'a certificate without a kind': [
    (persona) =>
      (persona['records'] = {
        disability_welfare: {
          as_of: '2026-11-01T09:00:00+09:00',
          record: { certificates: [{ fare_discount_class: 1 }] },
        },
      }),
    /kind/,
  ],
  'a record that nobody holds': [
    (persona) => (persona['holders'] = { municipality: good.holders['municipality'] }),
    /health_insurance_card: nobody is named who holds it/,
  ],
  'a representative who does not exist': [
    (persona) => (persona['representatives'] = [{ persona: 'nobody', right: 'guardian' }]),
    /represented by nobody/,
  ],
  'a day of birth without a month': [(persona) => (persona['birth_on'] = '1952-00-07'), /birth_on/],
  'another file’s name': [(persona) => (persona['persona'] = 'somebody-else'), /somebody-else/],
};
for (const [fault, [change, message]] of Object.entries(faults)) {
  test(`a persona with ${fault} is refused, with the place of the fault`, () => {
    const persona = structuredClone(good) as unknown as Record<string, unknown>;
    change(persona);
    assert.throws(() => loadPersonas(folderWith({ 'class-2': persona })), message);
  });
}

test('all faults of a persona are told at once', () => {
  const persona = { ...good, birth_on: 'yesterday', sex: 'unknown' };
  assert.throws(() => loadPersonas(folderWith({ 'class-2': persona })), /birth_on.*sex|sex.*birth_on/);
});

test('the same card or number twice is refused; the same serial under another generation is not', () => {
  const twin: Persona = {
    ...good,
    persona: 'twin',
    person_number: '990000099990',
    card: { ...good.card, signature_serial: '1234' },
  };
  assert.throws(() => loadPersonas(folderWith({ 'class-2': good, twin })), /certificate serials twice/);
  const generation = 1;
  const apart = { ...twin, card: { ...twin.card, generation } };
  assert.equal(loadPersonas(folderWith({ 'class-2': good, twin: apart })).length, 2);
  const same = { ...apart, person_number: good.person_number };
  assert.throws(() => loadPersonas(folderWith({ 'class-2': good, twin: same })), /person numbers twice/);
});

test('a file that is no JSON is refused by its name, and its content is not quoted', () => {
  const folder = folderWith({});
  writeFileSync(join(folder, 'broken.json'), '{"pin": 9999');
  assert.throws(
    () => loadPersonas(folder),
    (error: Error) => error.message.includes('broken.json') && !error.message.includes('9999'),
  );
});

test('a company with a wrong corporate number, an unknown item or another’s file name is refused', () => {
  const rail = loadRelyingParties().find(({ clientId }) => clientId === 'rail-company');
  assert.ok(rail);
  const [purpose] = rail.purposes;
  const load = (change: object) => () =>
    loadRelyingParties(folderWith({ 'rail-company': { ...rail, ...change } }));
  assert.equal(load({})().length, 1);
  assert.throws(load({ corporateNumber: '1000012050002' }), /check digit/);
  assert.throws(load({ clientId: 'other' }), /client other/);
  assert.throws(
    load({ purposes: [{ ...purpose, optionalItems: ['household.secret'] }] }),
    /household.secret is no item/,
  );
  assert.throws(
    load({ purposes: [{ ...purpose, optionalItems: ['horoscope.*'] }] }),
    /horoscope\.\* is no item/,
  );
  for (const required of ['identity.address', 'household.address', 'household.*', '*'])
    assert.throws(
      load({ purposes: [{ ...purpose, requiredItems: [required] }] }),
      /requires \S+, an address/,
    );
  assert.throws(load({ purposes: [purpose, purpose] }), /purposes twice/);
  assert.throws(load({ jwks: { keys: [] } }), /additional properties/);
});

test('the check digit of a corporate number is the official one', () => {
  // The National Tax Agency’s own number.
  const rail = loadRelyingParties().find(({ clientId }) => clientId === 'rail-company');
  const load = (corporateNumber: string) => () =>
    loadRelyingParties(folderWith({ 'rail-company': { ...rail, corporateNumber } }));
  assert.equal(load('7000012050002')().length, 1);
  assert.throws(load('7000012050003'), /check digit/);
});

test('an agency twice, or a behaviour that does not exist, is refused', () => {
  const [agency] = agencies.values();
  const file = (content: unknown): string => join(folderWith({ file: content }), 'file.json');
  assert.throws(() => loadAgencies(file({ agencies: [agency, agency] })), /agencies twice/);
  assert.throws(() => loadStandInAgencies(file({ 'municipality-1': 'asleep' })), /municipality-1/);
  assert.deepEqual(loadStandInAgencies(file({})), {});
});

test('the holder that the table of categories names is known to every persona with such a record', () => {
  for (const { records, holders, persona } of personas)
    for (const name of Object.keys(records))
      assert.ok(holders[findCategory(name)?.holder ?? ''], `${persona}: ${name}`);
});

function folderWith(files: Record<string, unknown>): string {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-fixtures-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(content));
  return folder;
}

/** 個人番号の検査用数字 of eleven digits. */
function checkDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const place = index + 1;
    return total + Number(digit) * (place <= 6 ? place + 1 : place - 5);
  }, 0);
  return sum % 11 <= 1 ? 0 : 11 - (sum % 11);
}
