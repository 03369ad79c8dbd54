/** Which credentials no longer hold: one bit for each, in a signed list for all (Token Status List). */
import { deflateSync } from 'node:zlib';
import { signJwt } from '../key-custody/sign-jwt.ts';
import type { SigningKey } from '../key-custody/signing-key.ts';
import type { IssuedCredentials } from '../stores/issued-credentials.ts';
import { type Clock, toNumericDate } from '../vocabulary/clock.ts';

/** A day's credentials lie in a list of so many places, drawn at random: the place tells nothing of when or whose. */
export const placesPerList = 131_072;
const timeToLiveSeconds = 60;

export interface StatusLists {
  /** A `statuslist+jwt`. One for all who ask within some seconds: who asks, and how often, tells nothing. */
  token(list: number): Promise<string>;
}

export function createStatusLists(d: {
  issuer: string;
  key: SigningKey;
  issued: Pick<IssuedCredentials, 'invalidPlaces'>;
  clock: Clock;
}): StatusLists {
  const latest = new Map<number, { until: number; token: Promise<string> }>();

  async function make(list: number): Promise<string> {
    const now = d.clock.now();
    const bits = Buffer.alloc(placesPerList / 8);
    for (const place of await d.issued.invalidPlaces(list, now))
      bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
    const iat = toNumericDate(now);
    return signJwt(d.key, 'statuslist+jwt', {
      iss: d.issuer,
      sub: toStatusAddress(d.issuer, list),
      iat,
      exp: iat + 5 * timeToLiveSeconds,
      ttl: timeToLiveSeconds,
      status_list: { bits: 1, lst: deflateSync(bits, { level: 9 }).toString('base64url') },
    });
  }

  return {
    token(list) {
      const now = d.clock.now().getTime();
      const known = latest.get(list);
      if (known && known.until > now) return known.token;
      const token = make(list);
      latest.set(list, { until: now + refreshMilliseconds, token });
      token.catch(() => latest.delete(list));
      for (const [other, { until }] of latest) if (until <= now) latest.delete(other);
      return token;
    },
  };
}

/** A flag or a withdrawal is in the list within so long; a verifier may hold a list for its `ttl`. */
const refreshMilliseconds = 5_000;

export function toStatusAddress(issuer: string, list: number): string {
  return `${issuer}/credentials/status/${list}`;
}
