import { findIdentityClaim, type IdentityClaimName } from '../vocabulary/identity.ts';
import type { JsonObject, JsonValue } from '../vocabulary/reading.ts';
import type { AskedVerifiedClaims } from '../vocabulary/verified-claims.ts';
import { isList, isObject, malformed, toAskedClaim } from './asked-claim.ts';

const at = 'userinfo.verified_claims';
/** Deeper than anything the schema of identity assurance has. */
const mostDepth = 12;
const mostSets = 8;

/**
 * `verified_claims` of a claims request (OpenID Connect for Identity Assurance 1.0, section 5): one set or several.
 * A condition that we could never meet is remembered as such and not refused: the answer then leaves the set out
 * (section 5.7.4). Claims that we do not know are passed over; a set with none left asks for nothing.
 * @throws InvalidRequest
 */
export function toAskedVerifiedClaims(value: JsonValue | undefined): AskedVerifiedClaims[] {
  if (value === undefined || value === null) return [];
  checkDepth(value, mostDepth);
  const sets = isList(value) ? value : [value];
  if (sets.length > mostSets) throw malformed(at, `at most ${mostSets} sets`);
  return sets.map(toAskedSet).filter(({ claims }) => claims.length > 0);
}

function toAskedSet(set: JsonValue): AskedVerifiedClaims {
  if (!isObject(set)) throw malformed(at, 'an object or a list of objects');
  const { verification, claims } = set;
  if (verification === undefined || !isObject(verification))
    throw malformed(`${at}.verification`, 'an object');
  if (claims === undefined || !isObject(claims)) throw malformed(`${at}.claims`, 'an object');
  const { trust_framework: framework, time, ...others } = verification;
  if (framework === undefined) throw malformed(`${at}.verification.trust_framework`, 'null or an object');
  const asked = toAskedClaim(framework, `${at}.verification.trust_framework`);
  return {
    trustFrameworks: asked.values,
    time: time === undefined ? null : { maxAgeSeconds: toMaxAge(time) },
    claims: Object.entries(claims).flatMap(([name, claim]) => toKnownClaim(name, claim)),
    // Asked for without a condition it is only data that we do not have, and is left out by itself.
    unsatisfiable: hasCondition(others) || (isObject(time ?? null) && hasValues(time as JsonObject)),
  };
}

function toKnownClaim(
  name: string,
  claim: JsonValue,
): { name: IdentityClaimName; values: readonly JsonValue[] | null }[] {
  const { values } = toAskedClaim(claim, `${at}.claims.${name}`);
  const known = findIdentityClaim(name);
  return known ? [{ name: known.name, values }] : [];
}

function toMaxAge(time: JsonValue): number | null {
  if (time === null) return null;
  if (!isObject(time)) throw malformed(`${at}.verification.time`, 'null or an object');
  const { max_age: maxAge } = time;
  if (maxAge === undefined) return null;
  if (typeof maxAge !== 'number' || !(maxAge >= 0))
    throw malformed(`${at}.verification.time.max_age`, 'a number of seconds');
  return maxAge;
}

/** Whether somewhere in it a value is insisted on. */
function hasCondition(node: JsonValue): boolean {
  if (isList(node)) return node.some(hasCondition);
  return isObject(node) && (hasValues(node) || 'max_age' in node || Object.values(node).some(hasCondition));
}

function hasValues(node: JsonObject): boolean {
  return 'value' in node || 'values' in node;
}

function checkDepth(node: JsonValue, left: number): void {
  if (left === 0) throw malformed(at, `nested at most ${mostDepth} deep`);
  if (typeof node === 'object' && node !== null)
    for (const member of Object.values(node) as JsonValue[]) checkDepth(member, left - 1);
}
