import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as ours from '../src/disclosures/merkle-tree.ts';
import { verifiesConsistency, verifiesInclusion } from '../src/disclosures/verify-proof.ts';
import { GrowingTree, hashNode, isConsistent, proveConsistency, rootFromInclusion, rootOf } from './tree.ts';

const most = 70;
const leaves = Array.from({ length: most }, (_, n) => createHash('sha256').update(`leaf ${n}`).digest());

/** MTH of RFC 9162, 2.1.1, word for word. */
function mth(list: readonly Buffer[]): Buffer {
  if (list.length === 0) return createHash('sha256').digest();
  if (list.length === 1) return list[0] as Buffer;
  let k = 1;
  while (k * 2 < list.length) k *= 2;
  return hashNode(mth(list.slice(0, k)), mth(list.slice(k)));
}

test('a growing tree has the root of the RFC at every size, from any kept peaks', () => {
  const tree = new GrowingTree();
  for (let size = 0; size <= most; size += 1) {
    assert.deepEqual(tree.root(), mth(leaves.slice(0, size)));
    const kept = new GrowingTree(tree.size, tree.peaks);
    for (const leaf of leaves.slice(size)) kept.append(leaf);
    assert.deepEqual(kept.root(), mth(leaves));
    if (size < most) tree.append(leaves[size] as Buffer);
  }
  assert.throws(() => new GrowingTree(3, [leaves[0] as Buffer]), RangeError);
});

test('every consistency proof holds, in both implementations, and for no other root or size', () => {
  for (let later = 1; later <= most; later += 1)
    for (let earlier = 1; earlier <= later; earlier += 1) {
      const proof = proveConsistency(leaves.slice(0, later), earlier);
      const first = { size: earlier, root: rootOf(leaves.slice(0, earlier)) };
      const second = { size: later, root: rootOf(leaves.slice(0, later)) };
      assert.ok(isConsistent(first, second, proof), `${earlier} ${later}`);
      assert.ok(verifiesConsistency(first, second, proof));
      assert.ok(!isConsistent({ ...first, root: leaves[0] as Buffer }, second, proof) || earlier === 1);
      assert.ok(!isConsistent(first, { ...second, root: Buffer.alloc(32) }, proof));
      assert.ok(!isConsistent(first, second, [...proof, Buffer.alloc(32)]));
      if (proof.length > 0) assert.ok(!isConsistent(first, second, proof.slice(1)));
      if (earlier < later) assert.ok(!isConsistent(second, first, proof));
    }
});

test('every inclusion proof of the ledger leads to the root, and to it alone from its own leaf', () => {
  for (let size = 1; size <= 40; size += 1) {
    const { nodes } = ours.growTree([], 0, leaves.slice(0, size));
    const hashOf = (place: ours.NodePlace): Buffer =>
      nodes.find(({ level, index }) => level === place.level && index === place.index)?.hash as Buffer;
    const root = rootOf(leaves.slice(0, size));
    for (let index = 0; index < size; index += 1) {
      const places = ours.inclusionProofPlaces(index, size);
      const proof = ours.toProof(places, places.flat().map(hashOf));
      const leaf = leaves[index] as Buffer;
      assert.deepEqual(rootFromInclusion(leaf, index, size, proof), root);
      assert.ok(verifiesInclusion(leaf, index, size, proof, root));
      assert.notDeepEqual(rootFromInclusion(Buffer.alloc(32), index, size, proof), root);
      assert.equal(rootFromInclusion(leaf, index, size, [...proof, root]), undefined);
      assert.equal(rootFromInclusion(leaf, size, size, proof), undefined);
    }
  }
});
