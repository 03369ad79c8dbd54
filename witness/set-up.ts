import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeMemory } from './memory.ts';
import { newPrivateJwk, openWitnessKey } from './sign.ts';

/** Where a witness keeps what it has. The copy should lie on another disk, out of the reach of one backup. */
export const memoryFolders = (folder: string, copyFolder?: string): string[] => [
  folder,
  copyFolder ?? join(folder, 'copy'),
];
export const keyFileOf = (folder: string): string => join(folder, 'witness.jwk.json');
/** For everybody: what cosignatures are checked with. */
export const publicKeyFileOf = (folder: string): string => join(folder, 'witness-public-key.json');
export const refusedFileOf = (folder: string): string => join(folder, 'refused.jsonl');

/** Key and memory are made together, once: a key without its memory is of no use any more. What exists stays. */
export function setUpWitness(folder: string, copyFolder?: string): void {
  if (existsSync(keyFileOf(folder))) return;
  const folders = memoryFolders(folder, copyFolder);
  for (const each of folders) mkdirSync(each, { recursive: true, mode: 0o700 });
  const privateJwk = newPrivateJwk();
  const key = openWitnessKey(privateJwk);
  makeMemory(folders, key);
  writeFileSync(publicKeyFileOf(folder), JSON.stringify(key.publicJwk, null, 2), { mode: 0o600 });
  writeFileSync(keyFileOf(folder), privateJwk, { mode: 0o600, flag: 'wx' });
}
