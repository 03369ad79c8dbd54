import { isIP } from 'node:net';
import { Agent, request } from 'undici';
import { createGuardedLookup, isReachable } from './public-address.ts';

/** What came of one push (RFC 8935). */
export type Pushed =
  | { outcome: 'delivered' }
  /** The receiver says what is wrong with it: another try of the same would meet the same. */
  | { outcome: 'refused'; reason: string }
  | { outcome: 'failed'; reason: string };

export interface EventPush {
  push(endpoint: string, token: string): Promise<Pushed>;
  close(): Promise<void>;
}

/** RFC 8935, section 2.4. Whether it passes by itself: keys are rolled over, credentials renewed. */
const errors: Readonly<Record<string, 'refused' | 'failed'>> = {
  invalid_request: 'refused',
  invalid_issuer: 'refused',
  invalid_audience: 'refused',
  access_denied: 'refused',
  invalid_key: 'failed',
  authentication_failed: 'failed',
};
const pushMilliseconds = 10_000;
const mostAnswerBytes = 16 * 1024;

/** Pushes to companies' own servers: https, no redirect, bounded in time and size, and to nothing inside our walls. */
export function createEventPush({ issuer }: { issuer: string }): EventPush {
  const inSandbox = issuer.startsWith('http://localhost');
  const agent = new Agent({
    connect: { lookup: createGuardedLookup(inSandbox), timeout: pushMilliseconds },
    connections: 4,
    pipelining: 0,
    headersTimeout: pushMilliseconds,
    bodyTimeout: pushMilliseconds,
  });
  return {
    async push(endpoint, token) {
      if (!isEndpoint(endpoint, inSandbox)) return { outcome: 'failed', reason: 'endpoint_not_allowed' };
      try {
        const { statusCode, body } = await request(endpoint, {
          dispatcher: agent,
          method: 'POST',
          headers: {
            'content-type': 'application/secevent+jwt',
            accept: 'application/json',
            'accept-encoding': 'identity',
          },
          body: token,
          signal: AbortSignal.timeout(pushMilliseconds),
        });
        const told = statusCode === 400 ? await readBounded(body) : '';
        if (statusCode !== 400) await body.dump({ limit: mostAnswerBytes }).catch(() => undefined);
        if (statusCode === 202) return { outcome: 'delivered' };
        return statusCode === 400 ? toRefused(told) : { outcome: 'failed', reason: `status_${statusCode}` };
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreachable';
        return { outcome: 'failed', reason: /^[A-Z_]+$/.test(code) ? code : 'unreachable' };
      }
    },
    close: () => agent.destroy(),
  };
}

/** An endpoint as it may be registered. */
export function isEndpoint(endpoint: string, inSandbox: boolean): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, username, password, hash } = new URL(endpoint);
  if (username || password || hash) return false;
  const host = hostname.replace(/^\[|\]$/g, '');
  const literal = isIP(host) !== 0;
  if (literal && !isReachable(host, inSandbox)) return false;
  if (protocol === 'https:') return true;
  const isLoopback = host === 'localhost' || (literal && !isReachable(host, false));
  return protocol === 'http:' && inSandbox && isLoopback;
}

async function readBounded(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > mostAnswerBytes) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Only the code is believed, and only one of the list: the description is a stranger's text. */
function toRefused(text: string): Pushed {
  try {
    const { err } = JSON.parse(text) as { err?: unknown };
    if (typeof err === 'string' && Object.hasOwn(errors, err))
      return { outcome: errors[err] ?? 'failed', reason: err };
  } catch {
    // Told below.
  }
  return { outcome: 'failed', reason: 'status_400' };
}
