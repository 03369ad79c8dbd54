import { Refusal } from '../vocabulary/refusals.ts';
import { createCardLogins } from './card-logins.ts';
import { createCitizenSessions } from './citizen-sessions.ts';
import { createCitizens } from './citizens.ts';
import { createCredentialOffers } from './credential-offers.ts';
import { createIssuedCredentials } from './issued-credentials.ts';
import { createConsents } from './consents.ts';
import { createCorrections } from './corrections.ts';
import type { Database } from './database.ts';
import { createEmergencyCalls } from './emergency-calls.ts';
import { createEmergencyLimits } from './emergency-limits.ts';
import { createInformationRequests } from './information-requests.ts';
import { createErasures } from './erasures.ts';
import { createIdentities } from './identities.ts';
import { createLedger } from './ledger.ts';
import { migrationNames } from './migrate.ts';
import { createOidcPayloads } from './oidc-payloads.ts';
import { createOutgoingEvents } from './outgoing-events.ts';
import { openPostgresqlDatabase } from './postgresql-database.ts';
import { createPhoneCodes } from './phone-codes.ts';
import { createPublishedTree } from './published-tree.ts';
import { purgeExpired } from './purge.ts';
import { createRecordBlocks } from './record-blocks.ts';
import { createRegistrations } from './registrations.ts';
import { createReleases } from './release.ts';
import { createRelyingParties } from './relying-parties.ts';
import { createRevocationEvidence } from './revocation-evidence.ts';
import { openSqliteDatabase } from './sqlite-database.ts';
import { toStoreAddress } from './store-address.ts';
import type { Stores, StoresOptions } from './stores.ts';
import { createSuppressions } from './suppressions.ts';

/** Opens all stores on one database; refuses (`store_unavailable`) when it cannot be reached or is not migrated. */
export async function openStores(options: StoresOptions): Promise<Stores> {
  const address = toStoreAddress(options.url);
  const database =
    address.dialect === 'sqlite' ? openSqliteDatabase(address.path) : openPostgresqlDatabase(address.url);
  try {
    await checkMigrations(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    database,
    oidcPayloads: createOidcPayloads(database),
    relyingParties: createRelyingParties(database),
    citizens: createCitizens(database),
    identities: createIdentities(database),
    registrations: createRegistrations(database),
    cardLogins: createCardLogins(database),
    phoneCodes: createPhoneCodes(database),
    revocationEvidence: createRevocationEvidence(database),
    citizenSessions: createCitizenSessions(database),
    consents: createConsents(database),
    credentialOffers: createCredentialOffers(database),
    issuedCredentials: createIssuedCredentials(database),
    suppressions: createSuppressions(database),
    informationRequests: createInformationRequests(database),
    outgoingEvents: createOutgoingEvents(database),
    recordBlocks: createRecordBlocks(database),
    corrections: createCorrections(database),
    releases: createReleases(database),
    ledger: createLedger(database),
    publishedTree: createPublishedTree(database),
    erasures: createErasures(database),
    emergencyCalls: createEmergencyCalls(database),
    emergencyLimits: createEmergencyLimits(database),
    purgeExpired: () => purgeExpired(database, options.clock.now()),
    close: () => database.close(),
  };
}

/** A program on a schema older or newer than its own would fail somewhere in the middle of a story. */
async function checkMigrations(database: Database): Promise<void> {
  const applied = await loadApplied(database);
  const known = migrationNames();
  if (known.some((name) => !applied.has(name)))
    throw new Refusal('store_unavailable', 'the database is behind this program: run the migrations');
  if (applied.size > known.length)
    throw new Refusal('store_unavailable', 'the database was migrated by a newer program than this one');
}

async function loadApplied(database: Database): Promise<Set<string>> {
  try {
    const rows = await database.all<{ name: string }>('SELECT name FROM knex_migrations');
    return new Set(rows.map((row) => row.name));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('store_unavailable', 'the database has no tables yet: run the migrations', {
      cause: error,
    });
  }
}
