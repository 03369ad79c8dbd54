import type { AgencyId, CitizenId, LinkCode } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { type BoundCertificate, createCitizens } from './citizens.ts';
import type { Database, Queries } from './database.ts';
import { createIdentities, type StoredIdentity } from './identities.ts';

export interface Registration {
  /** For somebody who is not known yet; whoever has this link code already keeps the id they have. */
  newId: CitizenId;
  linkCode: LinkCode;
  holders: Readonly<Record<string, AgencyId>>;
  certificates: readonly BoundCertificate[];
  /** Made for the citizen it turns out to be; null where nothing was said about who they are. */
  toIdentity: ((citizen: CitizenId) => StoredIdentity) | null;
}

export interface Registrations {
  /**
   * The one operation that a registration is, durable when it resolves and without a trace when it rejects: the
   * citizen of this link code, known or new, all certificates bound, who they are kept. However many come at once,
   * with the same link code they are one citizen.
   * @throws Refusal `registration_conflict` where a certificate is bound to another citizen, or as another kind
   */
  register(registration: Registration): Promise<CitizenId>;
}

export function createRegistrations(database: Database): Registrations {
  return {
    register: (registration) => database.transaction((queries) => register(queries, registration)),
  };
}

async function register(queries: Queries, registration: Registration): Promise<CitizenId> {
  const { newId, linkCode, holders, certificates, toIdentity } = registration;
  // The row is held from here on: a second registration of this person waits, and then finds what this one made.
  const row = await queries.get<{ id: CitizenId }>(
    `INSERT INTO citizens (id, link_code, holders) VALUES (?, ?, ?)
     ON CONFLICT (link_code) DO UPDATE SET holders = excluded.holders RETURNING id`,
    [newId, linkCode, JSON.stringify(holders)],
  );
  if (!row) throw new Error('a citizen was neither found nor made');
  const citizens = createCitizens(queries);
  for (const certificate of inOrder(certificates)) {
    if (!(await citizens.bindCertificateIfFree(certificate, row.id)))
      throw new Refusal('registration_conflict', 'a certificate is bound to another citizen');
  }
  if (toIdentity) await createIdentities(queries).keep(row.id, toIdentity(row.id));
  return row.id;
}

/** The same order everywhere, so that two registrations can wait for each other in one direction only. */
function inOrder(certificates: readonly BoundCertificate[]): BoundCertificate[] {
  const key = ({ issuerKeyHash, serial }: BoundCertificate) => `${issuerKeyHash} ${serial}`;
  return [...certificates].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
