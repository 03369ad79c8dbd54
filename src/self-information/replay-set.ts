import type { ReplayMark } from '../stores/release.ts';

/** Proofs this process has seen and that have not expired: a first, cheap line; the store's mark is the second. */
export interface ReplaySet {
  /** False when the mark was seen before. */
  admit(mark: ReplayMark, now: Date): boolean;
}

export function createReplaySet(): ReplaySet {
  const seen = new Map<string, number>();
  return {
    admit(mark, now) {
      forgetExpired(seen, now.getTime());
      if (seen.has(mark.hash)) return false;
      seen.set(mark.hash, mark.expiresAt.getTime());
      return true;
    },
  };
}

/** Marks arrive about in the order in which they expire, so looking at the oldest is enough. */
function forgetExpired(seen: Map<string, number>, now: number): void {
  for (const [hash, expiresAt] of seen) {
    if (expiresAt > now) return;
    seen.delete(hash);
  }
}
