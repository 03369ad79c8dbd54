import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';

/** Makes a P-256 key for the length of one bench; answers the path. */
export function makeKeyFile(path: string): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(path, JSON.stringify(privateKey.export({ format: 'jwk' })), { mode: 0o600 });
  return path;
}
