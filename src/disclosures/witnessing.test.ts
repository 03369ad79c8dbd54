import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import SqliteDriver from 'better-sqlite3';
import {
  openWitnessPlace,
  removeFolder,
  witnessName,
  type WitnessPlace,
} from '../../witness/rehearsal/witness-place.ts';
import { openStores } from '../stores/open-stores.ts';
import type { EntryId } from '../vocabulary/identifiers.ts';
import { checkReceipt, ReceiptFault } from './check-receipt.ts';
import { type DisclosureLedger, toReceiptDocument } from './ledger.ts';
import { addConsent, draftEntry, type LedgerPlace, noon, openLedgerPlace } from './rehearsal/ledger-place.ts';
import { loadWitnesses, type Witness } from './witness-file.ts';

let place: LedgerPlace;
let witness: WitnessPlace;
const ledgers: DisclosureLedger[] = [];
beforeEach(async () => {
  place = await openLedgerPlace();
  witness = await openWitnessPlace(place.key);
});
afterEach(async () => {
  for (const ledger of ledgers.splice(0)) await ledger.stop();
  await place.close();
  await witness.close();
  removeFolder(witness.folder);
});

const described = (url = witness.url): Witness => ({ name: witnessName, url, key: publicJwk() });
const publicJwk = () => witness.key.publicJwk as unknown as Witness['key'];
function ledgerWith(witnesses: readonly Witness[], changes: Parameters<LedgerPlace['ledgerWith']>[0] = {}) {
  const ledger = place.ledgerWith({ witnesses, ...changes });
  ledgers.push(ledger);
  return ledger;
}
async function grow(ledger: DisclosureLedger, count: number, stores = place.stores): Promise<EntryId[]> {
  const consent = await addConsent(stores, { readsGranted: 100 });
  const draft = draftEntry(consent);
  const appended = await Promise.all(
    Array.from({ length: count }, () => ledger.append(draft, { replay: null, spend: null })),
  );
  await ledger.integrateNow();
  return appended.map(({ entry }) => entry.id);
}
async function settle(ledger: DisclosureLedger): Promise<void> {
  ledger.witnessing.nudge();
  await ledger.witnessing.settle();
}
const cosigned = async (ledger: DisclosureLedger) => (await ledger.published.latestHead()).cosignatures;

test('every head that grew from the last one is cosigned, and receipts carry it for whoever knows the witness’s key', async () => {
  const ledger = ledgerWith([described()]);
  let id: EntryId | undefined;
  for (const count of [1, 4, 9]) {
    [id] = await grow(ledger, count);
    await settle(ledger);
    assert.deepEqual(
      (await cosigned(ledger)).map((each) => each.witness),
      [witnessName],
    );
  }
  const receipt = await ledger.receipt(id as EntryId);
  assert.equal(receipt?.state, 'complete');
  const document = toReceiptDocument(receipt as NonNullable<typeof receipt>);
  const keys = [place.key.publicJwk];
  const text = JSON.stringify(document);
  assert.deepEqual(checkReceipt(text, keys, undefined, [[publicJwk()]]).witnesses, [witnessName]);
  assert.throws(() => checkReceipt(text, keys, undefined, [keys]), /not cosigned by the witness/);
  const { cosignatures, ...rest } = document as { cosignatures: { witness: string; cosignature: string }[] };
  const bare = JSON.stringify({ ...rest, cosignatures: [] });
  assert.deepEqual(checkReceipt(bare, keys).witnesses, []);
  assert.throws(() => checkReceipt(bare, keys, undefined, [[publicJwk()]]), ReceiptFault);
  const older = (await ledger.published.headOf(5)).cosignatures;
  assert.throws(
    () => checkReceipt(JSON.stringify({ ...rest, cosignatures: older }), keys, undefined, [[publicJwk()]]),
    /is for another tree head/,
  );
  assert.equal(cosignatures.length, 1);
});

test('a receipt names the last head that witnesses saw, as long as that one holds its entry', async () => {
  const ledger = ledgerWith([described()]);
  const [early] = await grow(ledger, 2);
  await settle(ledger);
  const [late] = await grow(ledger, 2);
  const sizeOf = async (id: EntryId | undefined) => {
    const document = toReceiptDocument((await ledger.receipt(id as EntryId)) as never);
    return checkReceipt(JSON.stringify(document), [place.key.publicJwk]).treeSize;
  };
  assert.deepEqual([await sizeOf(early), await sizeOf(late)], [2, 4]);
  await settle(ledger);
  assert.deepEqual([await sizeOf(early), await sizeOf(late)], [4, 4]);
});

test('a witness that is down, or takes the call and says nothing, delays neither entry nor tree nor its neighbour', async () => {
  const silent = createSocketServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const ledger = ledgerWith([
    { ...described('http://127.0.0.1:9'), name: 'dead' },
    { ...described(`http://127.0.0.1:${port}`), name: 'silent' },
    described(),
  ]);
  ledger.startIntegrating();
  const began = performance.now();
  const [id] = await grow(ledger, 3);
  ledger.witnessing.nudge();
  assert.ok(performance.now() - began < 1000, 'nothing waited');
  for (let tries = 0; (await cosigned(ledger)).length === 0 && tries < 100; tries += 1) await pause(10);
  assert.deepEqual(
    (await cosigned(ledger)).map((each) => each.witness),
    [witnessName],
  );
  assert.equal((await ledger.receipt(id as EntryId))?.state, 'complete');
  const stopping = performance.now();
  await ledger.stop();
  assert.ok(performance.now() - stopping < 1500, 'and the end waits for nobody either');
  silent.close();
});

