import type { AgencyId } from '../vocabulary/identifiers.ts';
import { NetworkFault } from './network-fault.ts';

/** One waiting line per agency: those who wait for a slow agency stand in nobody else's way. */
export interface AgencyLines {
  /** Runs `work` when it is this inquiry's turn. @throws NetworkFault `agency_line_full`, or the signal's reason */
  run<Result>(agency: AgencyId, signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
}

interface Line {
  underWay: number;
  /** Called in order; each takes the place that became free. */
  waiting: Set<() => void>;
}

export function createAgencyLines({ mostUnderWay = 32, mostWaiting = 512 } = {}): AgencyLines {
  const lines = new Map<AgencyId, Line>();

  /** The line, with a place in it that the caller must give back. */
  async function enter(agency: AgencyId, signal: AbortSignal): Promise<Line> {
    const line = lines.get(agency) ?? { underWay: 0, waiting: new Set() };
    lines.set(agency, line);
    if (line.underWay < mostUnderWay) {
      line.underWay += 1;
      return line;
    }
    if (line.waiting.size >= mostWaiting) throw new NetworkFault('agency_line_full');
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        line.waiting.delete(turn);
        reject(signal.reason as Error);
      };
      const turn = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      line.waiting.add(turn);
    });
    return line;
  }

  /** Hands the place to the next in line, or gives it up. */
  function leave(agency: AgencyId, line: Line): void {
    const [next] = line.waiting;
    if (next) {
      line.waiting.delete(next);
      next();
      return;
    }
    line.underWay -= 1;
    if (line.underWay === 0) lines.delete(agency);
  }

  return {
    async run(agency, signal, work) {
      signal.throwIfAborted();
      const line = await enter(agency, signal);
      try {
        return await work();
      } finally {
        leave(agency, line);
      }
    },
  };
}
