/**
 * `npm run erase-citizen -- <citizen id>`: erases what the ledger holds of one person, for good, with the server's own
 * settings, whether it runs or not. Consents, registration and sessions are not the ledger's: end those first, or new
 * entries may follow. Ends with 0, or with 2 where it was called wrongly.
 */
import { readConfig } from './config.ts';
import { createErasure } from './disclosures/erasure.ts';
import { openStores } from './stores/open-stores.ts';
import { systemClock } from './vocabulary/clock.ts';
import { type CitizenId, isIdentifier } from './vocabulary/identifiers.ts';

const [citizen = '', ...more] = process.argv.slice(2);
if (!isIdentifier(citizen) || more.length > 0) {
  process.stderr.write('Usage: npm run erase-citizen -- <citizen id>\n');
  process.exitCode = 2;
} else {
  const config = readConfig(process.env);
  const stores = await openStores({ url: config.databaseUrl, clock: systemClock });
  try {
    const erasure = createErasure({
      erasures: stores.erasures,
      clock: systemClock,
      origin: config.issuer,
      retentionDays: config.ledgerRetentionDays,
    });
    const erased = await erasure.eraseCitizen(citizen as CitizenId);
    process.stdout.write(
      `${erased} entries erased. Backups still hold them: see the ledger’s README, “What backups remember”.\n`,
    );
  } finally {
    await stores.close();
  }
}
