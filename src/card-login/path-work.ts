import { PathFault } from './path-fault.ts';

/** What one question may cost at most, whoever asks it and whatever is sent along with it. */
const most = {
  certificates: 200,
  steps: 2000,
  signatures: 100,
  paths: 100,
  names: 10_000,
  lists: 50,
} as const;

const faults: Readonly<Record<PathExpense, string>> = {
  certificates: 'too many certificates',
  steps: 'too many paths to try',
  signatures: 'too many signatures to check',
  paths: 'too many whole paths to check',
  names: 'too many names to compare',
  lists: 'too many lists',
};

export type PathExpense = keyof typeof most;

/** Counts down over a whole question: those that it leads to, about who signed a list, are paid from the same purse. */
export interface PathWork {
  /** @throws PathFault `work` */
  spend(on: PathExpense, amount?: number): void;
}

export function createPathWork(): PathWork {
  const spent = new Map<PathExpense, number>();
  return {
    spend(on, amount = 1) {
      const sum = (spent.get(on) ?? 0) + amount;
      if (sum > most[on]) throw new PathFault('work', faults[on]);
      spent.set(on, sum);
    },
  };
}
