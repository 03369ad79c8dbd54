import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import SqliteDriver from 'better-sqlite3';
import { ofSameAge } from '../../stand-ins/agencies/same-age.ts';
import { loadAgencies, loadPersonas, loadRelyingParties } from '../../stand-ins/personas.ts';
import { openTown } from '../../stand-ins/town.ts';
import { checkReceipt } from '../disclosures/check-receipt.ts';
import { findCategory } from '../vocabulary/categories.ts';
import { type CategoryName, type ClientId, type ItemName } from '../vocabulary/identifiers.ts';
import { itemsOf } from '../vocabulary/items.ts';
import { byPhone, bySignature } from '../vocabulary/rehearsal/authentication.ts';
import {
  type Answer,
  type ApiPlace,
  discount,
  issuer,
  issuerOfCertificate,
  openApiPlace,
} from './rehearsal/api-place.ts';

const world = {
  people: loadPersonas(),
  agencies: loadAgencies(),
  relyingParties: loadRelyingParties(),
  openTown,
};
const category = '/v1/self-information/disability_welfare';
const attestation = '/v1/attestations/rail-disability-discount';
const jwt = 'application/jwt';
const children = 'child_allowance.children_count' as ItemName;

let place: ApiPlace;
before(async () => {
  place = await openApiPlace(world);
  place.town.behave('municipality-990035', 'down');
  place.town.behave('municipality-990051', 'nonsense');
  place.town.behave('municipality-990060', 'not_connected');
});
after(() => place.close());
beforeEach(() => place.meanwhile(undefined));

const reasonOf = ({ status, json }: Answer): string => `${status} ${String(json['reason'])}`;
/** As if the person’s municipality had not renewed their record since April 2024. */
async function withStaleRecord(
  persona: string,
  work: () => Promise<void>,
  of = 'disability_welfare',
): Promise<void> {
  const person = world.people.find((each) => each.persona === persona) ?? assert.fail();
  const held = person.records[of] ?? assert.fail();
  const holder = person.holders[findCategory(of)?.holder ?? 'municipality'] ?? '';
  const hold = (as_of: string) => place.town.hold(person, holder, of, { ...held, as_of });
  hold('2024-04-01T09:00:00+09:00');
  try {
    await work();
  } finally {
    hold(held.as_of);
  }
}
const readsUsed = async (consent: { id: Parameters<ApiPlace['stores']['consents']['find']>[0] }) =>
  (await place.stores.consents.find(consent.id))?.readsUsed;

