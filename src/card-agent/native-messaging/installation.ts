/**
 * What installing writes and uninstalling takes away again: a launcher and the browsers' host manifests, all in the
 * user's own folders. A manifest that is not, byte for byte, what we would write is somebody else's, and stays unless
 * asked; a launcher is ours by its first lines, since its settings may have changed.
 */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { HostManifest } from './host-manifests.ts';

export type Deed = 'written' | 'replaced' | 'there already' | 'kept: not ours' | 'removed' | 'not there';

/** One line of what was done, or was not. */
export interface Done {
  what: string;
  file: string;
  deed: Deed;
}

const launcherMark = '#!/bin/sh\n# Starts the card agent for the browser’s Web eID extension.';

export interface OwnFile {
  what: string;
  file: string;
  content: string;
  mode: number;
  /** What a file of ours begins with, where it need not be the same to the byte. */
  mark?: string;
}

/** A program that browsers start without a shell's environment: it carries the settings itself. */
export function toLauncher(d: {
  node: string;
  loader: string;
  program: string;
  /** Where the program's own settings for TypeScript lie: browsers start us in a folder of theirs. */
  home: string;
  settings: Readonly<Record<string, string>>;
}): string {
  const settings = Object.entries(d.settings).map(([name, value]) => `export ${name}=${quote(value)}`);
  return [
    launcherMark,
    ...settings,
    // A crash leaves no copy of this program's memory behind.
    'ulimit -c 0',
    `cd ${quote(d.home)} || exit 1`,
    `exec ${quote(d.node)} --import ${quote(d.loader)} ${quote(d.program)}`,
    '',
  ].join('\n');
}

export function launcherFile(home: string): string {
  return join(home, '.local', 'share', 'madoguchi-card-agent', 'native-messaging');
}

/** Nothing is written at all where one file is somebody else's, unless `force`: half an installation helps nobody. */
export function install(files: readonly OwnFile[], { force }: { force: boolean }): Done[] {
  const found = files.map((wanted) => ({ ...wanted, state: look(wanted) }));
  if (!force && found.some(({ state }) => state === 'other')) {
    return found.map(({ what, file, state }) => ({
      what,
      file,
      deed: state === 'other' ? 'kept: not ours' : state === 'none' ? 'not there' : 'there already',
    }));
  }
  return found.map(({ what, file, content, mode, state }) => {
    if (state === 'same') return { what, file, deed: 'there already' };
    writeWhole(file, content, mode);
    return { what, file, deed: state === 'none' ? 'written' : 'replaced' };
  });
}

export function uninstall(files: readonly OwnFile[], { force }: { force: boolean }): Done[] {
  return files.map((own) => {
    const { what, file } = own;
    const state = look(own);
    if (state === 'none') return { what, file, deed: 'not there' };
    if (state === 'other' && !force) return { what, file, deed: 'kept: not ours' };
    rmSync(file);
    return { what, file, deed: 'removed' };
  });
}

export function toFiles(
  launcher: { file: string; content: string },
  manifests: readonly HostManifest[],
): OwnFile[] {
  return [
    { what: 'launcher', ...launcher, mode: 0o700, mark: launcherMark },
    ...manifests.map(({ browser, file, content }) => ({ what: browser, file, content, mode: 0o600 })),
  ];
}

function look({ file, content, mark }: OwnFile): 'none' | 'same' | 'ours' | 'other' {
  // A link counts as there even if it leads nowhere.
  if (!lstatSync(file, { throwIfNoEntry: false })) return 'none';
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (text === content) return 'same';
  return mark !== undefined && text.startsWith(mark) ? 'ours' : 'other';
}

/** All or nothing, and in place of a link rather than through it. */
function writeWhole(file: string, content: string, mode: number): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, content, { mode, flag: 'wx' });
  chmodSync(fresh, mode);
  renameSync(fresh, file);
}

/** One word of a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
