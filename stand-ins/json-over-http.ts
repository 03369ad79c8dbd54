/** How the stand-ins' servers read and answer JSON. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

const mostRequestBytes = 4096;

/** What was asked and answered, for whoever watches a server. */
export interface Said {
  method: string;
  path: string;
  question: unknown;
  status: number;
  answer: unknown;
}
const questions = new WeakMap<IncomingMessage, unknown>();
const answers = new WeakMap<ServerResponse, { status: number; answer: unknown }>();

/** Tells of every answer that was given in JSON, after it was. */
export function watchServer(server: Server, told: (said: Said) => void): void {
  server.prependListener('request', (request, response) => {
    response.once('finish', () => {
      const given = answers.get(response);
      const { method = '', url: path = '' } = request;
      if (given) told({ method, path, question: questions.get(request), ...given });
    });
  });
}

/** The request's body as JSON, or undefined where it is none, or too large. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (request.headers['content-type'] !== 'application/json') return undefined;
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += chunk as string;
    if (text.length > mostRequestBytes) return undefined;
  }
  try {
    const question = JSON.parse(text) as unknown;
    questions.set(request, question);
    return question;
  } catch {
    return undefined;
  }
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  answers.set(response, { status, answer: body });
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

/** Listens on loopback and answers the origin; port 0 takes a free one. */
export function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const scheme = server instanceof TlsServer ? 'https' : 'http';
      resolve(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

/** Ends the server with whatever is under way. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
