import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Folders } from './folders.ts';

/** Takes a persona's phone in hand. */
export function takePhone(
  { phoneReader, phones }: Pick<Folders, 'phoneReader' | 'phones'>,
  persona: string,
): void {
  mkdirSync(phoneReader, { recursive: true, mode: 0o700 });
  const next = join(phoneReader, 'next');
  rmSync(next, { force: true });
  symlinkSync(join(phones, persona), next);
  renameSync(next, join(phoneReader, 'inserted'));
}

/** What lies on its sensor from now on. */
export function layFinger(
  { phoneReader }: Pick<Folders, 'phoneReader'>,
  finger: 'holder' | 'another' | 'none',
): void {
  const file = join(phoneReader, 'sensor');
  if (finger === 'none') return rmSync(file, { force: true });
  writeFileSync(`${file}.new`, `${finger}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
