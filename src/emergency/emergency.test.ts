/** The emergency door as an ambulance uses it, and as nobody should. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { checkReceipt } from '../disclosures/check-receipt.ts';
import { sayReceipt } from '../disclosures/say-receipt.ts';
import { describedStatuses, seen } from '../self-information/rehearsal/contract.ts';
import { openSqlitePlace, type Place } from '../stores/conformance/places.ts';
import type { ClientId } from '../vocabulary/identifiers.ts';
import { itemsOf } from '../vocabulary/items.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import {
  type Answer,
  type EmergencyPlace,
  fire,
  insurer,
  issuer,
  openEmergencyPlace,
  otherInsurer,
  path,
  people,
} from './rehearsal/emergency-place.ts';

let database: Place;
let place: EmergencyPlace;
before(async () => {
  database = openSqlitePlace();
  place = await openEmergencyPlace(database);
  await place.stores.suppressions.set(await place.citizenOf('hidden'), 'no_self_information', 1);
});
after(async () => {
  await place?.close();
  await database?.close();
});

const reasonOf = ({ status, json }: Answer): string => `${status} ${String(json['reason'])}`;
type Category = Record<'category' | 'outcome' | 'source', string> & {
  record: unknown;
  retry_after: number | null;
  as_of: string | null;
};
const categoriesOf = ({ json }: Answer) => json['categories'] as Category[];
const outcomesOf = (answer: Answer) => categoriesOf(answer).map(({ outcome }) => outcome);
const lastEntry = async (person: keyof typeof people) => (await place.entriesOf(person)).at(-1) ?? {};
const byCard = async (person: keyof typeof people) => ({ certificate: await place.certificateOf(person) });
/** What everybody's answer has of its own. */
const comparable = ({ status, text }: Answer): string =>
  `${status} ${text.replaceAll(/"(access_until|entry|promise|receipt_url|trace_id)":"[^"]*"/g, '"$1":""')}`;

