import { after, before, describe } from 'node:test';
import { testEmergency } from './conformance/emergency.ts';
import { testErasures } from './conformance/erasures.ts';
import { testCorrections } from './conformance/corrections.ts';
import { testEvidence } from './conformance/evidence.ts';
import { testInformationRequests } from './conformance/information-requests.ts';
import { testLogins } from './conformance/logins.ts';
import { testCredentials } from './conformance/credentials.ts';
import { testPhoneCodes } from './conformance/phone-codes.ts';
import type { Place } from './conformance/places.ts';
import { openPostgresqlPlace, openSqlitePlace, whyNoPostgresql } from './conformance/places.ts';
import { noon } from './conformance/drafts.ts';
import { testPublishedTree } from './conformance/published-tree.ts';
import type { Stage } from './conformance/records.ts';
import { testRecords } from './conformance/records.ts';
import { testRegistrations } from './conformance/registrations.ts';
import { testReleases } from './conformance/releases.ts';
import { testUpkeep } from './conformance/upkeep.ts';
import { openStores } from './open-stores.ts';

/** One suite for both: a room must not be able to tell which database it stands on. */
function conformance(
  name: Place['name'],
  openPlace: () => Place | Promise<Place>,
  options: { skip: string | false },
): void {
  describe(`the stores on ${name}`, { skip: options.skip }, () => {
    let place: Place;
    let stage: Stage;
    before(async () => {
      place = await openPlace();
      const address = await place.newDatabase();
      const handles = await Promise.all(
        Array.from({ length: 4 }, () => openStores({ url: address, clock: { now: () => noon } })),
      );
      stage = { address, handles, stores: handles[0] as Stage['stores'] };
    });
    after(async () => {
      await Promise.all((stage?.handles ?? []).map((handle) => handle.close()));
      await place?.close();
    });
    testUpkeep(
      name,
      () => stage,
      () => place,
    );
    testRecords(name, () => stage);
    testRegistrations(name, () => stage);
    testLogins(name, () => stage);
    testCredentials(name, () => stage);
    testPhoneCodes(name, () => stage);
    testEvidence(name, () => stage);
    testReleases(name, () => stage);
    testInformationRequests(name, () => stage);
    testCorrections(name, () => stage);
    testPublishedTree(name, () => place);
    testErasures(name, () => place);
    testEmergency(name, () => stage);
  });
}

conformance('SQLite', openSqlitePlace, { skip: false });
conformance('PostgreSQL', openPostgresqlPlace, { skip: await whyNoPostgresql() });
