import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { verifyEvidence } from '../ledger-checker/evidence.ts';
import { openCosignature, openHead } from '../ledger-checker/head.ts';
import { readKeys } from '../ledger-checker/signed.ts';
import { openMemory } from './memory.ts';
import {
  openPaperLedger,
  openWitnessPlace,
  removeFolder,
  type WitnessPlace,
} from './rehearsal/witness-place.ts';
import { keyFileOf, memoryFolders, setUpWitness } from './set-up.ts';
import { openWitnessKey } from './sign.ts';

const leaves = (count: number, of = ''): Buffer[] =>
  Array.from({ length: count }, (_, n) => createHash('sha256').update(`${of}${n}`).digest());

let desk: string;
let ledger: ReturnType<typeof openPaperLedger>;
let place: WitnessPlace;
before(() => {
  desk = mkdtempSync(join(tmpdir(), 'madoguchi-witness-desk-'));
  ledger = openPaperLedger(desk);
});
after(() => removeFolder(desk));
beforeEach(async () => {
  place = await openWitnessPlace(ledger.key);
});
afterEach(async () => {
  await place.close();
  removeFolder(place.folder);
});

async function ask(body: unknown): Promise<{ status: number; json: Record<string, unknown> }> {
  const answer = await fetch(`${place.url}/add-head`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}
/** Stops the witness, and starts it again on what lies in its folder. */
async function restart(): Promise<void> {
  await place.close();
  place = await openWitnessPlace(ledger.key, { folder: place.folder });
}
const memoryFiles = () => memoryFolders(place.folder).map((folder) => join(folder, 'memory.jws'));

test('it cosigns a head that continues what it cosigned before, again and again, with its name and the time', async () => {
  let last = 0;
  for (const size of [1, 2, 2, 7, 8, 300]) {
    const { status, json } = await ask(ledger.requestFor(leaves(size), last));
    assert.equal(status, 200, JSON.stringify(json));
    const head = openHead(ledger.headOver(leaves(size)), readKeys(JSON.stringify(ledger.key.publicJwk)));
    const { witness, cosignedAt } = openCosignature(json['cosignature'], [place.key.trusted], head);
    assert.equal(witness, 'witness-1');
    assert.ok(Math.abs(cosignedAt - Date.now() / 1000) < 5);
    last = size;
  }
});

test('it never cosigns a fork, a rewritten past or a smaller tree, and keeps what was tried', async () => {
  assert.equal((await ask(ledger.requestFor(leaves(5), 0))).status, 200);
  const fork = leaves(5, 'fork');
  assert.equal((await ask(ledger.requestFor(fork, 5))).status, 422, 'another tree of the same size');
  assert.equal((await ask(ledger.requestFor([...fork, ...leaves(2)], 5))).status, 422, 'a rewritten past');
  const reordered = [...leaves(5).reverse(), ...leaves(1)];
  assert.equal((await ask(ledger.requestFor(reordered, 5))).status, 422, 'another order');
  assert.equal((await ask(ledger.requestFor(leaves(4), 4))).status, 409, 'a smaller tree, as if it were new');
  assert.equal(
    (await ask({ ...ledger.requestFor(leaves(4), 0), old_size: 5 })).status,
    400,
    'a smaller tree',
  );
  assert.equal((await ask({ ...ledger.requestFor(leaves(9), 5), consistency_proof: [] })).status, 422);
  assert.deepEqual(
    place.refused.map(({ reason, size }) => [reason, size]),
    [
      ['another tree of this size', 5],
      ['not a continuation', 5],
      ['not a continuation', 5],
      ['not a continuation', 5],
    ],
  );
  const keys = readKeys(JSON.stringify(ledger.key.publicJwk));
  const [evidence] = place.refused.map((refused) => JSON.stringify(refused.evidence));
  assert.match(verifyEvidence(evidence ?? '', keys), /two different trees of 5 leaves/);
  const { status, json } = await ask(ledger.requestFor(leaves(9), 0));
  assert.deepEqual([status, json], [409, { size: 5 }], 'it tells from where it wants the proof');
  assert.equal((await ask(ledger.requestFor(leaves(9), 5))).status, 200);
});

test('it remembers over a restart, and over the loss or an old copy of one of its two files', async () => {
  const [file = '', copy = ''] = memoryFiles();
  assert.equal((await ask(ledger.requestFor(leaves(5), 0))).status, 200);
  const older = join(desk, 'older.jws');
  copyFileSync(file, older);
  assert.equal((await ask(ledger.requestFor(leaves(8), 5))).status, 200);
  const fork = [...leaves(5), ...leaves(3, 'fork')];
  for (const harm of [
    () => undefined,
    () => rmSync(file),
    () => copyFileSync(older, file),
    () => copyFileSync(older, copy),
  ]) {
    harm();
    await restart();
    assert.deepEqual((await ask(ledger.requestFor(fork, 5))).json, { size: 8 });
    assert.equal((await ask(ledger.requestFor(fork, 8))).status, 422);
    // Cosigning again writes both anew.
    assert.equal((await ask(ledger.requestFor(leaves(8), 8))).status, 200);
  }
});

test('while it runs, putting both its files back does not make it forget', async () => {
  assert.equal((await ask(ledger.requestFor(leaves(5), 0))).status, 200);
  const files = memoryFiles();
  const texts = files.map((file) => readFileSync(file));
  assert.equal((await ask(ledger.requestFor(leaves(8), 5))).status, 200);
  files.forEach((file, n) => writeFileSync(file, texts[n] as Buffer));
  assert.equal((await ask(ledger.requestFor([...leaves(5), ...leaves(3, 'fork')], 5))).status, 409);
});

test('without any memory it does not start, nor with one that it did not write', async () => {
  const key = openWitnessKey(readFileSync(keyFileOf(place.folder), 'utf8'));
  const folders = memoryFolders(place.folder);
  const stranger = mkdtempSync(join(tmpdir(), 'madoguchi-witness-'));
  setUpWitness(stranger);
  copyFileSync(join(stranger, 'memory.jws'), memoryFiles()[0] ?? '');
  assert.throws(() => openMemory(folders, key), /not signed with the key/);
  memoryFiles().forEach((file) => rmSync(file, { force: true }));
  assert.throws(() => openMemory(folders, key), /a key and no memory: retire the key/);
  setUpWitness(place.folder);
  assert.throws(() => openMemory(folders, key), /a key and no memory/, 'set-up makes no second memory');
  removeFolder(stranger);
});

test('two witnesses on one folder are one: what the first cosigned binds the second', async () => {
  const twin = await openWitnessPlace(ledger.key, { folder: place.folder });
  assert.equal((await ask(ledger.requestFor(leaves(5), 0))).status, 200);
  const fork = await fetch(`${twin.url}/add-head`, {
    method: 'POST',
    body: JSON.stringify(ledger.requestFor(leaves(5, 'fork'), 0)),
  });
  assert.equal(fork.status, 500, 'the twin believed to know nothing, and its own file told it otherwise');
  await twin.close();
});

test('where its disk takes nothing, it signs nothing', async () => {
  assert.equal((await ask(ledger.requestFor(leaves(2), 0))).status, 200);
  const copy = memoryFolders(place.folder)[1] ?? '';
  rmSync(copy, { recursive: true });
  writeFileSync(copy, 'no folder any more');
  const { status, json } = await ask(ledger.requestFor(leaves(3), 2));
  assert.deepEqual([status, json], [500, { reason: 'nothing was cosigned' }]);
});

test('it knows the ledgers it was told of, reads what it expects, and no more than that', async () => {
  const other = openPaperLedger(desk);
  assert.equal((await ask(other.requestFor(leaves(2), 0))).status, 403);
  const good = ledger.requestFor(leaves(2), 0);
  for (const [body, status] of [
    ['', 400],
    ['[]', 400],
    ['null', 400],
    [{ ...good, old_size: -1 }, 409],
    [{ ...good, old_size: '0' }, 400],
    [{ ...good, consistency_proof: 'x' }, 400],
    [{ ...good, consistency_proof: ['AAAA'] }, 400],
    [{ ...good, consistency_proof: [Buffer.alloc(32).toString('base64url')] }, 422],
    [{ ...good, tree_head: undefined }, 403],
    [{ ...good, tree_head: `${good.tree_head}x` }, 403],
    ['x'.repeat(65 * 1024), 413],
  ] as const)
    assert.equal((await ask(body)).status, status, JSON.stringify(body).slice(0, 80));
  assert.equal((await fetch(`${place.url}/`)).status, 404);
  const key = (await (await fetch(`${place.url}/key`)).json()) as { witness: string; key: object };
  assert.deepEqual(key, { witness: 'witness-1', key: place.key.publicJwk });
  assert.equal((await ask(good)).status, 200);
});
