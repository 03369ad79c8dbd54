/** What the stores promise of reports about records: block, message and entry at once, and each step taken once. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { findCategory } from '../../vocabulary/categories.ts';
import { type CorrectionId, newIdentifier } from '../../vocabulary/identifiers.ts';
import type { Consent } from '../consents.ts';
import type { NewCorrection } from '../corrections.ts';
import type { StoredEntry } from '../release.ts';
import { addConsent, draftRelease, later, noon, outcomes } from './drafts.ts';
import type { Stage } from './records.ts';

const category = findCategory('disability_welfare')?.name ?? assert.fail();
const otherCategory = findCategory('pension')?.name ?? assert.fail();
const limits = { mostOpen: 5, mostSince: 8, since: later(-86_400) };

const draft = ({ citizen }: Consent, changes: Partial<NewCorrection> = {}): NewCorrection => ({
  id: newIdentifier<CorrectionId>(),
  citizen,
  category,
  place: '',
  reason: 'wrong',
  recordAsOf: null,
  remark: 'for the official alone',
  reportedAt: noon,
  hidesFromPerson: false,
  ...changes,
});
const entryOf = ({ citizen }: Pick<Consent, 'citizen'>): StoredEntry => ({
  id: newIdentifier(),
  citizen,
  client: null,
  consent: null,
  at: noon,
  body: '{"kind":"correction"}',
  salt: randomBytes(32),
  leafHash: randomBytes(32),
});

export function testCorrections(on: string, stage: () => Stage): void {
  test(`${on}: a report blocks its category, is told by an entry, and stops the release that was under way`, async () => {
    const { stores } = stage();
    const consent = await addConsent(stores);
    const before = await stores.recordBlocks.findShield(consent.citizen, category);
    assert.deepEqual([before.blocked, before.version], [false, 0]);
    const { outcome } = await stores.corrections.report(draft(consent), limits, [entryOf(consent)]);
    assert.equal(outcome, 'reported');
    const shield = await stores.recordBlocks.findShield(consent.citizen, category);
    assert.deepEqual([shield.blocked, shield.hiddenFromPerson, shield.version], [true, false, 1]);
    assert.equal((await stores.recordBlocks.findShield(consent.citizen, otherCategory)).blocked, false);
    assert.deepEqual(
      await outcomes(stores, [draftRelease(consent, { spend: { suppressionVersion: before.version } })]),
      ['suppression_changed'],
    );
    assert.deepEqual(
      await outcomes(stores, [draftRelease(consent, { spend: { suppressionVersion: shield.version } })]),
      ['committed'],
    );
    assert.equal((await stores.ledger.listByCitizen(consent.citizen, 9)).length, 2);
  });

  test(`${on}: of 16 equal reports at once on several connections one is new, and all are the same`, async () => {
    const { stores, handles } = stage();
    const consent = await addConsent(stores);
    const results = await Promise.all(
      Array.from({ length: 16 }, (_, n) =>
        handles[n % handles.length]?.corrections.report(draft(consent), limits, [entryOf(consent)]),
      ),
    );
    assert.equal(results.filter((result) => result?.outcome === 'reported').length, 1);
    const ids = results.map((result) => (result && 'correction' in result ? result.correction.id : null));
    assert.equal(new Set(ids).size, 1);
    assert.equal((await stores.ledger.listByCitizen(consent.citizen, 99)).length, 1, 'one entry');
    assert.equal((await stores.recordBlocks.findShield(consent.citizen, category)).version, 1);
  });

  test(`${on}: reports are bounded, open ones and those of a day, also when they come at once`, async () => {
    const { stores, handles } = stage();
    const consent = await addConsent(stores);
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        handles[n % handles.length]?.corrections.report(
          draft(consent, { place: `certificates/${n}` }),
          limits,
          [],
        ),
      ),
    );
    assert.equal(results.filter((result) => result?.outcome === 'reported').length, limits.mostOpen);
    for (const { id } of await stores.corrections.listByCitizen(consent.citizen, 99))
      assert.equal(await stores.corrections.withdraw(id, consent.citizen, later(1), () => []), true);
    let taken = 0;
    for (let n = 0; n < 9; n += 1) {
      const result = await stores.corrections.report(draft(consent), limits, []);
      if (result.outcome !== 'reported') continue;
      taken += 1;
      await stores.corrections.withdraw(result.correction.id, consent.citizen, later(1), () => []);
    }
    assert.equal(taken, limits.mostSince - limits.mostOpen);
  });

  test(`${on}: a message is told by one node at a time, again when its lease is over, and its remark goes with it`, async () => {
    const { stores, handles } = stage();
    const consent = await addConsent(stores);
    const wanted = draft(consent);
    await stores.corrections.report(wanted, limits, []);
    const mine = (messages: readonly { correction: { id: string } }[]) =>
      messages.filter(({ correction }) => correction.id === wanted.id);
    const takes = await Promise.all(
      handles.map((handle) => handle.corrections.takeMessages(noon, later(30), 200)),
    );
    assert.equal(takes.flatMap(mine).length, 1, 'one node has it');
    assert.deepEqual(mine(await stores.corrections.takeMessages(later(29), later(59), 200)), []);
    const [message] = mine(await stores.corrections.takeMessages(later(30), later(60), 200));
    assert.ok(message, 'the node that had it is gone: another has it');
    const [told] = await stores.corrections
      .takeMessages(later(60), later(90), 200)
      .then((all) => all.filter(({ correction }) => correction.id === wanted.id));
    assert.equal(told?.remark, 'for the official alone');
    const number = `2026${wanted.id.length}${Date.now()}`.padEnd(20, '0').slice(0, 20);
    const accept = () =>
      stores.corrections.accept(told ?? assert.fail(), number, later(61), [entryOf(consent)]);
    assert.equal(await accept(), true);
    assert.equal(await accept(), false, 'told twice is told once');
    assert.equal((await stores.ledger.listByCitizen(consent.citizen, 9)).length, 1);
    const rows = await stores.database.all('SELECT remark FROM correction_messages WHERE correction = ?', [
      wanted.id,
    ]);
    assert.deepEqual(rows, []);
    const found = await stores.corrections.find(wanted.id, consent.citizen);
    assert.deepEqual([found?.state, found?.processNumber], ['delivered', number]);
  });

  test(`${on}: an answer restores, once; what was withdrawn before is answered no more, and its agency is told`, async () => {
    const { stores } = stage();
    for (const withdrawn of [false, true]) {
      const consent = await addConsent(stores);
      const wanted = draft(consent, { hidesFromPerson: true });
      await stores.corrections.report(wanted, limits, []);
      const [message] = (await stores.corrections.takeMessages(later(100), later(130), 200)).filter(
        ({ correction }) => correction.id === wanted.id,
      );
      await stores.corrections.accept(
        message ?? assert.fail(),
        `9${Date.now()}`.padEnd(20, withdrawn ? '1' : '0'),
        later(101),
        [],
      );
      const delivered = (await stores.corrections.find(wanted.id, consent.citizen)) ?? assert.fail();
      assert.equal((await stores.recordBlocks.findShield(consent.citizen, category)).hiddenFromPerson, true);
      if (withdrawn) {
        assert.equal(
          await stores.corrections.withdraw(wanted.id, newIdentifier(), later(102), () => []),
          false,
        );
        assert.equal(
          await stores.corrections.withdraw(wanted.id, consent.citizen, later(102), () => []),
          true,
        );
        assert.equal(
          await stores.corrections.withdraw(wanted.id, consent.citizen, later(103), () => []),
          false,
        );
      }
      const answer = () =>
        stores.corrections.answer(delivered, { outcome: 'removed', ground: null }, later(104), [
          entryOf(consent),
        ]);
      assert.deepEqual([await answer(), await answer()], [!withdrawn, false]);
      const after = await stores.recordBlocks.findShield(consent.citizen, category);
      assert.deepEqual([after.blocked, after.version], [false, 2], 'lifted once');
      const waiting = (await stores.corrections.takeMessages(later(200), later(230), 200)).filter(
        ({ correction }) => correction.id === wanted.id,
      );
      assert.deepEqual(
        waiting.map(({ kind }) => kind),
        withdrawn ? ['withdrawal'] : [],
      );
    }
  });

  test(`${on}: two open reports on one category hold it until both are answered`, async () => {
    const { stores } = stage();
    const consent = await addConsent(stores);
    const [one, other] = [draft(consent), draft(consent, { place: 'certificates/0' })];
    for (const each of [one, other]) await stores.corrections.report(each, limits, []);
    const blocked = async () => (await stores.recordBlocks.findShield(consent.citizen, category)).blocked;
    await stores.corrections.withdraw(one.id, consent.citizen, later(1), () => []);
    assert.equal(await blocked(), true);
    await stores.corrections.withdraw(other.id, consent.citizen, later(1), () => []);
    assert.equal(await blocked(), false);
  });
}
