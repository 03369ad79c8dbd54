import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { clockToleranceSeconds, longestAssertionSeconds } from './lifetimes.ts';

/**
 * What the library leaves open about a client's assertion, after it verified signature, expiry and single use.
 * It would also take a list, and the endpoint's address, as audience: an assertion that a client made for another
 * server, and that server forwards, must not open this one (FAPI 2.0, section 5.3.2.1, clause 8).
 */
export function checkClientAssertion(
  ctx: KoaContextWithOIDC,
  claims: Readonly<Record<string, unknown>>,
): void {
  const { aud, exp, iat, nbf, jti } = claims;
  const now = Math.floor(Date.now() / 1000);
  if (aud !== ctx.oidc.issuer) throw refused('aud must be the issuer, as one string');
  if (typeof jti !== 'string' || jti.length > 256)
    throw refused('jti must be a text of at most 256 characters');
  // Its jti is remembered until then.
  if (typeof exp !== 'number' || exp > now + longestAssertionSeconds + clockToleranceSeconds)
    throw refused(`exp must lie within ${longestAssertionSeconds} seconds`);
  for (const [name, time] of Object.entries({ iat, nbf })) {
    if (time !== undefined && !(typeof time === 'number' && time <= now + clockToleranceSeconds))
      throw refused(`${name} lies in the future`);
  }
}

function refused(fault: string): Error {
  return Object.assign(new errors.InvalidClientAuth(fault), {
    error_description: `client_assertion: ${fault}`,
  });
}
