/**
 * The thread that alone talks to the card: PKCS#11 calls block for as long as the card thinks. Takes one order at a
 * time and answers each with one message. It has the module's path and no address of anything else.
 */
import { parentPort, workerData } from 'node:worker_threads';
import pkcs11js, { type PKCS11 } from 'pkcs11js';
import { type CardAnswer, CardFault, type CardOrder } from './card-order.ts';
import { toReturnValue, withCard } from './card-slot.ts';
import { wipe } from './secret.ts';
import { readWithCard, signWithCard } from './sign-with-card.ts';

const { modulePath } = workerData as { modulePath: string };
let module: PKCS11 | undefined;

parentPort?.on('message', (order: CardOrder) => {
  const answer = follow(order);
  if (order.kind !== 'look' && order.secret) wipe(order.secret);
  parentPort?.postMessage(answer);
});

function follow(order: CardOrder): CardAnswer {
  try {
    module ??= loadModule();
    return withCard(module, order.half, (card) => {
      if (order.kind === 'look')
        return { outcome: 'looked', tries: card.readTries(), recognisesHolder: card.recognisesHolder() };
      return order.kind === 'read' ? readWithCard(card, order) : signWithCard(card, order);
    });
  } catch (error) {
    if (error instanceof CardFault) return { outcome: 'fault', reason: error.reason, error: error.error };
    return { outcome: 'fault', reason: 'agent_card_unreadable', error: toReturnValue(error) };
  }
}

function loadModule(): PKCS11 {
  const loaded = new pkcs11js.PKCS11();
  loaded.load(modulePath);
  return loaded;
}
