/** Compiles the stand-in card reader, a PKCS#11 module: `node stand-ins/card-reader/build.mjs data/card-reader.so`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const sources = ['card-reader.c', 'inserted-card.c', 'read-only.c', 'sensor.c', 'tries.c'];
const headers = ['cryptoki.h', 'inserted-card.h', 'read-only.h', 'sensor.h', 'tries.h'];

const [target] = process.argv.slice(2);
if (!target) fail('usage: node stand-ins/card-reader/build.mjs OUT.so');
if (!isUpToDate(target)) build(target);

/** What was built before these sources stays. */
function isUpToDate(target) {
  if (!existsSync(target)) return false;
  const built = statSync(target).mtimeMs;
  return [...sources, ...headers, 'build.mjs'].every((name) => statSync(join(here, name)).mtimeMs < built);
}

function build(target) {
  // The declarations of PKCS#11 itself come with the package that calls it.
  const pkcs11 = join(
    dirname(createRequire(import.meta.url).resolve('pkcs11js/package.json')),
    'includes',
    'pkcs11',
  );
  const fresh = `${target}.${process.pid}.new`;
  const words = [
    '-shared -fPIC -O2 -std=gnu11 -fvisibility=hidden -Wall -Wextra -pthread'.split(' '),
    ['-isystem', pkcs11, '-o', fresh],
    sources.map((name) => join(here, name)),
    process.platform === 'linux' ? ['-ldl'] : [],
  ].flat();
  mkdirSync(dirname(target), { recursive: true });
  const { status, error } = spawnSync(process.env.CC ?? 'cc', words, { stdio: 'inherit' });
  if (error) fail(`the card reader needs a C compiler: ${error.message}`);
  if (status !== 0) fail('the card reader did not compile: the lines above say why.');
  // Replaced whole: a program that has the old one loaded keeps it.
  renameSync(fresh, target);
}

function fail(sentence) {
  process.stderr.write(`card reader: ${sentence}\n`);
  process.exit(1);
}
