import { ConstantBackoff, handleWhen, retry } from 'cockatiel';
import type { JsonValue } from '../vocabulary/reading.ts';
import { isUnanswered, toConnectionFault } from './connection-fault.ts';
import { NetworkFault } from './network-fault.ts';
import { createNetworkLine, type NetworkLineParts } from './network-line.ts';
import { readAnswer } from './read-answer.ts';
import { parseStrictJson } from './strict-json.ts';

/** One address of the provision network. */
export interface NetworkPost {
  /**
   * Asks, and gives up when `signal` says so: no redirect, no compression, and a second try only where not a byte of an
   * answer came. What is asked must bear being asked twice. @throws NetworkFault
   */
  post(body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<JsonValue>;
  close(): Promise<void>;
}

/** For a connection that was closed while it lay idle, and for a network that is being restarted. Not for outages. */
const secondTry = retry(handleWhen(isUnanswered), { maxAttempts: 1, backoff: new ConstantBackoff(50) });

export function createNetworkPost(parts: NetworkLineParts & { path: `/${string}` }): NetworkPost {
  const path = new URL(parts.url).pathname.replace(/\/$/, '') + parts.path;
  const line = createNetworkLine(parts);
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'accept-encoding': 'identity',
  };
  return {
    async post(body, signal) {
      const sent = JSON.stringify(body);
      const text = await secondTry
        .execute(() => line.pool().request({ method: 'POST', path, headers, body: sent, signal }), signal)
        .then(readAnswer)
        .catch((error: unknown) => {
          throw error instanceof NetworkFault ? error : toConnectionFault(error);
        });
      return parseStrictJson(text);
    },
    close: () => line.close(),
  };
}
