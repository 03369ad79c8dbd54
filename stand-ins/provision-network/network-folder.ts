import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFreshFile, writePrivateJson } from '../fresh-file.ts';
import type { CodeKeys } from './codes.ts';

/** Where things lie in the network's folder. `register-key.json` is written by set-up beside them and never read here. */
export function networkFiles(folder: string) {
  return {
    /** What Madoguchi presents to the network. */
    credential: join(folder, 'credential'),
    key: join(folder, 'key.json'),
    registerKey: join(folder, 'register-key.json'),
    /** What the network presents to each agency. */
    agencyCredentials: join(folder, 'agency-credentials.json'),
    /** Agencies that are connected. */
    connected: join(folder, 'connected.json'),
    /** Where each agency listens now: written by the agencies. */
    addresses: join(folder, 'addresses.json'),
    exchanges: join(folder, 'exchanges.jsonl'),
    /** The register of residents: another party's in reality. */
    residents: join(folder, 'residents.json'),
  };
}

export interface NetworkFolder {
  credential: string;
  keys(): Pick<CodeKeys, 'madoguchi' | 'agencies'>;
  isConnected(agency: string): boolean;
  credentialFor(agency: string): string | undefined;
  addressOf(agency: string): string | undefined;
}

/** Everything but our own credential may change while the network runs: an agency connects, moves, or leaves. */
export function openNetworkFolder(folder: string): NetworkFolder {
  const files = networkFiles(folder);
  const keys = openFreshFile<Pick<CodeKeys, 'madoguchi' | 'agencies'> | null>(files.key, null);
  const connected = openFreshFile<string[]>(files.connected, []);
  const credentials = openFreshFile<Record<string, string>>(files.agencyCredentials, {});
  const addresses = openFreshFile<Record<string, string>>(files.addresses, {});
  const keysOrThrow = (): Pick<CodeKeys, 'madoguchi' | 'agencies'> => {
    const found = keys();
    if (!found) throw new Error('the network has no keys: run the set-up');
    return found;
  };
  keysOrThrow();
  return {
    credential: readFileSync(files.credential, 'utf8').trim(),
    keys: keysOrThrow,
    isConnected: (agency) => connected().includes(agency),
    credentialFor: (agency) => own(credentials(), agency),
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
