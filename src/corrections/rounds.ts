import { type Log, toErrorField } from '../vocabulary/log.ts';

/** Work that is done again and again, never twice at once in this process. */
export interface Rounds {
  once(): Promise<void>;
  /** A round now, without waiting for it. */
  hurry(): void;
  start(): void;
  /** Resolves when the round under way is over. */
  stop(): Promise<void>;
}

export function createRounds(d: { log: Log; pauseMilliseconds: number; round: () => Promise<void> }): Rounds {
  let last: Promise<void> = Promise.resolve();
  let waiting = false;
  let running = false;
  let timer: NodeJS.Timeout | undefined;

  function once(): Promise<void> {
    // One that waits its turn will see what is asked for now.
    if (waiting) return last;
    waiting = true;
    last = last.then(async () => {
      waiting = false;
      try {
        await d.round();
      } catch (error) {
        // The store failed: rows stay as they are, and the next round finds them.
        d.log.warn('correction_round_failed', { error: toErrorField(error) });
      }
    });
    return last;
  }

  return {
    once,
    hurry: () => void (running && once()),
    start() {
      running = true;
      timer = setInterval(() => void once(), d.pauseMilliseconds);
      void once();
    },
    async stop() {
      running = false;
      clearInterval(timer);
      await last;
    },
  };
}
