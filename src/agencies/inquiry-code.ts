import { createHmac } from 'node:crypto';
import type { Citizen } from '../stores/citizens.ts';
import type { Suppression } from '../stores/suppressions.ts';
import { categories } from '../vocabulary/categories.ts';
import type { CategoryName, LinkCode } from '../vocabulary/identifiers.ts';
import { itemsOf } from '../vocabulary/items.ts';

/**
 * The code an inquiry goes out under. A person of whom nothing may be handed out is inquired about under a code that
 * nobody knows: network and agency honestly find nothing, in the time and with the faults of that moment. An imitated
 * "no record" would give itself away on the day the agency is down.
 */
export function toInquiryCode(
  citizen: Citizen,
  category: CategoryName,
  { flags }: Suppression,
  decoyKey: Buffer,
): LinkCode {
  // Made for everybody, needed or not: the two ways cost the same.
  const decoy = toDecoyCode(citizen, decoyKey);
  return isWithheld(category, flags) ? decoy : citizen.linkCode;
}

/**
 * The one place where suppression is decided. "Under application" (2) acts as yes.
 * 自己情報提供不可 withholds everything. 不開示該当 withholds the address wherever it would be given: the whole category
 * that carries it, because a household without an address would be the mark of somebody who hides. 自動応答不可 stops
 * inquiries of other agencies and never the person's own, so it is not looked at here.
 */
function isWithheld(category: CategoryName, flags: Suppression['flags']): boolean {
  if (flags.no_self_information !== 0) return true;
  return flags.non_disclosure !== 0 && categoriesWithAddress.has(category);
}

export const categoriesWithAddress: ReadonlySet<CategoryName> = new Set(
  categories
    .map(({ name }) => name)
    .filter((name) => itemsOf(name).some((item) => item.name.endsWith('.address'))),
);

/** Always the same for one person, as a real code is: who looks at codes alone cannot tell which is which. */
function toDecoyCode(citizen: Citizen, decoyKey: Buffer): LinkCode {
  const digest = createHmac('sha256', decoyKey).update(citizen.id).digest();
  return digest.subarray(0, 16).toString('base64url') as LinkCode;
}
