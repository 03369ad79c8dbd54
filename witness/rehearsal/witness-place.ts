/** For tests: a witness over HTTP, with its folder, and a ledger's key to sign heads for it. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKeys } from '../../ledger-checker/signed.ts';
import { proveConsistency, rootOf } from '../../ledger-checker/tree.ts';
import { makeKey, origin } from '../../src/disclosures/rehearsal/ledger-place.ts';
import { signTreeHead } from '../../src/disclosures/statements.ts';
import type { SigningKey } from '../../src/key-custody/signing-key.ts';
import { createHttpWitness } from '../http-witness.ts';
import { openMemory } from '../memory.ts';
import { keyFileOf, memoryFolders, setUpWitness } from '../set-up.ts';
import { openWitnessKey, type WitnessKey } from '../sign.ts';
import { createWitness, type Refused } from '../witness.ts';

export const witnessName = 'witness-1';

export interface WitnessPlace {
  folder: string;
  url: string;
  key: WitnessKey;
  refused: Refused[];
  close(): Promise<void>;
}

export async function openWitnessPlace(
  ledgerKey: SigningKey,
  wanted: { folder?: string; port?: number } = {},
): Promise<WitnessPlace> {
  const folder = wanted.folder ?? mkdtempSync(join(tmpdir(), 'madoguchi-witness-'));
  setUpWitness(folder);
  const key = openWitnessKey(readFileSync(keyFileOf(folder), 'utf8'));
  const refused: Refused[] = [];
  const witness = createWitness({
    name: witnessName,
    key,
    ledgers: [{ ledger: origin, keys: readKeys(JSON.stringify(ledgerKey.publicJwk)) }],
    memory: openMemory(memoryFolders(folder), key),
    now: () => new Date(),
    keepRefused: (each) => void refused.push(each),
  });
  const server: Server = createHttpWitness({
    name: witnessName,
    witness,
    publicJwk: key.publicJwk,
    onFault: () => undefined,
  });
  server.listen(wanted.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return {
    folder,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    refused,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A ledger that is nothing but its key and its leaves. */
export function openPaperLedger(folder: string) {
  const key = makeKey(folder);
  const headOver = (leaves: readonly Buffer[]): string =>
    signTreeHead(key, origin, leaves.length, rootOf(leaves), new Date());
  return {
    key,
    headOver,
    requestFor: (leaves: readonly Buffer[], oldSize: number) => ({
      old_size: oldSize,
      consistency_proof:
        oldSize === 0 || oldSize > leaves.length
          ? []
          : proveConsistency(leaves, oldSize).map((hash) => hash.toString('base64url')),
      tree_head: headOver(leaves),
    }),
  };
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });
