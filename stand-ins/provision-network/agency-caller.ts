import { ConstantBackoff, handleWhen, retry } from 'cockatiel';
import type { Pool } from 'undici';
import { isUnanswered } from '../../src/agencies/connection-fault.ts';
import { NetworkFault } from '../../src/agencies/network-fault.ts';
import type { NetworkIdentityFiles } from '../../src/agencies/network-identity.ts';
import { networkNames } from '../../src/agencies/network-names.ts';
import { readAnswer } from '../../src/agencies/read-answer.ts';
import { parseStrictJson } from '../../src/agencies/strict-json.ts';
import { openIdentity, openPartyPool } from '../mutual-tls.ts';

export interface CalledAgency {
  id: string;
  address: string;
}

/** Why an agency's answer is none: told to Madoguchi. The reason behind it stays in the network's own record. */
export interface AgencyFault {
  fault: 'unreachable' | 'silent' | 'answer_unusable';
  reason: string;
}

/** Asks agencies, each through a pool of its own: a slow one holds up only those who ask it. */
export interface AgencyCaller {
  /** The agency's answer as it is written there, or what went wrong. */
  post(
    agency: CalledAgency,
    path: string,
    question: unknown,
    signal: AbortSignal,
  ): Promise<{ answer: unknown } | AgencyFault>;
  close(): Promise<void>;
}

const mostConnectionsPerAgency = 64;
/** Asked twice about one process number, an agency answers twice the same. */
const secondTry = retry(handleWhen(isUnanswered), { maxAttempts: 1, backoff: new ConstantBackoff(20) });
const headers = {
  'content-type': 'application/json',
  accept: 'application/json',
  'accept-encoding': 'identity',
};

export function createAgencyCaller(files: NetworkIdentityFiles): AgencyCaller {
  const pools = new Map<string, { pool: Pool; address: string; identity: object }>();
  const identityNow = openIdentity(files);
  identityNow();

  /** One per agency; another where it has moved, or where our own certificate is another. */
  function poolOf({ id, address }: CalledAgency): Pool {
    const identity = identityNow();
    const known = pools.get(id);
    if (known?.address === address && known.identity === identity) return known.pool;
    // What is under way ends there.
    known?.pool.close().catch(() => undefined);
    const pool = openPartyPool(address, networkNames.agency(id), identity, {
      connections: mostConnectionsPerAgency,
    });
    pools.set(id, { pool, address, identity });
    return pool;
  }

  async function ask(agency: CalledAgency, path: string, question: unknown, signal: AbortSignal) {
    const body = JSON.stringify(question);
    try {
      const response = await secondTry.execute(
        () => poolOf(agency).request({ method: 'POST', path, headers, body, signal }),
        signal,
      );
      // As strictly as Madoguchi reads: what has two meanings here would come out with one of them.
      return { answer: parseStrictJson(await readAnswer(response)) };
    } catch (error) {
      return toFault(error, signal);
    }
  }

  return {
    async post(agency, path, question, signal) {
      if (signal.aborted) return silent;
      const ended = new Promise<AgencyFault>((resolve) => {
        signal.addEventListener('abort', () => resolve(silent), { once: true });
      });
      return Promise.race([ask(agency, path, question, signal), ended]);
    },
    async close() {
      await Promise.all([...pools.values()].map(({ pool }) => pool.destroy()));
    },
  };
}

const silent: AgencyFault = { fault: 'silent', reason: 'budget_spent' };

function toFault(error: unknown, signal: AbortSignal): AgencyFault {
  if (signal.aborted) return silent;
  if (!(error instanceof NetworkFault)) return { fault: 'unreachable', reason: 'agency_unreachable' };
  // "Not now, whoever it is about": every other refusal may have to do with the person.
  if (error.status === 503) return { fault: 'unreachable', reason: 'agency_overloaded' };
  return { fault: 'answer_unusable', reason: error.reason.replace(/^network_/, 'agency_') };
}
