/**
 * The Merkle tree of RFC 9162, section 2.1, on SHA-256: pure functions over hashes.
 * Sizes and indexes are JavaScript integers up to 2^53, so halves are taken by division, never by 32-bit shifts.
 */
import { createHash } from 'node:crypto';

/** Root of a complete subtree: `level` 0 is a leaf; `index` counts nodes of that level from the left. */
export interface NodePlace {
  level: number;
  index: number;
}
export interface TreeNode extends NodePlace {
  /** 32 bytes. */
  hash: Buffer;
}

const leafPrefix = Buffer.from([0x00]);
const nodePrefix = Buffer.from([0x01]);

/**
 * The leaf over a salted entry: SHA-256(0x00 ‖ salt ‖ body). The prefix keeps leaves and nodes apart
 * (a second preimage otherwise); the salt's fixed length keeps salt and body apart.
 */
export function leafHashOf(salt: Buffer, body: string): Buffer {
  if (salt.length !== 32) throw new TypeError('a salt is 32 bytes');
  return createHash('sha256').update(leafPrefix).update(salt).update(body, 'utf8').digest();
}

export function nodeHashOf(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(nodePrefix).update(left).update(right).digest();
}

/** The root of the empty tree. */
export const emptyRoot = createHash('sha256').digest();

/** The complete subtrees that make up a tree of `size` leaves, from left to right: at most one per level. */
export function frontierOf(size: number): NodePlace[] {
  return completeSubtrees(0, size);
}

/**
 * Grows a tree by leaves: from the frontier's hashes, every subtree that becomes complete and the new frontier.
 * Work is proportional to the new leaves, whatever the size of the tree.
 */
export function growTree(
  frontier: readonly TreeNode[],
  size: number,
  leaves: readonly Buffer[],
): { nodes: TreeNode[]; frontier: TreeNode[]; root: Buffer } {
  const stack = [...frontier];
  const nodes: TreeNode[] = [];
  leaves.forEach((hash, offset) => {
    let node: TreeNode = { level: 0, index: size + offset, hash };
    nodes.push(node);
    for (let left = stack.at(-1); left?.level === node.level; left = stack.at(-1)) {
      stack.pop();
      node = { level: node.level + 1, index: (node.index - 1) / 2, hash: nodeHashOf(left.hash, node.hash) };
      nodes.push(node);
    }
    stack.push(node);
  });
  return { nodes, frontier: stack, root: foldRight(stack.map((node) => node.hash)) };
}

/** The root over complete subtrees given from left to right. */
export function foldRight(hashes: readonly Buffer[]): Buffer {
  const last = hashes.at(-1);
  if (!last) return emptyRoot;
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHashOf(left, right), last);
}

/** The complete subtrees that cover leaves `begin` to `end` (exclusive); `begin` is a multiple of the largest one. */
function completeSubtrees(begin: number, end: number): NodePlace[] {
  const places: NodePlace[] = [];
  for (let at = begin; at < end;) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= end) level += 1;
    places.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return places;
}

/** The largest power of two below `size` (RFC 9162's k). */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/**
 * Which nodes make the inclusion proof of leaf `index` in a tree of `size` (RFC 9162, 2.1.3.1), from the leaf up.
 * Each element is a list of complete subtrees to be folded: more than one only at the ragged right edge.
 */
export function inclusionProofPlaces(index: number, size: number): NodePlace[][] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new RangeError('no such leaf');
  const path: NodePlace[][] = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    if (index < middle) {
      path.unshift(completeSubtrees(middle, end));
      end = middle;
    } else {
      path.unshift(completeSubtrees(begin, middle));
      begin = middle;
    }
  }
  return path;
}

/** Which nodes make the consistency proof from `first` to `second` leaves (RFC 9162, 2.1.4.1). */
export function consistencyProofPlaces(first: number, second: number): NodePlace[][] {
  if (first < 1 || first > second)
    throw new RangeError('a consistency proof goes from a smaller tree to a larger');
  const path: NodePlace[][] = [];
  let begin = 0;
  let end = second;
  let wholeFirst = true;
  while (first !== end) {
    const middle = begin + splitOf(end - begin);
    if (first <= middle) {
      path.unshift(completeSubtrees(middle, end));
      end = middle;
    } else {
      path.unshift(completeSubtrees(begin, middle));
      begin = middle;
      wholeFirst = false;
    }
  }
  if (!wholeFirst) path.unshift(completeSubtrees(begin, end));
  return path;
}

/** Folds fetched hashes, given in the order of the flattened places, into the proof's elements. */
export function toProof(places: readonly NodePlace[][], hashes: readonly Buffer[]): Buffer[] {
  let next = 0;
  return places.map((group) => foldRight(hashes.slice(next, (next += group.length))));
}
