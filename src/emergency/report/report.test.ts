/** Misuse that is planted must be found, by its kind and its crew; an honest month raises nothing. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, test } from 'node:test';
import { openSqlitePlace } from '../../stores/conformance/places.ts';
import type { EmergencyCall } from '../../stores/emergency-calls.ts';
import { openStores } from '../../stores/open-stores.ts';
import { systemClock } from '../../vocabulary/clock.ts';
import type { CitizenId, ClientId } from '../../vocabulary/identifiers.ts';
import { newIdentifier } from '../../vocabulary/identifiers.ts';
import { type FindingKind, findingKinds, findMisuse } from './find-misuse.ts';
import { draftCall, failedName, honestMonth, monthBegins } from './rehearsal/honest-month.ts';
import { sayReport } from './say-report.ts';

const hours = (count: number): Date => new Date(monthBegins.getTime() + count * 3_600_000);
const citizen = (name: string | number) => `planted-${name}` as CitizenId;
const many = (count: number, toChanges: (place: number) => Partial<EmergencyCall>): EmergencyCall[] =>
  Array.from({ length: count }, (_, place) =>
    // At noon, day after day, where a test does not say otherwise.
    draftCall({
      at: hours(12 + (place % 28) * 24),
      operator: 'X9',
      incident: `P-${place}`,
      citizen: citizen(place),
      ...toChanges(place),
    }),
  );
const inOrder = (calls: readonly EmergencyCall[]) =>
  [...calls].sort((one, other) => one.at.getTime() - other.at.getTime());

test('an honest month raises nothing, whichever month it is', () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const month = honestMonth(seed);
    assert.ok(month.length > 300, 'a month of work');
    assert.deepEqual(findMisuse(month), [], `month ${seed}`);
  }
});

/** Each alone in an honest month: by which crew, and what else it cannot help being. */
const planted: Record<FindingKind, { calls: EmergencyCall[]; also?: FindingKind[] }> = {
  many_people: { calls: many(400, (place) => ({ at: hours(8 + place * 1.7) })), also: [] },
  mostly_empty: { calls: many(12, () => ({ outcome: 'empty', released: 0 })) },
  mostly_denied: {
    calls: many(12, () => ({ outcome: 'denied:emergency_limit_reached', released: 0 })),
  },
  person_by_many: {
    calls: ['east-brigade', 'west-brigade', 'island-brigade'].map((client, place) =>
      draftCall({
        at: hours(12 + place * 24),
        client: client as ClientId,
        operator: 'X9',
        citizen: citizen('her'),
      }),
    ),
  },
  person_again: { calls: many(4, () => ({ citizen: citizen('her') })) },
  without_incident: { calls: many(3, () => ({ incident: null })) },
  odd_hours: { calls: many(10, (place) => ({ at: hours(2 + place * 24) })) },
  guessed_numbers: {
    calls: [
      ...many(6, (place) => failedName(`somebody ${place}`)),
      ...many(6, (place) => ({ citizen: citizen(`b${place}`) })),
    ],
  },
  one_number_tried: { calls: [...many(3, () => failedName('hers')), ...many(4, () => ({}))] },
  crowded_incident: { calls: many(6, () => ({ incident: 'P-1', at: hours(12) })) },
  dead_certificates: {
    calls: [
      ...many(4, () => ({ outcome: 'denied:card_revoked', released: 0 })),
      ...many(5, (place) => ({ citizen: citizen(`c${place}`) })),
    ],
  },
  closed_categories: {
    calls: many(3, () => ({
      outcome: 'denied:emergency_category_closed',
      citizen: null,
      released: 0,
    })),
  },
  not_accredited: {
    calls: many(1, () => ({ outcome: 'denied:accreditation_missing', citizen: null, released: 0 })),
  },
  broke_off: { calls: many(3, () => ({ outcome: 'begun', operator: null, citizen: null, released: 0 })) },
};

