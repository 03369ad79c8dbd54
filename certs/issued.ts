/** What each authority on disk has issued: one JSON line a certificate, appended. Without it nobody can say `unknown`. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Municipality } from './names.ts';

export interface Issued {
  /** `authentication-g1` */
  authority: string;
  /** Hex, lower case, without leading zeros. */
  serial: string;
  municipality: Municipality;
}

export const issuedFile = (jpkiFolder: string): string => join(jpkiFolder, 'issued.jsonl');

/** Enters a certificate, once. A stolen key issues without entering: that is how it is found out. */
export function enterIssued(jpkiFolder: string, entry: Issued): void {
  const { authority, municipality } = entry;
  const serial = toPlainSerial(entry.serial);
  const file = issuedFile(jpkiFolder);
  const issued = existsSync(file) ? readIssued(readFileSync(file, 'utf8')) : [];
  if (issued.some((one) => one.authority === authority && one.serial === serial)) return;
  appendFileSync(file, `${JSON.stringify({ authority, serial, municipality })}\n`, { mode: 0o600 });
}

/** @throws Error: a register that cannot be read must not become one in which nothing stands */
export function readIssued(text: string): Issued[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Issued);
}

export function toPlainSerial(serial: string): string {
  return serial.toLowerCase().replace(/^0+(?=.)/, '');
}