describe('an ambulance', () => {
  test('reads categories 1, 2 and 5 of whose card it found, and the person’s ledger says so before it knows', async () => {
    const answer = await place.ask(await byCard('hanako'));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json['named_by'], 'card_certificate');
    assert.deepEqual(outcomesOf(answer), ['ok', 'ok', 'ok']);
    const held = people.hanako.records;
    for (const { category, record } of categoriesOf(answer)) assert.deepEqual(record, held[category]?.record);

    const entry = await lastEntry('hanako');
    assert.equal(entry['kind'], 'emergency_access');
    assert.equal(entry['outcome'], 'answered');
    assert.equal(entry['client_id'], fire);
    assert.deepEqual(entry['relying_party'], { ja: '見本市消防局', en: 'Mihon City Fire Department' });
    assert.deepEqual(
      [entry['reason'], entry['incident'], entry['operator'], entry['named_by']],
      ['unconscious', 'F2026-004711', 'A12', 'card_certificate'],
    );
    assert.equal(entry['trace_id'], answer.headers['x-trace-id']);
    const answers = entry['answers'] as { category: string; items: string[]; process_number: string }[];
    for (const { category, items, process_number } of answers) {
      assert.deepEqual(
        items,
        itemsOf(category as Parameters<typeof itemsOf>[0]).map(({ name }) => name),
      );
      assert.ok(process_number);
    }
    assert.equal(answers.length, 3);
  });

  test('neither entry nor log holds a value, a certificate or its serial', async () => {
    const certificate = await place.certificateOf('hanako');
    await place.ask({ certificate });
    const insured = place.insuredOf('hanako');
    await place.ask({ insured });
    const written = JSON.stringify(await place.entriesOf('hanako')) + place.log.join('');
    assert.ok(written.includes('emergency_access'));
    for (const secret of [
      certificate.slice(0, 40),
      people.hanako.serial,
      insured.number,
      insured.birth_on,
      '見本11',
    ])
      // As a value of its own: a random identifier may hold the same few digits.
      assert.doesNotMatch(written, new RegExp(`(?<![\\w-])${secret.replaceAll(/[+/]/g, '\\$&')}`), secret);
  });

  test('gets a receipt that proves the access, and reads as one', async () => {
    const answer = await place.ask(await byCard('hanako'), { categories: ['health_checkups'] });
    const { entry } = answer.json['receipt'] as { entry: string };
    await place.ledger.integrateNow();
    const receipt = await place.ledger.receipt(entry as Parameters<typeof place.ledger.receipt>[0]);
    assert.equal(receipt?.state, 'complete');
    const { toReceiptDocument } = await import('../disclosures/ledger.ts');
    const keys = [place.ledgerKey.publicJwk];
    const said = sayReceipt(checkReceipt(JSON.stringify(toReceiptDocument(receipt)), keys));
    assert.match(said, /emergency access, without consent: Unconscious/);
    assert.match(said, /Mihon City Fire Department/);
    assert.match(said, /Specific|health_checkups/);
  });

  test('reads one category where it asks for one', async () => {
    const answer = await place.ask(await byCard('hanako'), { categories: ['treatments_medications'] });
    assert.deepEqual(
      categoriesOf(answer).map(({ category }) => category),
      ['treatments_medications'],
    );
  });

  test('reads by insured number and date of birth', async () => {
    const answer = await place.ask({ insured: place.insuredOf('hanako') });
    assert.deepEqual(outcomesOf(answer), ['ok', 'ok', 'ok']);
    assert.equal(answer.json['named_by'], 'insured_number');
    assert.equal((await lastEntry('hanako'))['named_by'], 'insured_number');
  });

  test('reads by the certificate on a phone, where it can be read', async () => {
    const certificate = await place.certificateOf('ichiro', {}, place.authorities.phone);
    const answer = await place.ask({ certificate });
    assert.equal(answer.json['named_by'], 'phone_certificate');
    assert.equal((await lastEntry('ichiro'))['named_by'], 'phone_certificate');
  });

  test('reads of somebody who never registered, who finds it when they do', async () => {
    const answer = await place.ask(await byCard('stranger'));
    assert.deepEqual(outcomesOf(answer), ['ok', 'ok', 'ok']);
    const citizen = await place.citizenOf('stranger');
    assert.deepEqual(await place.stores.citizens.certificatesOf(citizen), [], 'no login came of it');
    assert.equal((await place.entriesOf('stranger')).length, 1);
    const again = await place.ask({ insured: place.insuredOf('stranger') });
    assert.deepEqual(outcomesOf(again), ['ok', 'ok', 'ok']);
    assert.equal((await place.entriesOf('stranger')).length, 2);
  });

  test('is told of each agency by itself: one that is down fails no other, and the entry says so', async () => {
    place.town.behave(otherInsurer, 'down');
    const down = await place.ask(await byCard('elsewhere'), { categories: ['health_insurance_card'] });
    assert.deepEqual(outcomesOf(down), ['agency_unavailable']);
    assert.equal(categoriesOf(down)[0]?.retry_after, 30);
    const entry = await lastEntry('elsewhere');
    assert.deepEqual((entry['answers'] as Category[])[0]?.outcome, 'agency_unavailable');
    place.town.behave(otherInsurer, 'not_connected');
    assert.deepEqual(outcomesOf(await place.ask(await byCard('elsewhere'))), [
      'not_connected',
      'not_connected',
      'not_connected',
    ]);
    place.town.behave(otherInsurer, 'answers');
  });
});

