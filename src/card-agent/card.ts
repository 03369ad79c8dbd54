import { Worker } from 'node:worker_threads';
import { toErrorField } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { HalfName } from './card-half.ts';
import type { CardAnswer, CardOrder, ReadAnswer, ReadOrder, SignAnswer, SignOrder } from './card-order.ts';
import { wipe } from './secret.ts';
import type { Tries } from './tries.ts';

/** The card in the reader, for one login at a time. */
export interface Card {
  /** What its flags tell of the tries left. Costs none. @throws Refusal */
  look(half: HalfName): Promise<Tries>;
  /** Whether it can tell by itself that its holder is there, without a secret. Costs no try. @throws Refusal */
  recognisesHolder(half: HalfName): Promise<boolean>;
  /** Wipes the order's secret, whatever comes of it. @throws Refusal */
  sign(order: Omit<SignOrder, 'kind'>): Promise<SignAnswer>;
  /** The certificate of a half that shows it after its secret. Wipes the secret, too. @throws Refusal */
  read(order: Omit<ReadOrder, 'kind'>): Promise<ReadAnswer>;
  close(): Promise<void>;
}

/** More than these wait for nobody: a page that opens the agent over and over must not pile up work. */
const mostWaiting = 4;

/** `answerMilliseconds`: after that long the citizen is told, even if the module never returns. */
export function createCard(d: { modulePath: string; answerMilliseconds: number }): Card {
  let worker: Worker | undefined;
  let lastTurn: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  const startWorker = (): Worker => {
    const started = new Worker(new URL('./start-card-worker.mjs', import.meta.url), {
      workerData: { modulePath: d.modulePath },
    });
    // An idle reader must not keep a stopping program alive.
    started.unref();
    started.once('exit', () => {
      if (worker === started) worker = undefined;
    });
    // Whoever waits for an answer is told by a listener of their own; the next order starts another thread.
    started.on('error', () => undefined);
    return started;
  };

  const ask = (order: CardOrder): Promise<CardAnswer> =>
    new Promise((resolve) => {
      const asked = (worker ??= startWorker());
      const answer = (told: CardAnswer): void => {
        asked.off('message', answer).off('error', fail).off('exit', fail);
        if (order.kind === 'look') return resolve(told);
        // The binding wanted the secret as a text, which cannot be wiped: it goes with the thread's whole memory.
        worker = undefined;
        void asked.terminate().then(() => resolve(told));
      };
      const fail = (cause: unknown): void =>
        answer({
          outcome: 'fault',
          reason: 'agent_card_unreadable',
          error: `worker ended ${toErrorField(cause)}`,
        });
      asked.once('message', answer).once('error', fail).once('exit', fail);
      asked.postMessage(order);
    });

  const inTurn = async (order: CardOrder): Promise<Exclude<CardAnswer, { outcome: 'fault' }>> => {
    if (waiting >= mostWaiting) throw new Refusal('agent_card_busy');
    waiting += 1;
    let begun = false;
    let givenUp = false;
    const turn = lastTurn.then(() => {
      if (givenUp) return undefined;
      begun = true;
      return ask(order);
    });
    lastTurn = turn.finally(() => (waiting -= 1));
    const answer = await withinTime(turn, d.answerMilliseconds);
    if (answer?.outcome === 'fault') throw new Refusal(answer.reason, answer.error);
    if (answer) return answer;
    // Its turn may still come. It must find nothing to do: a login that the citizen was told had failed spends no try.
    givenUp = true;
    throw new Refusal(begun ? 'agent_card_unreadable' : 'agent_card_busy', 'no answer in time');
  };

  const lookAt = async (half: HalfName): Promise<{ tries: Tries; recognisesHolder: boolean }> => {
    const answer = await inTurn({ kind: 'look', half });
    if (answer.outcome !== 'looked') throw anotherOrder();
    return answer;
  };

  return {
    look: async (half) => (await lookAt(half)).tries,

    recognisesHolder: async (half) => (await lookAt(half)).recognisesHolder,

    async sign(order) {
      try {
        const answer = await inTurn({ kind: 'sign', ...order });
        if (answer.outcome === 'looked' || answer.outcome === 'read') throw anotherOrder();
        return answer;
      } finally {
        if (order.secret) wipe(order.secret);
      }
    },

    async read(order) {
      try {
        const answer = await inTurn({ kind: 'read', ...order });
        if (answer.outcome === 'looked' || answer.outcome === 'signed') throw anotherOrder();
        return answer;
      } finally {
        if (order.secret) wipe(order.secret);
      }
    },

    close: async () => {
      await worker?.terminate();
    },
  };
}

function anotherOrder(): Refusal {
  return new Refusal('internal_error', 'the card answered another order');
}

async function withinTime<Value>(value: Promise<Value>, milliseconds: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  return Promise.race([value, late]).finally(() => clearTimeout(timer));
}
