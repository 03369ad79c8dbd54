import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Decision, Witness } from './witness.ts';

const mostBytes = 64 * 1024;

/** `POST /add-head`, and `GET /key` for whoever wants to check cosignatures. Nothing else. */
export function createHttpWitness(d: {
  name: string;
  witness: Witness;
  publicJwk: object;
  /** Told that a request failed here; never with what was in it. */
  onFault: (error: unknown) => void;
}): Server {
  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, body }) => send(response, status, body),
      (error: unknown) => {
        d.onFault(error);
        send(response, 500, { reason: 'nothing was cosigned' });
      },
    );
  });
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  return server;

  async function answer(request: IncomingMessage): Promise<Decision | { status: number; body: object }> {
    if (request.method === 'GET' && request.url === '/key')
      return { status: 200, body: { witness: d.name, key: d.publicJwk } };
    if (request.method !== 'POST' || request.url !== '/add-head')
      return { status: 404, body: { reason: 'POST /add-head, GET /key' } };
    const text = await readBody(request);
    if (text === undefined) return { status: 413, body: { reason: `${mostBytes} bytes at most` } };
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return { status: 400, body: { reason: 'no JSON' } };
    }
    // Without a pause inside: two requests are decided one after the other.
    return d.witness.decide(body);
  }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    ...(status === 413 && { Connection: 'close' }),
  });
  response.end(JSON.stringify(body));
}
