import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { authorityNames, type AuthorityFileName } from '../../certs/make-jpki.ts';
import { writePrivateJson } from '../fresh-file.ts';

/** One line of revoked.json, the stand-in JPKI's own register of what it has revoked. */
export interface Revoked {
  authority: AuthorityFileName;
  /** Hex. */
  serial: string;
  /** ISO 8601. */
  at: string;
}

export const revokedFile = (jpkiFolder: string): string => join(jpkiFolder, 'revoked.json');

/** Enters a certificate; the list that the server signs next says so. Once revoked, always revoked. */
export function revoke(jpkiFolder: string, entry: Revoked): void {
  const file = revokedFile(jpkiFolder);
  const revoked = existsSync(file) ? checkRevoked(JSON.parse(readFileSync(file, 'utf8'))) : [];
  const isKnown = revoked.some(
    ({ authority, serial }) => authority === entry.authority && serial === entry.serial,
  );
  if (!isKnown) writePrivateJson(file, [...revoked, entry]);
}

/** @throws Error: a register that cannot be read must not become a list on which nothing stands */
export function checkRevoked(content: unknown): Revoked[] {
  if (!Array.isArray(content)) throw new Error('revoked.json is not a list');
  return content.map((entry: Partial<Revoked> | null, index) => {
    const { authority, serial, at } = entry ?? {};
    const isEntry =
      authorityNames.some((name) => name === authority) &&
      typeof serial === 'string' &&
      /^[0-9a-f]{1,40}$/.test(serial) &&
      typeof at === 'string' &&
      !Number.isNaN(Date.parse(at));
    if (!isEntry) throw new Error(`entry ${index} of revoked.json names no certificate`);
    return entry as Revoked;
  });
}