describe('the token', () => {
  test('every way to come with the wrong one is refused', async () => {
    const who = await byCard('hanako');
    const thief = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const cases: [string, Parameters<typeof place.ask>[2]][] = [
      ['401 token_missing', { headers: {} }],
      ['401 token_not_bound', { scheme: 'Bearer' }],
      ['401 token_not_bound', { proofKey: thief }],
      ['401 token_invalid', { token: { cnf: undefined } }],
      ['401 token_invalid', { token: { aud: `${issuer}/v1` } }],
      ['401 token_invalid', { token: { scope: 'health_insurance_card' } }],
      ['401 token_invalid', { token: { scope: 'emergency_access openid' } }],
      ['401 token_invalid', { token: { scope: undefined } }],
      ['401 token_invalid', { token: { consent: 'Zm9yIGFuIGV4YW1wbGUgMQ' } }],
      ['401 token_invalid', { token: { sub: 'somebody-else' } }],
      ['401 token_invalid', { tokenType: 'JWT' }],
      ['401 token_expired', { token: { exp: Math.floor(Date.now() / 1000) - 1 } }],
      ['401 proof_invalid', { proof: { htu: `${issuer}/v1/self-information` } }],
      ['401 proof_invalid', { proof: { htm: 'GET' } }],
      ['401 proof_invalid', { proof: { ath: 'AAAA' } }],
    ];
    const before = (await place.entriesOf('hanako')).length;
    for (const [expected, options] of cases)
      assert.equal(reasonOf(await place.ask(who, {}, options)), expected, JSON.stringify(options));
    const { Authorization = '' } = place.headersFor({});
    assert.equal(reasonOf(await place.ask(who, {}, { headers: { Authorization } })), '401 proof_missing');
    assert.equal((await place.entriesOf('hanako')).length, before, 'nothing of it was the client’s word');
  });

  test('a proof serves once, at whichever process, refused or not', async () => {
    const who = await byCard('hanako');
    const headers = place.headersFor({});
    assert.equal((await place.ask(who, {}, { headers })).status, 200);
    assert.equal(reasonOf(await place.ask(who, {}, { headers, node: 1 })), '401 proof_replayed');
    const refused = place.headersFor({});
    assert.equal(
      reasonOf(await place.ask(who, { categories: ['pension'] }, { headers: refused })),
      '403 emergency_category_closed',
    );
    assert.equal(reasonOf(await place.ask(who, {}, { headers: refused, node: 1 })), '401 proof_replayed');
  });
});

describe('the accreditation is read afresh at every call', () => {
  const accreditation = {
    authority: { ja: '監督室', en: 'Supervision' },
    number: 'X-1',
    validUntil: '2031-03-31',
    withdrawnAt: null as string | null,
    mostAccessesPerHour: 60,
  };
  const client = 'changing-department' as ClientId;
  const attempt = async () => place.ask(await byCard('hanako'), {}, { client });

  test('one that is missing, ran out or was withdrawn opens nothing, with a token that still lives', async () => {
    assert.equal(reasonOf(await attempt()), '403 accreditation_missing', 'no such client');
    await place.register(client, { emergencyAccreditation: accreditation });
    assert.equal((await attempt()).status, 200);
    const now = place.clock.now().getTime();
    for (const changes of [
      { withdrawnAt: new Date(now - 1000).toISOString() },
      { validUntil: new Date(now + 9 * 3600_000 - 86_400_000).toISOString().slice(0, 10) },
    ]) {
      await place.register(client, { emergencyAccreditation: { ...accreditation, ...changes } });
      assert.equal(reasonOf(await attempt()), '403 accreditation_missing', JSON.stringify(changes));
    }
    const withdrawnLater = { withdrawnAt: new Date(now + 60_000).toISOString() };
    await place.register(client, { emergencyAccreditation: { ...accreditation, ...withdrawnLater } });
    assert.equal((await attempt()).status, 200);
  });

  test('an ordinary company’s own token would open nothing either', async () => {
    const answer = await place.ask(await byCard('hanako'), {}, { client: 'rail-company' as ClientId });
    assert.equal(reasonOf(answer), '403 accreditation_missing');
  });
});

describe('the certificate', () => {
  const refusalOf = async (certificate: string) => reasonOf(await place.ask({ certificate }));

  test('of another authority under the same name, and one for signatures, name nobody', async () => {
    const { stranger, signature } = place.authorities;
    assert.equal(await refusalOf(await place.certificateOf('hanako', {}, stranger)), '403 card_not_trusted');
    assert.equal(await refusalOf(await place.certificateOf('hanako', {}, signature)), '403 card_not_trusted');
    const lying = await place.certificateOf('hanako', { policyOid: '1.2.392.200149.8.5.1.1.20' });
    assert.equal(await refusalOf(lying), '403 card_not_trusted');
  });

  test('that ran out is refused, and the person whose it was reads of it', async () => {
    const day = 86_400_000;
    const now = place.clock.now().getTime();
    const ranOut = await place.certificateOf('ichiro', {
      notBefore: new Date(now - 2 * day),
      notAfter: new Date(now - day / 2),
    });
    assert.equal(await refusalOf(ranOut), '403 card_expired');
    const entry = await lastEntry('ichiro');
    assert.deepEqual([entry['outcome'], entry['answers']], ['denied:card_expired', []]);
  });

  test('that was revoked is refused, and the person whose it is reads of it', async () => {
    await place.revoke('jiro');
    assert.equal(await refusalOf(await place.certificateOf('jiro')), '403 card_revoked');
    assert.equal((await lastEntry('jiro'))['outcome'], 'denied:card_revoked');
  });

  test('is refused while nobody can say whether it was revoked; the number still serves', async () => {
    place.serveLists(false);
    const answer = await place.ask(await byCard('ichiro'));
    assert.equal(reasonOf(answer), '503 revocation_unknown');
    assert.equal((await place.ask({ insured: place.insuredOf('ichiro') })).status, 200);
    place.serveLists(true);
  });

  test('of somebody whom the register does not know is nobody’s', async () => {
    assert.equal(
      await refusalOf(await place.certificateOf('hanako', { serial: '5eed' })),
      '404 emergency_person_not_found',
    );
  });

  test('that is none is a malformed request, and nothing of it is quoted', async () => {
    for (const certificate of ['', 'AAAA', '!!!!', 'MIIB', Buffer.alloc(8000, 48).toString('base64')]) {
      const answer = await place.ask({ certificate });
      assert.equal(reasonOf(answer), '400 request_malformed', certificate.slice(0, 10));
      if (certificate) assert.ok(!answer.text.includes(certificate));
    }
  });
});

