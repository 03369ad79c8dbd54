/** The server: reads its settings, opens what it needs, listens, and stops without dropping what it began. */
import { join } from 'node:path';
import { loadAgencyDirectory } from './agencies/directory.ts';
import { createApp } from './app.ts';
import type { AuthoritySet } from './card-login/authority-set.ts';
import { createCrlSource, type CrlSource } from './card-login/crl-source.ts';
import { createOcspSource } from './card-login/ocsp-source.ts';
import { createOcspThenCrl } from './card-login/ocsp-then-crl.ts';
import { loadPlaces, noPlaces } from './card-login/phone/places.ts';
import { loadCardTrust } from './card-login/trust.ts';
import { readConfig } from './config.ts';
import { createErasure } from './disclosures/erasure.ts';
import { loadWitnesses } from './disclosures/witness-file.ts';
import { openHttpServers } from './http-servers.ts';
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
  const lists: CrlSource[] = [];
  const authoritiesIn = (anchorsFolder: string): AuthoritySet => {
    const trust = loadFile(anchorsFolder, loadCardTrust);
    const ocsp = createOcspSource({ url: config.ocspUrl, clock, log });
    const crl = createCrlSource({ url: config.crlUrl, trust, clock, log });
    lists.push(crl);
    return { trust, revocation: createOcspThenCrl({ ocsp, crl }) };
  };
  const key = (name: string) => loadFile(join(config.keysFolder, `${name}.jwk.json`), loadFileKey);
  const { corrections, agencyCorrections, exchangeRecords, ...app } = await createApp({
    issuer: config.issuer,
    behindProxy: config.behindProxy,
    cardAgentOrigin: config.cardAgentOrigin,
    stores,
    clock,
    log,
    keys: { issuer: key('issuer'), answers: key('answers'), ledger: key('ledger') },
    secrets: loadFile(join(config.keysFolder, 'secrets.json'), loadSecrets),
    authorities: {
      card: authoritiesIn(config.cardAnchorsFolder),
      signature: authoritiesIn(config.signatureAnchorsFolder),
      phone: authoritiesIn(config.phoneAnchorsFolder),
    },
    witnesses: config.witnessesFile === null ? [] : loadFile(config.witnessesFile, loadWitnesses),
    places: config.placesFile === null ? noPlaces : loadFile(config.placesFile, loadPlaces),
    network: {
      url: config.networkUrl,
      identity: {
        authorityFile: config.networkAuthorityFile,
        certificateFile: config.networkCertificateFile,
        keyFile: config.networkKeyFile,
      },
      directory: loadFile(config.agencyDirectoryFile, loadAgencyDirectory),
    },
  });
  const { callback, ledger, agencies, register, finder, requestWorker, eventDelivery } = app;
  const servers = await openHttpServers(
    (request, response) => void callback(request, response),
    config.listen,
  );
  for (const address of servers.missing) log.warn('address_missing', { address });
  ledger.startIntegrating();
  requestWorker.start();
  eventDelivery.start();
  const erasure = createErasure({
    erasures: stores.erasures,
    clock,
    origin: config.issuer,
    retentionDays: config.ledgerRetentionDays,
  });
  corrections.start();
  const purging = setInterval(() => {
    erasure
      .eraseOld()
      .then((count) => count > 0 && log.info('ledger_entries_erased', { count }))
      .catch((error: unknown) => log.warn('erasure_failed', { error: toErrorField(error) }));
    stores
      .purgeExpired()
      .then((count) => count > 0 && log.info('purged', { count }))
      .catch((error: unknown) => log.warn('purge_failed', { error: toErrorField(error) }));
  }, 60_000);
  const reloading = setInterval(() => lists.forEach((source) => void source.reloadDue()), 30_000);
  log.info('listening', { address: config.issuer });

  return async () => {
    clearInterval(purging);
    clearInterval(reloading);
    await servers.drain();
    await Promise.all(lists.map((source) => source.close()));
    await requestWorker.stop();
    await eventDelivery.stop();
    await corrections.stop();
    await ledger.stop();
    await agencies.close();
    await register.close();
    await agencyCorrections.close();
    await exchangeRecords.close();
    await finder.close();
    await stores.close();
    log.info('stopped');
  };
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
