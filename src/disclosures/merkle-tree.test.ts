import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  consistencyProofPlaces,
  emptyRoot,
  foldRight,
  frontierOf,
  growTree,
  inclusionProofPlaces,
  leafHashOf,
  nodeHashOf,
  toProof,
  type NodePlace,
} from './merkle-tree.ts';
import { verifiesConsistency, verifiesInclusion } from './verify-proof.ts';

/** RFC 9162, section 2.1, written down word for word: slow, recursive, and without a line of ours in it. */
const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

function rootByTheBook(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256(Buffer.alloc(0));
  if (leaves.length === 1) return leaves[0] as Buffer;
  const k = split(leaves.length);
  return sha256(Buffer.from([1]), rootByTheBook(leaves.slice(0, k)), rootByTheBook(leaves.slice(k)));
}

function pathByTheBook(m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...pathByTheBook(m, leaves.slice(0, k)), rootByTheBook(leaves.slice(k))]
    : [...pathByTheBook(m - k, leaves.slice(k)), rootByTheBook(leaves.slice(0, k))];
}

function consistencyByTheBook(m: number, leaves: readonly Buffer[], whole: boolean): Buffer[] {
  if (m === leaves.length) return whole ? [] : [rootByTheBook(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...consistencyByTheBook(m, leaves.slice(0, k), whole), rootByTheBook(leaves.slice(k))]
    : [...consistencyByTheBook(m - k, leaves.slice(k), false), rootByTheBook(leaves.slice(0, k))];
}

const leavesOf = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, n) => sha256(Buffer.from([0]), Buffer.from(`entry ${n}`)));

/** A tree as the store holds it: grown in the given steps, every complete subtree by its place. */
function treeOf(leaves: readonly Buffer[], steps: readonly number[] = [leaves.length]) {
  const stored = new Map<string, Buffer>();
  let size = 0;
  let grown: ReturnType<typeof growTree> = { nodes: [], frontier: [], root: emptyRoot };
  for (const step of steps) {
    grown = growTree(grown.frontier, size, leaves.slice(size, size + step));
    for (const { level, index, hash } of grown.nodes) {
      assert.ok(!stored.has(`${level}/${index}`), 'a node is stored twice');
      stored.set(`${level}/${index}`, hash);
    }
    size += step;
  }
  const load = ({ level, index }: NodePlace): Buffer => {
    const hash = stored.get(`${level}/${index}`);
    assert.ok(hash, `node ${index} of level ${level} is needed and was never stored`);
    return hash;
  };
  const proof = (places: NodePlace[][]): Buffer[] => toProof(places, places.flat().map(load));
  return { root: grown.root, frontier: grown.frontier, load, proof };
}

test('the tree has the roots of RFC 9162’s own definition, for every size up to 130', () => {
  const leaves = leavesOf(130);
  for (let size = 0; size <= leaves.length; size += 1)
    assert.deepEqual(
      treeOf(leaves.slice(0, size)).root,
      rootByTheBook(leaves.slice(0, size)),
      `size ${size}`,
    );
});

test('however the leaves arrive, one by one or in groups, the tree is the same', () => {
  const leaves = leavesOf(300);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }), (steps) => {
      const size = steps.reduce((sum, step) => sum + step, 0);
      const grown = treeOf(leaves, steps);
      assert.deepEqual(grown.root, rootByTheBook(leaves.slice(0, size)));
      assert.deepEqual(
        grown.frontier.map(({ level, index }) => ({ level, index })),
        frontierOf(size),
      );
      assert.deepEqual(foldRight(frontierOf(size).map(grown.load)), grown.root);
    }),
    { numRuns: 60 },
  );
});

test('every leaf of every tree up to 40 has the proof of RFC 9162, and it is accepted', () => {
  for (let size = 1; size <= 40; size += 1) {
    const leaves = leavesOf(size);
    const tree = treeOf(leaves);
    for (let index = 0; index < size; index += 1) {
      const proof = tree.proof(inclusionProofPlaces(index, size));
      assert.deepEqual(proof, pathByTheBook(index, leaves), `leaf ${index} of ${size}`);
      assert.ok(verifiesInclusion(leaves[index] as Buffer, index, size, proof, tree.root));
    }
  }
});

test('every tree up to 40 is shown to continue every smaller one, by the proof of RFC 9162', () => {
  const leaves = leavesOf(40);
  const roots = Array.from({ length: 41 }, (_, size) => rootByTheBook(leaves.slice(0, size)));
  for (let second = 1; second <= 40; second += 1) {
    const tree = treeOf(leaves.slice(0, second));
    for (let first = 1; first <= second; first += 1) {
      const proof = tree.proof(consistencyProofPlaces(first, second));
      assert.deepEqual(
        proof,
        consistencyByTheBook(first, leaves.slice(0, second), true),
        `${first} to ${second}`,
      );
      const [one, two] = [roots[first] as Buffer, roots[second] as Buffer];
      assert.ok(verifiesConsistency({ size: first, root: one }, { size: second, root: two }, proof));
    }
  }
});

