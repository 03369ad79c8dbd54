/** For tests: a server that is the network by its certificate, and answers whatever a test wants it to. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type TLSSocket } from 'node:tls';
import { Agent } from 'undici';
import type { CertificateFiles } from '../certs/network-certificate.ts';
import type { NetworkIdentityFiles } from '../src/agencies/network-identity.ts';
import { networkNames } from '../src/agencies/network-names.ts';
import { closeServer, listen } from './json-over-http.ts';
import { createMutualTlsServer } from './mutual-tls.ts';
import { authorityInMemory, provideIdentity, writeIdentity } from './network-identity.ts';

export interface StagedNetwork {
  url: string;
  close(): Promise<void>;
}

export async function openStagedNetwork(
  answer: RequestListener,
  party: string | CertificateFiles = networkNames.network,
): Promise<StagedNetwork> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-staged-'));
  const authority = await authorityInMemory();
  const certificate = typeof party === 'string' ? await authority.issue(party) : party;
  const files = writeIdentity(folder, authority, certificate);
  const server = createMutualTlsServer(files, answer);
  const url = await listen(server, 0);
  return {
    url,
    async close() {
      await closeServer(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Madoguchi's certificate, in files of a folder that lasts as long as the process. */
export async function stagedMadoguchi(): Promise<NetworkIdentityFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-staged-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return provideIdentity(await authorityInMemory(), networkNames.madoguchi, folder);
}

/** What a caller presents, whoever it is; without certificate it presents nothing. For undici's `dispatcher`. */
export async function openCaller(
  party: string | Partial<CertificateFiles>,
  connect: Record<string, unknown> = {},
): Promise<Agent> {
  const authority = await authorityInMemory();
  const { certificatePem, keyPem } = typeof party === 'string' ? await authority.issue(party) : party;
  return new Agent({
    connect: {
      ca: authority.certificatePem,
      ...(certificatePem && { cert: certificatePem }),
      ...(keyPem && { key: keyPem }),
      checkServerIdentity: () => undefined,
      ...connect,
    },
  });
}

/** A party that writes what bytes a test wants: no HTTP library stands in between. `say` hears a question's body. */
export async function openRawParty(
  party: string,
  say: (question: string, socket: TLSSocket) => void,
): Promise<StagedNetwork> {
  const authority = await authorityInMemory();
  const { certificatePem, keyPem } = await authority.issue(party);
  const identity = { ca: authority.certificatePem, cert: certificatePem, key: keyPem };
  const open = new Set<TLSSocket>();
  const server = createServer({ ...identity, minVersion: 'TLSv1.3', requestCert: true }, (socket) => {
    open.add(socket);
    socket.on('error', () => undefined).once('close', () => open.delete(socket));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const [, length, body] = /content-length: (\d+)[\s\S]*?\r\n\r\n([\s\S]*)/i.exec(text) ?? [];
      if (body === undefined || Buffer.byteLength(body) < Number(length)) return;
      text = '';
      say(body, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
