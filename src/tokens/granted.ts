import type { Consent } from '../stores/consents.ts';
import { categoryOf } from '../vocabulary/items.ts';

/** The one type of `authorization_details` (RFC 9396) that is understood here. */
export const detailsType = 'self-information';

/** What a consent grants, as the token response and the token say it (RFC 9396, section 7): the row's words, no others. */
export function toGrantedDetails(consent: Consent): Record<string, unknown> & { type: string } {
  return {
    type: detailsType,
    purpose: consent.purpose,
    items: [...consent.items],
    valid_until: consent.validUntil.toISOString(),
    reads: consent.readsGranted,
  };
}

/** `openid`, and every category of which at least one item was granted. */
export function toGrantedScopes(consent: Consent): string[] {
  return ['openid', ...new Set(consent.items.map(categoryOf).filter((name) => name !== 'attestations'))];
}