test('proofs hold in large trees of any shape', () => {
  const leaves = leavesOf(5000);
  const tree = treeOf(leaves, [1, 999, 3000, 1000]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), fc.nat(), (size, at, less) => {
      const root = rootByTheBook(leaves.slice(0, size));
      const index = at % size;
      const proof = tree.proof(inclusionProofPlaces(index, size));
      assert.ok(verifiesInclusion(leaves[index] as Buffer, index, size, proof, root));
      const first = 1 + (less % size);
      const smaller = { size: first, root: rootByTheBook(leaves.slice(0, first)) };
      assert.ok(
        verifiesConsistency(smaller, { size, root }, tree.proof(consistencyProofPlaces(first, size))),
      );
    }),
    { numRuns: 25 },
  );
});

test('a proof of one leaf proves nothing else: other leaf, other place, other size, other root, altered, cut, longer, reordered', () => {
  for (let size = 1; size <= 20; size += 1) {
    const leaves = leavesOf(size);
    const { root, proof: make } = treeOf(leaves);
    for (let index = 0; index < size; index += 1) {
      const leaf = leaves[index] as Buffer;
      const proof = make(inclusionProofPlaces(index, size));
      const refused = (what: string, ...given: Parameters<typeof verifiesInclusion>): void =>
        assert.equal(verifiesInclusion(...given), false, `${what}: leaf ${index} of ${size}`);
      refused('another leaf', randomBytes(32), index, size, proof, root);
      refused('another root', leaf, index, size, proof, randomBytes(32));
      refused('a longer proof', leaf, index, size, [...proof, randomBytes(32)], root);
      refused('past the end', leaf, size, size, proof, root);
      refused('a negative place', leaf, -1, size, proof, root);
      refused('half a place', leaf, index + 0.5, size, proof, root);
      refused('an unsafe size', leaf, index, 2 ** 53, proof, root);
      for (let other = 0; other < size; other += 1)
        if (other !== index) refused(`the place ${other}`, leaf, other, size, proof, root);
      proof.forEach((hash, at) => {
        const altered = Buffer.from(hash);
        altered[at % 32] = (altered[at % 32] as number) ^ 1;
        refused('an altered element', leaf, index, size, proof.with(at, altered), root);
        refused('a missing element', leaf, index, size, proof.toSpliced(at, 1), root);
      });
      if (proof.length > 1) refused('reordered', leaf, index, size, proof.toReversed(), root);
    }
  }
});

test('a tree that changed its past, or forked, has no consistency proof', () => {
  const leaves = leavesOf(33);
  const tree = treeOf(leaves);
  const rewritten = treeOf(leaves.with(5, randomBytes(32)));
  for (let first = 7; first < 33; first += 1) {
    const honest = { size: first, root: rootByTheBook(leaves.slice(0, first)) };
    const places = consistencyProofPlaces(first, 33);
    const second = { size: 33, root: rewritten.root };
    assert.equal(
      verifiesConsistency(honest, second, rewritten.proof(places)),
      false,
      `rewritten, from ${first}`,
    );
    assert.equal(
      verifiesConsistency(honest, second, tree.proof(places)),
      false,
      `the old proof, from ${first}`,
    );
    const proof = tree.proof(places);
    const truth = { size: 33, root: tree.root };
    proof.forEach((_, at) => {
      assert.equal(verifiesConsistency(honest, truth, proof.toSpliced(at, 1)), false);
      assert.equal(verifiesConsistency(honest, truth, proof.with(at, randomBytes(32))), false);
    });
    assert.equal(verifiesConsistency({ ...honest, size: first - 1 }, truth, proof), false);
  }
  assert.equal(verifiesConsistency({ size: 0, root: emptyRoot }, { size: 33, root: tree.root }, []), false);
  assert.equal(verifiesConsistency({ size: 33, root: tree.root }, { size: 7, root: tree.root }, []), false);
  assert.equal(verifiesConsistency({ size: 33, root: tree.root }, { size: 33, root: emptyRoot }, []), false);
});

test('a node cannot pass for a leaf, nor a salt run on into the entry', () => {
  const [left, right] = [randomBytes(32), randomBytes(32)];
  assert.notDeepEqual(nodeHashOf(left, right), leafHashOf(left, right.toString('latin1')));
  assert.deepEqual(leafHashOf(left, '{}'), sha256(Buffer.from([0]), left, Buffer.from('{}')));
  assert.throws(() => leafHashOf(Buffer.alloc(31), 'x{}'), TypeError);
  assert.throws(() => inclusionProofPlaces(3, 3), RangeError);
  assert.throws(() => inclusionProofPlaces(0, 0), RangeError);
  assert.throws(() => consistencyProofPlaces(0, 3), RangeError);
  assert.throws(() => consistencyProofPlaces(4, 3), RangeError);
});

test('places far beyond 32 bits are counted right', () => {
  const size = 2 ** 40 + 3;
  assert.deepEqual(frontierOf(size), [
    { level: 40, index: 0 },
    { level: 1, index: 2 ** 39 },
    { level: 0, index: 2 ** 40 + 2 },
  ]);
  assert.equal(inclusionProofPlaces(2 ** 40 + 2, size).length, 2);
  assert.equal(inclusionProofPlaces(0, size).length, 41);
});
