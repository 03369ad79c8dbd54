/** What every store promises about releases: recorded and allowed in one commit, or not at all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CitizenId, ConsentId, LinkCode } from '../../vocabulary/identifiers.ts';
import { newIdentifier } from '../../vocabulary/identifiers.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import type { Consent } from '../consents.ts';
import type { Release } from '../release.ts';
import type { Stores } from '../stores.ts';
import { addConsent, draftConsent, draftRelease, later, outcomes } from './drafts.ts';
import { race } from './race.ts';
import type { Stage } from './records.ts';

const countEntries = async (stores: Stores, consent: Consent): Promise<number> =>
  (await stores.ledger.listByCitizen(consent.citizen, 1000)).length;
const readsUsed = async (stores: Stores, consent: Consent): Promise<number | undefined> =>
  (await stores.consents.find(consent.id))?.readsUsed;

export function testReleases(on: string, stage: () => Stage): void {
  test(`${on}: of 16 releases in one group, one of them a replay, 15 are committed`, async () => {
    const { stores } = stage();
    const consent = await addConsent(stores, { readsGranted: 20 });
    const group = Array.from({ length: 16 }, () => draftRelease(consent));
    await stores.releases.commit([draftRelease(consent, { replay: group[7]?.replay ?? null })]);
    const results = await stores.releases.commit(group);
    assert.deepEqual(
      results.map((result) => result.outcome),
      group.map((_, position) => (position === 7 ? 'replayed' : 'committed')),
    );
    assert.equal(await readsUsed(stores, consent), 16);
    assert.equal(await countEntries(stores, consent), 16);
    assert.equal(await stores.ledger.findEntry(group[7]?.entry.id as never), undefined);
  });

  test(`${on}: a proof used twice within one group counts once`, async () => {
    const { stores } = stage();
    const consent = await addConsent(stores);
    const first = draftRelease(consent);
    const second = draftRelease(consent, { replay: first.replay });
    assert.deepEqual((await outcomes(stores, [first, second])).sort(), ['committed', 'replayed']);
    assert.equal(await readsUsed(stores, consent), 1);
  });

  test(`${on}: one proof presented on many connections at once is accepted once`, async () => {
    const { stores, handles } = stage();
    const consent = await addConsent(stores);
    const { replay } = draftRelease(consent);
    const results = await Promise.all(
      Array.from({ length: 4 }, () => handles)
        .flat()
        .map((handle) => outcomes(handle, [draftRelease(consent, { replay })])),
    );
    assert.equal(results.flat().filter((outcome) => outcome === 'committed').length, 1);
    assert.equal(await countEntries(stores, consent), 1);
    assert.equal(await readsUsed(stores, consent), 1);
  });

  test(`${on}: each condition refuses its own release by its own name, and the rest of the group commits`, async () => {
    const { stores } = stage();
    const good = await addConsent(stores);
    const withdrawn = await addConsent(stores);
    await stores.consents.withdraw(withdrawn.id, withdrawn.citizen, later(0));
    const expired = await addConsent(stores, { validUntil: later(0) });
    const usedUp = await addConsent(stores, { readsGranted: 2, readsUsed: 2 });
    const flagged = await addConsent(stores);
    await stores.suppressions.set(flagged.citizen, 'no_self_information', 1);
    const refused = await addConsent(stores, { decision: 'refused' });
    const unknown = draftConsent();
    const group = [withdrawn, expired, good, usedUp, flagged, refused, unknown, good].map((consent) =>
      draftRelease(consent),
    );
    assert.deepEqual(await outcomes(stores, group), [
      'consent_withdrawn',
      'consent_expired',
      'committed',
      'reads_used_up',
      'suppression_changed',
      'consent_withdrawn',
      'consent_withdrawn',
      'committed',
    ]);
    for (const consent of [withdrawn, expired, usedUp, flagged, refused, unknown])
      assert.equal(await countEntries(stores, consent), 0);
    assert.equal(await countEntries(stores, good), 2);
  });

  test(`${on}: a refused release keeps nothing, not even its proof's mark: its refusal can be recorded with it`, async () => {
    const { stores } = stage();
    const consent = await addConsent(stores, { readsGranted: 1, readsUsed: 1 });
    const release = draftRelease(consent);
    assert.deepEqual(await outcomes(stores, [release]), ['reads_used_up']);
    const denied = draftRelease(consent, { replay: release.replay, spend: null });
    assert.deepEqual(await stores.releases.commit([denied]), [{ outcome: 'committed', readsLeft: null }]);
    assert.deepEqual(await outcomes(stores, [denied]), ['replayed']);
  });

  test(`${on}: a consent is read until the very moment it says, and reads left are told`, async () => {
    const { stores } = stage();
    const consent = await addConsent(stores, { validUntil: later(10), readsGranted: 2 });
    assert.deepEqual(await stores.releases.commit([draftRelease(consent, { at: later(10) })]), [
      { outcome: 'committed', readsLeft: 1 },
    ]);
    const late = draftRelease(consent, { at: new Date(later(10).getTime() + 1) });
    assert.deepEqual(await outcomes(stores, [late]), ['consent_expired']);
  });

  test(`${on}: an answer that costs no read leaves the reads as they are, but needs a standing consent`, async () => {
    const { stores } = stage();
    const consent = await addConsent(stores, { readsGranted: 1 });
    const free = { spend: { reads: 0 } };
    assert.deepEqual(await stores.releases.commit([draftRelease(consent, free)]), [
      { outcome: 'committed', readsLeft: 1 },
    ]);
    await stores.consents.withdraw(consent.id, consent.citizen, later(2));
    assert.deepEqual(await outcomes(stores, [draftRelease(consent, free)]), ['consent_withdrawn']);
  });

  test(`${on}: reads left never fall below zero, with 64 releases in parallel groups for 10 reads`, async () => {
    const { stores, handles } = stage();
    const consent = await addConsent(stores, { readsGranted: 10 });
    const results = await Promise.all(
      Array.from({ length: 16 }, (_, n) =>
        outcomes(
          handles[n % handles.length] as Stores,
          Array.from({ length: 4 }, () => draftRelease(consent)),
        ),
      ),
    );
    const all = results.flat();
    assert.equal(all.filter((outcome) => outcome === 'committed').length, 10);
    assert.equal(all.filter((outcome) => outcome === 'reads_used_up').length, 54);
    assert.equal(await readsUsed(stores, consent), 10);
    assert.equal(await countEntries(stores, consent), 10);
  });

  test(`${on}: two processes that spend the same consents spend no read too many`, async () => {
    const { address, stores } = stage();
    const consents = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        addConsent(stores, { id: `race-${n}` as ConsentId, readsGranted: 3 }),
      ),
    );
    // Each process tries each consent four times: eight tries for three reads.
    const keys = Array.from({ length: 4 }, () => consents.map((consent) => consent.id)).flat();
    const won = await race(address, 'release', keys);
    assert.equal(won.length, 24);
    for (const consent of consents) {
      assert.equal(await readsUsed(stores, consent), 3);
      assert.equal(await countEntries(stores, consent), 3);
    }
  });

  test(`${on}: parallel groups over the same consents in opposite order all commit: nobody waits in a circle`, async () => {
    const { stores, handles } = stage();
    const consents = await Promise.all(
      Array.from({ length: 12 }, () => addConsent(stores, { readsGranted: 100 })),
    );
    const results = await Promise.all(
      Array.from({ length: 16 }, (_, n) => {
        const order = n % 2 === 0 ? consents : [...consents].reverse();
        return outcomes(
          handles[n % handles.length] as Stores,
          order.map((consent) => draftRelease(consent)),
        );
      }),
    );
    assert.ok(results.flat().every((outcome) => outcome === 'committed'));
    for (const consent of consents) assert.equal(await readsUsed(stores, consent), 16);
  });

  test(`${on}: the same request again within 60 seconds spends no other read, not even the last one twice`, async () => {
    const { stores } = stage();
    const consent = await addConsent(stores, { readsGranted: 2 });
    const ask = (seconds: number, idempotencyHash: string | null) =>
      stores.releases.commit([draftRelease(consent, { at: later(seconds), spend: { idempotencyHash } })]);
    assert.deepEqual(await ask(1, 'key'), [{ outcome: 'committed', readsLeft: 1 }]);
    assert.deepEqual(await ask(60, 'key'), [{ outcome: 'committed', readsLeft: 1 }]);
    assert.deepEqual(await ask(61, 'key'), [{ outcome: 'committed', readsLeft: 0 }]);
    assert.deepEqual(await ask(62, 'key'), [{ outcome: 'committed', readsLeft: 0 }]);
    assert.deepEqual(await ask(62, 'other key'), [{ outcome: 'reads_used_up' }]);
    assert.deepEqual(await ask(62, null), [{ outcome: 'reads_used_up' }]);
    assert.equal(await countEntries(stores, consent), 4);
  });

  test(`${on}: the same idempotent request on many connections at once spends one read and is recorded every time`, async () => {
    const { stores, handles } = stage();
    const consent = await addConsent(stores, { readsGranted: 5 });
    const results = await Promise.all(
      Array.from({ length: 4 }, () => handles)
        .flat()
        .map((handle) => outcomes(handle, [draftRelease(consent, { spend: { idempotencyHash: 'k' } })])),
    );
    assert.ok(results.flat().every((outcome) => outcome === 'committed'));
    assert.equal(await readsUsed(stores, consent), 1);
    assert.equal(await countEntries(stores, consent), results.length);
  });

  test(`${on}: one relying party's idempotency key is nothing to another consent`, async () => {
    const { stores } = stage();
    for (const consent of [await addConsent(stores), await addConsent(stores)]) {
      const spend = { idempotencyHash: 'shared' };
      await stores.releases.commit([draftRelease(consent, { spend })]);
      assert.equal(await readsUsed(stores, consent), 1);
    }
  });

  test(`${on}: a flag set while an agency was answering stops the answer, and so does its removal`, async () => {
    const { stores } = stage();
    const consent = await addConsent(stores);
    const { version } = await stores.suppressions.find(consent.citizen);
    await stores.suppressions.set(consent.citizen, 'no_self_information', 1);
    await stores.suppressions.set(consent.citizen, 'no_self_information', 0);
    const stale = draftRelease(consent, { spend: { suppressionVersion: version } });
    assert.deepEqual(await outcomes(stores, [stale]), ['suppression_changed']);
    const fresh = draftRelease(consent, { spend: { suppressionVersion: 2 } });
    assert.deepEqual(await outcomes(stores, [fresh]), ['committed']);
  });

  test(`${on}: a flag set on somebody else in the record stops the answer, registered or not, and nobody else’s`, async () => {
    const { stores } = stage();
    const consent = await addConsent(stores);
    const neighbour = await addConsent(stores);
    const registered = (await stores.citizens.find(neighbour.citizen))?.linkCode as LinkCode;
    const codes = [registered, ...Array.from({ length: 4 }, () => newIdentifier<LinkCode>())];
    const release = (version: number): Release =>
      draftRelease(consent, { spend: { others: { codes, version } } });
    const other = draftRelease(consent, {
      spend: { others: { codes: [newIdentifier<LinkCode>()], version: 0 } },
    });
    assert.deepEqual(await outcomes(stores, [release(0)]), ['committed']);
    await stores.suppressions.set(neighbour.citizen, 'non_disclosure', 1);
    assert.deepEqual(await outcomes(stores, [release(0), other, draftRelease(consent)]), [
      'suppression_changed',
      'committed',
      'committed',
    ]);
    assert.deepEqual(await outcomes(stores, [release(1)]), ['committed']);
    await stores.suppressions.setByLinkCode(codes[3] as LinkCode, 'no_self_information', 2);
    assert.deepEqual(await outcomes(stores, [release(1)]), ['suppression_changed']);
    // One flag taken back and another set: their number is the same, their versions are not.
    await stores.suppressions.set(neighbour.citizen, 'non_disclosure', 0);
    assert.deepEqual(await outcomes(stores, [release(2), release(3)]), ['suppression_changed', 'committed']);
    assert.equal(await readsUsed(stores, consent), 5);
  });

  test(`${on}: every size of a crowd is looked at to its last`, async () => {
    const { stores } = stage();
    const consent = await addConsent(stores, { readsGranted: 100 });
    for (const size of [1, 2, 3, 5, 8, 33, 128]) {
      const codes = Array.from({ length: size }, () => newIdentifier<LinkCode>());
      const release = (): Release => draftRelease(consent, { spend: { others: { codes, version: 0 } } });
      assert.deepEqual(await outcomes(stores, [release()]), ['committed']);
      await stores.suppressions.setByLinkCode(codes.at(-1) as LinkCode, 'non_disclosure', 1);
      assert.deepEqual(await outcomes(stores, [release()]), ['suppression_changed'], `${size}`);
    }
  });

  test(`${on}: a flag that is set while releases run comes before or after each of them, never between`, async () => {
    const { stores, handles } = stage();
    const consent = await addConsent(stores, { readsGranted: 1000 });
    const code = newIdentifier<LinkCode>();
    // Whoever releases under the old version after the flag is durable has broken the promise.
    let flagged = false;
    const setting = handles[0]?.suppressions.setByLinkCode(code, 'no_self_information', 1).then(() => {
      flagged = true;
    });
    const late: string[] = [];
    await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        const after = flagged;
        const [outcome] = await outcomes(handles[n % handles.length] as Stores, [
          draftRelease(consent, { spend: { others: { codes: [code], version: 0 } } }),
        ]);
        if (after) late.push(String(outcome));
      }),
    );
    await setting;
    assert.ok(late.every((outcome) => outcome === 'suppression_changed'));
    const after = draftRelease(consent, { spend: { others: { codes: [code], version: 0 } } });
    assert.deepEqual(await outcomes(stores, [after]), ['suppression_changed']);
  });

  test(`${on}: withdrawing while groups run: what is recorded after the withdrawal is none`, async () => {
    const { stores, handles } = stage();
    const consent = await addConsent(stores, { readsGranted: 1000 });
    const groups = Array.from({ length: 12 }, (_, n) =>
      outcomes(handles[n % handles.length] as Stores, [draftRelease(consent), draftRelease(consent)]),
    );
    await handles[0]?.consents.withdraw(consent.id, consent.citizen, later(2));
    assert.deepEqual(await outcomes(stores, [draftRelease(consent)]), ['consent_withdrawn']);
    const committed = (await Promise.all(groups)).flat().filter((outcome) => outcome === 'committed').length;
    assert.equal(await countEntries(stores, consent), committed);
    assert.equal(await readsUsed(stores, consent), committed);
  });

  test(`${on}: an entry that cannot be stored takes its whole group back, and says so`, async () => {
    const { stores } = stage();
    const consent = await addConsent(stores);
    const [one, other] = [draftRelease(consent), draftRelease(consent)];
    const twin = { ...other, entry: { ...other.entry, id: one.entry.id } };
    await assert.rejects(
      stores.releases.commit([one, twin]),
      (error) => error instanceof Refusal && error.reason === 'ledger_unavailable',
    );
    assert.equal(await readsUsed(stores, consent), 0);
    assert.equal(await countEntries(stores, consent), 0);
    assert.deepEqual(await outcomes(stores, [one, other]), ['committed', 'committed']);
  });

  test(`${on}: an empty group is nothing to do, and a large one is one commit`, async () => {
    const { stores } = stage();
    assert.deepEqual(await stores.releases.commit([]), []);
    const consent = await addConsent(stores, { readsGranted: 300 });
    const group = Array.from({ length: 200 }, () => draftRelease(consent));
    assert.equal((await outcomes(stores, group)).filter((outcome) => outcome === 'committed').length, 200);
    assert.equal(await countEntries(stores, consent), 200);
    assert.deepEqual(await stores.ledger.listByCitizen(newIdentifier<CitizenId>(), 5), []);
  });
}
