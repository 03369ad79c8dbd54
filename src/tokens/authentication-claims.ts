import type { Authentication } from '../vocabulary/authentication.ts';

/**
 * By what an ID token's login was proved, beyond acr and amr: which certificates signed, what unlocked them, and which
 * source said, as of when, that none was revoked. It names neither certificate nor holder, and comes from the consent's
 * row, so that a refreshed token says the same.
 */
export function toAuthenticationContext({ used }: Authentication) {
  return used.map(({ kind, factor, revocation, at }) => ({
    certificate: kind,
    factor,
    revocation: { source: revocation.source, as_of: revocation.asOf },
    at,
  }));
}
