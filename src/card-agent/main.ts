/** The card agent as a program: reads its settings, listens on loopback, and stops with no login half-done. */
import { systemClock } from '../vocabulary/clock.ts';
import { createLog, toErrorField } from '../vocabulary/log.ts';
import { startAgent } from './agent.ts';
import { readSettings } from './settings.ts';
import { loadPhrase } from './phrase.ts';
import { loadSites } from './sites.ts';

const log = createLog(systemClock, (line) => process.stdout.write(line));
/** A card that never answers holds its thread, and a thread in a library's hands cannot be ended from outside. */
const graceMilliseconds = 5000;

try {
  const settings = readSettings(process.env);
  const agent = await startAgent({
    port: settings.port,
    pkcs11Module: settings.pkcs11Module,
    sites: loadSites(settings.sitesFile),
    phrase: settings.phraseFile === undefined ? null : loadPhrase(settings.phraseFile),
    clock: systemClock,
    log,
  });
  log.info('listening', { address: agent.origin });
  const stop = (): void => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMilliseconds).unref();
    agent.stop().then(
      () => log.info('stopped'),
      (error: unknown) => {
        log.error('stop_failed', { error: toErrorField(error) });
        process.exitCode = 1;
      },
    );
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
} catch (error) {
  // Settings, the list of sites, the port: the user's own words, nothing of a card.
  log.error('start_failed', { error: toErrorField(error), detail: (error as Error).message });
  process.exitCode = 1;
}
