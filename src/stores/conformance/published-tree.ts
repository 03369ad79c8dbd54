/** What every store promises about what is published of the ledger. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openStores } from '../open-stores.ts';
import type { Stores } from '../stores.ts';
import { later, noon } from './drafts.ts';
import type { Place } from './places.ts';

export function testPublishedTree(on: string, place: () => Place): void {
  let stores: Stores;
  const hashes = Array.from({ length: 10 }, () => randomBytes(32));
  const sizes = [2, 5, 9];
  before(async () => {
    stores = await openStores({ url: await place().newDatabase(), clock: { now: () => noon } });
    for (const [index, hash] of hashes.entries())
      await stores.database.run('INSERT INTO tree_nodes (level, node_index, hash) VALUES (0, ?, ?)', [
        index,
        hash,
      ]);
    for (const size of sizes)
      await stores.database.run('INSERT INTO tree_heads (size, root, at, signature) VALUES (?, ?, ?, ?)', [
        size,
        Buffer.alloc(32, size),
        later(size).getTime(),
        `head-${size}`,
      ]);
  });
  after(() => stores?.close());

  test(`${on}: heads are found by their size and listed from one on, smallest first`, async () => {
    const { publishedTree } = stores;
    assert.deepEqual(await publishedTree.findHead(5), {
      size: 5,
      root: Buffer.alloc(32, 5),
      at: later(5),
      signature: 'head-5',
    });
    assert.equal(await publishedTree.findHead(6), undefined);
    const listed = async (from: number, limit: number) =>
      (await publishedTree.listHeads(from, limit)).map(({ size }) => size);
    assert.deepEqual(await listed(0, 10), sizes);
    assert.deepEqual(await listed(3, 10), [5, 9]);
    assert.deepEqual(await listed(0, 2), [2, 5]);
    assert.deepEqual(await listed(10, 10), []);
  });

  test(`${on}: leaf hashes come in their order, and end where one is missing`, async () => {
    const { publishedTree, database } = stores;
    assert.deepEqual(await publishedTree.leaves(0, 256), hashes);
    assert.deepEqual(await publishedTree.leaves(4, 3), hashes.slice(4, 7));
    assert.deepEqual(await publishedTree.leaves(10, 256), []);
    await database.run('DELETE FROM tree_nodes WHERE level = 0 AND node_index = 6');
    assert.deepEqual(await publishedTree.leaves(0, 256), hashes.slice(0, 6));
    assert.deepEqual(await publishedTree.leaves(6, 256), []);
    assert.deepEqual(await publishedTree.leaves(7, 256), hashes.slice(7));
  });

  test(`${on}: a witness has one cosignature for each head, and its first one stays`, async () => {
    const { publishedTree } = stores;
    assert.deepEqual(await publishedTree.cosignatures(5), []);
    assert.equal(await publishedTree.latestCosigned(['one']), undefined);
    for (const [witness, cosignature] of [
      ['two', 'b'],
      ['one', 'a'],
      ['one', 'another'],
    ] as const)
      await publishedTree.addCosignature(5, { witness, cosignature });
    await publishedTree.addCosignature(9, { witness: 'two', cosignature: 'c' });
    assert.deepEqual(await publishedTree.cosignatures(5), [
      { witness: 'one', cosignature: 'a' },
      { witness: 'two', cosignature: 'b' },
    ]);
    assert.equal((await publishedTree.latestCosigned(['one']))?.head.size, 5);
    assert.equal((await publishedTree.latestCosigned(['one', 'two']))?.head.size, 9);
    assert.equal((await publishedTree.latestCosigned(['one', 'two']))?.cosignatures.length, 1);
    assert.equal(await publishedTree.latestCosigned([]), undefined);
    assert.equal(await publishedTree.latestCosigned(['three']), undefined);
  });
}
