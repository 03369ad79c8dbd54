import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keepReceived } from './received-bytes.ts';

/** Bounded in time and size, and with nothing of a request left behind that cannot be wiped. */
export function createLoopbackServer(): Server {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 16 * 1024 });
  keepReceived(server);
  return server;
}

/** On loopback only: to every other machine there is no agent. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} is taken: another card agent or program runs there already`)
          : error,
      ),
    );
    // Exclusive: two programs on one port would each be given some of the citizen's requests.
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      resolve((server.address() as AddressInfo).port),
    );
  });
}

/** Ends what is idle at once, and the rest after a moment. */
export function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2000).unref();
  });
}
