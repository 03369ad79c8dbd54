/**
 * The card agent as the browser's extension starts it: a program that speaks Web eID's native messaging over standard
 * input and output for one command. Standard output belongs to the protocol: the log goes to standard error.
 */
import { systemClock } from '../../vocabulary/clock.ts';
import { createLog, toErrorField } from '../../vocabulary/log.ts';
import { createCard } from '../card.ts';
import { readSettings } from '../settings.ts';
import { loadPhrase } from '../phrase.ts';
import { loadSites } from '../sites.ts';
import { createCarryOut } from './carry-out.ts';
import { ProtocolFault } from './messages.ts';
import { openBrowser } from './open-browser.ts';
import { serveConnection } from './serve-connection.ts';

const log = createLog(systemClock, (line) => process.stderr.write(line));
const commandMilliseconds = 30_000;
/** The extension itself gives up after two minutes, unless the site asks for longer. */
const windowMilliseconds = 10 * 60_000;

const carryOut = prepare();
await serveConnection({ input: process.stdin, output: process.stdout, log, commandMilliseconds, carryOut });

/** Wrong settings are told to the extension too, in place of an answer: it shows nothing of a program that just ends. */
function prepare(): ReturnType<typeof createCarryOut> {
  try {
    const settings = readSettings(process.env);
    return createCarryOut({
      sites: loadSites(settings.sitesFile),
      card: createCard({ modulePath: settings.pkcs11Module, answerMilliseconds: 20_000 }),
      window: {
        openBrowser: (address) => openBrowser(address, settings.browser),
        log,
        phrase: settings.phraseFile === undefined ? null : loadPhrase(settings.phraseFile),
        windowMilliseconds,
      },
    });
  } catch (error) {
    log.error('start_failed', { error: toErrorField(error), detail: (error as Error).message });
    return () => Promise.reject(new ProtocolFault('the card agent’s settings are wrong: see its log'));
  }
}
