/**
 * Circuit breakers: an agency that has not answered others is not asked for a while, and says so at once instead of
 * after everybody's patience. One for each agency, and one for the network in front of them all.
 *
 * Only what is no person's doing counts (`NetworkFault.against`): were a record that its schema forbids a failure, one
 * person's could close the agency to everybody, and whether it closed would tell that there is a record.
 */
import { type CircuitBreakerPolicy, circuitBreaker, CircuitState, CountBreaker, handleWhen } from 'cockatiel';
import type { AgencyId } from '../vocabulary/identifiers.ts';
import type { Log } from '../vocabulary/log.ts';
import { NetworkFault } from './network-fault.ts';

export interface CircuitSettings {
  /** More than half of the last `window` questions must have failed, and at least `fewest` been asked. */
  window: number;
  fewest: number;
  /** How long nobody is asked, until one question tries again. */
  restMilliseconds: number;
  /** How long that one may take. */
  trialMilliseconds: number;
}

export const usualCircuit: CircuitSettings = {
  window: 20,
  fewest: 10,
  restMilliseconds: 15_000,
  trialMilliseconds: 3000,
};

export interface Circuits {
  /** @throws NetworkFault at once where this agency, or the network, is not asked now */
  check(agency: AgencyId): void;
  /** When this agency is asked again; undefined where it is asked now. */
  retryAfterSeconds(agency: AgencyId): number | undefined;
  /** Asks, and takes note of how it went. @throws NetworkFault as `check`, or `work`'s own */
  run<Result>(agency: AgencyId, work: () => Promise<Result>): Promise<Result>;
}

interface Circuit {
  breaker: CircuitBreakerPolicy;
  openedAt: number;
}

export function createCircuits(settings: CircuitSettings, log: Log, now: () => number): Circuits {
  const network = open('network', { agency: 'network' });
  const agencies = new Map<AgencyId, Circuit>();

  function open(against: 'network' | 'agency', named: { agency: string }): Circuit {
    const breaker = circuitBreaker(
      handleWhen((error) => counts(error, against, breaker.state === CircuitState.HalfOpen)),
      {
        halfOpenAfter: settings.restMilliseconds,
        breaker: new CountBreaker({
          threshold: 0.5,
          size: settings.window,
          minimumNumberOfCalls: settings.fewest,
        }),
      },
    );
    const circuit: Circuit = { breaker, openedAt: 0 };
    breaker.onBreak(() => {
      circuit.openedAt = now();
      log.warn('circuit_opened', named);
    });
    breaker.onReset(() => log.info('circuit_closed', named));
    return circuit;
  }

  function circuitOf(agency: AgencyId): Circuit {
    const circuit = agencies.get(agency) ?? open('agency', { agency });
    agencies.set(agency, circuit);
    return circuit;
  }

  /** The library would let everybody wait for the one question that tries again; here they are told at once. */
  function waitOf({ breaker, openedAt }: Circuit): number {
    if (breaker.state === CircuitState.Closed) return 0;
    if (breaker.state === CircuitState.HalfOpen) return settings.trialMilliseconds;
    return Math.max(0, openedAt + settings.restMilliseconds - now());
  }

  function check(agency: AgencyId): void {
    if (waitOf(network) > 0) throw new NetworkFault('network_circuit_open');
    if (waitOf(circuitOf(agency)) > 0) throw new NetworkFault('agency_circuit_open');
  }

  return {
    check,
    retryAfterSeconds(agency) {
      const wait = Math.max(waitOf(network), waitOf(circuitOf(agency)));
      return wait === 0 ? undefined : Math.ceil(wait / 1000);
    },
    async run(agency, work) {
      // Again: whoever waited in line may find closed what was open when they came.
      check(agency);
      return network.breaker.execute(() => circuitOf(agency).breaker.execute(work));
    },
  };
}

/**
 * A question that tries again decides for everybody: where it ended without a word, for whatever reason, the circuit
 * stays open. Otherwise an asker who left early would close it.
 */
function counts(error: unknown, against: 'network' | 'agency', isTrial: boolean): boolean {
  if (!(error instanceof NetworkFault)) return isTrial;
  if (isTrial) return !error.isAnswerOf(against);
  return error.against === against;
}
