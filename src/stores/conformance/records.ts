/** What every store promises about the rows that the OpenID provider, citizens and relying parties need. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  AgencyId,
  CitizenId,
  ClientId,
  ConsentId,
  ItemName,
  LinkCode,
} from '../../vocabulary/identifiers.ts';
import { newIdentifier } from '../../vocabulary/identifiers.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import type { SuppressionFlag } from '../../vocabulary/suppression-table.ts';
import type { Stores } from '../stores.ts';
import { addConsent, draftConsent, later, noon } from './drafts.ts';
import { race } from './race.ts';

export interface Stage {
  address: string;
  stores: Stores;
  /** Further handles on the same database, each with connections of its own. */
  handles: readonly Stores[];
}

const expiry = { expiresAt: later(60) };

const kind = 'user_authentication';

export function testRecords(on: string, stage: () => Stage): void {
  test(`${on}: a code is consumed by exactly one of 32 parallel redemptions on several connections`, async () => {
    const { stores, handles } = stage();
    await stores.oidcPayloads.save('AuthorizationCode', 'code', { a: 1 }, expiry);
    const won = await Promise.all(
      Array.from({ length: 32 }, (_, n) =>
        handles[n % handles.length]?.oidcPayloads.consume('AuthorizationCode', 'code', noon),
      ),
    );
    assert.equal(won.filter(Boolean).length, 1);
    assert.deepEqual(await stores.oidcPayloads.find('AuthorizationCode', 'code'), {
      payload: { a: 1 },
      consumedAt: noon,
    });
  });

  test(`${on}: two processes that redeem the same codes win each code once between them`, async () => {
    const { address, stores } = stage();
    const codes = Array.from({ length: 50 }, () => newIdentifier<string>().replace(/^-/, 'c'));
    for (const code of codes) await stores.oidcPayloads.save('AuthorizationCode', code, {}, expiry);
    const won = await race(address, 'consume', codes);
    assert.deepEqual([...won].sort(), [...codes].sort());
  });

  test(`${on}: two processes that present the same assertions get each accepted once between them`, async () => {
    const assertions = Array.from({ length: 50 }, () => newIdentifier<string>().replace(/^-/, 'a'));
    const won = await race(stage().address, 'add', assertions);
    assert.deepEqual([...won].sort(), [...assertions].sort());
  });

  test(`${on}: an identifier of an assertion is accepted by exactly one of 32 parallel calls`, async () => {
    const { handles } = stage();
    const added = await Promise.all(
      Array.from({ length: 32 }, (_, n) =>
        handles[n % handles.length]?.oidcPayloads.add('ReplayDetection', 'jti', {}, expiry),
      ),
    );
    assert.equal(added.filter(Boolean).length, 1);
  });

  test(`${on}: saving a used code again does not make it good again`, async () => {
    const { oidcPayloads } = stage().stores;
    await oidcPayloads.save('AuthorizationCode', 'used', { v: 1 }, expiry);
    assert.equal(await oidcPayloads.consume('AuthorizationCode', 'used', noon), true);
    await oidcPayloads.save('AuthorizationCode', 'used', { v: 2 }, { ...expiry, grantId: 'g' });
    assert.deepEqual(await oidcPayloads.find('AuthorizationCode', 'used'), {
      payload: { v: 2 },
      consumedAt: noon,
    });
    assert.equal(await oidcPayloads.consume('AuthorizationCode', 'used', later(1)), false);
  });

  test(`${on}: what does not exist cannot be consumed`, async () => {
    assert.equal(await stage().stores.oidcPayloads.consume('AuthorizationCode', 'nowhere', noon), false);
  });

  test(`${on}: one id under two models is two rows`, async () => {
    const { oidcPayloads } = stage().stores;
    await oidcPayloads.save('Session', 'same', { model: 'session' }, expiry);
    await oidcPayloads.save('Interaction', 'same', { model: 'interaction' }, expiry);
    await oidcPayloads.destroy('Session', 'same');
    assert.equal(await oidcPayloads.find('Session', 'same'), undefined);
    assert.deepEqual((await oidcPayloads.find('Interaction', 'same'))?.payload, { model: 'interaction' });
  });

  test(`${on}: rows are found by session uid and user code, and end with their grant`, async () => {
    const { oidcPayloads } = stage().stores;
    await oidcPayloads.save('Session', 's', { s: 1 }, { ...expiry, uid: 'uid-1' });
    await oidcPayloads.save('DeviceCode', 'd', { d: 1 }, { ...expiry, userCode: 'user-1' });
    for (const token of ['t1', 't2'])
      await oidcPayloads.save('RefreshToken', token, {}, { ...expiry, grantId: 'grant-1' });
    await oidcPayloads.save('RefreshToken', 't3', {}, { ...expiry, grantId: 'grant-2' });
    assert.deepEqual((await oidcPayloads.findByUid('Session', 'uid-1'))?.payload, { s: 1 });
    assert.equal(await oidcPayloads.findByUid('Interaction', 'uid-1'), undefined);
    assert.deepEqual((await oidcPayloads.findByUserCode('DeviceCode', 'user-1'))?.payload, { d: 1 });
    await oidcPayloads.destroyByGrant('RefreshToken', 'grant-1');
    assert.equal(await oidcPayloads.find('RefreshToken', 't1'), undefined);
    assert.equal(await oidcPayloads.find('RefreshToken', 't2'), undefined);
    assert.ok(await oidcPayloads.find('RefreshToken', 't3'));
  });

  test(`${on}: names are never read as SQL, and a NUL character is refused the same way everywhere`, async () => {
    const { oidcPayloads } = stage().stores;
    const nasty = `'; DROP TABLE consents; -- ? $1 %_\\ "髙橋 👩‍🦽`;
    await oidcPayloads.save('Session', nasty, { nasty }, expiry);
    assert.deepEqual((await oidcPayloads.find('Session', nasty))?.payload, { nasty });
    await assert.rejects(
      oidcPayloads.find('AuthorizationCode', 'code\0'),
      (error) => error instanceof Refusal && error.reason === 'request_malformed',
    );
    await oidcPayloads.save('Session', 'nul', { text: 'a\0b' }, expiry);
    assert.deepEqual((await oidcPayloads.find('Session', 'nul'))?.payload, { text: 'a\0b' });
  });

  test(`${on}: a relying party comes back as it was registered, and is replaced by a new registration`, async () => {
    const { relyingParties } = stage().stores;
    const party = {
      clientId: 'rail-company' as ClientId,
      legalName: { ja: '見本鉄道株式会社', en: 'Mihon Railway' },
      corporateNumber: '1234567890123',
      domain: 'rail.example',
      contact: 'privacy@rail.example',
      redirectUris: ['http://127.0.0.1:3001/callback'],
      jwks: { keys: [{ kty: 'EC', kid: 'k1' }] },
      purposes: [],
    };
    assert.equal(await relyingParties.find(party.clientId), undefined);
    await relyingParties.save(party);
    await relyingParties.save({ ...party, domain: 'new.rail.example' });
    assert.deepEqual(await relyingParties.find(party.clientId), { ...party, domain: 'new.rail.example' });
  });

  test(`${on}: the same serial under two CA generations leads to two citizens`, async () => {
    const { citizens } = stage().stores;
    const holders = { municipality: 'municipality-131016' as AgencyId };
    const [one, other] = [newIdentifier<CitizenId>(), newIdentifier<CitizenId>()];
    await citizens.save({ id: one, linkCode: 'AAAAAAAAAAAAAAAAAAAAAA' as LinkCode, holders });
    await citizens.save({ id: other, linkCode: 'BBBBBBBBBBBBBBBBBBBBBB' as LinkCode, holders: {} });
    await citizens.bindCertificate({ issuerKeyHash: 'g1', serial: '0a', kind }, one);
    await citizens.bindCertificate({ issuerKeyHash: 'g2', serial: '0a', kind }, other);
    assert.equal((await citizens.findByCertificate({ issuerKeyHash: 'g1', serial: '0a', kind }))?.id, one);
    assert.equal((await citizens.findByCertificate({ issuerKeyHash: 'g2', serial: '0a', kind }))?.id, other);
    assert.equal(await citizens.findByCertificate({ issuerKeyHash: 'g3', serial: '0a', kind }), undefined);
    assert.deepEqual((await citizens.find(one))?.holders, holders);
  });

  test(`${on}: a certificate stays with its citizen, whoever claims it and however often it is bound`, async () => {
    const { citizens } = stage().stores;
    const [one, other] = [newIdentifier<CitizenId>(), newIdentifier<CitizenId>()];
    for (const id of [one, other])
      await citizens.save({ id, linkCode: newIdentifier<LinkCode>(), holders: {} });
    const key = { issuerKeyHash: 'g1', serial: 'ff', kind } as const;
    await citizens.bindCertificate(key, one);
    await citizens.bindCertificate(key, one);
    await assert.rejects(citizens.bindCertificate(key, other), /another citizen/);
    await assert.rejects(
      citizens.bindCertificate({ ...key, kind: 'digital_signature' }, one),
      /another kind/,
    );
    assert.equal(await citizens.findByCertificate({ ...key, kind: 'digital_signature' }), undefined);
    assert.deepEqual(await citizens.certificatesOf(one), [key]);
    assert.equal((await citizens.findByCertificate(key))?.id, one);
    await assert.rejects(
      citizens.bindCertificate({ issuerKeyHash: 'g1', serial: 'ee', kind }, newIdentifier<CitizenId>()),
    );
  });

  test(`${on}: a consent comes back as it was decided, newest first, and only to its citizen`, async () => {
    const { consents } = stage().stores;
    const first = await addConsent(stage().stores, {
      unseenItems: ['a.b' as ItemName],
      verifiedClaims: [
        {
          trustFrameworks: ['x'],
          time: { maxAgeSeconds: 60 },
          claims: [{ name: 'address', values: [{ country: 'JP' }] }],
          unsatisfiable: false,
        },
      ],
    });
    const second = draftConsent({ citizen: first.citizen, decidedAt: later(5), decision: 'refused' });
    await consents.add(second);
    assert.deepEqual(await consents.find(first.id), first);
    assert.deepEqual(await consents.listByCitizen(first.citizen), [second, first]);
    assert.deepEqual(await consents.listByCitizen(newIdentifier<CitizenId>()), []);
    assert.equal(await consents.find(newIdentifier<ConsentId>()), undefined);
  });

  test(`${on}: a decision is stored once: the same id cannot be decided again`, async () => {
    const { consents } = stage().stores;
    const refused = draftConsent({ decision: 'refused' });
    await consents.add(refused);
    await assert.rejects(consents.add({ ...refused, decision: 'approved' }));
    assert.equal((await consents.find(refused.id))?.decision, 'refused');
  });

  test(`${on}: only the citizen withdraws, only what was approved, and only once`, async () => {
    const { stores, handles } = stage();
    const consent = await addConsent(stores);
    const refused = await addConsent(stores, { decision: 'refused' });
    assert.equal(await stores.consents.withdraw(consent.id, newIdentifier<CitizenId>(), noon), false);
    assert.equal(await stores.consents.withdraw(refused.id, refused.citizen, noon), false);
    const withdrawn = await Promise.all(
      handles.map((handle) => handle.consents.withdraw(consent.id, consent.citizen, later(9))),
    );
    assert.equal(withdrawn.filter(Boolean).length, 1);
    assert.deepEqual((await stores.consents.find(consent.id))?.withdrawnAt, later(9));
  });

  test(`${on}: every change of a flag raises the version by one, in parallel too`, async () => {
    const { stores, handles } = stage();
    const { citizen } = await addConsent(stores);
    assert.equal((await stores.suppressions.find(citizen)).version, 0);
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        handles[n % handles.length]?.suppressions.set(citizen, 'non_disclosure', 1),
      ),
    );
    await stores.suppressions.set(citizen, 'no_self_information', 2);
    assert.deepEqual(await stores.suppressions.find(citizen), {
      flags: { non_disclosure: 1, no_self_information: 2, no_automatic_answer: 0 },
      version: 13,
    });
    await assert.rejects(stores.suppressions.set(citizen, 'version' as SuppressionFlag, 1), /no such flag/);
  });

  test(`${on}: a flag is a person’s: set before they register, and kept when they get another link code`, async () => {
    const { stores } = stage();
    const [first, second, third] = Array.from({ length: 3 }, () => newIdentifier<LinkCode>()) as [
      LinkCode,
      LinkCode,
      LinkCode,
    ];
    await stores.suppressions.setByLinkCode(first, 'no_self_information', 2);
    const citizen = newIdentifier<CitizenId>();
    await stores.citizens.save({ id: citizen, linkCode: first, holders: {} });
    const flags = { non_disclosure: 0, no_self_information: 2, no_automatic_answer: 0 };
    assert.deepEqual(await stores.suppressions.find(citizen), { flags, version: 1 });
    await stores.citizens.save({ id: citizen, linkCode: second, holders: {} });
    const carried = await stores.suppressions.find(citizen);
    assert.deepEqual(carried.flags, flags);
    assert.ok(carried.version > 1, 'what was read under the old code is not released');
    // The new code may have flags of its own: whichever withholds more stands.
    await stores.suppressions.setByLinkCode(third, 'non_disclosure', 1);
    await stores.citizens.save({ id: citizen, linkCode: third, holders: {} });
    const joined = await stores.suppressions.find(citizen);
    assert.deepEqual(joined.flags, { ...flags, non_disclosure: 1 });
    assert.ok(joined.version > carried.version);
    await stores.citizens.save({ id: citizen, linkCode: third, holders: {} });
    assert.deepEqual(await stores.suppressions.find(citizen), joined, 'saved again, nothing moves');
    const found = await stores.suppressions.findByLinkCodes([third, newIdentifier<LinkCode>()]);
    assert.deepEqual([...found], [[third, joined]]);
  });

  test(`${on}: a flag on nobody is a fault, not a flag`, async () => {
    const { suppressions } = stage().stores;
    await assert.rejects(
      suppressions.set(newIdentifier<CitizenId>(), 'non_disclosure', 1),
      /no such citizen/,
    );
  });
}
