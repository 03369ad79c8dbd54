import { createHmac } from 'node:crypto';
import type { Citizen } from '../stores/citizens.ts';
import { categoriesWithAddress } from '../vocabulary/address-items.ts';
import type { CategoryName, LinkCode } from '../vocabulary/identifiers.ts';
import { acts, type SuppressionFlags } from '../vocabulary/suppression-table.ts';
import type { Viewer } from '../vocabulary/viewers.ts';

/** What decides whether a record may be handed out at all. */
export interface Shown {
  category: CategoryName;
  viewer: Viewer;
  flags: SuppressionFlags;
  /** Reported as wrong or as somebody else's, and not yet corrected. */
  blocked: boolean;
}

/**
 * The code an inquiry goes out under. A person of whom nothing may be handed out is inquired about under a code that
 * nobody knows: network and agency honestly find nothing, in the time and with the faults of that moment. An imitated
 * "no record" would give itself away on the day the agency is down.
 */
export function toInquiryCode(citizen: Citizen, shown: Shown, decoyKey: Buffer): LinkCode {
  // Made for everybody, needed or not: the two ways cost the same.
  const decoy = toDecoyCode(citizen, decoyKey);
  return isWithheld(shown) ? decoy : citizen.linkCode;
}

/** The one place where a whole record is withheld: a block, or what the table says of the flags that are set. */
function isWithheld({ category, viewer, flags, blocked }: Shown): boolean {
  return (
    blocked ||
    acts(flags, viewer, 'records_withheld') ||
    (categoriesWithAddress.has(category) && acts(flags, viewer, 'address_withheld'))
  );
}

/** Always the same for one person, as a real code is: who looks at codes alone cannot tell which is which. */
export function toDecoyCode(citizen: Citizen, decoyKey: Buffer): LinkCode {
  const digest = createHmac('sha256', decoyKey).update(citizen.id).digest();
  return digest.subarray(0, 16).toString('base64url') as LinkCode;
}