describe('the insured number', () => {
  test('with another date of birth finds nobody, in the same words as one that is nobody’s; whose it is reads of it', async () => {
    const insured = place.insuredOf('sabu');
    const wrong = await place.ask({ insured: { ...insured, birth_on: '1985-01-01' } });
    const nobody = await place.ask({ insured: { ...insured, number: '99999' } });
    assert.equal(reasonOf(wrong), '404 emergency_person_not_found');
    assert.equal(comparable(wrong), comparable(nobody));
    const entry = await lastEntry('sabu');
    assert.deepEqual(
      [entry['outcome'], entry['named_by'], entry['answers']],
      ['denied:emergency_person_not_found', 'insured_number', []],
    );
  });

  test('is tried with three wrong dates a day, and then the right one finds nobody either', async () => {
    const insured = place.insuredOf('sabu');
    const client = 'guessing-department' as ClientId;
    await place.register(client, {});
    const attempt = async (birth_on: string) =>
      reasonOf(await place.ask({ insured: { ...insured, birth_on } }, {}, { client }));
    for (const day of ['1985-02-01', '1985-02-02', '1985-02-03'])
      assert.equal(await attempt(day), '404 emergency_person_not_found');
    assert.equal(await attempt(insured.birth_on), '404 emergency_person_not_found');
    // Whoever guessed closed the number to themselves alone.
    assert.equal((await place.ask({ insured })).status, 200);
  });

  test('a right one is no guess: it is asked as often as an access lasts', async () => {
    const client = 'careful-department' as ClientId;
    await place.register(client, {});
    const insured = place.insuredOf('ichiro');
    for (let time = 1; time <= 5; time += 1)
      assert.equal((await place.ask({ insured }, {}, { client })).status, 200);
  });

  test('numbers are not walked through: twenty that are nobody’s within an hour, and the client waits', async () => {
    const client = 'walking-department' as ClientId;
    await place.register(client, {});
    const insured = place.insuredOf('sabu');
    for (let number = 0; number < 20; number += 1) {
      const answer = await place.ask({ insured: { ...insured, number: `7${number}` } }, {}, { client });
      assert.equal(reasonOf(answer), '404 emergency_person_not_found');
    }
    const answer = await place.ask({ insured }, {}, { client });
    assert.equal(reasonOf(answer), '429 emergency_limit_reached');
    const seconds = Number(answer.headers['retry-after']);
    assert.ok(seconds >= 1 && seconds <= 3600);
  });
});

