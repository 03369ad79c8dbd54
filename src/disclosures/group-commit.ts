import type { Release, ReleaseResult, Releases } from '../stores/release.ts';
import { Refusal } from '../vocabulary/refusals.ts';

interface Waiting {
  release: Release;
  resolve(result: ReleaseResult): void;
  reject(reason: unknown): void;
}

/** Commits releases in groups. */
export interface GroupCommit {
  /** The result of this release, after its group is durable. Rejects with `ledger_unavailable` when the group failed. */
  commit(release: Release): Promise<ReleaseResult>;
  /** Takes no more, and resolves when what was taken is answered. */
  drain(): Promise<void>;
}

/**
 * Releases that arrive while the last group is being written, or in the same turn of the event loop, share one
 * transaction and one fsync: under load an entry costs a fraction of a sync, alone it waits for nobody.
 * One group is in flight at a time. Beyond `mostWaiting` a release is refused at once: an answer that would come
 * after its caller's patience helps nobody, and memory is bounded.
 */
export function createGroupCommit(
  releases: Releases,
  { mostInGroup = 64, mostWaiting = 1024 }: { mostInGroup?: number; mostWaiting?: number } = {},
): GroupCommit {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  let draining = false;

  async function run(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const group = waiting.slice(0, mostInGroup);
      waiting = waiting.slice(mostInGroup);
      await commitGroup(releases, group);
    }
    running = undefined;
  }

  return {
    commit(release) {
      if (draining) return Promise.reject(new Refusal('ledger_unavailable', 'the server is stopping'));
      if (waiting.length >= mostWaiting)
        return Promise.reject(new Refusal('ledger_unavailable', 'too many releases are waiting'));
      return new Promise((resolve, reject) => {
        waiting.push({ release, resolve, reject });
        running ??= run();
      });
    },
    async drain() {
      draining = true;
      await running;
    },
  };
}

async function commitGroup(releases: Releases, group: readonly Waiting[]): Promise<void> {
  try {
    const results = await releases.commit(group.map(({ release }) => release));
    if (results.length !== group.length) throw new Error('the store answered another number of results');
    group.forEach(({ resolve }, index) => resolve(results[index] as ReleaseResult));
  } catch (cause) {
    const refusal =
      cause instanceof Refusal && cause.reason === 'ledger_unavailable'
        ? cause
        : new Refusal('ledger_unavailable', 'the group could not be committed', { cause });
    for (const { reject } of group) reject(refusal);
  }
}
