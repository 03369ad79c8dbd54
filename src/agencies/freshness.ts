import { findCategory } from '../vocabulary/categories.ts';
import type { Reading } from '../vocabulary/reading.ts';

const dayMilliseconds = 86_400_000;

/**
 * `stale` where a record is older than its holder promises. It is handed out all the same: what it is good for, whoever
 * reads it knows best. A record dated ahead of our clock is fresh; only where there is a record is anything stale.
 */
export function toFreshness(reading: Reading, now: Date): Reading {
  const days = findCategory(reading.category)?.freshForDays;
  if (reading.outcome !== 'ok' || reading.asOf === null || days === undefined) return reading;
  const age = now.getTime() - Date.parse(reading.asOf);
  return age > days * dayMilliseconds ? { ...reading, outcome: 'stale' } : reading;
}
