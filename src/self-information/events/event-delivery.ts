/** Delivers waiting events, of whichever process: at least once, with the same `jti`, until the receiver has them or they are worth nothing. */
import type { SigningKey } from '../../key-custody/signing-key.ts';
import { signJwt } from '../../key-custody/sign-jwt.ts';
import type { OutgoingEvent } from '../../stores/outgoing-events.ts';
import type { Stores } from '../../stores/stores.ts';
import type { Clock } from '../../vocabulary/clock.ts';
import { newIdentifier } from '../../vocabulary/identifiers.ts';
import { type Log, toErrorField } from '../../vocabulary/log.ts';
import type { EventPush } from './push-event.ts';

export interface EventDelivery {
  /** Looks at once whether there is something to deliver. */
  wake(): void;
  /** Looks every second. */
  start(): void;
  /** Takes no more; what is under way ends, or is delivered again by another process. */
  stop(): Promise<void>;
}

/** RFC 8417, section 2.3: tells it from every other JWT that this key signs. */
export const eventType = 'secevent+jwt';

const lookEveryMilliseconds = 1000;
const mostUnderWay = 16;
/** More than a push takes: who is later than that has died. */
const claimMilliseconds = 30_000;
const firstPauseMilliseconds = 5000;
const longestPauseMilliseconds = 120_000;

export function createEventDelivery(d: {
  stores: Pick<Stores, 'outgoingEvents' | 'relyingParties'>;
  push: EventPush;
  key: SigningKey;
  clock: Clock;
  log: Log;
}): EventDelivery {
  const { outgoingEvents, relyingParties } = d.stores;
  const worker = newIdentifier<string>();
  const underWay = new Set<Promise<void>>();
  let stopping = false;
  let looking = false;
  let lookAgain = false;
  let timer: NodeJS.Timeout | undefined;
  let lastLook: Promise<void> = Promise.resolve();

  function look(): void {
    lookAgain = true;
    if (!looking) lastLook = lookNow();
  }

  async function lookNow(): Promise<void> {
    looking = true;
    try {
      while (lookAgain) {
        lookAgain = false;
        while (!stopping && underWay.size < mostUnderWay) {
          const now = d.clock.now();
          const event = await outgoingEvents.claim(worker, now, new Date(now.getTime() + claimMilliseconds));
          if (!event) break;
          // Claimed as the stop was said: another process shall not wait for it.
          if (stopping) await outgoingEvents.unclaim(event.jti, worker);
          else begin(event);
        }
      }
    } catch (error) {
      d.log.warn('events_not_taken', { error: toErrorField(error) });
    } finally {
      looking = false;
    }
  }

  function begin(event: OutgoingEvent): void {
    const work = deliver(event)
      // Its claim runs out, and it is tried again.
      .catch((error: unknown) => d.log.error('event_failed', { error: toErrorField(error) }))
      .finally(() => {
        underWay.delete(work);
        if (!stopping) look();
      });
    underWay.add(work);
  }

  async function deliver({ jti, client, claims, tries, giveUpAt }: OutgoingEvent): Promise<void> {
    const endpoint = (await relyingParties.find(client))?.eventEndpoint;
    // It was registered when the event was made, and is not any more.
    if (!endpoint) return outgoingEvents.remove(jti, worker);
    const pushed = await d.push.push(endpoint, signJwt(d.key, eventType, claims));
    if (pushed.outcome === 'delivered') {
      d.log.info('event_delivered', { client_id: client, count: tries + 1 });
      return outgoingEvents.remove(jti, worker);
    }
    const next = new Date(d.clock.now().getTime() + pauseAfter(tries));
    const isOver = pushed.outcome === 'refused' || next >= giveUpAt;
    const line = { client_id: client, reason: pushed.reason, count: tries + 1 };
    d.log.warn(isOver ? 'event_given_up' : 'event_not_delivered', line);
    return isOver ? outgoingEvents.remove(jti, worker) : outgoingEvents.postpone(jti, worker, next);
  }

  return {
    wake: look,
    start() {
      timer ??= setInterval(look, lookEveryMilliseconds).unref();
      look();
    },
    async stop() {
      stopping = true;
      clearInterval(timer);
      await lastLook;
      await d.push.close();
      await Promise.all(underWay);
    },
  };
}

/** 5, 10, 20, 40, 80 seconds, then two minutes. */
export function pauseAfter(tries: number): number {
  return Math.min(firstPauseMilliseconds * 2 ** tries, longestPauseMilliseconds);
}
