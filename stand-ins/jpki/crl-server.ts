/** Publishes the stand-in authorities' revocation lists: `GET /crl/<authority>.crl`. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { authorityNames, loadAuthority } from '../../certs/make-jpki.ts';
import { systemClock, type Clock } from '../../src/vocabulary/clock.ts';
import { openFreshFile } from '../fresh-file.ts';
import { closeServer, listen } from '../json-over-http.ts';
import { checkRevoked, revokedFile } from './revoked.ts';
import { createSignedLists } from './signed-lists.ts';

export interface CrlServer {
  address: string;
  close(): Promise<void>;
}

export async function startCrlServer(options: {
  /** What makeJpki made. */
  folder: string;
  port: number;
  clock?: Clock;
}): Promise<CrlServer> {
  const authorities = await Promise.all(authorityNames.map((name) => loadAuthority(options.folder, name)));
  const register = openFreshFile<unknown>(revokedFile(options.folder), []);
  const lists = createSignedLists({
    authorities,
    revoked: oncePerContent(register, checkRevoked),
    clock: options.clock ?? systemClock,
  });
  // Signed before anyone asks: a register or key that is no good stops the start, not a login.
  await Promise.all(authorityNames.map(lists));
  const server = createServer((request, response) => {
    answer(request, response, lists).catch(() => {
      // Rather no list than one that lacks a revocation: whoever has an older one keeps it.
      response.writeHead(503).end();
    });
  });
  const address = await listen(server, options.port);
  return { address, close: () => closeServer(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  lists: (name: string) => Promise<Buffer | undefined>,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const name = /^\/crl\/([a-z0-9-]+)\.crl$/.exec(request.url ?? '')?.[1];
  const list = name ? await lists(name) : undefined;
  if (!list) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/pkix-crl', 'content-length': list.length });
  response.end(request.method === 'HEAD' ? undefined : list);
}

/** Converts again only what is another content than before. */
function oncePerContent<From, To>(read: () => From, convert: (from: From) => To): () => To {
  let last: { from: From; to: To } | undefined;
  return () => {
    const from = read();
    if (last?.from !== from) last = { from, to: convert(from) };
    return last.to;
  };
}
