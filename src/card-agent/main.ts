/** The card agent as a program. */
import { systemClock } from '../vocabulary/clock.ts';
import { createLog } from '../vocabulary/log.ts';
import { startAgent } from './agent.ts';
import { loadPhrase } from './phrase.ts';
import { runAgent } from './run-agent.ts';
import { readSettings } from './settings.ts';
import { loadSites } from './sites.ts';

const log = createLog(systemClock, (line) => process.stdout.write(line));

await runAgent(log, async () => {
  const settings = readSettings(process.env);
  return startAgent({
    port: settings.port,
    pkcs11Module: settings.pkcs11Module,
    sites: loadSites(settings.sitesFile),
    phrase: settings.phraseFile === undefined ? null : loadPhrase(settings.phraseFile),
    clock: systemClock,
    log,
  });
});
