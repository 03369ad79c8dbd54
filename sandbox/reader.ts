import { readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Folders } from './folders.ts';

/** Puts a persona's card into the reader, in one step: an agent that looks meanwhile sees the old one or the new. */
export function insertCard({ reader }: Pick<Folders, 'reader'>, persona: string): void {
  const next = join(reader, 'next');
  rmSync(next, { force: true });
  symlinkSync(join('..', 'cards', persona), next);
  renameSync(next, join(reader, 'inserted'));
}

/** Takes the card out. */
export function removeCard({ reader }: Pick<Folders, 'reader'>): void {
  rmSync(join(reader, 'inserted'), { force: true });
}

/** Whose card lies in the reader, if any. */
export function insertedCard({ reader }: Pick<Folders, 'reader'>): string | undefined {
  try {
    return basename(readlinkSync(join(reader, 'inserted')));
  } catch {
    return undefined;
  }
}
