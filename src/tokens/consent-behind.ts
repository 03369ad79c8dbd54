import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { checkStanding } from '../consent/standing.ts';
import type { Consent, Consents } from '../stores/consents.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { ConsentId } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';

/**
 * Reads the consent afresh before a code or refresh token becomes an access token: withdrawn, expired or used up, it
 * carries nothing any more. The gate asks again at every read; this only spares a company a token that opens nothing.
 * @throws InvalidGrant
 */
export async function checkConsentBehind(
  grantId: string,
  d: { consents: Pick<Consents, 'find'>; clock: Clock },
): Promise<Consent> {
  const consent = await d.consents.find(grantId as ConsentId);
  if (!consent) throw refused('consent_withdrawn');
  try {
    checkStanding(consent, d.clock.now());
    return consent;
  } catch (error) {
    throw error instanceof Refusal ? refused(error.reason) : error;
  }
}

function refused(reason: string): Error {
  return Object.assign(new errors.InvalidGrant(reason), { error_description: `consent: ${reason}` });
}

/**
 * A refreshed token carries all that was granted: the gate goes by the consent and would not notice that a token was
 * meant to open less, so none is issued that only looks narrower. @throws InvalidScope
 */
export function checkNotNarrowed(ctx: KoaContextWithOIDC, granted: string | undefined): void {
  const { scope } = ctx.oidc.params as { scope?: string };
  if (ctx.oidc.params?.['grant_type'] !== 'refresh_token' || scope === undefined) return;
  const wanted = new Set(scope.split(' '));
  if (!(granted ?? '').split(' ').every((each) => wanted.has(each)))
    throw new errors.InvalidScope('scope: cannot be narrowed by refreshing, leave it out', scope);
}
