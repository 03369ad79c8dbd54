import type { Identities } from '../card-login/registration/identities.ts';
import { toStandardClaims } from '../card-login/registration/standard-claims.ts';
import type { Suppressions } from '../stores/suppressions.ts';
import type { CategoryName, CitizenId, ItemName } from '../vocabulary/identifiers.ts';
import { identityCategory, type IdentityClaimName, identityClaims } from '../vocabulary/identity.ts';
import type { JsonObject, JsonValue, Outcome, Reading } from '../vocabulary/reading.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { acts } from '../vocabulary/suppression-table.ts';
import type { Viewer } from '../vocabulary/viewers.ts';
import type { ItemReading } from './read-items.ts';

export interface IdentityRooms {
  identities: Identities;
  suppressions: Pick<Suppressions, 'find'>;
}

/** What of a person's identity may be seen: claims by their names, cut down to the granted ones. */
export interface IdentityReading extends ItemReading {
  /** When its holder signed with the certificate that says it; null where nothing is said. */
  verifiedAt: Date | null;
  /** Of the claims at hand: where a common character is known to stand for a rare one, by position. */
  substituted: Readonly<Partial<Record<IdentityClaimName, readonly number[]>>>;
  /** When the certificate was issued: for the citizen's own screen. */
  issuedAt: Date | null;
}

/**
 * The one way to who somebody is, for the screen that asks and for the answer that follows. Decided here, as for
 * records: whoever is suppressed reads as somebody without an identity, after the same questions were asked; a
 * concealed address is absent, and nothing says so.
 */
export async function readIdentity(
  rooms: IdentityRooms,
  { citizen, items, viewer }: { citizen: CitizenId; items: ReadonlySet<ItemName>; viewer: Viewer },
): Promise<IdentityReading> {
  const { flags, version: suppressionVersion } = await rooms.suppressions.find(citizen);
  const answer = { suppressionVersion, others: null };
  try {
    const identity = await rooms.identities.find(citizen);
    if (identity.state === 'none' || acts(flags, viewer, 'records_withheld'))
      return { ...answer, ...nothing('no_record') };
    if (identity.state === 'outdated') return { ...answer, ...nothing('outdated') };
    const { attributes, verifiedAt, issuedAt } = identity;
    const concealed = acts(flags, viewer, 'address_withheld') ? ['address'] : [];
    const seen = identityClaims.filter(({ name, item }) => items.has(item) && !concealed.includes(name));
    const claims = { ...toStandardClaims(attributes) };
    const pick = (name: IdentityClaimName): [string, JsonValue] => [name, claims[name]];
    const substituted = (['name', 'address'] as const).filter(
      (name) => attributes[name].substituted.length > 0 && seen.some((each) => each.name === name),
    );
    return {
      ...answer,
      reading: toReading('ok', Object.fromEntries(seen.map(({ name }) => pick(name)))),
      verifiedAt,
      issuedAt,
      substituted: Object.fromEntries(substituted.map((name) => [name, attributes[name].substituted])),
    };
  } catch (error) {
    // Not knowing whether it still holds is neither a yes nor a no.
    if (!(error instanceof Refusal) || error.reason !== 'revocation_unknown') throw error;
    return { ...answer, ...nothing('agency_unavailable') };
  }
}

/** The values of an item as a person reads them: an address is the text as it is written. */
export function toIdentityValues(record: JsonObject | null, item: ItemName): JsonValue[] {
  const claim = identityClaims.find((each) => each.item === item);
  const value = claim && record && Object.hasOwn(record, claim.name) ? record[claim.name] : undefined;
  if (value === undefined) return [];
  return [
    typeof value === 'object' && value !== null && 'formatted' in value
      ? (value['formatted'] ?? null)
      : value,
  ];
}

function nothing(outcome: Exclude<Outcome, 'ok'>): Omit<IdentityReading, 'suppressionVersion' | 'others'> {
  return { reading: toReading(outcome, null), verifiedAt: null, issuedAt: null, substituted: {} };
}

function toReading(outcome: Outcome, record: JsonObject | null): Reading {
  return {
    category: identityCategory as CategoryName,
    outcome,
    record,
    // When a certificate was issued is known of one person alone: companies could find each other's customers by it.
    asOf: null,
    source: null,
    retryAfterSeconds: null,
    processNumber: null,
  };
}
