import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Head, openHead } from './head.ts';
import { isObject, toBytes, type TrustedKey } from './signed.ts';
import { GrowingTree } from './tree.ts';

/** What an observer remembers: the tree as far as it was built from leaves, and heads to hold against others'. */
export interface State {
  tree: GrowingTree;
  /** The head over just this tree. */
  head: Head;
  /** Earlier heads that were verified, largest last. */
  earlier: readonly Head[];
}

const type = 'madoguchi-ledger-observer';
const mostEarlier = 500;

/** @throws Error where the file is not a state, or not one of a ledger with these keys */
export function readState(text: string, keys: readonly TrustedKey[]): State {
  const given = JSON.parse(text) as unknown;
  if (!isObject(given) || given['type'] !== type || !Array.isArray(given['peaks']))
    throw new Error('it is not a state of this checker');
  const head = openHead(given['head'], keys);
  const peaks = (given['peaks'] as unknown[]).map((hash) => toBytes(hash, 32));
  if (!peaks.every((hash) => hash !== undefined)) throw new Error('a hash in it is none');
  const tree = new GrowingTree(head.size, peaks);
  // A state that was damaged, or edited, must not become the measure of a ledger.
  if (!tree.root().equals(head.root)) throw new Error('its tree does not fold to its own signed head');
  const earlier = Array.isArray(given['earlier']) ? (given['earlier'] as unknown[]) : [];
  return { tree, head, earlier: earlier.slice(-mostEarlier).map((statement) => openHead(statement, keys)) };
}

export function loadState(path: string, keys: readonly TrustedKey[]): State | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return readState(text, keys);
}

export function saveState(path: string, { tree, head, earlier }: State): void {
  const text = JSON.stringify(
    {
      type,
      ledger: head.ledger,
      size: tree.size,
      root: tree.root().toString('base64url'),
      head: head.statement,
      peaks: tree.peaks.map((hash) => hash.toString('base64url')),
      earlier: earlier.slice(-mostEarlier).map(({ statement }) => statement),
    },
    null,
    1,
  );
  writeDurably(path, text);
}

/** Whole or not at all, and on disk before this returns: a new file, synced, in the place of the old one. */
export function writeDurably(path: string, text: string): void {
  const draft = `${path}.new`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