describe('what leaves the house', () => {
  test('only the granted items leave, with source and date, and one read is spent', async () => {
    const consent = await place.addConsent('class-1');
    const { status, json, text } = await place.call(category, { consent });
    assert.equal(status, 200);
    assert.deepEqual(json['record'], { certificates: [{ issuer: '見本県' }] });
    assert.equal(json['source'], 'municipality');
    assert.equal(json['as_of'], ofSameAge('2026-11-01T09:00:00+09:00'));
    assert.equal(json['reads_left'], 9);
    for (const withheld of ['99000012', '両下肢', 'number', 'grade', '990', consent.citizen])
      assert.ok(!text.includes(withheld) || withheld === '990', withheld);
    assert.equal(await readsUsed(consent), 1);
  });

  test('every single item can be granted by itself, and nothing beside it leaves', async () => {
    const persona = loadPersonas().find((each) => each.persona === 'class-1');
    const whole = persona?.records['disability_welfare']?.record;
    for (const { name } of itemsOf('disability_welfare' as CategoryName)) {
      const consent = await place.addConsent('class-1', { items: [name] });
      const { json } = await place.call(category, { consent });
      assert.deepEqual(
        pathsOf(json['record'], 'disability_welfare'),
        pathsOf(whole, 'disability_welfare', name),
        name,
      );
    }
  });

  test('the same answer as a JWT is signed for the one client that asked', async () => {
    const consent = await place.addConsent('class-1');
    const answer = await place.call(category, { consent, accept: jwt });
    const keys = (await place.call('/v1/keys')).json['keys'] as Record<string, string>[];
    const [header, claims, signature] = answer.text.split('.');
    const { kid, typ } = JSON.parse(Buffer.from(header ?? '', 'base64url').toString()) as Record<
      string,
      string
    >;
    const key = keys.find((each) => each['kid'] === kid);
    assert.ok(key);
    assert.ok(
      verify(
        'sha256',
        Buffer.from(`${header}.${claims}`),
        { key: createPublicKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature ?? '', 'base64url'),
      ),
    );
    assert.equal(typ, 'self-information+jwt');
    assert.equal(answer.json['aud'], 'rail-company');
    assert.equal(answer.json['iss'], issuer);
    assert.deepEqual(answer.json['record'], { certificates: [{ issuer: '見本県' }] });
    assert.equal(answer.json['jti'], (answer.json['receipt'] as { entry: string }).entry);
  });

  test('an attestation answers class, companion and validity, and neither diagnosis nor number', async () => {
    const told = async (persona: string) => {
      const consent = await place.addConsent(persona, { items: [discount] });
      const { json, text, headers } = await place.call(attestation, { consent, accept: jwt });
      assert.equal(headers['content-type'], jwt);
      const claims = Buffer.from(text.split('.')[1] ?? '', 'base64url').toString();
      for (const withheld of ['99000', '機能障害', 'physical', 'mental', '級', '見本県', consent.citizen])
        assert.ok(!claims.includes(withheld), `${persona}: ${withheld}`);
      return json['attestation'];
    };
    assert.deepEqual(await told('class-1'), { class: 1, companion: true, valid_until: null });
    assert.deepEqual(await told('class-2'), { class: 2, companion: false, valid_until: null });
    assert.deepEqual(await told('intellectual'), { class: 1, companion: true, valid_until: null });
    assert.deepEqual(await told('mental'), { class: 2, companion: false, valid_until: '2028-10-31' });
    for (const persona of [
      'mental-no-photo',
      'no-certificate',
      'expired-certificate',
      'suppressed',
      'long-name',
    ])
      assert.equal(await told(persona), null, persona);
  });

  test('an attestation of a record that does not qualify looks like one without a record, in answer and receipt', async () => {
    const seen = async (persona: string) => {
      const consent = await place.addConsent(persona, { items: [discount] });
      const answer = await place.call(attestation, { consent, accept: jwt });
      const [entry] = await place.entries(consent);
      return { shape: withoutIds(JSON.stringify(answer.json)), entry: withoutIds(JSON.stringify(entry)) };
    };
    const none = await seen('long-name');
    assert.deepEqual(await seen('no-certificate'), none);
    assert.deepEqual(await seen('mental-no-photo'), none);
  });

  test('a suppressed person’s answer has the very bytes of one without a record, apart from identifiers', async () => {
    for (const [path, accept] of [
      [category, 'application/json'],
      [category, jwt],
      [attestation, jwt],
    ] as const) {
      const seen = async (persona: string, flag?: 1 | 2) => {
        if (flag) await place.stores.suppressions.set(place.citizenOf(persona), 'no_self_information', flag);
        const consent = await place.addConsent(persona);
        const answer = await place.call(path, { consent, accept });
        const headers = { ...answer.headers, date: 'varies', 'x-trace-id': 'varies' };
        const [entry] = await place.entries(consent);
        return {
          status: answer.status,
          headers,
          body: withoutIds(accept === jwt ? JSON.stringify(answer.json) : answer.text),
          entry: withoutIds(JSON.stringify(entry)),
          reads: await readsUsed(consent),
        };
      };
      const none = await seen('long-name');
      assert.deepEqual(await seen('suppressed', 1), none);
      assert.deepEqual(await seen('suppressed', 2), none);
    }
  });

  test('what this token may still read is told without asking an agency, spending a read or making an entry', async () => {
    const consent = await place.addConsent('class-1', { readsUsed: 3 });
    place.asked.length = 0;
    const { json } = await place.call('/v1/self-information', { consent });
    assert.deepEqual(json, {
      purpose: 'discount-ticket',
      valid_until: consent.validUntil.toISOString(),
      reads_left: 7,
      categories: [
        {
          category: 'disability_welfare',
          items: [issuerOfCertificate],
          href: `${issuer}/v1/self-information/disability_welfare`,
        },
      ],
      identity: null,
      attestations: [
        {
          policy: 'rail-disability-discount@2025-04',
          item: 'attestations.rail-disability-discount',
          href: `${issuer}/v1/attestations/rail-disability-discount`,
        },
      ],
    });
    assert.deepEqual(place.asked, []);
    assert.equal(await readsUsed(consent), 3);
    assert.deepEqual(await place.entries(consent), []);
  });

  test('the entry is in the ledger when the answer arrives, and its receipt is proven a moment later', async () => {
    const consent = await place.addConsent('class-1', { unseenItems: [issuerOfCertificate] });
    const { json } = await place.call(category, { consent });
    const [entry] = await place.entries(consent);
    assert.ok(entry);
    assert.deepEqual(
      [entry['outcome'], entry['category'], entry['items'], entry['unseen_items'], entry['source']],
      ['released', 'disability_welfare', [issuerOfCertificate], [issuerOfCertificate], 'municipality'],
    );
    const link = json['receipt'] as { entry: string; promise: string; receipt_url: string };
    assert.equal(link.receipt_url, `${issuer}/v1/receipts/${link.entry}`);
    const path = new URL(link.receipt_url).pathname;
    assert.equal((await place.call(path)).json['state'], 'pending');
    await place.ledgerPlace.ledger.integrateNow();
    const receipt = await place.call(path);
    const proven = checkReceipt(receipt.text, [place.ledgerPlace.key.publicJwk], link.promise);
    assert.equal(proven.entry.id, link.entry);
    assert.ok(!receipt.text.includes('見本県'), 'names only, never values');
    assert.equal((await place.call('/v1/ledger/head')).json['size'], proven.treeSize);
  });
});

