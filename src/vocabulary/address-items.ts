import { categories } from './categories.ts';
import type { CategoryName, ItemName } from './identifiers.ts';
import { identityClaims } from './identity.ts';
import { findItem, itemsOf } from './items.ts';

/**
 * Items that say where the person lives. 不開示該当 withholds them wherever they would be given, so none may ever be
 * required: a person who cannot give one would stand out by being refused. Told by the last word of the item's name, or
 * by the standard that a part of an address follows.
 */
export const addressItems: ReadonlySet<ItemName> = new Set(
  [
    ...identityClaims.map(({ item }) => item),
    ...categories.flatMap(({ name }) => itemsOf(name).map((item) => item.name)),
  ].filter(saysAddress),
);

function saysAddress(item: ItemName): boolean {
  const standard = findItem(item)?.schema?.['x-standard-ref'] ?? '';
  return /[._]address$/.test(item) || /GIF 住所|\baddress\b/.test(standard);
}

export function isAddressItem(item: ItemName): boolean {
  return addressItems.has(item);
}

/** The categories that carry one: withheld whole, because a record without its address would be a mark. */
export const categoriesWithAddress: ReadonlySet<CategoryName> = new Set(
  categories
    .map(({ name }) => name)
    .filter((name) => itemsOf(name).some((item) => addressItems.has(item.name))),
);

/**
 * What a company is told that it was granted. An address is never promised, ticked or not: it is there when it is read,
 * or it is not. Told beforehand, its absence later would mark a person who hides.
 */
export function withoutAddresses(items: readonly ItemName[]): ItemName[] {
  return items.filter((item) => !addressItems.has(item));
}
