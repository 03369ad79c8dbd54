/** Bounds and proofs hold over two processes that are called at once, on either database. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  openPostgresqlPlace,
  openSqlitePlace,
  type Place,
  whyNoPostgresql,
} from '../stores/conformance/places.ts';
import type { ClientId } from '../vocabulary/identifiers.ts';
import { fire, openEmergencyPlace } from './rehearsal/emergency-place.ts';

function race(
  name: Place['name'],
  openPlace: () => Place | Promise<Place>,
  options: { skip: string | false },
): void {
  describe(`two processes on ${name}`, options, () => {
    test('together answer no more than one access has, reach no more people than accredited, take a proof once', async () => {
      const database = await openPlace();
      const place = await openEmergencyPlace(database);
      try {
        const who = { certificate: await place.certificateOf('hanako') };
        const one = { categories: ['health_insurance_card'] };
        const atBoth = async (
          count: number,
          call: (node: 0 | 1, place: number) => Promise<{ status: number }>,
        ) =>
          (await Promise.all(Array.from({ length: count }, (_, at) => call((at % 2) as 0 | 1, at)))).map(
            ({ status }) => status,
          );
        const countOf = (statuses: readonly number[], status: number) =>
          statuses.filter((each) => each === status).length;

        const calls = await atBoth(16, (node) => place.ask(who, one, { node }));
        assert.deepEqual([countOf(calls, 200), countOf(calls, 429)], [10, 6]);

        const accreditation = (await place.stores.relyingParties.find(fire))?.emergencyAccreditation;
        assert.ok(accreditation);
        const client = 'small-department' as ClientId;
        await place.register(client, {
          emergencyAccreditation: { ...accreditation, mostAccessesPerHour: 2 },
        });
        const people = ['hanako', 'ichiro', 'jiro', 'sabu'] as const;
        const cards = await Promise.all(people.map((person) => place.certificateOf(person)));
        const reached = await atBoth(4, (node, at) =>
          place.ask({ certificate: cards[at] ?? '' }, one, { node, client }),
        );
        assert.deepEqual([countOf(reached, 200), countOf(reached, 429)], [2, 2]);

        const headers = place.headersFor({});
        const other = { certificate: cards[1] ?? '' };
        const replays = await atBoth(8, (node) => place.ask(other, one, { node, headers }));
        assert.deepEqual([countOf(replays, 200), countOf(replays, 401)], [1, 7]);

        const guess = { ...place.insuredOf('sabu'), birth_on: '1985-01-01' };
        await atBoth(8, (node) => place.ask({ insured: guess }, one, { node }));
        const tried = (await place.entriesOf('sabu')).filter(
          ({ outcome, named_by }) => named_by === 'insured_number' && outcome !== 'answered',
        );
        assert.equal(tried.length, 3, 'no more than three guesses were ever looked up');
      } finally {
        await place.close();
        await database.close();
      }
    });
  });
}

race('SQLite', openSqlitePlace, { skip: false });
race('PostgreSQL', openPostgresqlPlace, { skip: await whyNoPostgresql() });
