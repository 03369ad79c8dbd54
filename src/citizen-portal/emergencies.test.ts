/** What my page tells of emergency access, over the history alone; the page over HTTP is in citizen-portal.test.ts and the journeys. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { myPage } from '../../consent-ui/my-page.tsx';
import type { EmergencyEntryDraft } from '../disclosures/emergency-entry.ts';
import { addConsent, type LedgerPlace, openLedgerPlace } from '../disclosures/rehearsal/ledger-place.ts';
import type { CategoryName, CitizenId, ClientId } from '../vocabulary/identifiers.ts';
import { newTraceId } from '../vocabulary/identifiers.ts';
import { byCard } from '../vocabulary/rehearsal/authentication.ts';
import { loadHistory } from './history.ts';

let place: LedgerPlace;
let citizen: CitizenId;
let time = new Date('2026-11-23T03:00:00Z');
const clock = { now: () => time };
before(async () => {
  place = await openLedgerPlace();
  ({ citizen } = await addConsent(place.stores));
});
after(() => place.close());

const draft = (changes: Partial<EmergencyEntryDraft> = {}): EmergencyEntryDraft => ({
  citizen,
  client: 'mihon-fire-department' as ClientId,
  relyingParty: { ja: '見本市消防局', en: 'Mihon City Fire Department' },
  accreditation: { authority: { ja: '監督室', en: 'Supervision' }, number: 'X-1' },
  operator: 'A12',
  reason: 'unconscious',
  incident: 'F2026-1',
  namedBy: 'card_certificate',
  outcome: 'answered',
  answers: [
    {
      category: 'health_insurance_card' as CategoryName,
      items: [],
      outcome: 'released',
      source: 'insurer',
      asOf: null,
      processNumber: '1',
    },
  ],
  accessUntil: null,
  traceId: newTraceId(),
  ...changes,
});
const emergencies = async () => (await loadHistory(place.stores, citizen, time)).emergencies();
const pass = (seconds: number): void => void (time = new Date(time.getTime() + seconds * 1000));

test('an access is told at once; it is new until the person logged in twice since', async () => {
  const ledger = place.ledgerWith({ clock });
  const logIn = async () => {
    pass(60);
    await ledger.recordLogin({ citizen, authentication: byCard });
    pass(60);
  };
  await logIn();
  await ledger.recordEmergency(draft(), null);
  const [told] = await emergencies();
  assert.deepEqual(told?.relyingParty, { ja: '見本市消防局', en: 'Mihon City Fire Department' });
  assert.deepEqual(told.answers, [{ category: 'health_insurance_card', outcome: 'released' }]);
  assert.equal(told.isNew, true);
  await logIn();
  assert.deepEqual(
    (await emergencies()).map(({ isNew }) => isNew),
    [true],
    'seen for the first time',
  );
  await ledger.recordEmergency(draft({ outcome: 'denied:card_revoked', answers: [] }), null);
  await logIn();
  assert.deepEqual(
    (await emergencies()).map(({ isNew, outcome }) => [isNew, outcome]),
    [
      [true, 'denied:card_revoked'],
      [false, 'answered'],
    ],
  );
});

test('it is no ordinary read, and stands above them all', async () => {
  const history = await loadHistory(place.stores, citizen, time);
  assert.deepEqual((await history.reads()).reads, []);
  const html = myPage({
    language: 'ja',
    active: [],
    ended: [],
    moreEnded: false,
    ...(await history.reads()),
    emergencies: await history.emergencies(),
    logins: [],
    ownLooks: [],
    informationPath: '/my/information',
    walletPath: '/my/wallet',
    exchanges: [],
    olderPath: null,
    logoutAction: '/my/logout',
    formToken: 'token',
  });
  assert.ok(html.indexOf('id="emergencies"') > 0);
  assert.ok(html.indexOf('id="emergencies"') < html.indexOf('id="history"'));
  for (const words of ['見本市消防局', '意識がない', 'F2026-1', '監督室', '救急', '失効'])
    assert.ok(html.includes(words), words);
});

test('where 不開示該当 is set or applied for it is absent with the rest of the history; the other flags hide it from nobody', async () => {
  for (const flag of ['no_self_information', 'no_automatic_answer'] as const) {
    await place.stores.suppressions.set(citizen, flag, 1);
    assert.equal((await emergencies()).length, 2, flag);
    await place.stores.suppressions.set(citizen, flag, 0);
  }
  for (const value of [1, 2] as const) {
    await place.stores.suppressions.set(citizen, 'non_disclosure', value);
    assert.deepEqual(await emergencies(), []);
  }
  await place.stores.suppressions.set(citizen, 'non_disclosure', 0);
});
