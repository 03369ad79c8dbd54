import { Pool } from 'undici';
import type { JsonValue } from '../vocabulary/reading.ts';
import { NetworkFault } from './network-fault.ts';
import { readAnswer } from './read-answer.ts';
import { parseStrictJson } from './strict-json.ts';

/** One address of the provision network. */
export interface NetworkPost {
  /** Asks once, and gives up when `signal` says so: no redirect, no compression, no second try. @throws NetworkFault */
  post(body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<JsonValue>;
  close(): Promise<void>;
}

export function createNetworkPost(d: {
  url: string;
  credential: string;
  path: `/${string}`;
  mostConnections: number;
  budgetMilliseconds: number;
}): NetworkPost {
  // Checked here, because a header's own complaint would quote it.
  if (!/^[0-9A-Za-z._~+/-]{22,}=*$/.test(d.credential))
    throw new Error('the provision network’s credential is not a bearer credential of 22 characters or more');
  const { origin, pathname } = new URL(d.url);
  const path = pathname.replace(/\/$/, '') + d.path;
  const pool = new Pool(origin, {
    connections: d.mostConnections,
    connectTimeout: d.budgetMilliseconds,
    // Time is kept by the question's own budget.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    async post(body, signal) {
      const text = await pool
        .request({
          method: 'POST',
          path,
          headers: {
            authorization: `Bearer ${d.credential}`,
            'content-type': 'application/json',
            accept: 'application/json',
            'accept-encoding': 'identity',
          },
          body: JSON.stringify(body),
          signal,
        })
        .then(readAnswer)
        .catch((error: unknown) => {
          if (error instanceof NetworkFault) throw error;
          throw new NetworkFault('network_unreachable', { cause: error });
        });
      return parseStrictJson(text);
    },
    close: () => pool.destroy(),
  };
}