describe('what stands in the way', () => {
  test('a consent that was withdrawn, ran out or is used up lets nothing out, and the refusal is in the history', async () => {
    const cases = [
      [{ withdrawnAt: new Date() }, '403 consent_withdrawn'],
      [{ decision: 'refused' as const }, '403 consent_withdrawn'],
      [{ validUntil: new Date(Date.now() - 1) }, '403 consent_expired'],
      [{ readsUsed: 10 }, '403 reads_used_up'],
      [{ items: [discount] }, '403 item_not_granted'],
    ] as const;
    place.asked.length = 0;
    for (const [changes, expected] of cases) {
      const consent = await place.addConsent('class-1', changes);
      assert.equal(reasonOf(await place.call(category, { consent })), expected);
      const outcomes = (await place.entries(consent)).map(({ outcome }) => outcome);
      assert.deepEqual(outcomes, [`denied:${expected.slice(4)}`]);
    }
    const categoriesOnly = await place.addConsent('class-1', { items: [issuerOfCertificate] });
    const refused = await place.call(attestation, { consent: categoriesOnly, accept: jwt });
    assert.equal(reasonOf(refused), '403 item_not_granted');
    assert.match(refused.headers['www-authenticate'] ?? '', /error="insufficient_scope"/);
    assert.deepEqual(place.asked, [], 'no agency was troubled');
  });

  test('a consent given on a weaker login than the record takes lets nothing out, and says which login would do', async () => {
    const byCode = { authentication: byPhone, items: [discount, issuerOfCertificate, children] };
    const consent = await place.addConsent('class-1', byCode);
    place.asked.length = 0;
    for (const path of [category, attestation]) {
      const answer = await place.call(path, {
        consent,
        accept: path === attestation ? jwt : 'application/json',
      });
      assert.equal(reasonOf(answer), '401 assurance_too_low');
      assert.match(
        answer.headers['www-authenticate'] ?? '',
        /error="insufficient_user_authentication", acr_values="urn:madoguchi:acr:card"/,
      );
    }
    assert.deepEqual(place.asked, [], 'no agency was troubled');
    assert.deepEqual(
      (await place.entries(consent)).map(({ outcome }) => outcome),
      ['denied:assurance_too_low', 'denied:assurance_too_low'],
    );
    const harmless = await place.call('/v1/self-information/child_allowance', { consent });
    assert.equal(harmless.status, 200, 'what may be shared on that login still is');
    const stronger = await place.addConsent('class-1', { authentication: bySignature });
    assert.equal((await place.call(category, { consent: stronger })).status, 200);
  });

  for (const [what, act, reason] of [
    [
      'the citizen withdraws',
      (consent) => place.stores.consents.withdraw(consent.id, consent.citizen, new Date()),
      'consent_withdrawn',
    ],
    [
      'other calls use the last read',
      (consent) =>
        place.stores.database.run('UPDATE consents SET reads_used = 10 WHERE id = ?', [consent.id]),
      'reads_used_up',
    ],
    [
      'the consent runs out',
      (consent) =>
        place.stores.database.run('UPDATE consents SET valid_until = 1 WHERE id = ?', [consent.id]),
      'consent_expired',
    ],
  ] as [string, (consent: Awaited<ReturnType<ApiPlace['addConsent']>>) => Promise<unknown>, string][])
    test(`when ${what} while the agency is answering, the answer stays here and the entry says so`, async () => {
      for (const path of [category, attestation]) {
        const consent = await place.addConsent('class-1');
        place.meanwhile(() => act(consent));
        const answer = await place.call(path, {
          consent,
          accept: path === category ? 'application/json' : jwt,
        });
        place.meanwhile(undefined);
        assert.equal(reasonOf(answer), `403 ${reason}`);
        assert.ok(!answer.text.includes('見本県'));
        const entries = await place.entries(consent);
        assert.deepEqual(
          entries.map(({ outcome, as_of }) => [outcome, as_of]),
          [[`denied:${reason}`, null]],
        );
      }
    });

  test('a flag that is set while the agency is answering acts on that very answer', async () => {
    const consent = await place.addConsent('class-2');
    let flags = 0;
    place.asked.length = 0;
    place.meanwhile(async () => {
      if ((flags += 1) === 1) await place.stores.suppressions.set(consent.citizen, 'no_self_information', 1);
    });
    const { status, json } = await place.call(category, { consent });
    assert.equal(status, 200);
    assert.deepEqual([json['outcome'], json['record'], json['as_of']], ['no_record', null, null]);
    assert.equal(place.asked.length, 2, 'asked again under the new flag');
    assert.deepEqual(
      (await place.entries(consent)).map(({ outcome }) => outcome),
      ['no_record'],
    );
    assert.equal(await readsUsed(consent), 1);
    await place.stores.suppressions.set(consent.citizen, 'no_self_information', 0);
  });

  test('a record older than its holder promises is handed out as stale, costs a read, and the entry says so', async () => {
    await withStaleRecord('class-1', async () => {
      const consent = await place.addConsent('class-1');
      const { status, json } = await place.call(category, { consent });
      assert.equal(status, 200);
      assert.deepEqual(
        [json['outcome'], json['record'], json['reads_left']],
        ['stale', { certificates: [{ issuer: '見本県' }] }, 9],
      );
      assert.equal(json['as_of'], ofSameAge('2024-04-01T09:00:00+09:00'));
      const [entry] = await place.entries(consent);
      assert.deepEqual([entry?.['outcome'], entry?.['as_of']], ['released_stale', json['as_of']]);
    });
  });

  test('a stale record attests where its policy says so, and neither answer nor entry tells its age', async () => {
    await withStaleRecord('class-1', async () => {
      const consent = await place.addConsent('class-1');
      const { json, text } = await place.call(attestation, { consent, accept: jwt });
      assert.deepEqual(json['attestation'], { class: 1, companion: true, valid_until: null });
      assert.doesNotMatch(text, /stale|2024/);
      const [entry] = await place.entries(consent);
      assert.deepEqual([entry?.['outcome'], entry?.['as_of']], ['released', null]);
    });
  });

  test('where a policy does not take a stale record, it reads as no record, and its entry as any answer’s', async () => {
    const item = 'attestations.health-insurance-valid' as ItemName;
    const ask = async () => {
      const consent = await place.addConsent('class-1', { items: [item] });
      const { json } = await place.call('/v1/attestations/health-insurance-valid', { consent, accept: jwt });
      return [json['attestation'], (await place.entries(consent))[0]?.['outcome']];
    };
    assert.deepEqual(await ask(), [{ covered: true }, 'released']);
    const work = async () => assert.deepEqual(await ask(), [null, 'released']);
    await withStaleRecord('class-1', work, 'health_insurance_card');
  });

  test('a suppressed person’s stale record reads as no record, never as stale', async () => {
    await withStaleRecord('suppressed', async () => {
      const { json } = await place.call(category, { consent: await place.addConsent('suppressed') });
      assert.deepEqual([json['outcome'], json['as_of']], ['no_record', null]);
    });
  });

  test('flags that keep moving end as an outage, which tells nobody of flags', async () => {
    const consent = await place.addConsent('class-2');
    place.meanwhile(() => place.stores.suppressions.set(consent.citizen, 'non_disclosure', 0));
    const answer = await place.call(category, { consent });
    assert.equal(reasonOf(answer), '503 agency_unavailable');
    assert.equal(answer.headers['retry-after'], '30', 'as for any other outage');
    assert.doesNotMatch(answer.text, /suppress|flag/i);
    assert.deepEqual(
      (await place.entries(consent)).map(({ outcome }) => outcome),
      ['agency_unavailable'],
    );
    assert.equal(await readsUsed(consent), 0);
  });

  test('of many calls at once never more are answered than reads were granted', async () => {
    const consent = await place.addConsent('class-1', { readsGranted: 5 });
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, n) =>
        n % 2 ? place.call(category, { consent }) : place.call(attestation, { consent, accept: jwt }),
      ),
    );
    const outcomes = answers.map(({ status, json }) => json['reason'] ?? status).sort();
    assert.deepEqual(outcomes, [...Array(5).fill(200), ...Array(11).fill('reads_used_up')]);
    assert.equal(await readsUsed(consent), 5);
    const recorded = (await place.entries(consent)).map(({ outcome }) => outcome).sort();
    assert.deepEqual(recorded, [...Array(11).fill('denied:reads_used_up'), ...Array(5).fill('released')]);
  });

  test('16 calls in one group, one of them a replay: 15 are answered, the replay is refused', async () => {
    const consent = await place.addConsent('class-1', { readsGranted: 16 });
    const rawHeaders = place.headersFor(category, { consent });
    const answers = await Promise.all([
      ...Array.from({ length: 14 }, () => place.call(category, { consent })),
      place.call(category, { rawHeaders }),
      place.call(category, { rawHeaders }),
    ]);
    assert.deepEqual(answers.map(({ status, json }) => json['reason'] ?? status).sort(), [
      ...Array(15).fill(200),
      'proof_replayed',
    ]);
    assert.equal(await readsUsed(consent), 15);
  });

  test('a proof is good for one call in the whole house, another process included', async () => {
    const consent = await place.addConsent('class-1');
    const rawHeaders = place.headersFor(category, { consent });
    assert.equal((await place.call(category, { rawHeaders })).status, 200);
    assert.equal(reasonOf(await place.call(category, { rawHeaders })), '401 proof_replayed');
    assert.equal(reasonOf(await place.call(category, { rawHeaders, node: 1 })), '401 proof_replayed');
    // Nor does another text of the same proof help: what counts is its key and its jti.
    const proof = { jti: 'one-and-the-same' };
    assert.equal((await place.call(category, { consent, proof })).status, 200);
    assert.equal(reasonOf(await place.call(category, { consent, proof })), '401 proof_replayed');
    assert.equal(reasonOf(await place.call(category, { consent, proof, node: 1 })), '401 proof_replayed');
    assert.equal(await readsUsed(consent), 2);
    assert.equal((await place.entries(consent)).length, 2);
  });

  test('an agency that is down or talks nonsense is an outage, one that is not connected says so; none spends a read', async () => {
    for (const [persona, expected, outcome] of [
      ['agency-down', '503 agency_unavailable', 'agency_unavailable'],
      ['agency-nonsense', '503 agency_unavailable', 'agency_unavailable'],
      ['not-connected', '404 not_connected', 'not_connected'],
    ] as const)
      for (const path of [category, attestation]) {
        const consent = await place.addConsent(persona);
        const answer = await place.call(path, {
          consent,
          accept: path === category ? 'application/json' : jwt,
        });
        assert.equal(reasonOf(answer), expected);
        if (answer.status === 503) assert.equal(answer.headers['retry-after'], '30');
        assert.equal(await readsUsed(consent), 0);
        assert.deepEqual(
          (await place.entries(consent)).map((entry) => entry['outcome']),
          [outcome],
        );
      }
  });

  test('a repeat with the same Idempotency-Key spends no other read, even when it was the last', async () => {
    const consent = await place.addConsent('class-1', { readsGranted: 1 });
    const first = await place.call(category, { consent, idempotencyKey: 'journey-1' });
    assert.equal(first.json['reads_left'], 0);
    const again = await place.call(category, { consent, idempotencyKey: 'journey-1' });
    assert.equal(again.status, 200);
    assert.deepEqual(again.json['record'], first.json['record']);
    assert.equal(await readsUsed(consent), 1);
    assert.equal((await place.entries(consent)).length, 2, 'both are in the history');
    const another = await place.call(category, { consent, idempotencyKey: 'journey-2' });
    assert.equal(reasonOf(another), '403 reads_used_up');
    // The key stands for what was asked: it opens nothing else.
    const elsewhere = await place.call(attestation, { consent, idempotencyKey: 'journey-1', accept: jwt });
    assert.equal(reasonOf(elsewhere), '403 reads_used_up');
    const ungranted = await place.addConsent('class-1', { items: [discount], readsUsed: 10 });
    const sneaking = await place.call(category, { consent: ungranted, idempotencyKey: 'journey-1' });
    assert.equal(reasonOf(sneaking), '403 item_not_granted');
  });

  test('a consent of another company, or of nobody, makes the token worthless', async () => {
    const consent = await place.addConsent('class-1');
    for (const token of [{ client_id: 'tax-helper' }, { consent: 'A'.repeat(22) }]) {
      const answer = await place.call(category, { consent, token });
      assert.equal(reasonOf(answer), '401 token_invalid');
    }
    const foreign = await place.addConsent('class-1', { client: 'unregistered' as ClientId });
    assert.equal((await place.call(category, { consent: foreign })).status, 200);
    assert.deepEqual((await place.entries(foreign))[0]?.['relying_party'], {
      en: 'unregistered',
      ja: 'unregistered',
    });
  });

  test('a locked database lets nothing out; when the lock is gone the same consent works again', async () => {
    const consent = await place.addConsent('class-1');
    const rival = new SqliteDriver(place.ledgerPlace.file);
    rival.exec('BEGIN IMMEDIATE');
    const answer = await place.call(category, { consent });
    rival.exec('ROLLBACK');
    rival.close();
    assert.equal(reasonOf(answer), '503 ledger_unavailable');
    assert.ok(!answer.text.includes('見本県'));
    assert.ok(!answer.text.includes('SQLITE'));
    assert.deepEqual(await place.entries(consent), []);
    assert.equal(await readsUsed(consent), 0);
    assert.equal((await place.call(category, { consent })).json['reads_left'], 9);
  });

  test('a full database lets nothing out; when there is room the same consent works again', async () => {
    const consent = await place.addConsent('class-1', { readsGranted: 1000 });
    const { database } = place.stores;
    const pages = await database.get<{ page_count: number }>('PRAGMA page_count');
    await database.get(`PRAGMA max_page_count = ${Number(pages?.page_count)}`);
    let refused: Answer | undefined;
    let answered = 0;
    for (let n = 0; n < 60 && !refused; n += 1) {
      const answer = await place.call(category, { consent });
      if (answer.status === 200) answered += 1;
      else refused = answer;
    }
    assert.ok(refused);
    assert.equal(reasonOf(refused), '503 ledger_unavailable');
    assert.equal((await place.entries(consent)).length, answered);
    assert.equal(await readsUsed(consent), answered);
    await database.get('PRAGMA max_page_count = 1073741823');
    assert.equal((await place.call(category, { consent })).status, 200);
    assert.equal(await readsUsed(consent), answered + 1);
  });

  test('when even a refusal cannot be written down, it stays a refusal', async () => {
    const consent = await place.addConsent('class-1', { withdrawnAt: new Date() });
    const rival = new SqliteDriver(place.ledgerPlace.file);
    rival.exec('BEGIN IMMEDIATE');
    const answer = await place.call(category, { consent });
    rival.exec('ROLLBACK');
    rival.close();
    assert.equal(reasonOf(answer), '403 consent_withdrawn');
    assert.ok(place.log.some((line) => line.includes('denial_not_recorded')));
  });

  test('nothing personal, and no token or proof, is in the log of all this', async () => {
    const consent = await place.addConsent('class-1');
    const rawHeaders = place.headersFor(category, { consent });
    await place.call(category, { rawHeaders });
    const log = place.log.join('');
    for (const secret of [
      rawHeaders[1],
      rawHeaders[3],
      consent.citizen,
      consent.id,
      '見本県',
      '99000012',
      'subject-of',
    ])
      assert.ok(secret && !log.includes(secret.replace('DPoP ', '')), secret);
  });
});

