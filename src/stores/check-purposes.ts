import { isAddressItem } from '../vocabulary/address-items.ts';
import { findAttestation } from '../vocabulary/attestations.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import type { RelyingParty } from './relying-parties.ts';

/**
 * What no registration may hold, whoever reviewed it. A question with values to choose from (an age, an amount) is
 * registered with one of them for each purpose: with two, a company would find the value between them by halving. An
 * address is never required: whoever hides could be refused for lack of one, and would stand out by that.
 * @throws Error that names every fault
 */
export function checkPurposes({ clientId, purposes }: Pick<RelyingParty, 'clientId' | 'purposes'>): void {
  const faults = purposes.flatMap(({ id, requiredItems, optionalItems }) => [
    ...askedTwice([...new Set([...requiredItems, ...optionalItems])]).map(
      (question) => `the purpose ${id} asks ${question} with more than one value`,
    ),
    ...requiredItems.filter(isAddressItem).map((item) => `the purpose ${id} requires ${item}, an address`),
  ]);
  if (faults.length > 0) throw new Error(`${clientId} cannot be registered: ${faults.join('; ')}`);
}

function askedTwice(items: readonly ItemName[]): string[] {
  const asked = items.flatMap((item) => findAttestation(item)?.question.name ?? []);
  return [...new Set(asked.filter((name, at) => asked.indexOf(name) !== at))];
}
