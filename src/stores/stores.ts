import type { Clock } from '../vocabulary/clock.ts';
import type { CardLogins } from './card-logins.ts';
import type { CitizenSessions } from './citizen-sessions.ts';
import type { Citizens } from './citizens.ts';
import type { CredentialOffers } from './credential-offers.ts';
import type { IssuedCredentials } from './issued-credentials.ts';
import type { Consents } from './consents.ts';
import type { Corrections } from './corrections.ts';
import type { Database } from './database.ts';
import type { EmergencyCalls } from './emergency-calls.ts';
import type { EmergencyLimits } from './emergency-limits.ts';
import type { InformationRequests } from './information-requests.ts';
import type { Erasures } from './erasures.ts';
import type { Identities } from './identities.ts';
import type { Ledger } from './ledger.ts';
import type { OidcPayloads } from './oidc-payloads.ts';
import type { OutgoingEvents } from './outgoing-events.ts';
import type { PhoneCodes } from './phone-codes.ts';
import type { PublishedTree } from './published-tree.ts';
import type { RecordBlocks } from './record-blocks.ts';
import type { Registrations } from './registrations.ts';
import type { Releases } from './release.ts';
import type { RelyingParties } from './relying-parties.ts';
import type { RevocationEvidenceStore } from './revocation-evidence.ts';
import type { Suppressions } from './suppressions.ts';

/** Everything the house remembers: one store per record, all on one database. */
export interface Stores {
  readonly database: Database;
  readonly oidcPayloads: OidcPayloads;
  readonly relyingParties: RelyingParties;
  readonly citizens: Citizens;
  readonly identities: Identities;
  readonly registrations: Registrations;
  readonly cardLogins: CardLogins;
  readonly phoneCodes: PhoneCodes;
  readonly revocationEvidence: RevocationEvidenceStore;
  readonly citizenSessions: CitizenSessions;
  readonly consents: Consents;
  readonly credentialOffers: CredentialOffers;
  readonly issuedCredentials: IssuedCredentials;
  readonly suppressions: Suppressions;
  readonly informationRequests: InformationRequests;
  readonly outgoingEvents: OutgoingEvents;
  readonly recordBlocks: RecordBlocks;
  readonly corrections: Corrections;
  readonly releases: Releases;
  readonly ledger: Ledger;
  readonly publishedTree: PublishedTree;
  readonly erasures: Erasures;
  readonly emergencyCalls: EmergencyCalls;
  readonly emergencyLimits: EmergencyLimits;
  /** Deletes rows that expired; safe to run at any time and on every node. Answers how many went. */
  purgeExpired(): Promise<number>;
  close(): Promise<void>;
}

/** How to open them: `sqlite:<path>` or `postgresql://…`. Refuses (`store_unavailable`) when it cannot. */
export interface StoresOptions {
  url: string;
  clock: Clock;
}
