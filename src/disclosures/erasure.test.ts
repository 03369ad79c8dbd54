import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, test } from 'node:test';
import type { CitizenId, EntryId } from '../vocabulary/identifiers.ts';
import type { Refusal } from '../vocabulary/refusals.ts';
import { checkReceipt } from './check-receipt.ts';
import { createErasure } from './erasure.ts';
import { toReceiptDocument } from './ledger.ts';
import {
  addConsent,
  draftEntry,
  type LedgerPlace,
  noon,
  openLedgerPlace,
  origin,
} from './rehearsal/ledger-place.ts';
import { verifiesConsistency } from './verify-proof.ts';
import { treeHeadType, verifyStatement } from './statements.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const day = 86_400_000;
let place: LedgerPlace;
beforeEach(async () => {
  place = await openLedgerPlace();
});
afterEach(() => place.close());

const erasureAt = (days: number) =>
  createErasure({
    erasures: place.stores.erasures,
    clock: { now: () => new Date(noon.getTime() + days * day) },
    origin,
    retentionDays: 2557,
  });
async function grow(count: number): Promise<{ citizen: CitizenId; ids: EntryId[] }> {
  const consent = await addConsent(place.stores, { readsGranted: 1000 });
  const appended = await Promise.all(
    Array.from({ length: count }, () =>
      place.ledger.append(draftEntry(consent), { replay: null, spend: null }),
    ),
  );
  await place.ledger.integrateNow();
  return { citizen: consent.citizen, ids: appended.map(({ entry }) => entry.id) };
}
const receiptOf = async (id: EntryId | undefined): Promise<string> =>
  JSON.stringify(toReceiptDocument((await place.ledger.receipt(id as EntryId)) as never));
async function headNow(): Promise<{ size: number; root: Buffer }> {
  const { head } = await place.ledger.published.latestHead();
  const { size, root } = verifyStatement(head.signature, treeHeadType, place.key.publicJwk) as never as {
    size: number;
    root: string;
  };
  return { size, root: Buffer.from(root, 'base64url') };
}

test('an erased entry’s kept receipt still verifies, other receipts and the tree do, and its address says what happened', async () => {
  const mine = await grow(4);
  const others = await grow(3);
  const kept = await receiptOf(mine.ids[2]);
  const before = await headNow();
  assert.equal(await erasureAt(0).eraseCitizen(mine.citizen), 4);
  await place.ledger.integrateNow();
  const keys = [place.key.publicJwk];
  assert.equal(checkReceipt(kept, keys).leafIndex, JSON.parse(kept).leaf_index);
  await assert.rejects(receiptOf(mine.ids[2]), (error: Refusal) => error.reason === 'entry_erased');
  for (const id of others.ids) assert.equal(checkReceipt(await receiptOf(id), keys).treeSize, 8);
  const after = await headNow();
  const proof = await place.ledger.published.consistencyProof(before.size, after.size);
  assert.ok(verifiesConsistency(before, after, proof));
  assert.deepEqual(await place.stores.ledger.listByCitizen(mine.citizen, 10), []);
});

test('what is older than seven years goes by itself, batch by batch, and nothing younger', async () => {
  const old = await grow(300);
  assert.equal(await erasureAt(2556).eraseOld(), 0);
  assert.equal((await place.stores.ledger.listByCitizen(old.citizen, 1000)).length, 300);
  assert.equal(await erasureAt(2558).eraseOld(), 300);
  assert.equal(await erasureAt(2558).eraseOld(), 0);
  assert.deepEqual(await place.stores.ledger.listByCitizen(old.citizen, 1000), []);
  assert.deepEqual(
    // Both at one moment of the test's clock: in no order of their own.
    (await place.stores.erasures.list())
      .map(({ reason, entries }) => [reason, entries])
      .sort()
      .reverse(),
    [
      ['retention', 50],
      ['retention', 250],
    ],
  );
});

test('the ledger records its own erasure, with a receipt that verifies, and tells of nobody in it', async () => {
  const { citizen, ids } = await grow(2);
  await erasureAt(0).eraseCitizen(citizen);
  await place.ledger.integrateNow();
  const row = await place.stores.database.get<{ entry: EntryId }>('SELECT entry FROM ledger_erasures');
  const text = await receiptOf(row?.entry);
  const { entry } = checkReceipt(text, [place.key.publicJwk]);
  assert.deepEqual(entry, {
    id: row?.entry,
    at: noon.toISOString(),
    ledger: origin,
    kind: 'erasure',
    reason: 'request',
    entries: 2,
    older_than: null,
  });
  for (const secret of [citizen, ...ids]) assert.ok(!text.includes(secret));
});

test('nothing of an erased entry is left in the database file, once its log is folded in', async () => {
  const { citizen, ids } = await grow(5);
  const rows = await Promise.all(ids.map((id) => place.stores.ledger.findEntry(id)));
  const traces = rows.map((row) => (JSON.parse(row?.body ?? '{}') as { trace_id: string }).trace_id);
  const file = () => {
    execFileSync(
      process.execPath,
      [
        '-e',
        `const D=require('better-sqlite3');const d=new D(process.argv[1]);d.pragma('wal_checkpoint(TRUNCATE)');d.close()`,
        place.file,
      ],
      { cwd: repository },
    );
    return readFileSync(place.file);
  };
  const full = file();
  assert.ok(traces.every((trace) => full.includes(trace)));
  assert.ok(rows.every((row) => full.includes(row?.salt as Buffer)));
  await erasureAt(0).eraseCitizen(citizen);
  const emptied = file();
  assert.ok(!traces.some((trace) => emptied.includes(trace)), 'no text');
  assert.ok(!rows.some((row) => emptied.includes(row?.salt as Buffer)), 'no salt');
  assert.ok(
    rows.every((row) => emptied.includes(row?.leafHash as Buffer)),
    'every leaf',
  );
});

test('npm run erase-citizen erases one person’s entries, and nothing for a name that is none', async () => {
  const { citizen } = await grow(3);
  const others = await grow(1);
  const run = (...given: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'src/erase-citizen.ts', ...given], {
      cwd: repository,
      encoding: 'utf8',
      env: { ...process.env, MADOGUCHI_DATABASE_URL: `sqlite:${place.file}` },
    });
  assert.equal(run().status, 2);
  assert.equal(run('everybody').status, 2);
  assert.match(run('AAAAAAAAAAAAAAAAAAAAAA').stdout, /^0 entries erased/);
  assert.match(run(citizen).stdout, /^3 entries erased/);
  assert.deepEqual(await place.stores.ledger.listByCitizen(citizen, 10), []);
  assert.equal((await place.stores.ledger.listByCitizen(others.citizen, 10)).length, 1);
});
