import type { CorrectionMessage } from '../stores/corrections.ts';
import type { CorrectionsRooms } from './corrections.ts';
import { createRounds, type Rounds } from './rounds.ts';

const pauseMilliseconds = 1000;
const mostAtOnce = 20;
/** Longer than a delivery may take: whoever fails within it leaves the message to the next node. */
const leaseMilliseconds = 30_000;
const longestPauseSeconds = 300;

/**
 * The outbox. A message is taken for a while, told, and gone when the agency has it; until then it comes back, less and
 * less often, for as long as it takes. Told twice is told once: the network knows the report by its id.
 */
export function createDeliveryRounds(d: CorrectionsRooms): Rounds {
  const { corrections } = d.stores;
  return createRounds({
    log: d.log,
    pauseMilliseconds,
    async round() {
      const now = d.clock.now();
      const messages = await corrections.takeMessages(
        now,
        new Date(now.getTime() + leaseMilliseconds),
        mostAtOnce,
      );
      await Promise.all(messages.map(deliver));
    },
  });

  async function deliver(message: CorrectionMessage): Promise<void> {
    const { citizen, id: correction, category } = message.correction;
    const processNumber = await d.line.tell(message);
    const now = d.clock.now();
    if (processNumber === undefined) {
      const seconds = Math.min(2 ** Math.min(message.tries, 20), longestPauseSeconds);
      await corrections.postpone(message, new Date(now.getTime() + seconds * 1000));
      d.log.info('correction_waits', { category, count: message.tries });
      return;
    }
    const entries =
      message.kind === 'report'
        ? [d.toEntry({ citizen, correction, category, step: 'delivered', processNumber, at: now })]
        : [];
    if (await corrections.accept(message, processNumber, now, entries))
      d.log.info('correction_delivered', { category, reason: message.kind });
  }
}
