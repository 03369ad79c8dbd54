/** Runs every test of the house, or those whose path holds one of the words given: `npm test -- stores journeys`. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = [
  'src',
  'consent-ui',
  'fixtures',
  'certs',
  'stand-ins',
  'examples',
  'ledger-checker',
  'witness',
  'sandbox',
  'bench',
];
const words = process.argv.slice(2);
const files = folders
  .flatMap(testsIn)
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
if (files.length === 0) {
  process.stderr.write(`no test file has ${words.join(' or ')} in its path\n`);
  process.exit(1);
}
const { status } = spawnSync(
  process.execPath,
  [
    '--import',
    'tsx',
    '--test',
    '--test-reporter=spec',
    '--test-timeout=240000',
    // One more than the smallest machine has cores: some files wait for a clock, a browser or a card.
    '--test-concurrency=3',
    ...files,
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'test', NODE_NO_WARNINGS: '1' } },
);
process.exit(status ?? 1);

function testsIn(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .map((file) => join(folder, String(file)))
    .filter((file) => /\.test\.tsx?$/.test(file) && !file.includes('node_modules'))
    .sort();
}
