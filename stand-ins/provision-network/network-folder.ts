import { join } from 'node:path';
import { openFreshFile, writePrivateJson } from '../fresh-file.ts';
import type { CodeKeys } from './codes.ts';

/** Where things lie in the network's folder. `register-key.json` is written by set-up beside them and never read here. */
export function networkFiles(folder: string) {
  return {
    /** The network's own certificate and key. */
    identity: join(folder, 'tls'),
    /** The authority that vouches for everybody here. For set-up alone: the program never reads its key. */
    authority: join(folder, 'authority'),
    key: join(folder, 'key.json'),
    registerKey: join(folder, 'register-key.json'),
    /** Agencies that are connected. */
    connected: join(folder, 'connected.json'),
    /** Where each agency listens now: written by the agencies. */
    addresses: join(folder, 'addresses.json'),
    exchanges: join(folder, 'exchanges.jsonl'),
    /** Exchanges of agencies among themselves, by the network's own block of the person. */
    agencyExchanges: join(folder, 'agency-exchanges.jsonl'),
    /** Which report of Madoguchi's has which process number, and which agency it went to. */
    corrections: join(folder, 'corrections.jsonl'),
    /** The register of residents: another party's in reality. */
    residents: join(folder, 'residents.json'),
    /** Whose insured number is whose: another party's too. */
    insuredNumbers: join(folder, 'insured-numbers.json'),
  };
}

export interface NetworkFolder {
  keys(): Pick<CodeKeys, 'madoguchi' | 'agencies'>;
  isConnected(agency: string): boolean;
  addressOf(agency: string): string | undefined;
}

/** All of it may change while the network runs: an agency connects, moves, or leaves. */
export function openNetworkFolder(folder: string): NetworkFolder {
  const files = networkFiles(folder);
  const keys = openFreshFile<Pick<CodeKeys, 'madoguchi' | 'agencies'> | null>(files.key, null);
  const connected = openFreshFile<string[]>(files.connected, []);
  const addresses = openFreshFile<Record<string, string>>(files.addresses, {});
  const keysOrThrow = (): Pick<CodeKeys, 'madoguchi' | 'agencies'> => {
    const found = keys();
    if (!found) throw new Error('the network has no keys: run the set-up');
    return found;
  };
  keysOrThrow();
  return {
    keys: keysOrThrow,
    isConnected: (agency) => connected().includes(agency),
    addressOf: (agency) => own(addresses(), agency),
  };
}

/** Connects an agency, or takes it off the network, also while it runs. */
export function setConnected(folder: string, agency: string, connected: boolean): void {
  const { connected: path } = networkFiles(folder);
  const others = openFreshFile<string[]>(path, [])().filter((id) => id !== agency);
  writePrivateJson(path, connected ? [...others, agency].sort() : others);
}

function own(table: Record<string, string>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
