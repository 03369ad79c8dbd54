/** The phone's agent as a program, with the card agent's settings for module, sites and port. */
import { systemClock } from '../../vocabulary/clock.ts';
import { createLog } from '../../vocabulary/log.ts';
import { runAgent } from '../run-agent.ts';
import { readSettings } from '../settings.ts';
import { loadSites } from '../sites.ts';
import { startPhoneAgent } from './phone-agent.ts';

const log = createLog(systemClock, (line) => process.stdout.write(line));

await runAgent(log, async () => {
  const { port, pkcs11Module, sitesFile } = readSettings(process.env, '24728');
  return startPhoneAgent({ port, pkcs11Module, sites: loadSites(sitesFile), clock: systemClock, log });
});
