import { Ajv2020 } from 'ajv/dist/2020.js';
import { isAddressItem } from '../../vocabulary/address-items.ts';
import { findCategory } from '../../vocabulary/categories.ts';
import type { CategoryName, ItemName } from '../../vocabulary/identifiers.ts';
import { categoryOf, findItem } from '../../vocabulary/items.ts';
import { Refusal } from '../../vocabulary/refusals.ts';

/** Above what all categories and all items take. */
const mostNames = 2000;
const names = {
  type: 'array',
  minItems: 1,
  maxItems: mostNames,
  uniqueItems: true,
  items: { type: 'string', minLength: 1, maxLength: 255 },
} as const;

/** The body of a request for several categories; openapi.yaml shows it. */
export const requestBodySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    categories: { ...names, description: 'Everything that was granted of each' },
    items: { ...names, description: 'Single items, by their names' },
  },
} as const;

interface RequestBody {
  categories?: readonly string[];
  items?: readonly string[];
}
const isRequestBody = new Ajv2020().compile<RequestBody>(requestBodySchema);

/** What is asked for, category by category. */
export type AskedItems = ReadonlyMap<CategoryName, readonly ItemName[]>;

/**
 * The granted items that a body asks for; all of them where it names none. All or nothing: one name that is not
 * granted refuses the whole, lest an answer look complete that is not. The fault is told by its place, never by
 * repeating what was sent.
 * @throws Refusal `information_request_invalid`, `item_not_granted`
 */
export function toAskedItems(body: unknown, granted: readonly ItemName[]): AskedItems {
  if (!isRequestBody(body)) {
    const [fault] = isRequestBody.errors ?? [];
    throw new Refusal(
      'information_request_invalid',
      `${fault?.instancePath || '/'}: ${fault?.keyword ?? ''}`,
    );
  }
  const records = granted.filter((item) => findCategory(categoryOf(item)));
  const wanted = new Set<ItemName>();
  (body.categories ?? []).forEach((name, index) => {
    const place = `/categories/${index}`;
    if (!findCategory(name)) throw new Refusal('information_request_invalid', `${place}: no such category`);
    const items = records.filter((item) => categoryOf(item) === name);
    if (items.length === 0) throw new Refusal('item_not_granted', place);
    for (const item of items) wanted.add(item);
  });
  (body.items ?? []).forEach((name, index) => {
    const place = `/items/${index}`;
    const item = findItem(name);
    if (!item) throw new Refusal('information_request_invalid', `${place}: no such item`);
    if (!findCategory(item.category))
      throw new Refusal('information_request_invalid', `${place}: it has an address of its own`);
    // An address that was not ticked is passed over: refused, it would tell which one that is missing later was ticked.
    if (records.includes(item.name)) wanted.add(item.name);
    else if (!isAddressItem(item.name)) throw new Refusal('item_not_granted', place);
  });
  const asked = body.categories || body.items ? [...wanted] : records;
  if (asked.length === 0) throw new Refusal('item_not_granted');
  return groupByCategory(asked);
}

/** Sorted, so that the same request has the same text. */
export function groupByCategory(items: readonly ItemName[]): AskedItems {
  const groups = new Map<CategoryName, ItemName[]>();
  for (const item of [...items].sort()) {
    const category = categoryOf(item) as CategoryName;
    groups.set(category, [...(groups.get(category) ?? []), item]);
  }
  return groups;
}
