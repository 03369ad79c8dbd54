import type { Bound } from '../stores/emergency-limits.ts';
import type { EmergencyAccreditation } from '../vocabulary/accreditation.ts';
import type { CitizenId, ClientId } from '../vocabulary/identifiers.ts';

/** How long a person stays open to one crew for one incident: until the hospital has taken over. */
export const accessMilliseconds = 30 * 60_000;
/** Within one access: an agency that was down is asked again, nobody reads all day. */
export const mostCallsPerAccess = 10;
/** Of one person, by everybody together. A day with more is either a disaster or an abuse. */
const mostAccessesPerPersonADay = 12;
/** Names that were none. Who reads a card aloud in a moving car errs now and then. */
const mostFailedNamesAnHour = 20;
/** Of one number, by one client: birth dates cannot be tried through. Of one client alone, so that nobody locks a number for others. */
const mostFailedNamesPerNumberADay = 3;

/** How many people a client reaches within an hour, as its accreditation says. */
export function boundOfPeople(
  client: ClientId,
  { mostAccessesPerHour }: EmergencyAccreditation,
  now: Date,
): Bound {
  return { counted: `people:${client}`, endsAt: endOf(now, hour), most: mostAccessesPerHour };
}

export function boundOfPerson(citizen: CitizenId, now: Date): Bound {
  return { counted: `person:${citizen}`, endsAt: endOf(now, day), most: mostAccessesPerPersonADay };
}

export function boundOfFailedNames(client: ClientId, now: Date): Bound {
  return { counted: `failed:${client}`, endsAt: endOf(now, hour), most: mostFailedNamesAnHour };
}

export function boundOfNumber(client: ClientId, numberHash: string, now: Date): Bound {
  return {
    counted: `number:${client}:${numberHash}`,
    endsAt: endOf(now, day),
    most: mostFailedNamesPerNumberADay,
  };
}

const hour = 3_600_000;
const day = 24 * hour;

/** Spans that begin when the clock says so, the same for every process. At their seam twice as much fits, and no more. */
function endOf(now: Date, milliseconds: number): Date {
  return new Date((Math.floor(now.getTime() / milliseconds) + 1) * milliseconds);
}