describe('planted misuse is found, and nobody else is blamed for it', () => {
  for (const [kind, { calls }] of Object.entries(planted))
    test(kind, () => {
      const found = findMisuse(inOrder([...honestMonth(7), ...calls]));
      assert.deepEqual([...new Set(found.map((finding) => finding.kind))], [kind]);
      const ids = new Set<string>(calls.map(({ id }) => id));
      for (const { operator, references } of found) {
        assert.ok(operator === 'X9' || operator === null);
        assert.ok(references.length > 0 && references.every((reference) => ids.has(reference)));
      }
    });

  test('there is a planted misuse for every kind that the report knows', () => {
    assert.deepEqual(Object.keys(planted).sort(), Object.keys(findingKinds).sort());
  });
});

test('what stands just below is no finding: crews differ, and a disaster has many people', () => {
  const innocent = [
    ...many(3, () => ({ citizen: citizen('chronic') })),
    ...many(20, () => ({ incident: 'D-1', reason: 'disaster', at: hours(12), operator: 'Y1' })).slice(0, 14),
    ...many(2, () => ({ ...failedName('mistyped'), operator: 'Y2' })),
    ...many(2, () => ({ incident: null, operator: 'Y3' })),
  ];
  assert.deepEqual(findMisuse(inOrder([...honestMonth(3), ...innocent])), []);
});

test('calls within one access are one access: asking an agency again is no misuse', () => {
  const again = Array.from({ length: 9 }, (_, minute) =>
    draftCall({ at: new Date(hours(12).getTime() + minute * 60_000), operator: 'X9' }),
  );
  assert.deepEqual(findMisuse(inOrder([...honestMonth(5), ...again])), []);
});

test('the report names clients and crews, and of persons nothing but a number of its own', () => {
  const calls = inOrder([
    ...honestMonth(7),
    ...planted.person_again.calls,
    ...planted.one_number_tried.calls,
  ]);
  const span = { from: monthBegins, until: hours(31 * 24), client: null };
  const text = sayReport(calls, span);
  assert.match(
    text,
    /east-brigade: \d+ accesses \(median of clients \d+(\.5)?\), \d+ people, \d+ crews or terminals/,
  );
  assert.match(
    text,
    /named by +card_certificate \d+, insured_number \d+|named by +insured_number \d+, card_certificate \d+/,
  );
  assert.match(text, /person_again: east-brigade, crew X9, person 1: 4/);
  assert.match(text, /references [0-9a-f]{32}/);
  for (const { citizen: id, numberHash } of calls)
    for (const secret of [id, numberHash]) assert.ok(secret === null || !text.includes(secret));
  const west = sayReport(calls, { ...span, client: 'west-brigade' });
  assert.ok(!west.includes('east-brigade') && west.includes('Nothing stands out.'));
});

test('the command reads the store, by days of Japan, and refuses a span that is none', async () => {
  const place = openSqlitePlace();
  try {
    const url = await place.newDatabase();
    const stores = await openStores({ url, clock: systemClock });
    for (const call of [...planted.without_incident.calls, draftCall({ at: hours(-1), incident: null })]) {
      const { id, at, client, ...end } = call;
      await stores.emergencyCalls.begin({ id, at, client }, { hash: newIdentifier(), expiresAt: hours(1) });
      await stores.emergencyCalls.end(id, end);
    }
    await stores.close();
    const main = fileURLToPath(new URL('./main.ts', import.meta.url));
    const run = (...words: string[]) =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', main, '--database', url, ...words]);
    const { stdout } = await run('--from', '2026-11-01', '--until', '2026-12-01');
    assert.match(
      stdout,
      /^Emergency access from 2026-10-31T15:00:00.000Z until 2026-11-30T15:00:00.000Z\n3 calls/,
    );
    assert.match(stdout, /without_incident: east-brigade, crew X9: 3/);
    await assert.rejects(run('--from', 'yesterday', '--until', '2026-12-01'), /--from takes a day/);
  } finally {
    await place.close();
  }
});
