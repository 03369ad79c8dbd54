import { errors } from 'oidc-provider';
import type { JsonObject, JsonValue } from '../vocabulary/reading.ts';

/** One claim that is asked for (OpenID Connect Core 1.0, section 5.5.1). */
export interface AskedClaim {
  essential: boolean;
  /** Of which it shall be one, `value` and `values` alike; null where any will do. */
  values: readonly JsonValue[] | null;
}

/** @throws InvalidRequest */
export function toAskedClaim(claim: JsonValue, at: string): AskedClaim {
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
export function malformed(at: string, shall: string): Error {
  const place = /^[\w.#-]{0,100}$/.test(at) ? at : 'a claim';
  return new errors.InvalidRequest(`claims${place && `: ${place}`}: must be ${shall}`);
}

export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
