import { randomInt } from 'node:crypto';
import { createServer, type AddressInfo, type Server } from 'node:net';

/** Where the programs of one sandbox stand, as origins. */
export interface Addresses {
  /** The issuer, its pages and its API; another host name than everybody else's, because cookies ignore ports. */
  issuer: string;
  railCompany: string;
  network: string;
  jpki: string;
  cardAgent: string;
  /** What plays the phone's screen. */
  phone: string;
  /** Cosigns the ledger's heads, where a world has a witness. */
  witness: string;
}

/** The names that others rely on. */
export const defaultAddresses: Addresses = {
  issuer: 'http://localhost:3000',
  railCompany: 'http://127.0.0.1:3001',
  network: 'https://127.0.0.1:3002',
  jpki: 'http://127.0.0.1:3003',
  cardAgent: 'http://127.0.0.1:24727',
  phone: 'http://127.0.0.1:24728',
  witness: 'http://127.0.0.1:3004',
};

/** Addresses that nobody uses now, so that a demo or a test never meets a sandbox that is running. */
export async function findFreeAddresses(): Promise<Addresses> {
  const [issuer, railCompany, network, jpki, cardAgent, phone, witness] = await findFreePorts(7);
  return {
    issuer: `http://localhost:${issuer}`,
    railCompany: `http://127.0.0.1:${railCompany}`,
    network: `https://127.0.0.1:${network}`,
    jpki: `http://127.0.0.1:${jpki}`,
    cardAgent: `http://127.0.0.1:${cardAgent}`,
    phone: `http://127.0.0.1:${phone}`,
    witness: `http://127.0.0.1:${witness}`,
  };
}

/**
 * All held at once before any is given back, so that no two are the same. Below the ports that systems take for outgoing
 * connections: a port from among those could be a connection's by the time a program listens on it.
 */
async function findFreePorts(count: number): Promise<number[]> {
  const probes = await Promise.all(Array.from({ length: count }, holdFreePort));
  const ports = probes.map((probe) => (probe.address() as AddressInfo).port);
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  return ports;
}

async function holdFreePort(): Promise<Server> {
  for (let tries = 0; tries < 100; tries += 1) {
    const probe = createServer();
    const free = await new Promise<boolean>((resolve) => {
      probe
        .once('error', () => resolve(false))
        .listen(randomInt(10_000, 32_768), '127.0.0.1', () => resolve(true));
    });
    if (free) return probe;
  }
  throw new Error('no free port was found');
}

export const portOf = (origin: string): string => new URL(origin).port;