describe('what may be asked', () => {
  test('categories beyond 1, 2 and 5, attestations and items are closed, alone and among others', async () => {
    const who = await byCard('hanako');
    for (const categories of [
      ['disability_welfare'],
      ['health_insurance_card', 'medical_expenses'],
      ['health_insurance_card.number'],
      ['attestations.rail-disability-discount'],
      ['constructor'],
    ])
      assert.equal(
        reasonOf(await place.ask(who, { categories })),
        '403 emergency_category_closed',
        categories[0],
      );
  });

  test('a request without reason, operator or shape is refused, and nobody is looked up', async () => {
    const who = await byCard('hanako');
    const before = (await place.entriesOf('hanako')).length;
    const good = { reason: 'unconscious', incident: null, operator: 'A12', categories: ['health_checkups'] };
    const bad: unknown[] = [
      { ...good, person: who, reason: undefined },
      { ...good, person: who, reason: 'curious' },
      { ...good, person: who, operator: undefined },
      { ...good, person: who, operator: 'Dr. Mihon Hanako' },
      { ...good, person: who, incident: '見本花子' },
      { ...good, person: who, incident: undefined },
      { ...good, person: who, categories: [] },
      { ...good, person: who, note: 'x' },
      { ...good, person: { ...who, insured: place.insuredOf('hanako') } },
      { ...good, person: { insured: { ...place.insuredOf('hanako'), birth_on: undefined } } },
      { ...good, person: {} },
      { ...good },
      [],
      'text',
      null,
    ];
    for (const body of bad)
      assert.equal(
        reasonOf(await place.call(body)),
        '400 request_malformed',
        JSON.stringify(body)?.slice(0, 80),
      );
    assert.equal((await place.entriesOf('hanako')).length, before);
    assert.equal((await place.call({ ...good, person: who })).status, 200);
  });

  test('what would be ignored is refused: other methods, queries, types, keys, doubled headers, foreign pages', async () => {
    const who = await byCard('hanako');
    const cases: [string, Parameters<typeof place.ask>[2]][] = [
      ['405 method_not_allowed', { method: 'GET' }],
      ['405 method_not_allowed', { method: 'PUT' }],
      ['400 request_malformed', { query: '?person=1' }],
      ['400 request_malformed', { rawBody: '{' }],
      ['413 request_too_large', { rawBody: JSON.stringify({ person: 'x'.repeat(20_000) }) }],
      [
        '415 media_type_not_supported',
        { headers: { ...place.headersFor({}), 'Content-Type': 'text/plain' } },
      ],
      ['406 not_acceptable', { headers: { ...place.headersFor({}), Accept: 'text/html' } }],
      ['400 request_malformed', { headers: { ...place.headersFor({}), 'Idempotency-Key': 'k' } }],
      ['403 foreign_site', { headers: { ...place.headersFor({}), Origin: 'https://evil.example' } }],
    ];
    for (const [expected, options] of cases)
      assert.equal(
        reasonOf(await place.ask(who, {}, options)),
        expected,
        JSON.stringify(options)?.slice(0, 90),
      );
  });
});

describe('a person of whom nothing may be handed out', () => {
  test('named by card, reads byte for byte as somebody without a record, in every state of the agency', async () => {
    const [hidden, recordless] = [await byCard('hidden'), await byCard('recordless')];
    for (const behaviour of ['answers', 'down', 'nonsense', 'not_connected'] as const) {
      place.town.behave(insurer, behaviour);
      const [one, other] = [await place.ask(hidden), await place.ask(recordless)];
      assert.equal(one.status, 200);
      assert.equal(comparable(one), comparable(other), behaviour);
      assert.equal(one.headers['content-length']?.length, other.headers['content-length']?.length);
    }
    place.town.behave(insurer, 'answers');
    assert.deepEqual(outcomesOf(await place.ask(hidden)), ['no_record', 'no_record', 'no_record']);
  });

  test('named by number, is nobody: the card is none as an insurance card', async () => {
    const insured = place.insuredOf('hidden');
    const [hidden, nobody] = [
      await place.ask({ insured }),
      await place.ask({ insured: { ...insured, number: '99998' } }),
    ];
    assert.equal(reasonOf(hidden), '404 emergency_person_not_found');
    assert.equal(comparable(hidden), comparable(nobody));
    const only = await place.ask({ insured }, { categories: ['health_checkups'] });
    assert.equal(comparable(only), comparable(nobody), 'asked for another category');
    assert.equal((await lastEntry('hidden'))['outcome'], 'denied:emergency_person_not_found');
  });

  test('a flag that is set while agencies answer wins', async () => {
    const citizen = await place.citizenOf('jiro');
    let times = 0;
    const slow = await openEmergencyPlace(database);
    try {
      const own = await slow.citizenOf('hanako');
      const { recordEmergency } = slow.ledger;
      slow.ledger.recordEmergency = async (...given) => {
        // Between the agencies' answer and the commit.
        if ((times += 1) === 1) await slow.stores.suppressions.set(own, 'no_self_information', 1);
        return recordEmergency(...given);
      };
      const answer = await slow.ask({ certificate: await slow.certificateOf('hanako') });
      assert.equal(times, 2, 'asked once more');
      assert.deepEqual(outcomesOf(answer), ['no_record', 'no_record', 'no_record']);
      assert.ok(citizen);
    } finally {
      await slow.close();
    }
  });
});

