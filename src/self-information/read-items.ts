import type { Agencies } from '../agencies/agencies.ts';
import type { OthersVersion } from '../stores/suppressions.ts';
import { type CategoryName, type CitizenId, type ItemName, type TraceId } from '../vocabulary/identifiers.ts';
import { releaseItems } from '../vocabulary/items.ts';
import type { Reading } from '../vocabulary/reading.ts';
import type { Viewer } from '../vocabulary/viewers.ts';

/** What was read, already cut down to what may be seen: the whole record never leaves this file. */
export interface ItemReading {
  reading: Reading;
  suppressionVersion: number;
  others: OthersVersion | null;
}

export interface WantedItems {
  citizen: CitizenId;
  category: CategoryName;
  items: ReadonlySet<ItemName>;
  viewer: Viewer;
  traceId: TraceId;
}

/**
 * The one way to a record, for the screen that asks and for the answer that follows: so that both see the same
 * outcome, the same items and the same suppression.
 */
export async function readItems(
  agencies: Pick<Agencies, 'inquire'>,
  wanted: WantedItems,
  budgetMilliseconds?: number,
): Promise<ItemReading> {
  const { items, ...inquiry } = wanted;
  const { reading, ...versions } = await agencies.inquire(inquiry, budgetMilliseconds);
  const record = reading.record && releaseItems(reading.record, wanted.category, items);
  return { reading: { ...reading, record }, ...versions };
}

const japaneseDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' });

/** `YYYY-MM-DD` in Japan, where the rules' days begin and end. */
export function toJapaneseDay(instant: Date): string {
  return japaneseDay.format(instant);
}
