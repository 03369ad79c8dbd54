import type { Agencies } from '../agencies/agencies.ts';
import { type CategoryName, type CitizenId, type ItemName, type TraceId } from '../vocabulary/identifiers.ts';
import { releaseItems } from '../vocabulary/items.ts';
import type { JsonObject, Reading } from '../vocabulary/reading.ts';
import type { Viewer } from '../vocabulary/viewers.ts';
import type { AttestationPolicy } from './attestation-policies.ts';

/** What was read, already cut down to what may be seen: the whole record never leaves this file. */
export interface ItemReading {
  reading: Reading;
  suppressionVersion: number;
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
  const { reading, suppressionVersion } = await agencies.inquire(inquiry, budgetMilliseconds);
  const record = reading.record && releaseItems(reading.record, wanted.category, items);
  return { reading: { ...reading, record }, suppressionVersion };
}

type PolicyReading = ItemReading & { answer: JsonObject | null };
export interface WantedAnswer {
  citizen: CitizenId;
  policy: AttestationPolicy;
  viewer: Viewer;
  traceId: TraceId;
  now: Date;
}

/** A policy's answer as it may leave the house. */
export async function readAttestation(
  agencies: Pick<Agencies, 'inquire'>,
  wanted: WantedAnswer,
): Promise<PolicyReading> {
  const { reading, suppressionVersion, answer } = await answerPolicy(agencies, wanted);
  // As-of would tell a record that does not qualify from no record at all.
  return { reading: { ...reading, asOf: null }, suppressionVersion, answer };
}

/** Reads a policy's inputs, and nothing else, and answers it. */
export async function answerPolicy(
  agencies: Pick<Agencies, 'inquire'>,
  { citizen, policy, viewer, traceId, now }: WantedAnswer,
  budgetMilliseconds?: number,
): Promise<PolicyReading> {
  const { category } = policy.words;
  const { reading, suppressionVersion } = await readItems(
    agencies,
    { citizen, category, items: new Set(policy.inputs), viewer, traceId },
    budgetMilliseconds,
  );
  const counts = reading.outcome !== 'stale' || policy.answersFromStale;
  const answer = policy.answer(counts ? reading.record : null, toJapaneseDay(now));
  return { reading: { ...reading, record: null }, suppressionVersion, answer };
}

const japaneseDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' });

/** `YYYY-MM-DD` in Japan, where the rules' days begin and end. */
export function toJapaneseDay(instant: Date): string {
  return japaneseDay.format(instant);
}
