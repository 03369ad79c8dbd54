import type { Clock } from '../vocabulary/clock.ts';

export interface BucketSize {
  /** How much may be taken at once. */
  holds: number;
  /** How much comes back in a second; 0 for what is given once. */
  refillsPerSecond: number;
}

/** A bucket for each key, filled at the start. In memory: each process counts for itself, and a restart forgets. */
export interface Buckets {
  /** Takes one. Answers 0, or how many seconds until there is one again; Infinity where there never is. */
  take(key: string): number;
}

/**
 * Token buckets, at most `mostKeys` of them: the one that was used longest ago goes first. Whoever has many keys to
 * waste makes others full again, never empty.
 */
export function createBuckets(
  { holds, refillsPerSecond }: BucketSize,
  { mostKeys, clock }: { mostKeys: number; clock: Clock },
): Buckets {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(key) {
      const now = clock.now().getTime();
      const known = buckets.get(key);
      // A clock that was set back refills nothing, and takes nothing away.
      const seconds = known ? Math.max(0, now - known.at) / 1000 : 0;
      const held = known ? Math.min(holds, known.left + seconds * refillsPerSecond) : holds;
      const allowed = held >= 1;
      const left = allowed ? held - 1 : held;
      buckets.delete(key);
      buckets.set(key, { left, at: now });
      if (buckets.size > mostKeys) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      return allowed ? 0 : Math.ceil((1 - left) / refillsPerSecond);
    },
  };
}
