import { categories } from './categories.ts';
import type { CategoryName, ItemName } from './identifiers.ts';
import { identityClaims } from './identity.ts';
import { findItem, itemsOf } from './items.ts';

/**
 * Items that say where the person lives. 不開示該当 withholds them wherever they would be given, so none may ever be
 * required: a person who cannot give one would stand out by being refused. Told by the last word of the item's name, or
 * by the standard that a part of an address follows.
 */
export function isAddressItem(item: ItemName): boolean {
  const standard = findItem(item)?.schema?.['x-standard-ref'] ?? '';
  return /[._]address$/.test(item) || /GIF 住所|\baddress\b/.test(standard);
}

/** The categories that carry one: withheld whole, because a record without its address would be a mark. */
export const categoriesWithAddress: ReadonlySet<CategoryName> = new Set(
  categories.map(({ name }) => name).filter((name) => itemsOf(name).some((item) => isAddressItem(item.name))),
);

export const addressItems: readonly ItemName[] = [
  ...identityClaims.map(({ item }) => item),
  ...[...categoriesWithAddress].flatMap((name) => itemsOf(name).map((item) => item.name)),
].filter(isAddressItem);
