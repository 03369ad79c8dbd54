/**
 * What the stand-in authorities say of revocation: lists (`GET /crl/<authority>.crl`, and by municipality
 * `/crl/<authority>/<SHA-256 of its name>.crl`) and answers (`POST /ocsp`, `/ocsp/<authority>`).
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { issuedFile, readIssued } from '../../certs/issued.ts';
import { authorityNames, loadAuthority, openResponder } from '../../certs/make-jpki.ts';
import { systemClock, type Clock } from '../../src/vocabulary/clock.ts';
import { openFreshFile } from '../fresh-file.ts';
import { closeServer, listen } from '../json-over-http.ts';
import { createOcspResponder } from './ocsp-responder.ts';
import { checkRevoked, revokedFile } from './revoked.ts';
import { createSignedLists, type ListOrder } from './signed-lists.ts';

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
  const { folder, clock = systemClock } = options;
  const authorities = await Promise.all(authorityNames.map((name) => loadAuthority(folder, name)));
  const answering = await Promise.all(
    authorities.map(async (authority) => {
      const responder = await openResponder({ folder, authority, now: clock.now() });
      return { authority, responder };
    }),
  );
  const register = openFreshFile<unknown>(revokedFile(folder), []);
  const revoked = oncePerContent(register, checkRevoked);
  const issued = openFreshFile(issuedFile(folder), [], readIssued);
  const lists = createSignedLists({ authorities, revoked, issued, clock });
  const ocsp = createOcspResponder({ answering, revoked, issued, clock });
  // Signed before anyone asks: a register or key that is no good stops the start, not a login.
  await Promise.all(authorityNames.map((authority) => lists({ authority })));
  const server = createServer((request, response) => {
    const [isOcsp, only] = /^\/ocsp(?:\/([a-z0-9-]+))?$/.exec(request.url ?? '') ?? [];
    const answered = isOcsp
      ? answerOcsp(request, response, (question) => ocsp(question, only))
      : answer(request, response, lists);
    answered.catch(() => {
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
  lists: (order: ListOrder) => Promise<Buffer | undefined>,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const [, authority, part] = /^\/crl\/([a-z0-9-]+)(?:\/([0-9a-f]{64}))?\.crl$/.exec(request.url ?? '') ?? [];
  const list = authority ? await lists({ authority, part }) : undefined;
  if (!list) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/pkix-crl', 'content-length': list.length });
  response.end(request.method === 'HEAD' ? undefined : list);
}

const mostQuestionBytes = 4096;

async function answerOcsp(
  request: IncomingMessage,
  response: ServerResponse,
  ocsp: (question: Buffer) => Buffer,
): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(405, { allow: 'POST' }).end();
    return;
  }
  if (request.headers['content-type'] !== 'application/ocsp-request') {
    response.writeHead(415).end();
    return;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostQuestionBytes) {
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    chunks.push(chunk);
  }
  const answer = ocsp(Buffer.concat(chunks));
  response.writeHead(200, { 'content-type': 'application/ocsp-response', 'content-length': answer.length });
  response.end(answer);
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