test('a witness that was away is led from what it saw to the latest head, and its absence is said once', async () => {
  const { port } = new URL(witness.url);
  const ledger = ledgerWith([described()]);
  await grow(ledger, 2);
  await settle(ledger);
  await witness.close();
  await grow(ledger, 3);
  await settle(ledger);
  await grow(ledger, 3);
  assert.equal((await cosigned(ledger)).length, 0);
  witness = await openWitnessPlace(place.key, { folder: witness.folder, port: Number(port) });
  for (let tries = 0; (await cosigned(ledger)).length === 0 && tries < 600; tries += 1) await pause(10);
  assert.equal((await cosigned(ledger)).length, 1);
  assert.deepEqual(
    place.lines.map(({ event }) => event),
    ['witness_failed', 'witness_back'],
  );
  assert.ok(!JSON.stringify(place.lines).includes('eyJ'));
});

test('another process of this ledger knows nothing of what the witness saw, and finds the way by its answer', async () => {
  const one = ledgerWith([described()]);
  const other = ledgerWith([described()]);
  await grow(one, 2);
  await settle(one);
  await settle(other);
  await grow(one, 2);
  await settle(one);
  await grow(other, 5);
  await settle(other);
  assert.equal((await cosigned(other)).length, 1);
  assert.deepEqual(place.lines, []);
});

test('a forked ledger gets one cosignature for one of its branches, and none for the other', async () => {
  const ledger = ledgerWith([described()]);
  await grow(ledger, 3);
  await settle(ledger);
  const copy = join(place.folder, 'fork.sqlite');
  const reader = new SqliteDriver(place.file, { readonly: true });
  await reader.backup(copy);
  reader.close();
  const stores = await openStores({ url: `sqlite:${copy}`, clock: { now: () => noon } });
  const fork = ledgerWith([described()], { stores });
  await grow(ledger, 2);
  await settle(ledger);
  for (const more of [1, 1, 4]) {
    await grow(fork, more, stores);
    await settle(fork);
    assert.deepEqual(await cosigned(fork), []);
    await fork.witnessing.close();
    fork.witnessing.nudge();
  }
  assert.equal((await cosigned(ledger)).length, 1);
  const events = place.lines.map(({ event }) => event);
  assert.ok(events.includes('witness_saw_more'), 'its operator is told that the witness saw a larger tree');
  const late = ledgerWith([described()], { stores });
  await settle(late);
  assert.deepEqual(await cosigned(late), [], 'larger now, and still no continuation');
  assert.ok(witness.refused.some(({ reason }) => reason === 'not a continuation'));
  await late.stop();
  await fork.stop();
  await stores.close();
});

test('an answer that would convince nobody is not kept: a stranger’s key, another name, another head, no signature', async () => {
  const ledger = place.ledgerWith({});
  await grow(ledger, 2);
  const head = (await ledger.published.latestHead()).head;
  const good = {
    iss: witnessName,
    ledger: 'http://localhost:3000',
    size: head.size,
    root: head.root.toString('base64url'),
    iat: 1,
  };
  const sign = (claims: object, typ = 'madoguchi-cosignature+jwt') =>
    JSON.stringify({ cosignature: witness.key.sign(typ, { ...claims }) });
  let answer: string | Buffer = '';
  const listener: RequestListener = (_, response) => void response.end(answer);
  const liar = createServer(listener).listen(0, '127.0.0.1');
  await once(liar, 'listening');
  const url = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
  for (const [said, kept] of [
    [sign({ ...good, iss: 'somebody-else' }), 0],
    [sign({ ...good, ledger: 'http://localhost:3009' }), 0],
    [sign({ ...good, size: 1 }), 0],
    [sign({ ...good, root: Buffer.alloc(32).toString('base64url') }), 0],
    [sign(good, 'madoguchi-tree-head+jwt'), 0],
    [JSON.stringify({ cosignature: head.signature }), 0],
    [JSON.stringify({ cosignature: 'x.y.z' }), 0],
    ['{}', 0],
    ['null', 0],
    ['not JSON', 0],
    ['"'.repeat(100_000), 0],
    [sign(good), 1],
  ] as const) {
    answer = said;
    const asking = ledgerWith([described(url)]);
    await settle(asking);
    assert.equal((await cosigned(asking)).length, kept, said.slice(0, 60));
    await asking.stop();
  }
  liar.close();
});

test('the list of witnesses is refused where it is none, names one twice, or holds a private key', () => {
  const path = join(place.folder, 'witnesses.json');
  const load = (value: unknown) => {
    writeFileSync(path, JSON.stringify(value));
    return loadWitnesses(path);
  };
  assert.deepEqual(load([described()]), [described()]);
  for (const wrong of [
    {},
    [{ ...described(), url: 'http://127.0.0.1:1/path' }],
    [{ ...described(), url: 'ftp://127.0.0.1' }],
    [{ ...described(), name: 'No Name' }],
    [{ ...described(), key: { ...publicJwk(), d: 'x' } }],
    [{ ...described(), extra: 1 }],
    [described(), described()],
  ])
    assert.throws(() => load(wrong), /no list of witnesses|names a witness twice/);
});
