import type { JsonValue } from '../vocabulary/reading.ts';
import { NetworkFault } from './network-fault.ts';
import { createNetworkLine, type NetworkLineParts } from './network-line.ts';
import { readAnswer } from './read-answer.ts';
import { parseStrictJson } from './strict-json.ts';
import { toConnectionFault } from './connection-fault.ts';

/** One address of the provision network. */
export interface NetworkPost {
  /** Asks once, and gives up when `signal` says so: no redirect, no compression, no second try. @throws NetworkFault */
  post(body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<JsonValue>;
  close(): Promise<void>;
}

export function createNetworkPost(parts: NetworkLineParts & { path: `/${string}` }): NetworkPost {
  const path = new URL(parts.url).pathname.replace(/\/$/, '') + parts.path;
  const line = createNetworkLine(parts);
  return {
    async post(body, signal) {
      const text = await line
        .pool()
        .request({
          method: 'POST',
          path,
          headers: {
            'content-type': 'application/json',
            accept: 'application/json',
            'accept-encoding': 'identity',
          },
          body: JSON.stringify(body),
          signal,
        })
        .then(readAnswer)
        .catch((error: unknown) => {
          throw error instanceof NetworkFault ? error : toConnectionFault(error);
        });
      return parseStrictJson(text);
    },
    close: () => line.close(),
  };
}
