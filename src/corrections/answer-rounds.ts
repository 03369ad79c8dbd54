import type { Correction } from '../stores/corrections.ts';
import type { ToldAnswer } from './correction-line.ts';
import type { CorrectionsRooms } from './corrections.ts';
import { createRounds, type Rounds } from './rounds.ts';
import { toEndEntries } from './step-entries.ts';

const pauseMilliseconds = 1000;
/** Each report is asked about at most this often, and so many in one question. */
const askAgainMilliseconds = 3000;
const mostAtOnce = 50;

/**
 * Asks the network what agencies answered. Asked, not told: nobody outside can post into this house that a record is
 * right again. What was not asked about is not listened to, and an answer counts once.
 */
export function createAnswerRounds(d: CorrectionsRooms): Rounds {
  const { corrections } = d.stores;
  return createRounds({
    log: d.log,
    pauseMilliseconds,
    async round() {
      const now = d.clock.now();
      const waiting = await corrections.takeAwaiting(
        now,
        new Date(now.getTime() - askAgainMilliseconds),
        mostAtOnce,
      );
      if (waiting.length === 0) return;
      const byNumber = new Map(waiting.map((correction) => [correction.processNumber ?? '', correction]));
      for (const answer of (await d.line.ask([...byNumber.keys()])) ?? []) {
        const correction = byNumber.get(answer.processNumber);
        if (correction) await close(correction, answer);
      }
    },
  });

  async function close(correction: Correction, { outcome, ground }: ToldAnswer): Promise<void> {
    const at = d.clock.now();
    const entries = toEndEntries(d.toEntry, correction, outcome, at);
    if (await corrections.answer(correction, { outcome, ground }, at, entries))
      d.log.info('correction_answered', { category: correction.category, outcome });
  }
}
