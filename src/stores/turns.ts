/**
 * Turns on the one SQLite connection. A statement is synchronous and takes its turn at once; a transaction is
 * not, because its work awaits between statements. While one is open everything else of this process waits,
 * or a stranger's statement would be committed, or rolled back, with somebody else's transaction.
 */
export interface Turns {
  /** Runs a synchronous statement now, or after the transaction that is open. */
  take<Result>(statement: () => Result): Promise<Result>;
  /** Runs `work` with nothing in between, from its first statement until its promise settles. */
  hold<Result>(work: () => Promise<Result>): Promise<Result>;
}

export function createTurns(): Turns {
  const waiting: (() => void)[] = [];
  let head = 0;
  let held = false;

  const next = (): void => {
    // Started here and not by resolving a promise: nothing may slip in between one turn and the next.
    while (!held && head < waiting.length) waiting[head++]?.();
    if (head < waiting.length) return;
    waiting.length = 0;
    head = 0;
  };
  const queue = <Result>(start: () => Promise<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      waiting.push(() => void start().then(resolve, reject));
    });
  const runHeld = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    held = true;
    try {
      return await work();
    } finally {
      held = false;
      next();
    }
  };

  return {
    async take(statement) {
      return held ? queue(async () => statement()) : statement();
    },
    hold: (work) => (held ? queue(() => runHeld(work)) : runHeld(work)),
  };
}
