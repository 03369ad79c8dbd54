/**
 * Works on pending requests, whichever process they came to: takes one, asks the agencies for all of its categories
 * side by side, seals what they answered. What this process began and did not end, another one begins anew.
 */
import type { Agencies } from '../../agencies/agencies.ts';
import { createAgencyLines } from '../../agencies/agency-lines.ts';
import { NetworkFault } from '../../agencies/network-fault.ts';
import { checkStanding } from '../../consent/standing.ts';
import type { Consent } from '../../stores/consents.ts';
import type { InformationRequest } from '../../stores/information-requests.ts';
import type { NewEvent } from '../../stores/outgoing-events.ts';
import type { Stores } from '../../stores/stores.ts';
import type { Clock } from '../../vocabulary/clock.ts';
import { findCategory } from '../../vocabulary/categories.ts';
import {
  type AgencyId,
  type CategoryName,
  type ItemName,
  newIdentifier,
} from '../../vocabulary/identifiers.ts';
import { type Log, toErrorField } from '../../vocabulary/log.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import { type ItemReading, readItems } from '../read-items.ts';
import { groupByCategory } from './asked-items.ts';
import type { RequestLimits } from './request-limits.ts';
import type { ResultSeal } from './result-seal.ts';

export interface RequestWorker {
  /** Looks at once whether there is work. */
  wake(): void;
  /** Looks every second: for what other processes took in, or left behind. */
  start(): void;
  /** Takes no more; what is not done in time is given back for another process. */
  stop(): Promise<void>;
}

export interface RequestWorkerRooms {
  stores: Pick<Stores, 'informationRequests' | 'consents' | 'citizens' | 'suppressions'>;
  agencies: Pick<Agencies, 'inquire'>;
  seal: ResultSeal;
  /** What tells the company that its request is completed; null where it wants none. */
  toEvent(request: InformationRequest, completedAt: Date): Promise<NewEvent | null>;
  /** Called when an event waits to be delivered. */
  onEvent(): void;
  limits: RequestLimits;
  clock: Clock;
  log: Log;
}

const lookEveryMilliseconds = 1000;
const stopMilliseconds = 3000;

export function createRequestWorker(rooms: RequestWorkerRooms): RequestWorker {
  const { stores, agencies, seal, limits, clock, log } = rooms;
  // Who this process is to the others: whoever lost a request to somebody else can store nothing for it.
  const worker = newIdentifier<string>();
  const lines = createAgencyLines({ mostUnderWay: limits.mostAtOneAgency });
  const underWay = new Map<InformationRequest['id'], Promise<void>>();
  /** No more is taken; then nothing more is stored either. */
  let draining = false;
  let stopping = false;
  let looking = false;
  let lookAgain = false;
  let timer: NodeJS.Timeout | undefined;
  let lastLook: Promise<void> = Promise.resolve();

  function look(): void {
    lookAgain = true;
    if (!looking && !draining) lastLook = lookNow();
  }

  async function lookNow(): Promise<void> {
    looking = true;
    try {
      do {
        lookAgain = false;
        while (!draining && underWay.size < limits.mostUnderWay) {
          const now = clock.now();
          const request = await stores.informationRequests.claim(
            worker,
            now,
            new Date(now.getTime() + limits.claimSeconds * 1000),
          );
          if (!request) break;
          if (draining) await stores.informationRequests.unclaim(request.id, worker);
          else begin(request);
        }
      } while (lookAgain);
    } catch (error) {
      log.warn('requests_not_taken', { error: toErrorField(error) });
    } finally {
      looking = false;
    }
  }

  function begin(request: InformationRequest): void {
    const work = answer(request)
      .catch((error: unknown) => {
        // Its claim runs out, and it is begun anew: tried again at once, it would most likely fail again.
        log.error('request_failed', { trace_id: request.traceId, error: toErrorField(error) });
      })
      .finally(() => {
        underWay.delete(request.id);
        look();
      });
    underWay.set(request.id, work);
  }

  async function answer(request: InformationRequest): Promise<void> {
    const consent = await stores.consents.find(request.consent);
    // Withdrawn, expired or used up meanwhile: nobody may be asked any more.
    if (!consent || !stands(consent, request, clock.now()))
      return stores.informationRequests.giveUp(request.id, worker);
    const categories = [...groupByCategory(request.items)];
    const result = await Promise.all(categories.map(([category, items]) => read(request, category, items)));
    // Cut off by our own stop, an agency reads as unavailable: that is no answer of hers.
    if (stopping) return;
    const completedAt = clock.now();
    const event = await rooms.toEvent(request, completedAt);
    const completed = await stores.informationRequests.complete(request.id, worker, {
      sealed: seal.seal(request, result),
      completedAt,
      expiresAt: new Date(completedAt.getTime() + limits.resultSeconds * 1000),
      event,
    });
    if (!completed) return;
    log.info('request_completed', {
      client_id: request.client,
      trace_id: request.traceId,
      count: result.length,
    });
    if (event) rooms.onEvent();
  }

  /** One category, in the line of the agency that holds it; whatever goes wrong there is that category's outcome alone. */
  async function read(
    { citizen, traceId }: InformationRequest,
    category: CategoryName,
    items: readonly ItemName[],
  ): Promise<ItemReading> {
    const kind = findCategory(category)?.holder;
    const known = await stores.citizens.find(citizen);
    const agency = (kind && known?.holders[kind]) ?? ('nobody' as AgencyId);
    const began = performance.now();
    const inquiry = { citizen, category, items: new Set(items), viewer: 'waiting_result', traceId } as const;
    try {
      return await lines.run(agency, AbortSignal.timeout(limits.inquiryMilliseconds), () =>
        readItems(agencies, inquiry, limits.inquiryMilliseconds - (performance.now() - began)),
      );
    } catch (error) {
      const isLate =
        error instanceof NetworkFault || (error instanceof Error && error.name === 'TimeoutError');
      if (!isLate) throw error;
      log.warn('agency_unavailable', { reason: 'request_line_full', agency, category, trace_id: traceId });
      return unavailable(category, (await stores.suppressions.find(citizen)).version);
    }
  }

  return {
    wake: look,
    start() {
      timer ??= setInterval(look, lookEveryMilliseconds).unref();
      look();
    },
    async stop() {
      clearInterval(timer);
      draining = true;
      await lastLook;
      let wait: NodeJS.Timeout | undefined;
      await Promise.race([
        Promise.all(underWay.values()),
        new Promise((resolve) => (wait = setTimeout(resolve, stopMilliseconds))),
      ]);
      clearTimeout(wait);
      stopping = true;
      for (const id of underWay.keys()) await stores.informationRequests.unclaim(id, worker);
    },
  };
}

function stands(consent: Consent, request: InformationRequest, now: Date): boolean {
  try {
    checkStanding(consent, now, request.items);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** It waited for its turn at the agency until its time was over. */
function unavailable(category: CategoryName, suppressionVersion: number): ItemReading {
  return {
    reading: {
      category,
      outcome: 'agency_unavailable',
      record: null,
      asOf: null,
      source: null,
      retryAfterSeconds: 30,
      processNumber: null,
    },
    suppressionVersion,
    others: null,
  };
}
