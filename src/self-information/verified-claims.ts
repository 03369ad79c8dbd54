import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, JsonValue } from '../vocabulary/reading.ts';
import { type AskedVerifiedClaims, trustFramework } from '../vocabulary/verified-claims.ts';

/**
 * The sets of claims that are vouched for (OpenID Connect for Identity Assurance 1.0, section 5.7): one whose
 * conditions on the verification do not hold is left out whole, a claim that is not the value asked for is left out by
 * itself, and what was not asked for is not said. No error tells which: the company sees what it got.
 */
export function toVerifiedClaims(
  asked: readonly AskedVerifiedClaims[],
  held: { record: JsonObject | null; verifiedAt: Date | null },
  now: Date,
): JsonObject[] {
  const { record, verifiedAt } = held;
  if (!record || !verifiedAt) return [];
  const time = toWholeDay(verifiedAt);
  return (
    asked
      .filter((set) => holds(set, time, now))
      .map((set): JsonObject => ({
        verification: {
          trust_framework: trustFramework,
          ...(set.time && { time: time.toISOString() }),
        },
        claims: toClaims(set, record),
      }))
      // A set without a claim is no valid one (section 5.7.5).
      .filter(({ claims }) => Object.keys(claims as JsonObject).length > 0)
  );
}

function holds({ unsatisfiable, trustFrameworks, time }: AskedVerifiedClaims, at: Date, now: Date): boolean {
  if (unsatisfiable || (trustFrameworks && !trustFrameworks.includes(trustFramework))) return false;
  const maxAge = time?.maxAgeSeconds ?? null;
  return maxAge === null || now.getTime() - at.getTime() <= maxAge * 1000;
}

function toClaims({ claims }: AskedVerifiedClaims, record: JsonObject): JsonObject {
  const said: [string, JsonValue][] = claims.flatMap(({ name, values }) => {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    if (value === undefined || (values && !values.some((each) => isDeepStrictEqual(each, value)))) return [];
    return [[name, value]];
  });
  return Object.fromEntries(said);
}

/** To the day alone, and never later than it was: the second would be the same at every company that asks. */
function toWholeDay(moment: Date): Date {
  return new Date(`${moment.toISOString().slice(0, 10)}T00:00:00.000Z`);
}
