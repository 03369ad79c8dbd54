import type { Pool } from 'undici';
import type { NetworkIdentityFiles } from '../../src/agencies/network-identity.ts';
import { networkNames } from '../../src/agencies/network-names.ts';
import { openIdentity, openPartyPool } from '../mutual-tls.ts';
import { type AgencyAnswer, type AgencyInquiry, isAgencyAnswer } from './agency-protocol.ts';

export interface CalledAgency {
  id: string;
  address: string;
}

/** Asks agencies, each through a pool of its own: a slow one holds up only those who ask it. */
export interface AgencyCaller {
  /** The agency's answer, or undefined for whatever went wrong. */
  ask(agency: CalledAgency, inquiry: AgencyInquiry, signal: AbortSignal): Promise<AgencyAnswer | undefined>;
  close(): Promise<void>;
}

const mostAnswerBytes = 1024 * 1024;
const mostConnectionsPerAgency = 64;

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

  async function ask(
    agency: CalledAgency,
    inquiry: AgencyInquiry,
    signal: AbortSignal,
  ): Promise<AgencyAnswer | undefined> {
    const { statusCode, headers, body } = await poolOf(agency).request({
      method: 'POST',
      path: '/inquiries',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify(inquiry),
      signal,
    });
    const good = statusCode === 200 && headers['content-type'] === 'application/json';
    const text = good ? await readBounded(body) : undefined;
    if (text === undefined) {
      body.on('error', () => undefined).destroy();
      return undefined;
    }
    const answer: unknown = JSON.parse(text);
    return isAgencyAnswer(answer) && answersThis(answer, inquiry) ? answer : undefined;
  }

  return {
    ask: async (agency, inquiry, signal) => {
      if (signal.aborted) return undefined;
      const ended = new Promise<undefined>((resolve) => {
        signal.addEventListener('abort', () => resolve(undefined), { once: true });
      });
      return Promise.race([ask(agency, inquiry, signal).catch(() => undefined), ended]);
    },
    async close() {
      await Promise.all([...pools.values()].map(({ pool }) => pool.destroy()));
    },
  };
}

async function readBounded(body: AsyncIterable<Buffer>): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > mostAnswerBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** An agency that mixed up two inquiries has answered about another person. */
function answersThis(answer: AgencyAnswer, inquiry: AgencyInquiry): boolean {
  return (
    answer.process_number === inquiry.process_number &&
    answer.code === inquiry.code &&
    answer.category === inquiry.category
  );
}