describe('what is not recorded is not handed out', () => {
  test('where the ledger is down nothing leaves', async () => {
    const failing = () =>
      Promise.reject(new Refusal('ledger_unavailable', 'disk full', { retryAfterSeconds: 1 }));
    const broken = await openEmergencyPlace(database, { ledger: { recordEmergency: failing } });
    try {
      const answer = await broken.ask({ certificate: await broken.certificateOf('hanako') });
      assert.equal(reasonOf(answer), '503 ledger_unavailable');
      assert.ok(!answer.text.includes('insurer'));
      const [call] = await broken.stores.emergencyCalls.list({
        from: new Date(0),
        until: new Date(Date.now() + 1000),
      });
      assert.deepEqual([call?.outcome, call?.released], ['denied:ledger_unavailable', 0]);
    } finally {
      await broken.close();
    }
  });

  test('where not even the call can be written down nobody is looked up', async () => {
    const broken = await openEmergencyPlace(database);
    try {
      broken.stores.emergencyCalls.begin = () => Promise.reject(new Refusal('store_unavailable'));
      const answer = await broken.ask({ certificate: await broken.certificateOf('hanako') });
      assert.equal(reasonOf(answer), '503 store_unavailable');
      assert.deepEqual(await broken.entriesOf('hanako'), []);
    } finally {
      await broken.close();
    }
  });
});

describe('bounds', () => {
  test('one access is asked ten times within its half hour, and the person twelve times a day by all together', async () => {
    const own = await openEmergencyPlace(database);
    try {
      const who = { certificate: await own.certificateOf('hanako') };
      for (let call = 1; call <= 10; call += 1) assert.equal((await own.ask(who)).status, 200);
      const eleventh = await own.ask(who);
      assert.equal(reasonOf(eleventh), '429 emergency_limit_reached');
      assert.ok(Number(eleventh.headers['retry-after']) <= 1800);
      for (let access = 2; access <= 12; access += 1)
        assert.equal((await own.ask(who, { incident: `F2026-${access}` })).status, 200);
      assert.equal(reasonOf(await own.ask(who, { incident: 'F2026-13' })), '429 emergency_limit_reached');
      const entries = await own.entriesOf('hanako');
      assert.equal(entries.filter(({ outcome }) => outcome === 'denied:emergency_limit_reached').length, 2);
      // Another person is another person's bound.
      assert.equal((await own.ask({ certificate: await own.certificateOf('ichiro') })).status, 200);
      own.clock.shift = 31 * 60_000;
      assert.notEqual((await own.ask({ certificate: await own.certificateOf('sabu') })).status, 429);
    } finally {
      await own.close();
    }
  });

  test('a client reaches as many people an hour as it is accredited for', async () => {
    const own = await openEmergencyPlace(database);
    try {
      const registered = await own.stores.relyingParties.find(fire);
      const accreditation = registered?.emergencyAccreditation ?? assert.fail();
      const client = 'small-department' as ClientId;
      await own.register(client, { emergencyAccreditation: { ...accreditation, mostAccessesPerHour: 2 } });
      const attempt = async (person: 'hanako' | 'ichiro' | 'jiro') =>
        (await own.ask({ certificate: await own.certificateOf(person) }, {}, { client })).status;
      assert.deepEqual(
        [await attempt('hanako'), await attempt('ichiro'), await attempt('jiro')],
        [200, 200, 429],
      );
      assert.equal(await attempt('hanako'), 200, 'what is open goes on');
    } finally {
      await own.close();
    }
  });
});

test('every status that openapi.yaml has for the door was answered', async () => {
  const broken = await openEmergencyPlace(database, {
    agencies: { inquire: () => Promise.reject(new Error('a defect')) },
  });
  try {
    const answer = await broken.ask({ certificate: await broken.certificateOf('hanako') });
    assert.equal(reasonOf(answer), '500 internal_error');
  } finally {
    await broken.close();
  }
  assert.deepEqual(
    describedStatuses('post').filter((status) => status.startsWith(`${path} `) && !seen.has(status)),
    [],
  );
});
