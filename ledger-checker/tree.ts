/**
 * Merkle trees as RFC 9162, section 2.1, writes them down, on SHA-256. Written from the RFC and from nothing else: a
 * checker that shared code with the ledger would share its mistakes.
 */
import { createHash } from 'node:crypto';

const sha256 = (...parts: readonly (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const [leafTag, nodeTag] = [Buffer.from([0]), Buffer.from([1])];

/** 2.1.1; what is hashed here is 32 bytes of salt, then the entry's canonical JSON. */
export const hashLeaf = (salt: Buffer, entry: string): Buffer => sha256(leafTag, salt, entry);
export const hashNode = (left: Buffer, right: Buffer): Buffer => sha256(nodeTag, left, right);

/** MTH({d(0), …, d(n-1)}) over hashes of leaves, by the recursion of 2.1.1. Only for lists that fit in memory. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256();
  const tree = new GrowingTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree.root();
}

/** A tree that only remembers its peaks: the roots of the perfect subtrees it consists of, largest first. */
export class GrowingTree {
  #size: number;
  readonly #peaks: Buffer[];

  constructor(size = 0, peaks: readonly Buffer[] = []) {
    if (peaks.length !== bitsOf(size))
      throw new RangeError('a tree of this size has another number of peaks');
    this.#size = size;
    this.#peaks = [...peaks];
  }

  get size(): number {
    return this.#size;
  }

  get peaks(): readonly Buffer[] {
    return this.#peaks;
  }

  copy(): GrowingTree {
    return new GrowingTree(this.#size, this.#peaks);
  }

  append(leaf: Buffer): void {
    let hash = leaf;
    // Every one at the end of the size's binary digits is a peak that the new leaf completes to a larger one.
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2)
      hash = hashNode(this.#peaks.pop() as Buffer, hash);
    this.#peaks.push(hash);
    this.#size += 1;
  }

  root(): Buffer {
    const [last, ...larger] = [...this.#peaks].reverse();
    if (!last) return sha256();
    return larger.reduce((right, left) => hashNode(left, right), last);
  }
}

function bitsOf(size: number): number {
  let bits = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2;
  return bits;
}

/** 2.1.3.2: the root that an inclusion proof leads to, or undefined where the proof has the wrong length. */
export function rootFromInclusion(
  leaf: Buffer,
  index: number,
  size: number,
  proof: readonly Buffer[],
): Buffer | undefined {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size)
    return undefined;
  let [fn, sn, hash] = [index, size - 1, leaf];
  for (const step of proof) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      hash = hashNode(step, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else hash = hashNode(hash, step);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? hash : undefined;
}

export interface SizedRoot {
  size: number;
  root: Buffer;
}

/** 2.1.4.2: whether the later tree continues the earlier one unchanged. */
export function isConsistent(earlier: SizedRoot, later: SizedRoot, proof: readonly Buffer[]): boolean {
  if (![earlier.size, later.size].every((size) => Number.isSafeInteger(size) && size > 0)) return false;
  if (earlier.size > later.size) return false;
  if (earlier.size === later.size) return proof.length === 0 && earlier.root.equals(later.root);
  const isPowerOfTwo = bitsOf(earlier.size) === 1;
  const [start, ...steps] = isPowerOfTwo ? [earlier.root, ...proof] : proof;
  if (!start) return false;
  let [fn, sn] = [earlier.size - 1, later.size - 1];
  while (fn % 2 === 1) [fn, sn] = [(fn - 1) / 2, Math.floor(sn / 2)];
  let [first, second] = [start, start];
  for (const step of steps) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      first = hashNode(step, first);
      second = hashNode(step, second);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else second = hashNode(second, step);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && first.equals(earlier.root) && second.equals(later.root);
}

/** 2.1.4.1: the proof that the first `size` of these leaves were there before the rest, by the RFC's recursion. */
export function proveConsistency(leaves: readonly Buffer[], size: number): Buffer[] {
  if (size < 1 || size > leaves.length) throw new RangeError('no such earlier tree');
  const subproof = (m: number, from: number, to: number, isWhole: boolean): Buffer[] => {
    if (m === to - from) return isWhole ? [] : [rootOf(leaves.slice(from, to))];
    let k = 1;
    while (k * 2 < to - from) k *= 2;
    return m <= k
      ? [...subproof(m, from, from + k, isWhole), rootOf(leaves.slice(from + k, to))]
      : [...subproof(m - k, from + k, to, false), rootOf(leaves.slice(from, from + k))];
  };
  return subproof(size, 0, leaves.length, true);
}
