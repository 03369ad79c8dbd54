import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSize } from '../ledger-checker/head.ts';
import { isObject, openStatement, toBytes } from '../ledger-checker/signed.ts';
import { writeDurably } from '../ledger-checker/state.ts';
import type { SizedRoot } from '../ledger-checker/tree.ts';
import type { WitnessKey } from './sign.ts';

/** A tree that was cosigned, with the head as its ledger signed it: half of the evidence, should another turn up. */
export interface Seen extends SizedRoot {
  statement: string;
}

/** What a witness remembers of each ledger: the largest tree that it cosigned. It never shrinks. */
export interface Memory {
  last(ledger: string): Seen | undefined;
  /** Durable, in both places, when it returns. @throws where the disk does not take it: then nothing may be signed */
  remember(ledger: string, tree: Seen): void;
}

const type = 'madoguchi-witness-memory+jwt';
const fileName = 'memory.jws';

/** Both copies, empty: made once, together with the key, and never by a witness that starts. */
export function makeMemory(folders: readonly string[], key: WitnessKey): void {
  for (const folder of folders) writeDurably(join(folder, fileName), key.sign(type, { ledgers: {} }));
}

/**
 * Opens the memory from its copies. Each is signed by the witness itself, so that nobody can write it one; where they
 * differ, what was cosigned last counts. Refuses to start where no copy is left, or where the copies contradict each
 * other: a witness that forgot would sign again what it must not.
 */
export function openMemory(folders: readonly string[], key: WitnessKey): Memory {
  const paths = [...new Set(folders.map((folder) => join(folder, fileName)))];
  const found = paths.filter((path) => existsSync(path)).map((path) => readMemory(path, key));
  if (found.length === 0)
    throw new Error('this witness has a key and no memory: retire the key, do not start it again');
  const known = merge(found);
  return {
    last: (ledger) => known.get(ledger),
    remember(ledger, tree) {
      // The files may have moved on (a second process on the same folder), or back (a copy put in their place).
      const now = merge([
        known,
        ...paths.filter((path) => existsSync(path)).map((path) => readMemory(path, key)),
      ]);
      const last = now.get(ledger);
      if (last && last.size > tree.size) throw new Error('a larger tree was cosigned meanwhile');
      if (last && last.size === tree.size && !last.root.equals(tree.root))
        throw new Error('another tree of this size was cosigned meanwhile');
      const { size, root, statement } = tree;
      now.set(ledger, { size, root, statement });
      const text = key.sign(type, { ledgers: toJson(now) });
      for (const path of paths) writeDurably(path, text);
      for (const [name, each] of now) known.set(name, each);
    },
  };
}

function merge(memories: readonly ReadonlyMap<string, Seen>[]): Map<string, Seen> {
  const merged = new Map<string, Seen>();
  for (const memory of memories)
    for (const [ledger, tree] of memory) {
      const last = merged.get(ledger);
      if (last?.size === tree.size && !last.root.equals(tree.root))
        throw new Error('the copies of this witness’s memory contradict each other: retire the key');
      if (!last || last.size < tree.size) merged.set(ledger, tree);
    }
  return merged;
}

function readMemory(path: string, key: WitnessKey): Map<string, Seen> {
  const { ledgers } = openStatement(readFileSync(path, 'utf8').trim(), type, [key.trusted], 1024 * 1024);
  if (!isObject(ledgers)) throw new Error('the memory of this witness cannot be read');
  return new Map(
    Object.entries(ledgers).map(([ledger, tree]) => {
      const root = isObject(tree) ? toBytes(tree['root'], 32) : undefined;
      const statement = isObject(tree) ? tree['head'] : undefined;
      if (!isObject(tree) || !root || !isSize(tree['size']) || typeof statement !== 'string')
        throw new Error('the memory of this witness cannot be read');
      return [ledger, { size: tree['size'], root, statement }];
    }),
  );
}

function toJson(known: ReadonlyMap<string, Seen>): Record<string, unknown> {
  return Object.fromEntries(
    [...known].map(([ledger, { size, root, statement }]) => [
      ledger,
      { size, root: root.toString('base64url'), head: statement },
    ]),
  );
}
