import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { SoftCardOrder } from './make-soft-card.ts';

/** Where distributions put SoftHSM's library. */
export const softHsmLibrary = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
].find((path) => existsSync(path));

const authenticationLabel = 'JPKI (User Authentication PIN)';

/** A reader folder with tokens in it. Inserted by pointing `SOFTHSM2_CONF` at it: SoftHSM reads it at every C_Initialize. */
export interface SoftReader {
  configurationFile: string;
  /** Adds a token; answers its certificate (DER). */
  add(order?: Partial<SoftCardOrder>): Promise<Buffer>;
  remove(): void;
}

export function makeSoftReader(environment: NodeJS.ProcessEnv): SoftReader {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-soft-reader-'));
  mkdirSync(join(folder, 'tokens'));
  const configurationFile = join(folder, 'softhsm2.conf');
  writeFileSync(
    configurationFile,
    `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  );
  return {
    configurationFile,
    async add(order = {}) {
      if (!softHsmLibrary) throw new Error('SoftHSM is not installed');
      const certificateFile = join(folder, 'certificate.der');
      const whole: SoftCardOrder = {
        label: authenticationLabel,
        pin: '1234',
        key: 'rsa',
        ...order,
        certificateFile,
      };
      const program = fileURLToPath(new URL('./make-soft-card.ts', import.meta.url));
      await promisify(execFile)(
        process.execPath,
        ['--import', 'tsx', program, softHsmLibrary, JSON.stringify(whole)],
        { env: { ...environment, SOFTHSM2_CONF: configurationFile } },
      );
      return readFileSync(certificateFile);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