/** Identifiers, times and signatures differ from call to call; everything else must not. */
function withoutIds(text: string): string {
  return text
    .replaceAll(/subject-of-[\w-]{22}/g, 'SUBJECT')
    .replaceAll(/[\w-]+\.[\w-]{60,}\.[\w-]{86}/g, 'JWS')
    .replaceAll(/"[0-9a-f]{32}"/g, '"TRACE"')
    .replaceAll(/(?<=[":/])[\w-]{22}(?=")/g, (id) => (/^[a-z_]+$/.test(id) ? id : 'ID'))
    .replaceAll(/"process_number":"[^"]+"/g, '"process_number":"N"')
    .replaceAll(/"at":"[^"]+"/g, '"at":"T"')
    .replaceAll(/"(iat|exp)":\d+/g, '"$1":0');
}

/** Every leaf of a value by its path, lists without index; where a name is given, only that one. */
function pathsOf(value: unknown, path: string, only?: string): string[] {
  const leaves = (at: unknown, name: string): string[] => {
    if (Array.isArray(at)) return at.flatMap((element) => leaves(element, name));
    if (typeof at === 'object' && at !== null)
      return Object.entries(at).flatMap(([member, held]) => leaves(held, `${name}.${member}`));
    return [`${name}=${String(at)}`];
  };
  return leaves(value, path).filter((leaf) => only === undefined || leaf.startsWith(`${only}=`));
}
