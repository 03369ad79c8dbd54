/** Who the citizen is: only what was granted, only while it holds, and never a word of what is concealed. */
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import { loadAgencies, loadPersonas, loadRelyingParties } from '../../stand-ins/personas.ts';
import { openTown } from '../../stand-ins/town.ts';
import type { Consent } from '../stores/consents.ts';
import type { CitizenId, ItemName } from '../vocabulary/identifiers.ts';
import { identityClaims } from '../vocabulary/identity.ts';
import { byPhone } from '../vocabulary/rehearsal/authentication.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { AskedVerifiedClaims } from '../vocabulary/verified-claims.ts';
import { createPreview } from './preview.ts';
import { type Answer, type ApiPlace, openApiPlace } from './rehearsal/api-place.ts';
import { current, hanako } from './rehearsal/identities.ts';

const world = {
  people: loadPersonas(),
  agencies: loadAgencies(),
  relyingParties: loadRelyingParties(),
  openTown,
};
const userinfo = '/v1/userinfo';
const [name, birthdate, gender, address] = identityClaims.map(({ item }) => item) as [
  ItemName,
  ItemName,
  ItemName,
  ItemName,
];
const everything = [name, birthdate, gender, address];
const verified: AskedVerifiedClaims = {
  trustFrameworks: null,
  time: null,
  claims: [{ name: 'name', values: null }],
  unsatisfiable: false,
};

let place: ApiPlace;
let citizen: CitizenId;
before(async () => {
  place = await openApiPlace(world);
  citizen = place.citizenOf('class-2');
});
after(() => place.close());
beforeEach(() => {
  place.meanwhile(undefined);
  place.identities.set(citizen, current());
});

const consentTo = (items: readonly ItemName[], changes: Partial<Consent> = {}): Promise<Consent> =>
  place.addConsent('class-2', { items, ...changes });
const reasonOf = ({ status, json }: Answer): string => `${status} ${String(json['reason'])}`;
/** Without what is another one at every answer. */
const saidBy = ({ json }: Answer): Record<string, unknown> => {
  const { receipt, reads_left: readsLeft, sub, ...said } = json;
  assert.ok(receipt && readsLeft !== undefined && sub);
  return said;
};

