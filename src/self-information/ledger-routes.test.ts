import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { loadAgencies, loadPersonas, loadRelyingParties } from '../../stand-ins/personas.ts';
import { openTown } from '../../stand-ins/town.ts';
import { foldRight, frontierOf, growTree, leafHashOf, type TreeNode } from '../disclosures/merkle-tree.ts';
import { draftEntry } from '../disclosures/rehearsal/ledger-place.ts';
import { treeHeadType, verifyStatement } from '../disclosures/statements.ts';
import { verifiesConsistency } from '../disclosures/verify-proof.ts';
import type { Consent } from '../stores/consents.ts';
import { settling, unchanging } from './ledger-routes.ts';
import { type ApiPlace, openApiPlace } from './rehearsal/api-place.ts';

const world = {
  people: loadPersonas(),
  agencies: loadAgencies(),
  relyingParties: loadRelyingParties(),
  openTown,
};
/** Over how many leaves heads are signed here: within a page, at its end, beyond it. */
const sizes = [1, 2, 7, 255, 256, 257, 300, 600];

let place: ApiPlace;
let consent: Consent;
before(async () => {
  place = await openApiPlace(world);
  consent = await place.addConsent('class-1');
  let size = 0;
  for (const wanted of sizes) {
    const entries = Array.from({ length: wanted - size }, () =>
      place.ledgerPlace.ledger.append(draftEntry(consent), { replay: null, spend: null }),
    );
    await Promise.all(entries);
    await place.ledgerPlace.ledger.integrateNow();
    size = wanted;
  }
});
after(() => place.close());

const bytes = (texts: unknown): Buffer[] => (texts as string[]).map((text) => Buffer.from(text, 'base64url'));
const signedHead = (treeHead: unknown): { size: number; root: Buffer } => {
  const { size, root } = verifyStatement(
    treeHead as string,
    treeHeadType,
    place.ledgerPlace.key.publicJwk,
  ) as { size: number; root: string };
  return { size, root: Buffer.from(root, 'base64url') };
};
async function readHeads(): Promise<{ size: number; root: Buffer }[]> {
  const { json } = await place.call('/v1/ledger/heads/from/0');
  return (json['heads'] as string[]).map(signedHead);
}
async function readLeaves(): Promise<Buffer[]> {
  const pages = await Promise.all([0, 1, 2].map((page) => place.call(`/v1/ledger/leaves/${page}`)));
  return pages.flatMap(({ json }) => bytes(json['leaf_hashes']));
}

test('between any two heads there is a proof that the later continues the earlier, and it may be kept for good', async () => {
  const heads = await readHeads();
  assert.deepEqual(
    heads.map(({ size }) => size),
    sizes,
  );
  for (const first of heads)
    for (const second of heads) {
      const answer = await place.call(`/v1/ledger/consistency/${first.size}/${second.size}`);
      if (first.size > second.size) {
        assert.equal(answer.json['reason'], 'ledger_part_unknown');
        continue;
      }
      const proof = bytes(answer.json['consistency_proof']);
      assert.ok(verifiesConsistency(first, second, proof), `${first.size} to ${second.size}`);
      assert.equal(answer.headers['cache-control'], unchanging);
      const other = { ...first, root: Buffer.alloc(32, 1) };
      assert.ok(!verifiesConsistency(other, second, proof));
    }
  for (const [first, second] of [
    [0, 1],
    [1, 601],
    [600, 601],
  ])
    assert.equal(
      (await place.call(`/v1/ledger/consistency/${first}/${second}`)).json['reason'],
      'ledger_part_unknown',
    );
});

test('the leaf hashes alone are enough to build every tree whose head was signed', async () => {
  const leaves = await readLeaves();
  assert.equal(leaves.length, 600);
  for (const { size, root } of await readHeads()) {
    let frontier: TreeNode[] = [];
    ({ frontier } = growTree(frontier, 0, leaves.slice(0, size)));
    assert.equal(frontier.length, frontierOf(size).length);
    assert.deepEqual(foldRight(frontier.map(({ hash }) => hash)), root);
  }
});

test('a full page of leaves may be kept for good, the last one by nobody, and none says whose a leaf is', async () => {
  const pages = await Promise.all([0, 1, 2].map((page) => place.call(`/v1/ledger/leaves/${page}`)));
  assert.deepEqual(
    pages.map(({ json, headers }) => [
      json['first_index'],
      (json['leaf_hashes'] as string[]).length,
      json['is_full'],
      headers['cache-control'],
    ]),
    [
      [0, 256, true, unchanging],
      [256, 256, true, unchanging],
      [512, 88, false, 'no-store'],
    ],
  );
  assert.equal((await place.call('/v1/ledger/leaves/3')).json['reason'], 'ledger_part_unknown');
  const [entry] = await place.stores.ledger.listByCitizen(consent.citizen, 1);
  assert.ok(entry);
  const text = pages.map((page) => page.text).join('');
  for (const secret of [entry.id, entry.citizen, entry.salt.toString('base64url'), 'rail-company'])
    assert.ok(!text.includes(secret));
  // With the salt gone, the entry itself does not lead to its leaf.
  assert.ok(!text.includes(leafHashOf(Buffer.alloc(32), entry.body).toString('base64url')));
  assert.ok(text.includes(leafHashOf(entry.salt, entry.body).toString('base64url')));
});

test('every head stays at its address; the latest is the one that may still change', async () => {
  for (const size of sizes) {
    const { json, headers } = await place.call(`/v1/ledger/heads/${size}`);
    assert.deepEqual(signedHead(json['tree_head']).size, size);
    assert.equal(json['root'], signedHead(json['tree_head']).root.toString('base64url'));
    assert.deepEqual(json['cosignatures'], []);
    assert.equal(headers['cache-control'], size === 600 ? 'no-store' : settling);
  }
  const { json: latest } = await place.call('/v1/ledger/head');
  assert.deepEqual((await place.call('/v1/ledger/heads/600')).json, latest);
  assert.equal((await place.call('/v1/ledger/heads/3')).json['reason'], 'ledger_part_unknown');
  const { json: tail } = await place.call('/v1/ledger/heads/from/258');
  assert.deepEqual(
    (tail['heads'] as string[]).map((head) => signedHead(head).size),
    [300, 600],
  );
  const beyond = await place.call('/v1/ledger/heads/from/601');
  assert.deepEqual([beyond.json['heads'], beyond.json['is_full']], [[], false]);
});

test('a hole in the database never moves a leaf to another place: the page ends before it', async () => {
  const { database } = place.stores;
  const whole = await readLeaves();
  const where = 'WHERE level = 0 AND node_index = 300';
  const row = await database.get<{ hash: Buffer }>(`SELECT hash FROM tree_nodes ${where}`);
  assert.ok(row);
  await database.run(`DELETE FROM tree_nodes ${where}`);
  const { json, headers } = await place.call('/v1/ledger/leaves/1');
  assert.deepEqual(bytes(json['leaf_hashes']), whole.slice(256, 300));
  assert.equal(headers['cache-control'], 'no-store');
  await database.run('INSERT INTO tree_nodes (level, node_index, hash) VALUES (0, 300, ?)', [row.hash]);
});
