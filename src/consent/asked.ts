/** What a request asks for, in the words of its registration: pure, so that the pushed request and the screen agree. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Purpose, RelyingParty } from '../stores/relying-parties.ts';
import { withoutAddresses } from '../vocabulary/address-items.ts';
import { findCategory } from '../vocabulary/categories.ts';
import type { ClientId, ItemName } from '../vocabulary/identifiers.ts';
import { findIdentityClaim, type IdentityClaimName, toIdentityItem } from '../vocabulary/identity.ts';
import { categoryOf } from '../vocabulary/items.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { AskedVerifiedClaims } from '../vocabulary/verified-claims.ts';

export interface Asked {
  client: ClientId;
  /** The registered purpose's id. */
  purpose: string;
  /** Asked for, and registered as required for the purpose; sorted. */
  requiredItems: readonly ItemName[];
  /** Asked for, and the citizen's to tick; sorted. */
  optionalItems: readonly ItemName[];
  /** Null where the request leaves it to the purpose's longest. */
  requestedValidUntil: Date | null;
  longestValidityDays: number;
  reads: number;
  /** Of the claims among the items: which the company wants vouched for, and how. */
  verifiedClaims: readonly AskedVerifiedClaims[];
}

/** What a request names, where it names it. */
export interface AskingWords {
  scopes: readonly string[];
  authorizationDetails: unknown;
  /** Claims about the citizen that are asked for one by one. */
  claims?: readonly IdentityClaimName[];
  verifiedClaims?: readonly AskedVerifiedClaims[];
}

/** One element of `authorization_details` (RFC 9396). */
interface Details {
  type: 'self-information';
  purpose: string;
  items?: string[];
  categories?: string[];
  valid_until?: string;
  reads?: number;
}

const name = { type: 'string', minLength: 1, maxLength: 200 };
const names = { type: 'array', items: name, maxItems: 2000, uniqueItems: true };
const ajv = new Ajv2020({ allErrors: false });
addFormats.default(ajv);
const isDetails = ajv.compile<[Details]>({
  type: 'array',
  minItems: 1,
  // One request, one purpose, one decision: several elements would need several screens.
  maxItems: 1,
  items: {
    type: 'object',
    properties: {
      type: { const: 'self-information' },
      purpose: name,
      items: names,
      categories: names,
      valid_until: { type: 'string', maxLength: 40, format: 'date-time' },
      reads: { type: 'integer', minimum: 1 },
    },
    required: ['type', 'purpose'],
    // RFC 9396, section 5: what is not understood is refused, not skipped.
    additionalProperties: false,
  },
});

/** What a request asks for, against what was registered. @throws Refusal */
export function toAsked(relyingParty: RelyingParty, request: AskingWords, now: Date): Asked {
  const details = toDetails(request.authorizationDetails);
  const verifiedClaims = request.verifiedClaims ?? [];
  const claims = [
    ...request.scopes.flatMap((scope) => findIdentityClaim(scope)?.item ?? []),
    ...[
      ...(request.claims ?? []),
      ...verifiedClaims.flatMap((set) => set.claims.map(({ name: claim }) => claim)),
    ].map(toIdentityItem),
  ];
  const categories = [
    ...request.scopes.filter((scope) => scope !== 'openid' && !findIdentityClaim(scope)),
    ...(details?.categories ?? []),
  ];
  for (const category of categories) {
    if (!findCategory(category)) throw new Refusal('category_unknown', named(category));
  }
  if (categories.length + claims.length === 0 && !details?.items?.length) throw new Refusal('nothing_asked');
  const purpose = findPurpose(relyingParty, details?.purpose);
  const asked = new Set([
    ...[...(details?.items ?? []), ...claims].map((item) => checkRegistered(purpose, item)),
    ...categories.flatMap((category) => registeredOf(purpose, category)),
  ]);
  // None can be registered as required; should one be, it is still the citizen's to tick.
  const required = new Set(withoutAddresses(purpose.requiredItems));
  const items = [...asked].sort();
  return {
    client: relyingParty.clientId,
    purpose: purpose.id,
    requiredItems: items.filter((item) => required.has(item)),
    optionalItems: items.filter((item) => !required.has(item)),
    requestedValidUntil: toValidUntil(details?.valid_until, purpose, now),
    longestValidityDays: purpose.longestValidityDays,
    reads: toReads(details?.reads, purpose),
    verifiedClaims,
  };
}

function toDetails(value: unknown): Details | undefined {
  if (value === undefined) return undefined;
  if (!isDetails(value)) {
    const fault = isDetails.errors?.[0];
    throw new Refusal(
      'authorization_details_invalid',
      `${fault?.instancePath ?? ''} ${fault?.message ?? ''}`.trim(),
    );
  }
  return value[0];
}

/** Scopes name no purpose: only a client with a single one can leave it out. */
function findPurpose({ purposes }: RelyingParty, id: string | undefined): Purpose {
  const purpose =
    id === undefined && purposes.length === 1 ? purposes[0] : purposes.find((each) => each.id === id);
  if (!purpose)
    throw new Refusal(
      'purpose_not_registered',
      id === undefined ? 'name the purpose in authorization_details' : named(id),
    );
  return purpose;
}

function isRegistered(purpose: Purpose, item: string): item is ItemName {
  return [...purpose.requiredItems, ...purpose.optionalItems].includes(item as ItemName);
}

function checkRegistered(purpose: Purpose, item: string): ItemName {
  if (!isRegistered(purpose, item)) throw new Refusal('item_not_registered', named(item));
  return item;
}

/** A category stands for what the purpose registers of it; where that is nothing, it was not registered at all. */
function registeredOf(purpose: Purpose, category: string): ItemName[] {
  const items = [...purpose.requiredItems, ...purpose.optionalItems].filter(
    (item) => categoryOf(item) === category,
  );
  if (items.length === 0) throw new Refusal('item_not_registered', named(category));
  return items;
}

function toValidUntil(requested: string | undefined, purpose: Purpose, now: Date): Date | null {
  if (requested === undefined) return null;
  const validUntil = new Date(requested);
  // A leap second has the right format and is still no moment for Date.
  if (!(validUntil > now))
    throw new Refusal('authorization_details_invalid', 'valid_until must lie in the future');
  if (validUntil > longestValidUntil(purpose.longestValidityDays, now))
    throw new Refusal('validity_too_long', `longest: ${purpose.longestValidityDays} days`);
  return validUntil;
}

function toReads(requested: number | undefined, purpose: Purpose): number {
  if (requested === undefined) return purpose.mostReads;
  if (requested > purpose.mostReads) throw new Refusal('reads_too_many', `most: ${purpose.mostReads}`);
  return requested;
}

/** The last moment of a consent decided at `decidedAt`: what was requested, and never beyond the purpose's longest. */
export function toConsentEnd(
  asked: Pick<Asked, 'requestedValidUntil' | 'longestValidityDays'>,
  decidedAt: Date,
): Date {
  const longest = longestValidUntil(asked.longestValidityDays, decidedAt);
  const requested = asked.requestedValidUntil;
  return requested && requested < longest ? requested : longest;
}

function longestValidUntil(days: number, from: Date): Date {
  return new Date(from.getTime() + days * 86_400_000);
}

/** A name as a client wrote it, where it can stand in an OAuth error description; what cannot is left out. */
function named(text: string): string {
  return /^[\w.@-]{1,100}$/.test(text) ? text : 'a name that no item, category or purpose can have';
}
