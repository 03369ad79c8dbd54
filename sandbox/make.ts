/**
 * Makes the data folder of the sandbox, as the last step of the set-up. A stamp over everything that it is made from
 * says whether there is anything to do: a second run reads some files and ends.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder, foldersOf, repository } from './folders.ts';

const sources = [
  'fixtures',
  'certs',
  'stand-ins',
  'sandbox',
  'src/stores/migrations',
  'src/vocabulary/categories',
];
const stamp = join(dataFolder, '.made-from');

try {
  const wanted = fingerprint();
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted || !isWhole()) {
    process.stdout.write('set-up: making keys, cards, agencies and the database in data/\n');
    // Loaded only where there is something to make: the libraries behind it take a second of their own.
    const { makeSandbox } = await import('./make-sandbox.ts');
    const { defaultAddresses } = await import('./addresses.ts');
    await makeSandbox(foldersOf(dataFolder), defaultAddresses);
    writeFileSync(stamp, wanted, { mode: 0o600 });
  }
} catch (error) {
  process.stderr.write(`set-up: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

/** Something may have been deleted by hand: the stamp alone would not know. */
function isWhole(): boolean {
  return Object.entries(foldersOf(dataFolder)).every(
    ([name, path]) => name === 'agentSites' || existsSync(path),
  );
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const name of readdirSync(join(repository, source), { recursive: true }).map(String).sort()) {
      const path = join(repository, source, name);
      if (!statSync(path).isFile() || /\.test\.tsx?$|\.md$/.test(name)) continue;
      hash.update(`${source}/${name}\0`).update(readFileSync(path)).update('\0');
    }
  }
  return hash.digest('hex');
}
