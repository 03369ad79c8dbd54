/** Connections to the provision network: TLS 1.3, both sides known by the network's own authority. */
import { statSync } from 'node:fs';
import { createSecureContext, type PeerCertificate } from 'node:tls';
import { Pool } from 'undici';
import type { Clock } from '../vocabulary/clock.ts';
import { type Log } from '../vocabulary/log.ts';
import { loadNetworkIdentity, type NetworkIdentity, type NetworkIdentityFiles } from './network-identity.ts';
import { networkNames, toParty } from './network-names.ts';

export interface NetworkLine {
  /** The connections of now: over those of another certificate nothing new is asked. */
  pool(): Pool;
  close(): Promise<void>;
}

export interface NetworkLineParts {
  url: string;
  identity: NetworkIdentityFiles;
  mostConnections: number;
  connectMilliseconds: number;
  clock: Clock;
  log: Log;
}

/** Certificates are replaced while we run. Looked at this seldom, when somebody asks: no call waits for a disk. */
const lookAgainMilliseconds = 5000;

/** @throws Error that names the file which is missing or wrong */
export function createNetworkLine(parts: NetworkLineParts): NetworkLine {
  const { identity: files, clock, log } = parts;
  let seen = toMark(files);
  let lookedAt = clock.now().getTime();
  let pool = openPool(parts, loadNetworkIdentity(files, clock.now()));
  const leaving = new Set<Promise<void>>();

  /** What is under way over the old connections comes to its end there. */
  function takeUp(identity: NetworkIdentity): void {
    const left = pool.close().finally(() => leaving.delete(left));
    leaving.add(left);
    pool = openPool(parts, identity);
    log.info('network_certificate_replaced');
  }

  function lookAgain(): void {
    const mark = toMark(files);
    if (mark === seen) return;
    // Once per change: three files are not replaced in one moment, and half of them must not be used.
    seen = mark;
    try {
      takeUp(loadNetworkIdentity(files, clock.now()));
    } catch (error) {
      // Paths and our own sentences.
      log.warn('network_certificate_unusable', { detail: (error as Error).message });
    }
  }

  return {
    pool() {
      const now = clock.now().getTime();
      if (now - lookedAt >= lookAgainMilliseconds) {
        lookedAt = now;
        lookAgain();
      }
      return pool;
    },
    async close() {
      await pool.destroy();
      await Promise.all(leaving);
    },
  };
}

function openPool(parts: NetworkLineParts, { ca, cert, key }: NetworkIdentity): Pool {
  // Made once: reading the three anew costs as much as the handshake that they are for.
  const secureContext = createSecureContext({ ca, cert, key, minVersion: 'TLSv1.3' });
  return new Pool(new URL(parts.url).origin, {
    connections: parts.mostConnections,
    // A handshake costs more than an inquiry: connections stay, and sessions are resumed where they did not.
    keepAliveTimeout: 60_000,
    // Time is kept by the question's own budget.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      secureContext,
      timeout: parts.connectMilliseconds,
      checkServerIdentity: (_address: string, certificate: PeerCertificate) => checkNetwork(certificate),
    },
  });
}

/** The authority vouches for agencies too: whoever answers must be the network itself. */
function checkNetwork({ subjectaltname }: PeerCertificate): Error | undefined {
  if (toParty(subjectaltname) === networkNames.network) return undefined;
  return Object.assign(new Error('who answers is not the network'), { code: 'PEER_NOT_THE_NETWORK' });
}

function toMark({ authorityFile, certificateFile, keyFile }: NetworkIdentityFiles): string {
  return [authorityFile, certificateFile, keyFile]
    .map((file) => {
      const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
      return stat ? `${stat.ino}/${stat.mtimeNs}/${stat.size}` : '';
    })
    .join(' ');
}
