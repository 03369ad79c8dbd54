import type { Consent } from '../stores/consents.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import { withoutAddresses } from '../vocabulary/address-items.ts';
import { identityCategory } from '../vocabulary/identity.ts';
import { categoryOf } from '../vocabulary/items.ts';

/** The one type of `authorization_details` (RFC 9396) that is understood here. */
export const detailsType = 'self-information';

/**
 * What a consent grants, as the token response and the token say it (RFC 9396, section 7): the row's words, no others,
 * and none of an address.
 */
export function toGrantedDetails(consent: Consent): Record<string, unknown> & { type: string } {
  return {
    type: detailsType,
    purpose: consent.purpose,
    items: withoutAddresses(consent.items),
    valid_until: consent.validUntil.toISOString(),
    reads: consent.readsGranted,
  };
}

/** `openid`, every claim that was granted, and every category of which at least one item was. */
export function toGrantedScopes(consent: Consent): string[] {
  return ['openid', ...new Set(withoutAddresses(consent.items).flatMap(toScope))];
}

/** An attestation is asked for by details alone. */
function toScope(item: ItemName): string[] {
  const category = categoryOf(item);
  if (category === 'attestations') return [];
  return [category === identityCategory ? item.slice(category.length + 1) : category];
}
