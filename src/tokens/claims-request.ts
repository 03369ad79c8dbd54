import { errors } from 'oidc-provider';
import type { JsonObject, JsonValue } from '../vocabulary/reading.ts';

/** One claim that is asked for (OpenID Connect Core 1.0, section 5.5.1). */
export interface AskedClaim {
  essential: boolean;
  /** Of which it shall be one, `value` and `values` alike; null where any will do. */
  values: readonly JsonValue[] | null;
}

/** What the `claims` parameter asks for, at either place; what is not understood stays in it and is nobody's business. */
export interface ClaimsRequest {
  idToken: ReadonlyMap<string, AskedClaim>;
  userinfo: ReadonlyMap<string, AskedClaim>;
}

/** Every claim of ours with a dozen constraints each needs a tenth of it. */
const mostCharacters = 16_384;

/**
 * Reads the parameter ourselves: the library would put whatever is asked for into ID tokens by its own rules.
 * Unknown claims and members are passed over (section 5.5); what cannot be what it says is refused by name.
 * @throws InvalidRequest
 */
export function toClaimsRequest(parameter: unknown): ClaimsRequest {
  if (parameter === undefined) return { idToken: new Map(), userinfo: new Map() };
  const claims = parse(parameter);
  return { idToken: toAskedClaims(claims, 'id_token'), userinfo: toAskedClaims(claims, 'userinfo') };
}

function parse(parameter: unknown): JsonObject {
  if (typeof parameter !== 'string' || parameter.length > mostCharacters)
    throw malformed('', `one JSON object of at most ${mostCharacters} characters`);
  try {
    const claims = JSON.parse(parameter) as JsonValue;
    if (isObject(claims)) return claims;
  } catch {
    // Told below, as any other text that is no object.
  }
  throw malformed('', 'a JSON object');
}

function toAskedClaims(claims: JsonObject, place: 'id_token' | 'userinfo'): Map<string, AskedClaim> {
  const asked = Object.hasOwn(claims, place) ? claims[place] : undefined;
  // `"userinfo": null` asks for nothing there, by section 5.5's own example of leaving it out.
  if (asked === undefined || asked === null) return new Map();
  if (!isObject(asked)) throw malformed(place, 'an object');
  return new Map(
    Object.entries(asked)
      // It has a syntax of its own: verified-claims-request.ts.
      .filter(([name]) => name !== 'verified_claims')
      .map(([name, claim]) => [name, toAskedClaim(claim, `${place}.${name}`)]),
  );
}

function toAskedClaim(claim: JsonValue, at: string): AskedClaim {
  if (claim === null) return { essential: false, values: null };
  if (!isObject(claim)) throw malformed(at, 'null or an object');
  const { essential = false, value, values } = claim;
  if (typeof essential !== 'boolean') throw malformed(`${at}.essential`, 'true or false');
  if (values !== undefined && (!isList(values) || values.length === 0))
    throw malformed(`${at}.values`, 'a list that is not empty');
  if (value !== undefined && values !== undefined) throw malformed(at, 'given by value or by values');
  return { essential, values: value !== undefined ? [value] : (values ?? null) };
}

/** What the client wrote is not repeated beyond a claim's name that can stand in an error description. */
function malformed(at: string, shall: string): Error {
  const place = /^[\w.#-]{0,100}$/.test(at) ? at : 'a claim';
  return new errors.InvalidRequest(`claims${place && `: ${place}`}: must be ${shall}`);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
