import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Addresses } from './addresses.ts';
import { dataFolder, foldersOf } from './folders.ts';
import { fillSandboxStores } from './make-sandbox.ts';
import { takePhone } from './phone-at-hand.ts';

/**
 * A sandbox of one's own for a demo or a test: keys, cards and records as they were made, a database of its own,
 * companies registered under the given addresses. Cards are copied, so that a wrong PIN costs the original nothing.
 */
export async function copySandbox(folder: string, addresses: Addresses): Promise<void> {
  const [from, to] = [foldersOf(dataFolder), foldersOf(folder)];
  for (const part of [
    'keys',
    'clients',
    'jpki',
    'cards',
    'phones',
    'network',
    'agencies',
    'witness',
  ] as const) {
    cpSync(from[part], to[part], { recursive: true });
  }
  cpSync(from.ledgerKey, to.ledgerKey);
  mkdirSync(to.reader, { mode: 0o700 });
  takePhone(to, 'with-phone');
  symlinkSync(from.cardReaderModule, join(folder, 'card-reader.so'));
  await fillSandboxStores(to, addresses);
}
