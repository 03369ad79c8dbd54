import type { JsonObject, JsonValue } from '../vocabulary/reading.ts';
import type { AskedVerifiedClaims } from '../vocabulary/verified-claims.ts';
import { type AskedClaim, isObject, malformed, toAskedClaim } from './asked-claim.ts';
import { toAskedVerifiedClaims } from './verified-claims-request.ts';

/** What the `claims` parameter asks for, at either place; what is not understood stays in it and is nobody's business. */
export interface ClaimsRequest {
  idToken: ReadonlyMap<string, AskedClaim>;
  userinfo: ReadonlyMap<string, AskedClaim>;
  /** At userinfo alone: what is said of a person goes out through the gate, and no ID token does. */
  verifiedClaims: readonly AskedVerifiedClaims[];
}

/** Every claim of ours with a dozen constraints each needs a tenth of it. */
const mostCharacters = 16_384;

/**
 * Reads the parameter ourselves: the library would put whatever is asked for into ID tokens by its own rules.
 * Unknown claims and members are passed over (section 5.5); what cannot be what it says is refused by name.
 * @throws InvalidRequest
 */
export function toClaimsRequest(parameter: unknown): ClaimsRequest {
  if (parameter === undefined) return { idToken: new Map(), userinfo: new Map(), verifiedClaims: [] };
  const claims = parse(parameter);
  return {
    idToken: toAskedClaims(claims, 'id_token'),
    userinfo: toAskedClaims(claims, 'userinfo'),
    verifiedClaims: toAskedVerifiedClaims(toPlace(claims, 'userinfo')?.['verified_claims']),
  };
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
  return new Map(
    Object.entries(toPlace(claims, place) ?? {})
      // It has a syntax of its own: verified-claims-request.ts.
      .filter(([name]) => name !== 'verified_claims')
      .map(([name, claim]) => [name, toAskedClaim(claim, `${place}.${name}`)]),
  );
}

/** `"userinfo": null` asks for as little there as leaving it out. */
function toPlace(claims: JsonObject, place: 'id_token' | 'userinfo'): JsonObject | undefined {
  const asked = Object.hasOwn(claims, place) ? claims[place] : undefined;
  if (asked === undefined || asked === null) return undefined;
  if (!isObject(asked)) throw malformed(place, 'an object');
  return asked;
}
