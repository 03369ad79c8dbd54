import { errors } from 'oidc-provider';
import { checkStanding } from '../consent/standing.ts';
import type { Consents } from '../stores/consents.ts';
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
): Promise<void> {
  const consent = await d.consents.find(grantId as ConsentId);
  if (!consent) throw refused('consent_withdrawn');
  try {
    checkStanding(consent, d.clock.now());
  } catch (error) {
    throw error instanceof Refusal ? refused(error.reason) : error;
  }
}

function refused(reason: string): Error {
  return Object.assign(new errors.InvalidGrant(reason), { error_description: `consent: ${reason}` });
}