describe('what userinfo hands out', () => {
  test('only the granted claims, as the standard has them, with the entry durable and one read spent', async () => {
    const consent = await consentTo([name, address]);
    const answer = await place.call(userinfo, { consent });
    assert.deepEqual(saidBy(answer), {
      name: '見本 花子',
      address: { formatted: '見本県例示市見本町1丁目2番3号', country: 'JP' },
    });
    const [entry] = await place.entries(consent);
    assert.deepEqual(
      [entry?.['category'], entry?.['items'], entry?.['outcome'], entry?.['source'], entry?.['as_of']],
      ['identity', [name, address], 'released', 'signature_certificate', null],
    );
    assert.ok(!JSON.stringify(entry).includes('花子'), 'names of claims, never values');
    assert.equal((await place.stores.consents.find(consent.id))?.readsUsed, 1);
    assert.equal(answer.json['sub'], entry?.['subject']);
  });

  test('every set of claims by itself, and what the screen showed is what the answer holds', async () => {
    const preview = createPreview({
      agencies: place.agencies,
      identity: { identities: place.identities, suppressions: place.stores.suppressions },
      clock: place.clock,
      budgetMilliseconds: 600,
    });
    for (let set = 1; set < 16; set += 1) {
      const items = everything.filter((_, index) => set & (1 << index));
      const [group] = await preview(citizen, items);
      const said = saidBy(await place.call(userinfo, { consent: await consentTo(items) }));
      const flat = Object.entries(said).map(([claim, value]): [string, unknown] => [
        `identity.${claim}`,
        claim === 'address' ? (value as { formatted: string }).formatted : value,
      ]);
      assert.deepEqual(new Map(flat), new Map(items.map((item) => [item, group?.values.get(item)?.[0]])));
      assert.deepEqual(group?.source, { ja: '署名用電子証明書', en: 'Certificate for digital signature' });
    }
  });

  test('the same by POST, and as a JWT that is signed by the provider and cannot be an ID token', async () => {
    const consent = await consentTo(everything);
    const posted = await place.call(userinfo, { consent, method: 'POST', proof: { htm: 'POST' } });
    assert.equal(posted.status, 200);
    assert.deepEqual(saidBy(posted), {
      name: '見本 花子',
      birthdate: '1984-05-06',
      gender: 'female',
      address: { formatted: '見本県例示市見本町1丁目2番3号', country: 'JP' },
    });
    const answer = await place.call(userinfo, { consent, accept: 'application/jwt' });
    const [header = '', claims = '', signature = ''] = answer.text.split('.');
    const { typ, kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as Record<string, string>;
    assert.deepEqual([typ, kid], ['userinfo+jwt', place.issuerKey.kid]);
    const key = createPublicKey({ key: place.issuerKey.publicJwk, format: 'jwk' });
    assert.ok(
      verify(
        'sha256',
        Buffer.from(`${header}.${claims}`),
        { key, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
      ),
    );
    assert.equal(answer.json['aud'], 'rail-company');
    for (const ofAnIdToken of ['exp', 'nonce', 'auth_time', 'acr'])
      assert.ok(!(ofAnIdToken in answer.json), ofAnIdToken);
  });

  test('an unknown day leaves the year alone, and a substituted character is told where it was granted', async () => {
    place.identities.set(
      citizen,
      current({ birthOn: '1984-05-00', name: { text: '見本 花子', substituted: [3] } }),
    );
    assert.deepEqual(saidBy(await place.call(userinfo, { consent: await consentTo([name, birthdate]) })), {
      name: '見本 花子',
      birthdate: '1984',
      substituted_characters: { name: [3] },
    });
    assert.deepEqual(saidBy(await place.call(userinfo, { consent: await consentTo([gender]) })), {
      gender: 'female',
    });
  });
});

describe('what it does not', () => {
  test('who granted no claim, withdrew, or agreed on a login by phone is read by nobody', async () => {
    const cases: [Consent, string][] = [
      [await place.addConsent('class-2'), '403 item_not_granted'],
      [await consentTo([name], { withdrawnAt: new Date() }), '403 consent_withdrawn'],
      [await consentTo([name], { readsUsed: 10 }), '403 reads_used_up'],
      [await consentTo([name], { authentication: byPhone }), '401 assurance_too_low'],
    ];
    place.identities.asked = 0;
    for (const [consent, reason] of cases) {
      assert.equal(reasonOf(await place.call(userinfo, { consent })), reason);
      assert.deepEqual(
        (await place.entries(consent)).map(({ outcome }) => outcome),
        [`denied:${reason.slice(4)}`],
      );
    }
    assert.equal(place.identities.asked, 0, 'nobody was asked about');
  });

  test('no identity, one that no longer holds, and one that is suppressed answer the very same', async () => {
    const suppressed = place.citizenOf('suppressed');
    place.identities.set(suppressed, current());
    place.identities.set(place.citizenOf('class-1'), current({}, 'outdated'));
    const seen = new Set<string>();
    for (const persona of ['no-certificate', 'class-1', 'suppressed']) {
      const consent = await place.addConsent(persona, { items: everything });
      const answer = await place.call(userinfo, { consent });
      assert.equal(answer.status, 200);
      assert.deepEqual(saidBy(answer), {});
      const [entry] = await place.entries(consent);
      assert.deepEqual([entry?.['outcome'], entry?.['as_of']], ['no_record', null]);
      seen.add(
        [answer.text.length, Object.keys(answer.headers).sort().join(), answer.json['reads_left']].join(),
      );
    }
    assert.equal(seen.size, 1, 'length, headers and reads are the same too');
  });

  test('to the citizen the screen says that a certificate no longer holds, and shows nothing of it', async () => {
    place.identities.set(citizen, current({}, 'outdated'));
    const preview = createPreview({
      agencies: place.agencies,
      identity: { identities: place.identities, suppressions: place.stores.suppressions },
      clock: place.clock,
      budgetMilliseconds: 600,
    });
    const [group] = await preview(citizen, everything);
    assert.equal(group?.outcome, 'outdated');
    assert.deepEqual([...(group?.values.values() ?? [])].flat(), []);
  });

  test('a concealed address is absent, on the screen and in the answer, and the rest is as ever', async () => {
    const concealing = place.citizenOf('mental');
    place.identities.set(concealing, current());
    await place.stores.suppressions.set(concealing, 'non_disclosure', 2);
    const consent = await place.addConsent('mental', {
      items: everything,
      verifiedClaims: [{ ...verified, claims: [{ name: 'address', values: null }] }],
    });
    const answer = await place.call(userinfo, { consent });
    assert.deepEqual(saidBy(answer), { name: '見本 花子', birthdate: '1984-05-06', gender: 'female' });
    assert.doesNotMatch(answer.text, /address|例示市/);
  });

  test('a flag that is set while it is found out whether the certificate holds acts on that very answer', async () => {
    const hiding = place.citizenOf('intellectual');
    place.identities.set(hiding, current());
    const consent = await place.addConsent('intellectual', { items: everything });
    let times = 0;
    place.meanwhile(async () => {
      times += 1;
      if (times === 1) await place.stores.suppressions.set(hiding, 'no_self_information', 1);
    });
    assert.deepEqual(saidBy(await place.call(userinfo, { consent })), {});
    assert.equal(times, 2, 'it was asked once more');
  });

  test('where nobody can say whether it still holds, it is an outage and costs no read; a defect of ours is told as one', async () => {
    const consent = await consentTo([name]);
    place.identities.set(citizen, new Refusal('revocation_unknown'));
    const answer = await place.call(userinfo, { consent });
    assert.equal(reasonOf(answer), '503 agency_unavailable');
    assert.equal((await place.stores.consents.find(consent.id))?.readsUsed, 0);
    place.identities.set(citizen, new TypeError(hanako.name.text));
    const failed = await place.call(userinfo, { consent });
    assert.equal(reasonOf(failed), '500 internal_error');
    assert.ok(!(failed.text + place.log.join('')).includes('花子'), 'and quotes nobody');
  });

  test('a proof is good for one call', async () => {
    const consent = await consentTo([name]);
    const rawHeaders = place.headersFor(userinfo, { consent });
    assert.equal((await place.call(userinfo, { rawHeaders })).status, 200);
    assert.equal(reasonOf(await place.call(userinfo, { rawHeaders })), '401 proof_replayed');
    assert.equal(reasonOf(await place.call(userinfo, { rawHeaders, node: 1 })), '401 proof_replayed');
  });
});

describe('what is vouched for', () => {
  const vouchedFor = async (...verifiedClaims: AskedVerifiedClaims[]): Promise<unknown> => {
    const consent = await consentTo([name, gender], { verifiedClaims });
    return (await place.call(userinfo, { consent })).json['verified_claims'];
  };
  const framework = { trust_framework: 'madoguchi_stand_in_jpki' };

  test('nothing that was not asked for, and of what was asked only what was granted', async () => {
    assert.equal(await vouchedFor(), undefined);
    assert.deepEqual(await vouchedFor(verified), { verification: framework, claims: { name: '見本 花子' } });
    const claims = [
      { name: 'address', values: null },
      { name: 'gender', values: null },
    ] as const;
    assert.deepEqual(await vouchedFor({ ...verified, claims }), {
      verification: framework,
      claims: { gender: 'female' },
    });
    assert.equal(
      await vouchedFor({ ...verified, claims: [{ name: 'address', values: null }] }),
      undefined,
      'a set without a claim is none',
    );
  });

  test('the time of verification where it is asked for, to the day alone', async () => {
    assert.deepEqual(await vouchedFor({ ...verified, time: { maxAgeSeconds: null } }), {
      verification: { ...framework, time: '2026-11-20T00:00:00.000Z' },
      claims: { name: '見本 花子' },
    });
  });

  test('a condition on the verification that does not hold leaves out the whole set, one on a claim that claim', async () => {
    assert.equal(await vouchedFor({ ...verified, unsatisfiable: true }), undefined);
    assert.equal(await vouchedFor({ ...verified, trustFrameworks: ['jp_aml'] }), undefined);
    assert.ok(await vouchedFor({ ...verified, trustFrameworks: ['jp_aml', 'madoguchi_stand_in_jpki'] }));
    assert.equal(await vouchedFor({ ...verified, time: { maxAgeSeconds: 60 } }), undefined);
    assert.ok(await vouchedFor({ ...verified, time: { maxAgeSeconds: 10 * 365 * 86_400 } }));
    const claims = [
      { name: 'gender', values: ['male'] },
      { name: 'name', values: ['somebody', '見本 花子'] },
    ] as const;
    assert.deepEqual(await vouchedFor({ ...verified, claims }), {
      verification: framework,
      claims: { name: '見本 花子' },
    });
  });

  test('of several sets each by itself; who has no identity has nothing vouched for', async () => {
    const sets = [
      verified,
      { ...verified, unsatisfiable: true },
      { ...verified, time: { maxAgeSeconds: null } },
    ];
    assert.equal(((await vouchedFor(...sets)) as unknown[]).length, 2);
    place.identities.set(citizen, { state: 'none' });
    assert.equal(await vouchedFor(...sets), undefined);
  });
});
