import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';

/** One HTTP server per address, over one application. */
export interface HttpServers {
  /** Addresses that this machine does not have. */
  missing: readonly string[];
  /** Takes no new connection, and resolves when what is under way is answered, or after 5 s. */
  drain(): Promise<void>;
}

const drainMilliseconds = 5000;

/** @throws Error where an address cannot be listened on */
export async function openHttpServers(
  listener: RequestListener,
  { hosts, port }: { hosts: readonly string[]; port: number },
): Promise<HttpServers> {
  const opened = await Promise.all(hosts.map((host) => open(listener, host, port)));
  const servers = opened.filter((server) => server !== undefined);
  const missing = hosts.filter((_, index) => !opened[index]);
  if (servers.length === 0) throw new Error(`this machine has no address ${missing.join(', ')}`);
  return {
    missing,
    drain: async () => void (await Promise.all(servers.map((server) => server.drain()))),
  };
}

interface DrainableServer {
  drain(): Promise<void>;
}

async function open(
  listener: RequestListener,
  host: string,
  port: number,
): Promise<DrainableServer | undefined> {
  const underWay = new Set<ServerResponse>();
  let draining = false;
  const server = createServer(
    { requestTimeout: 15_000, headersTimeout: 10_000, maxHeaderSize: 32 * 1024 },
    (request, response) => {
      underWay.add(response);
      response.once('close', () => underWay.delete(response));
      if (draining) askToClose(response);
      listener(request, response);
    },
  );
  try {
    await listen(server, host, port);
  } catch (error) {
    if (isWithoutIpv6(host, error)) return undefined;
    throw error;
  }
  return {
    drain: () =>
      new Promise((resolve) => {
        draining = true;
        server.close(() => resolve());
        server.closeIdleConnections();
        for (const response of underWay) askToClose(response);
        setTimeout(() => server.closeAllConnections(), drainMilliseconds).unref();
      }),
  };
}

/** Kept open, a connection would bring the next request, and the drain would never end by itself. */
function askToClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Many containers have no IPv6: there `localhost` is 127.0.0.1 alone, and nobody misses ::1. */
function isWithoutIpv6(host: string, error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return host === '::1' && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT');
}
