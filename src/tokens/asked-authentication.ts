import { errors } from 'oidc-provider';
import type { Asked } from '../consent/asked.ts';
import {
  type Assurance,
  assurancesInOrder,
  type Authentication,
  fromAcr,
  highestOf,
  isAtLeast,
  toAcr,
} from '../vocabulary/authentication.ts';
import { assuranceFor } from '../vocabulary/items.ts';
import type { JsonValue } from '../vocabulary/reading.ts';
import type { ClaimsRequest } from './claims-request.ts';

/** What a request needs of the login that answers it. */
export interface AskedAuthentication {
  /** The least that will do, for every item on the screen and for what the company asks of the login itself. */
  assurance: Assurance;
  /** The ID token must name one of these (OpenID Connect Core 1.0, section 5.5.1.1); null where any will do. */
  essential: readonly Assurance[] | null;
  /** How old a login may be when it is decided with it; null where the request does not say. */
  maxAgeSeconds: number | null;
}

/**
 * The highest of what the items need, what the company prefers and what it insists on. `acr_values` (section 3.1.2.1)
 * and an acr that is not essential are a wish: the first value that we know is aimed at, unknown ones are passed over.
 * Essential values are no wish: where we know none of them, no login can ever meet the request.
 * @throws UnmetAuthenticationRequirements
 */
export function toAskedAuthentication(
  asked: Pick<Asked, 'requiredItems' | 'optionalItems'>,
  { idToken }: ClaimsRequest,
  parameters: { acr_values?: unknown; max_age?: unknown },
): AskedAuthentication {
  const acr = idToken.get('acr');
  const named = acr?.values && toKnown(acr.values);
  const essential = acr?.essential && named ? named : null;
  if (essential?.length === 0)
    throw new errors.UnmetAuthenticationRequirements('claims: id_token.acr: none of these is known here');
  const wishes = toKnown(String(parameters.acr_values ?? '').split(' '));
  const [preferred] = wishes;
  const [wished] = essential ? [] : (named ?? []);
  const least = essential && assurancesInOrder.find((assurance) => essential.includes(assurance));
  const needs = [assuranceFor([...asked.requiredItems, ...asked.optionalItems]), preferred, wished, least];
  return {
    assurance: highestOf(needs.filter((each) => each !== null && each !== undefined)),
    essential,
    maxAgeSeconds: parameters.max_age === undefined ? null : Number(parameters.max_age),
  };
}

/**
 * The class that the ID token names: what the login proved; where the company insists on others, the highest of those
 * that it satisfies, since who signed with the signature certificate too has logged in by card.
 */
export function toSaidAcr({ assurance }: Authentication, { essential }: AskedAuthentication): string {
  const satisfied = essential?.filter((each) => isAtLeast(assurance, each));
  return toAcr(satisfied?.length ? highestOf(satisfied) : assurance);
}

/** When the login's own certificate was accepted: what follows in the same login makes it no younger. */
export function toAuthTime({ used: [first] }: Authentication): Date {
  return new Date(first.at);
}

export function isYoungEnough(
  authentication: Authentication,
  { maxAgeSeconds }: AskedAuthentication,
  now: Date,
): boolean {
  if (maxAgeSeconds === null) return true;
  return now.getTime() - toAuthTime(authentication).getTime() <= maxAgeSeconds * 1000;
}

function toKnown(values: readonly JsonValue[]): Assurance[] {
  return values.flatMap((value) => (typeof value === 'string' ? (fromAcr(value) ?? []) : []));
}
