/**
 * Writes the phrase by which its user knows the agent's pages: `choose-phrase.ts <file> [--replace]`, the phrase on
 * standard input. Not as an argument: those are seen by every user of the machine.
 */
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { loadPhrase, toPhrase } from './phrase.ts';

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { replace: { type: 'boolean', default: false } },
  });
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new Error('usage: choose-phrase.ts <file> [--replace]');
  const file = resolve(given);
  if (existsSync(file) && !values.replace)
    throw new Error(`${file} is there already: --replace overrules it`);
  if (process.stdin.isTTY) process.stderr.write('Your phrase (4 to 60 characters, not your PIN): ');
  write(file, toPhrase(await readLine()));
  loadPhrase(file);
  process.stdout.write(`written: ${file}\nTell the card agent: MADOGUCHI_AGENT_PHRASE_FILE=${file}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function readLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  return '';
}

/** Whole or not at all, and never for a moment readable by others. */
function write(file: string, phrase: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, `${phrase}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(fresh, 0o600);
  renameSync(fresh, file);
}
