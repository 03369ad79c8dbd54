/** The server: reads its settings, opens what it needs, listens, and stops without dropping what it began. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { loadAgencyDirectory } from './agencies/directory.ts';
import { createApp } from './app.ts';
import { createCrlSource } from './card-login/crl-source.ts';
import { loadCardTrust } from './card-login/trust.ts';
import { readConfig } from './config.ts';
import { loadFileKey } from './key-custody/file-key.ts';
import { loadFile } from './load-file.ts';
import { loadSecrets } from './secrets.ts';
import { openStores } from './stores/open-stores.ts';
import { systemClock } from './vocabulary/clock.ts';
import { createLog, toErrorField } from './vocabulary/log.ts';

const clock = systemClock;
const log = createLog(clock, (line) => process.stdout.write(line));

async function start(): Promise<() => Promise<void>> {
  const config = readConfig(process.env);
  const stores = await openStores({ url: config.databaseUrl, clock });
  const trust = loadFile(config.cardAnchorsFolder, loadCardTrust);
  const key = (name: string) => loadFile(join(config.keysFolder, `${name}.jwk.json`), loadFileKey);
  const { callback, ledger, agencies } = await createApp({
    issuer: config.issuer,
    behindProxy: config.behindProxy,
    cardAgentOrigin: config.cardAgentOrigin,
    stores,
    clock,
    log,
    keys: { issuer: key('issuer'), answers: key('answers'), ledger: key('ledger') },
    secrets: loadFile(join(config.keysFolder, 'secrets.json'), loadSecrets),
    trust,
    revocation: createCrlSource({ url: config.crlUrl, trust, clock, log }),
    network: {
      url: config.networkUrl,
      credential: loadFile(config.networkCredentialFile, (path) => readFileSync(path, 'utf8').trim()),
      directory: loadFile(config.agencyDirectoryFile, loadAgencyDirectory),
    },
  });
  const servers = await Promise.all(
    config.listen.hosts.map((host) => listen(callback, host, config.listen.port)),
  );
  ledger.startIntegrating();
  const purging = setInterval(() => {
    stores
      .purgeExpired()
      .then((count) => count > 0 && log.info('purged', { count }))
      .catch((error: unknown) => log.warn('purge_failed', { error: toErrorField(error) }));
  }, 60_000);
  log.info('listening', { address: config.issuer });

  return async () => {
    clearInterval(purging);
    await Promise.all(servers.map(drain));
    await ledger.stop();
    await agencies.close();
    await stores.close();
    log.info('stopped');
  };
}

function listen(callback: Parameters<typeof createServer>[1], host: string, port: number): Promise<Server> {
  const server = createServer(
    { requestTimeout: 15_000, headersTimeout: 10_000, maxHeaderSize: 32 * 1024 },
    callback,
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/** Waits for answers under way, and no longer than their budget. */
function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5000).unref();
  });
}

try {
  const stop = await start();
  const stopOnce = (): void => {
    process.off('SIGINT', stopOnce).off('SIGTERM', stopOnce);
    stop().catch((error: unknown) => {
      log.error('stop_failed', { error: toErrorField(error) });
      process.exitCode = 1;
    });
  };
  process.on('SIGINT', stopOnce).on('SIGTERM', stopOnce);
} catch (error) {
  // Settings, files and ports: the operator's own words and paths, nothing of a citizen.
  log.error('start_failed', { error: toErrorField(error), detail: (error as Error).message });
  process.exit(1);
}
