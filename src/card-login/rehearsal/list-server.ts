/** A server of revocation lists, file by file, that can answer anything else instead. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ListServer {
  url: string;
  /** By file, as `toListFile` names it; another answer than a list where it is a function. 404 where it is missing. */
  files: Map<string, Buffer | ((response: ServerResponse) => void)>;
  /** The files that were asked for, in order. */
  asked: string[];
  close(): Promise<void>;
}

export async function openListServer(): Promise<ListServer> {
  const files: ListServer['files'] = new Map();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const file = (request.url ?? '').replace(/^\/crl\//, '');
    asked.push(file);
    const list = files.get(file);
    if (typeof list === 'function') list(response);
    else response.writeHead(list ? 200 : 404).end(list);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/crl`,
    files,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve()).closeAllConnections();
      }),
  };
}
