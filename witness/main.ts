/** The witness as a program. Settings: WITNESS_NAME, WITNESS_FOLDER, WITNESS_COPY_FOLDER, WITNESS_LEDGERS_FILE, WITNESS_PORT. */
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { readKeys } from '../ledger-checker/signed.ts';
import { createHttpWitness } from './http-witness.ts';
import { openMemory } from './memory.ts';
import { keyFileOf, memoryFolders, refusedFileOf } from './set-up.ts';
import { openWitnessKey } from './sign.ts';
import { createWitness, type KnownLedger } from './witness.ts';

/** Enough to show what was tried; whoever fills a disk with signed heads convicts itself once. */
const mostRefusedBytes = 1024 * 1024;

const say = (event: string, fields: object = {}): void =>
  void process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`);
const setting = (name: string): string => {
  const value = process.env[`WITNESS_${name}`];
  if (!value) throw new Error(`WITNESS_${name} is missing`);
  return value;
};

try {
  const [name, folder, port] = [setting('NAME'), setting('FOLDER'), Number(setting('PORT'))];
  const key = openWitnessKey(readFileSync(keyFileOf(folder), 'utf8'));
  const witness = createWitness({
    name,
    key,
    ledgers: loadLedgers(setting('LEDGERS_FILE')),
    memory: openMemory(memoryFolders(folder, process.env['WITNESS_COPY_FOLDER']), key),
    now: () => new Date(),
    keepRefused(refused) {
      say('refused_to_cosign', { reason: refused.reason, size: refused.size });
      const file = refusedFileOf(folder);
      if (existsSync(file) && statSync(file).size > mostRefusedBytes) return;
      appendFileSync(file, `${JSON.stringify(refused)}\n`, { mode: 0o600 });
    },
  });
  const onFault = (error: unknown): void => say('failed', { error: (error as Error).name });
  const server = createHttpWitness({ name, witness, publicJwk: key.publicJwk, onFault });
  server.listen(port, '127.0.0.1', () => say('listening', { port }));
  const stop = (): void => {
    server.close();
    server.closeIdleConnections();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
} catch (error) {
  say('start_failed', { detail: (error as Error).message });
  process.exitCode = 1;
}

/** `[{"ledger": origin, "key": JWK or JWK set}]`. */
function loadLedgers(path: string): KnownLedger[] {
  const listed = JSON.parse(readFileSync(path, 'utf8')) as { ledger: string; key: unknown }[];
  return listed.map(({ ledger, key }) => ({ ledger, keys: readKeys(JSON.stringify(key)) }));
}
