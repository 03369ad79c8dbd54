/** What every store promises about emergency access: a proof serves once, and a bound is one bound however many come at once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CitizenId, ClientId, LinkCode, TraceId } from '../../vocabulary/identifiers.ts';
import { newIdentifier, newTraceId } from '../../vocabulary/identifiers.ts';
import type { EmergencyLimits, WantedAccess } from '../emergency-limits.ts';
import { purgeExpired } from '../purge.ts';
import { addConsent, draftRelease, later, noon, outcomes } from './drafts.ts';
import type { Stage } from './records.ts';

export function testEmergency(on: string, stage: () => Stage): void {
  const limits = (): EmergencyLimits => stage().stores.emergencyLimits;
  const draftAccess = (changes: Partial<WantedAccess> = {}): WantedAccess => ({
    client: newIdentifier<ClientId>(),
    citizen: newIdentifier<CitizenId>(),
    incident: 'F-1',
    now: noon,
    endsAt: later(1800),
    mostCalls: 3,
    bounds: [],
    ...changes,
  });
  const onAllHandles = <Result>(act: (limits: EmergencyLimits) => Promise<Result>): Promise<Result[]> => {
    const { handles } = stage();
    return Promise.all(
      Array.from({ length: 5 }, () => handles)
        .flat()
        .map((handle) => act(handle.emergencyLimits)),
    );
  };
  const begin = (id: TraceId, hash = newIdentifier<string>()) =>
    stage().stores.emergencyCalls.begin(
      { id, at: noon, client: 'brigade' as ClientId },
      { hash, expiresAt: later(60) },
    );
  const listed = async (id: TraceId) =>
    (await stage().stores.emergencyCalls.list({ from: noon, until: later(1) })).find(
      (call) => call.id === id,
    );

  test(`${on}: a call is written down with its proof, once, and ends once`, async () => {
    const [id, hash] = [newTraceId(), newIdentifier<string>()];
    assert.equal(await begin(id, hash), true);
    const begun = await listed(id);
    assert.deepEqual([begun?.outcome, begun?.operator, begun?.citizen], ['begun', null, null]);
    assert.equal(await begin(newTraceId(), hash), false, 'the proof is taken');
    const end = {
      operator: 'A1',
      incident: null,
      reason: 'unconscious',
      namedBy: 'card_certificate',
      outcome: 'answered',
      citizen: newIdentifier<CitizenId>(),
      numberHash: null,
      released: 2,
    } as const;
    await stage().stores.emergencyCalls.end(id, end);
    await stage().stores.emergencyCalls.end(id, { ...end, outcome: 'empty' });
    assert.deepEqual(await listed(id), { id, at: noon, client: 'brigade', ...end });
    const { list } = stage().stores.emergencyCalls;
    assert.deepEqual(await list({ from: later(1), until: later(2) }), []);
    assert.deepEqual(await list({ from: later(-9), until: noon }), [], 'until is not within');
  });

  test(`${on}: of one proof sent by many at once one is taken`, async () => {
    const hash = newIdentifier<string>();
    const taken = await Promise.all(
      stage().handles.map(({ emergencyCalls }) =>
        emergencyCalls.begin(
          { id: newTraceId(), at: noon, client: 'brigade' as ClientId },
          { hash, expiresAt: later(60) },
        ),
      ),
    );
    assert.equal(taken.filter(Boolean).length, 1);
  });

  test(`${on}: however many take at once, a bound gives what it has, and takes back what was none`, async () => {
    const bound = { counted: newIdentifier<string>(), endsAt: later(3600), most: 7 };
    const taken = await onAllHandles((each) => each.take(bound));
    assert.equal(taken.filter(Boolean).length, 7);
    await limits().giveBack(bound);
    assert.deepEqual([await limits().take(bound), await limits().take(bound)], [true, false]);
    assert.equal(await limits().take({ ...bound, endsAt: later(7200) }), true, 'the next span is another');
    assert.equal(await limits().take({ ...bound, counted: newIdentifier(), most: 0 }), false);
    const untouched = { ...bound, counted: newIdentifier<string>() };
    await limits().giveBack(untouched);
    assert.equal((await onAllHandles((each) => each.take(untouched))).filter(Boolean).length, 7);
  });

  test(`${on}: an access goes on until its end and its calls, then begins anew`, async () => {
    const wanted = draftAccess();
    const open = { outcome: 'open', endsAt: later(1800) };
    for (let call = 1; call <= 3; call += 1) assert.deepEqual(await limits().openAccess(wanted), open);
    const usedUp = { outcome: 'used_up', until: later(1800) };
    assert.deepEqual(await limits().openAccess({ ...wanted, endsAt: later(9999) }), usedUp);
    for (const other of [{ incident: 'F-2' }, { citizen: newIdentifier<CitizenId>() }])
      assert.deepEqual(await limits().openAccess({ ...wanted, ...other }), open);
    const anew = { ...wanted, now: later(1800), endsAt: later(3600) };
    assert.deepEqual(await limits().openAccess(anew), { outcome: 'open', endsAt: later(3600) });
  });

  test(`${on}: many first calls at once open one access, and take from its bounds once`, async () => {
    const bound = { counted: newIdentifier<string>(), endsAt: later(3600), most: 1 };
    const wanted = draftAccess({ mostCalls: 12, bounds: [bound] });
    const opened = await onAllHandles((each) => each.openAccess(wanted));
    assert.equal(opened.filter(({ outcome }) => outcome === 'open').length, 12);
    assert.equal(await limits().take(bound), false);
  });

  test(`${on}: where one bound is full no other is taken from`, async () => {
    const free = { counted: `a-${newIdentifier()}`, endsAt: later(3600), most: 1 };
    const full = { counted: `b-${newIdentifier()}`, endsAt: later(600), most: 0 };
    const refused = await limits().openAccess(draftAccess({ bounds: [full, free] }));
    assert.deepEqual(refused, { outcome: 'used_up', until: later(600) });
    assert.equal(await limits().take(free), true);
  });

  test(`${on}: many people at once, and a client reaches as many as its bound`, async () => {
    const bound = { counted: newIdentifier<string>(), endsAt: later(3600), most: 6 };
    const client = newIdentifier<ClientId>();
    const opened = await onAllHandles((each) => each.openAccess(draftAccess({ client, bounds: [bound] })));
    assert.equal(opened.filter(({ outcome }) => outcome === 'open').length, 6);
  });

  test(`${on}: what is released without a consent is refused once a flag moved: the person’s, or another’s in the record`, async () => {
    const { stores } = stage();
    const consent = await addConsent(stores);
    const other = newIdentifier<LinkCode>();
    const commit = async (version: number, othersVersion: number) => {
      const others = [{ codes: [other], version: othersVersion }];
      const release = { ...draftRelease(consent, { spend: null }), flags: { version, others } };
      return (await outcomes(stores, [release]))[0];
    };
    assert.equal(await commit(0, 0), 'committed');
    await stores.suppressions.set(consent.citizen, 'no_self_information', 1);
    assert.deepEqual([await commit(0, 0), await commit(1, 0)], ['suppression_changed', 'committed']);
    await stores.suppressions.setByLinkCode(other, 'non_disclosure', 1);
    assert.deepEqual([await commit(1, 0), await commit(1, 1)], ['suppression_changed', 'committed']);
  });

  test(`${on}: counts and accesses that ended go, calls stay for the supervisor`, async () => {
    const bound = { counted: newIdentifier<string>(), endsAt: later(10), most: 1 };
    const id = newTraceId();
    await begin(id);
    assert.equal(await limits().take(bound), true);
    await purgeExpired(stage().stores.database, later(200));
    assert.equal(await limits().take(bound), true, 'its row is gone');
    assert.ok(await listed(id));
  });
}
