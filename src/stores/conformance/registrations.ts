/** What every store promises about who people are: a registration is whole or absent, and one person is one citizen. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { AgencyId, CitizenId, LinkCode } from '../../vocabulary/identifiers.ts';
import { newIdentifier } from '../../vocabulary/identifiers.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import type { StoredIdentity } from '../identities.ts';
import type { Registration } from '../registrations.ts';
import { later, noon } from './drafts.ts';
import type { Stage } from './records.ts';

const city = { municipality: 'municipality-990019' as AgencyId };
const newSerial = (): string => `1${randomBytes(8).toString('hex')}`;

function draftIdentity(changes: Partial<StoredIdentity> = {}): StoredIdentity {
  return {
    sealed: randomBytes(300),
    certificate: { issuerKeyHash: 's1', serial: newSerial() },
    issuedAt: later(-86400),
    registeredAt: noon,
    ...changes,
  };
}

function draftRegistration(changes: Partial<Registration> = {}): Registration {
  const identity = draftIdentity();
  return {
    newId: newIdentifier<CitizenId>(),
    linkCode: newIdentifier<LinkCode>(),
    holders: city,
    certificates: [
      { issuerKeyHash: 'a1', serial: newSerial(), kind: 'user_authentication' },
      { ...identity.certificate, kind: 'digital_signature' },
    ],
    toIdentity: () => identity,
    ...changes,
  };
}

export function testRegistrations(on: string, stage: () => Stage): void {
  test(`${on}: a registration makes a citizen, binds both certificates and keeps who they are`, async () => {
    const { registrations, citizens, identities } = stage().stores;
    const wanted = draftRegistration();
    const seen: CitizenId[] = [];
    const identity = draftIdentity();
    const id = await registrations.register({
      ...wanted,
      toIdentity: (citizen) => (seen.push(citizen), identity),
    });
    assert.equal(id, wanted.newId);
    assert.deepEqual(seen, [id]);
    assert.deepEqual(await citizens.find(id), { id, linkCode: wanted.linkCode, holders: city });
    for (const certificate of wanted.certificates)
      assert.equal((await citizens.findByCertificate(certificate))?.id, id);
    assert.deepEqual(await identities.find(id), identity);
    assert.equal(await identities.find(newIdentifier<CitizenId>()), undefined);
  });

  test(`${on}: whoever is known already keeps their id and what was bound, and their holders are those of now`, async () => {
    const { registrations, citizens } = stage().stores;
    const first = draftRegistration();
    const id = await registrations.register(first);
    const moved = { municipality: 'municipality-990027' as AgencyId };
    const renewed = draftRegistration({ linkCode: first.linkCode, holders: moved });
    assert.equal(await registrations.register(renewed), id);
    assert.equal((await citizens.find(id))?.holders['municipality'], moved.municipality);
    assert.equal((await citizens.certificatesOf(id)).length, 4);
    assert.equal(await citizens.find(renewed.newId), undefined);
  });

  test(`${on}: the same person registering from many browsers at once becomes one citizen`, async () => {
    const { handles, stores } = stage();
    const linkCode = newIdentifier<LinkCode>();
    const same = draftRegistration({ linkCode });
    const wanted = Array.from({ length: 12 }, (_, n) =>
      n % 2 === 0
        ? { ...same, newId: newIdentifier<CitizenId>() }
        : draftRegistration({ linkCode, toIdentity: null }),
    );
    const ids = await Promise.all(
      wanted.map((each, n) => handles[n % handles.length]?.registrations.register(each)),
    );
    assert.equal(new Set(ids).size, 1);
    assert.equal((await stores.citizens.findByLinkCode(linkCode))?.id, ids[0]);
    assert.equal((await stores.citizens.certificatesOf(ids[0] as CitizenId)).length, 2 + 6 * 2);
  });

  test(`${on}: where one certificate is somebody else’s nothing of a registration stays`, async () => {
    const { registrations, citizens, identities } = stage().stores;
    const taken = draftRegistration();
    const holder = await registrations.register(taken);
    const wanted = draftRegistration();
    const [mine, ...rest] = wanted.certificates;
    for (const stolen of [taken.certificates[0], taken.certificates[1]])
      await assert.rejects(
        registrations.register({ ...wanted, certificates: [mine, stolen, ...rest].filter((each) => !!each) }),
        (error: unknown) => error instanceof Refusal && error.reason === 'registration_conflict',
      );
    assert.equal(await citizens.findByLinkCode(wanted.linkCode), undefined);
    for (const certificate of wanted.certificates)
      assert.equal(await citizens.findByCertificate(certificate), undefined);
    assert.equal(await identities.find(wanted.newId), undefined);
    assert.equal((await citizens.certificatesOf(holder)).length, 2);
  });

  test(`${on}: a registration that breaks off half-way leaves nothing`, async () => {
    const { registrations, citizens } = stage().stores;
    const wanted = draftRegistration({
      toIdentity: () => {
        throw new Error('the power went');
      },
    });
    await assert.rejects(registrations.register(wanted), /power/);
    assert.equal(await citizens.findByLinkCode(wanted.linkCode), undefined);
  });

  test(`${on}: who somebody is never gets older: a certificate issued earlier says nothing any more`, async () => {
    const { registrations, identities } = stage().stores;
    const now = draftIdentity({ issuedAt: later(-100) });
    const wanted = draftRegistration({ toIdentity: () => now });
    const id = await registrations.register(wanted);
    const before = draftIdentity({ issuedAt: later(-101) });
    assert.equal(await identities.keep(id, before), false);
    assert.equal(await registrations.register({ ...wanted, toIdentity: () => before }), id);
    assert.deepEqual(await identities.find(id), now);
    const after = draftIdentity({ issuedAt: later(-99), registeredAt: later(7) });
    assert.equal(await identities.keep(id, after), true);
    assert.deepEqual(await identities.find(id), after);
  });
}
