import { createHmac } from 'node:crypto';
import type { FoundPerson, PersonFinder } from '../agencies/person-finder.ts';
import type { Stores } from '../stores/stores.ts';
import type { EmergencyRequest, InsuredNumber, NamingMethod } from '../vocabulary/emergency.ts';
import { type CitizenId, type ClientId, newIdentifier, type TraceId } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { boundOfFailedNames, boundOfNumber } from './bounds.ts';
import { type CertificateRooms, verifyCertificate } from './verify-certificate.ts';

export interface NamingRooms extends CertificateRooms {
  stores: Pick<Stores, 'citizens' | 'registrations' | 'emergencyLimits'>;
  finder: Pick<PersonFinder, 'findInsured' | 'findHolder'>;
  /** Hashes insured numbers for the counts: a number can be guessed, its keyed hash cannot. */
  numberKey: Buffer;
}

/** Who it is; or who it would have been, where the name does not count. */
export interface NamedPerson {
  namedBy: NamingMethod;
  /** Null where nobody here is named. */
  citizen: CitizenId | null;
  numberHash: string | null;
  refusal: Refusal | null;
}

interface Asking {
  client: ClientId;
  traceId: TraceId;
  now: Date;
}

/** Whose record is asked for. Refusals that name somebody are told in the answer: there is an entry to write. @throws Refusal */
export function namePerson(
  person: EmergencyRequest['person'],
  asking: Asking,
  rooms: NamingRooms,
): Promise<NamedPerson> {
  return 'certificate' in person
    ? nameByCertificate(person.certificate, asking, rooms)
    : nameByNumber(person.insured, asking, rooms);
}

async function nameByCertificate(
  base64: string,
  { traceId, now }: Asking,
  rooms: NamingRooms,
): Promise<NamedPerson> {
  const { namedBy, certificate, refusal } = await verifyCertificate(base64, now, rooms);
  const known = await rooms.stores.citizens.findByCertificate(certificate);
  const named = { namedBy, numberHash: null };
  if (known || refusal) return { ...named, citizen: known?.id ?? null, refusal };
  // Not registered here, or not with this certificate: the register says whose it is. An ambulance does not wait for that.
  const answer = await rooms.finder.findHolder(certificate, traceId);
  if (answer.outcome !== 'found') return { ...named, citizen: null, refusal: notFound() };
  return { ...named, citizen: await keepCitizen(answer, rooms), refusal: null };
}

/**
 * A try is taken from both bounds before the network is asked, and given back where it was right: however many guesses
 * come at once, no more than the bounds allow are ever answered.
 */
async function nameByNumber(
  insured: InsuredNumber,
  { client, traceId, now }: Asking,
  rooms: NamingRooms,
): Promise<NamedPerson> {
  const { emergencyLimits: limits, citizens } = rooms.stores;
  const numberHash = toNumberHash(insured, rooms.numberKey);
  const named = { namedBy: 'insured_number', numberHash } as const;
  const [ofClient, ofNumber] = [boundOfFailedNames(client, now), boundOfNumber(client, numberHash, now)];
  if (!(await limits.take(ofClient))) {
    const seconds = Math.ceil((ofClient.endsAt.getTime() - now.getTime()) / 1000);
    const refusal = new Refusal('emergency_limit_reached', 'failed names', { retryAfterSeconds: seconds });
    return { ...named, citizen: null, refusal };
  }
  // The same answer as to a wrong guess: whoever tries dates through does not learn when to stop.
  if (!(await limits.take(ofNumber))) return { ...named, citizen: null, refusal: notFound() };
  const giveBack = () => Promise.all([limits.giveBack(ofClient), limits.giveBack(ofNumber)]);
  const answer = await rooms.finder.findInsured(insured, traceId).catch(async (error: unknown) => {
    // Nobody answered, so nothing was learned.
    await giveBack();
    throw error;
  });
  if (answer.outcome === 'found') {
    await giveBack();
    return { ...named, citizen: await keepCitizen(answer, rooms), refusal: null };
  }
  // Somebody's number with another's birth date: the one whose number it is will read of it.
  const known =
    answer.outcome === 'attribute_differs' ? await citizens.findByLinkCode(answer.linkCode) : undefined;
  return { ...named, citizen: known?.id ?? null, refusal: notFound() };
}

/**
 * The citizen of this link code, known or new. Somebody new is bound to no certificate and logs in by registering, like
 * everybody: then they find here what was read of them today.
 */
function keepCitizen({ linkCode, holders }: FoundPerson, { stores }: NamingRooms): Promise<CitizenId> {
  return stores.registrations.register({
    newId: newIdentifier<CitizenId>(),
    linkCode,
    holders,
    certificates: [],
    toIdentity: null,
  });
}

function toNumberHash(insured: InsuredNumber, key: Buffer): string {
  const { insurer_number, symbol, number, branch_number } = insured;
  const text = JSON.stringify([insurer_number, symbol, number, branch_number]);
  return createHmac('sha256', key).update(text).digest('base64url');
}

export function notFound(): Refusal {
  return new Refusal('emergency_person_not_found');
}
