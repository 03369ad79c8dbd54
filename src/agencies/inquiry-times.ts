import { NetworkFault } from './network-fault.ts';

/** Keeps the time of every inquiry under way. */
export interface InquiryTimes {
  /** Runs `work` with a signal that ends it when its time is spent, or when the server stops. */
  within<Result>(
    milliseconds: number,
    work: (signal: AbortSignal, beforeEnd: BeforeEnd) => Promise<Result>,
  ): Promise<Result>;
  endAll(): void;
}

/**
 * What `work` answers if it comes in time, else the signal's reason, at that moment: a request that waits for a
 * connection does not hear the signal, and what comes late is never looked at.
 */
export type BeforeEnd = <Value>(work: Promise<Value>) => Promise<Value>;

export function createInquiryTimes(): InquiryTimes {
  const underWay = new Set<AbortController>();
  let stopping = false;

  return {
    async within(milliseconds, work) {
      const controller = new AbortController();
      const { signal } = controller;
      const timer = setTimeout(() => controller.abort(new NetworkFault('budget_spent')), milliseconds);
      underWay.add(controller);
      if (stopping) controller.abort(new NetworkFault('stopping'));
      try {
        return await work(signal, (promise) => beforeEnd(signal, promise));
      } finally {
        clearTimeout(timer);
        underWay.delete(controller);
      }
    },
    endAll() {
      stopping = true;
      for (const controller of underWay) controller.abort(new NetworkFault('stopping'));
    },
  };
}

function beforeEnd<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
    if (signal.aborted) end();
  });
}
