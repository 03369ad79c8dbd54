/** TLS 1.3 between the network's parties: each side shows a certificate of the network's authority, or nothing is said. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createSecureContext, type PeerCertificate, type TLSSocket } from 'node:tls';
import { Pool } from 'undici';
import type { NetworkIdentityFiles } from '../src/agencies/network-identity.ts';
import { toParty } from '../src/agencies/network-names.ts';
import { openFreshFile } from './fresh-file.ts';

interface Identity {
  ca: string;
  cert: string;
  key: string;
}

/** The party's files, read again when they change. @throws Error where one is missing */
export function openIdentity({
  authorityFile,
  certificateFile,
  keyFile,
}: NetworkIdentityFiles): () => Identity {
  const [ca, cert, key] = [authorityFile, certificateFile, keyFile].map((file) =>
    openFreshFile(file, '', (text) => text),
  ) as [() => string, () => string, () => string];
  let identity: Identity = { ca: '', cert: '', key: '' };
  return () => {
    const now = { ca: ca(), cert: cert(), key: key() };
    if (now.ca === identity.ca && now.cert === identity.cert && now.key === identity.key) return identity;
    for (const file of Object.values(now)) if (file === '') throw new Error('no certificate: run the set-up');
    // Between the replacing of the one and of the other they do not fit: what was good before is kept.
    if (identity.ca !== '' && !fits(now)) return identity;
    return (identity = now);
  };
}

function fits({ cert, key }: Identity): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

export function createMutualTlsServer(files: NetworkIdentityFiles, listener: RequestListener): Server {
  const identity = openIdentity(files);
  let used = identity();
  const server = createServer(
    {
      ...used,
      minVersion: 'TLSv1.3',
      requestCert: true,
      rejectUnauthorized: true,
      // Above what askers keep an idle connection for: they close it, and no question meets a closing one.
      keepAliveTimeout: 75_000,
    },
    listener,
  );
  // Before the handshake: the next connection is greeted with the certificate that lies there now.
  server.prependListener('connection', () => {
    const now = identity();
    if (now !== used) server.setSecureContext((used = now));
  });
  return server;
}

/**
 * Who asks, by the certificate of the connection; undefined for one that names no single party. Its time is looked at
 * with every question: a connection, or a session that is resumed, may outlive the certificate it began with.
 */
export function callerOf(request: IncomingMessage, now: number): string | undefined {
  const socket = request.socket as TLSSocket;
  const certificate = socket.authorized ? peerOf(socket) : undefined;
  if (!certificate || now >= certificate.validUntil) return undefined;
  return certificate.party;
}

interface Peer {
  party: string | undefined;
  validUntil: number;
}

const peers = new WeakMap<TLSSocket, Peer>();

function peerOf(socket: TLSSocket): Peer | undefined {
  const known = peers.get(socket);
  if (known) return known;
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return undefined;
  const peer = { party: toParty(certificate.subjectAltName), validUntil: Date.parse(certificate.validTo) };
  peers.set(socket, peer);
  return peer;
}

/** Connections to one party, whatever its address is. */
export function openPartyPool(
  address: string,
  party: string,
  { ca, cert, key }: Identity,
  options: { connections: number; connectMilliseconds?: number },
): Pool {
  return new Pool(address, {
    connections: options.connections,
    keepAliveTimeout: 60_000,
    connect: {
      secureContext: createSecureContext({ ca, cert, key, minVersion: 'TLSv1.3' }),
      timeout: options.connectMilliseconds ?? 10_000,
      checkServerIdentity: (_address: string, { subjectaltname }: PeerCertificate) =>
        toParty(subjectaltname) === party ? undefined : new Error('who answers is somebody else'),
    },
  });
}
