import { existsSync } from 'node:fs';

/** Where the distributions put SoftHSM's library. The card reader (card-reader.c) knows the same places. */
const places = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];

/** @throws Error where there is none */
export function findSoftHsm(environment: NodeJS.ProcessEnv = process.env): string {
  const found = environment.STAND_IN_SOFTHSM ?? places.find((place) => existsSync(place));
  if (!found) throw new Error(`SoftHSM is not installed: its library is at none of ${places.join(', ')}`);
  return found;
}
