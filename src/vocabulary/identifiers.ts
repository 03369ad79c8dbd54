/**
 * The names of things, branded so that one cannot be handed over for another.
 * A brand costs nothing at run time; it is given by the constructors here, where the shape is checked,
 * or by the one room that has proved what the name claims.
 */
import { randomBytes } from 'node:crypto';

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** A citizen in this house: random, stable over card renewal and reissue; never leaves it. */
export type CitizenId = Branded<string, 'CitizenId'>;
/** A relying party's `client_id`: `[0-9A-Za-z-]{1,255}`. */
export type ClientId = Branded<string, 'ClientId'>;
/** A stored decision of a citizen; also the id of the OAuth grant made from it. */
export type ConsentId = Branded<string, 'ConsentId'>;
/** One entry of the ledger. */
export type EntryId = Branded<string, 'EntryId'>;
/** A company’s request for several categories at once, answered later. */
export type RequestId = Branded<string, 'RequestId'>;
/** One report of a citizen about a record of theirs. */
export type CorrectionId = Branded<string, 'CorrectionId'>;
/** One card login in progress; opaque, carried by the link to the card agent. */
export type LoginId = Branded<string, 'LoginId'>;
/** One of the 29 categories, e.g. `disability_welfare`. */
export type CategoryName = Branded<string, 'CategoryName'>;
/** An item a citizen can grant by itself: `category.path.to.item`, or `attestations.<policy>`. */
export type ItemName = Branded<string, 'ItemName'>;
/** An agency that holds records, e.g. `municipality-131016`. */
export type AgencyId = Branded<string, 'AgencyId'>;
/** Our code of a person towards the provision network: 16 bytes, base64url. Says nothing by itself. */
export type LinkCode = Branded<string, 'LinkCode'>;
/** Joins consent, token, inquiry, entry and the reference a citizen can quote: 32 hex digits (W3C Trace Context). */
export type TraceId = Branded<string, 'TraceId'>;

/** A fresh unguessable identifier: 128 bits, base64url (22 characters). */
export function newIdentifier<Id extends string>(random: typeof randomBytes = randomBytes): Id {
  return random(16).toString('base64url') as Id;
}

/** Whether a text has the shape of such an identifier; says nothing about whether it exists. */
export function isIdentifier(text: string): boolean {
  return /^[0-9A-Za-z_-]{22}$/.test(text);
}

/** A fresh trace id, as W3C Trace Context wants it: 16 bytes in hex, never all zero. */
export function newTraceId(random: typeof randomBytes = randomBytes): TraceId {
  return random(16).toString('hex') as TraceId;
}
