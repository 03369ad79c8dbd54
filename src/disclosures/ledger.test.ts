import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import SqliteDriver from 'better-sqlite3';
import { openStores } from '../stores/open-stores.ts';
import { newIdentifier, type EntryId } from '../vocabulary/identifiers.ts';
import { toCanonicalJson } from './canonical-json.ts';
import { checkReceipt } from './check-receipt.ts';
import { toReceiptDocument } from './ledger.ts';
import { emptyRoot, leafHashOf } from './merkle-tree.ts';
import {
  addConsent,
  draftEntry,
  freshMark,
  type LedgerPlace,
  makeKey,
  noon,
  openLedgerPlace,
  origin,
  spendOf,
} from './rehearsal/ledger-place.ts';
import { promiseType, signTreeHead, treeHeadType, verifyStatement } from './statements.ts';

describe('the ledger', () => {
  let place: LedgerPlace;
  before(async () => {
    place = await openLedgerPlace();
  });
  after(() => place.close());

  test('an entry is in the database, for any reader of it, when the answer may leave', async () => {
    const consent = await addConsent(place.stores);
    const { result, entry } = await place.ledger.append(draftEntry(consent), {
      replay: freshMark(),
      spend: spendOf(consent),
    });
    assert.deepEqual(result, { outcome: 'committed', readsLeft: 19 });
    const other = new SqliteDriver(place.file, { readonly: true });
    const row = other
      .prepare('SELECT body, salt, leaf_hash FROM ledger_entries WHERE id = ?')
      .get(entry.id) as {
      body: string;
      salt: Buffer;
      leaf_hash: Buffer;
    };
    other.close();
    assert.equal(toCanonicalJson(JSON.parse(row.body)), row.body);
    assert.equal(row.salt.length, 32);
    assert.deepEqual(leafHashOf(row.salt, row.body), row.leaf_hash);
  });

  test('an entry names what was asked and who asked, and neither the citizen nor a value', async () => {
    const consent = await addConsent(place.stores);
    const { entry } = await place.ledger.append(draftEntry(consent), { replay: null, spend: null });
    const stored = await place.stores.ledger.findEntry(entry.id);
    assert.ok(stored && !stored.body.includes(consent.citizen));
    assert.deepEqual(Object.keys(JSON.parse(stored.body) as object), [
      'as_of',
      'at',
      'category',
      'client_id',
      'consent',
      'id',
      'items',
      'ledger',
      'outcome',
      'process_number',
      'purpose',
      'relying_party',
      'source',
      'subject',
      'trace_id',
      'unseen_items',
    ]);
  });

  test('the same entry twice has two different leaves: nobody can guess what is under a leaf', async () => {
    const consent = await addConsent(place.stores);
    const draft = draftEntry(consent);
    const [one, two] = await Promise.all(
      [1, 2].map(() => place.ledger.append(draft, { replay: null, spend: null })),
    );
    const hashes = await Promise.all(
      [one, two].map(
        async (each) => (await place.stores.ledger.findEntry(each?.entry.id as EntryId))?.leafHash,
      ),
    );
    assert.notDeepEqual(hashes[0], hashes[1]);
  });

  test('of 16 releases in one group, one of them a replay, 15 are recorded and the replay nowhere', async () => {
    const consent = await addConsent(place.stores);
    const mark = freshMark();
    await place.ledger.append(draftEntry(consent), { replay: mark, spend: null });
    const appended = await Promise.all(
      Array.from({ length: 16 }, (_, n) =>
        place.ledger.append(draftEntry(consent), {
          replay: n === 7 ? mark : freshMark(),
          spend: spendOf(consent),
        }),
      ),
    );
    assert.deepEqual(
      appended.map(({ result }) => result.outcome),
      Array.from({ length: 16 }, (_, n) => (n === 7 ? 'replayed' : 'committed')),
    );
    assert.equal(await place.stores.ledger.findEntry(appended[7]?.entry.id as EntryId), undefined);
    assert.equal(appended[7]?.promise, '');
    assert.equal((await place.stores.consents.find(consent.id))?.readsUsed, 15);
  });

  test('a promise is given with the answer, and kept: the receipt is pending, then complete within its minute', async () => {
    const consent = await addConsent(place.stores);
    const { entry, promise } = await place.ledger.append(draftEntry(consent), { replay: null, spend: null });
    const claims = verifyStatement(promise, promiseType, place.key.publicJwk) as Record<string, number>;
    assert.equal(claims['entry'], entry.id);
    assert.equal(Number(claims['integrated_by']) - Number(claims['iat']), 60);
    const pending = await place.ledger.receipt(entry.id);
    assert.equal(pending?.state, 'pending');
    assert.throws(() => checkReceipt(documentOf(pending), [place.key.publicJwk]), /still pending/);
    await place.ledger.integrateNow();
    const complete = documentOf(await place.ledger.receipt(entry.id));
    const proven = checkReceipt(complete, [place.key.publicJwk], promise);
    assert.equal(proven.entry.id, entry.id);
    // Later entries give it another proof, to a larger tree, of the same entry.
    await place.ledger.append(draftEntry(consent), { replay: null, spend: null });
    await place.ledger.integrateNow();
    const later = checkReceipt(
      documentOf(await place.ledger.receipt(entry.id)),
      [place.key.publicJwk],
      promise,
    );
    assert.equal(later.leafIndex, proven.leafIndex);
    assert.equal(later.treeSize, proven.treeSize + 1);
    assert.equal(await place.ledger.receipt(newIdentifier<EntryId>()), undefined);
  });

  test('the clockwork integrates about a second later, without being asked', async () => {
    const consent = await addConsent(place.stores);
    const ledger = place.ledgerWith({});
    const { entry } = await ledger.append(draftEntry(consent), { replay: null, spend: null });
    ledger.startIntegrating();
    const began = performance.now();
    while ((await ledger.receipt(entry.id))?.state !== 'complete') {
      assert.ok(performance.now() - began < 10_000, 'no integration in ten seconds');
      await pause(50);
    }
    await ledger.stop();
  });

  test('stopping gives what was taken its place first, and refuses what comes after', async () => {
    const consent = await addConsent(place.stores);
    const ledger = place.ledgerWith({});
    const taking = ledger.append(draftEntry(consent), { replay: null, spend: null });
    const stopping = ledger.stop();
    const late = ledger.append(draftEntry(consent), { replay: null, spend: null });
    await assert.rejects(late, { reason: 'ledger_unavailable' });
    await stopping;
    assert.equal((await place.ledger.receipt((await taking).entry.id))?.state, 'complete');
  });

  test('an integration that dies half-way leaves nothing behind, and the next one takes up the same leaves', async () => {
    const consent = await addConsent(place.stores);
    await place.ledger.integrateNow();
    const before = await place.ledger.latestHead();
    const { entry } = await place.ledger.append(draftEntry(consent), { replay: null, spend: null });
    const dying = place.ledgerWith({
      key: {
        ...place.key,
        sign() {
          throw new Error('the key is gone');
        },
      },
    });
    await assert.rejects(dying.integrateNow(), /the key is gone/);
    assert.deepEqual(await place.ledger.latestHead(), before);
    assert.equal((await place.stores.ledger.findEntry(entry.id))?.index, null);
    assert.equal(await place.ledger.integrateNow(), 1);
    assert.equal((await place.ledger.latestHead())?.size, Number(before?.size) + 1);
  });

  test('integration goes on by itself after a failure, and says so in the log without the entry', async () => {
    const consent = await addConsent(place.stores);
    let fail = true;
    const ledger = place.ledgerWith({
      stores: {
        ...place.stores,
        ledger: {
          ...place.stores.ledger,
          integrate: (...given) =>
            fail ? Promise.reject(new Error('gone')) : place.stores.ledger.integrate(...given),
        },
      },
    });
    const { entry } = await ledger.append(draftEntry(consent), { replay: null, spend: null });
    ledger.startIntegrating();
    while (!place.lines.some(({ event }) => event === 'integration_failed')) await pause(20);
    fail = false;
    while ((await ledger.receipt(entry.id))?.state !== 'complete') await pause(20);
    await ledger.stop();
    assert.deepEqual(place.lines.at(-1)?.fields, { error: 'Error' });
  });

  test('two ledgers on one file number every entry once', async () => {
    const consent = await addConsent(place.stores, { readsGranted: 200 });
    const stores = await openStores({ url: `sqlite:${place.file}`, clock: { now: () => noon } });
    const ledgers = [place.ledger, place.ledgerWith({ stores })];
    const appended = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        (ledgers[n % 2] ?? place.ledger).append(draftEntry(consent), {
          replay: freshMark(),
          spend: spendOf(consent),
        }),
      ),
    );
    await Promise.all(ledgers.map((ledger) => ledger.integrateNow()));
    const indexes = await Promise.all(
      appended.map(async ({ entry }) => (await place.stores.ledger.findEntry(entry.id))?.index),
    );
    assert.equal(new Set(indexes).size, 40);
    for (const { entry, promise } of appended)
      checkReceipt(documentOf(await place.ledger.receipt(entry.id)), [place.key.publicJwk], promise);
    await ledgers[1]?.stop();
    await stores.close();
  });
});

test('an erased entry leaves the tree provable for everybody else', async (t) => {
  const place = await openLedgerPlace();
  t.after(() => place.close());
  const consent = await addConsent(place.stores);
  const appended = await Promise.all(
    Array.from({ length: 5 }, () => place.ledger.append(draftEntry(consent), { replay: null, spend: null })),
  );
  await place.ledger.integrateNow();
  const erased = appended[2]?.entry.id as EntryId;
  await place.stores.database.run('DELETE FROM ledger_entries WHERE id = ?', [erased]);
  assert.equal(await place.ledger.receipt(erased), undefined);
  for (const { entry } of appended.filter(({ entry: { id } }) => id !== erased))
    checkReceipt(documentOf(await place.ledger.receipt(entry.id)), [place.key.publicJwk]);
});

for (const [what, tamper] of [
  ['a node', 'UPDATE tree_nodes SET hash = zeroblob(32) WHERE level = 0 AND node_index = 2'],
  ['the root of the head', 'UPDATE tree_heads SET root = zeroblob(32)'],
  ['the size of the head', 'UPDATE tree_heads SET size = 2'],
] as const)
  test(`a tree of which ${what} was changed in the database does not grow any further`, async (t) => {
    const place = await openLedgerPlace();
    t.after(() => place.close());
    const consent = await addConsent(place.stores);
    for (let n = 0; n < 3; n += 1)
      await place.ledger.append(draftEntry(consent), { replay: null, spend: null });
    await place.ledger.integrateNow();
    await place.stores.database.run(tamper);
    const { entry } = await place.ledger.append(draftEntry(consent), { replay: null, spend: null });
    await assert.rejects(place.ledger.integrateNow(), /stored tree/);
    assert.equal((await place.stores.ledger.findEntry(entry.id))?.index, null);
  });

test('a head that somebody else signed is not built upon', async (t) => {
  const place = await openLedgerPlace();
  t.after(() => place.close());
  const foreign = signTreeHead(makeKey(place.folder), origin, 1, emptyRoot, noon);
  const database = place.stores.database;
  await database.run('INSERT INTO tree_heads (size, root, at, signature) VALUES (1, ?, ?, ?)', [
    emptyRoot,
    noon.getTime(),
    foreign,
  ]);
  await database.run('INSERT INTO tree_nodes (level, node_index, hash) VALUES (0, 0, ?)', [emptyRoot]);
  const consent = await addConsent(place.stores);
  await place.ledger.append(draftEntry(consent), { replay: null, spend: null });
  await assert.rejects(place.ledger.integrateNow(), /another key/);
});

test('a database that another program has locked records nothing, and all is well when the lock is gone', async (t) => {
  const place = await openLedgerPlace();
  t.after(() => place.close());
  const consent = await addConsent(place.stores);
  const mark = freshMark();
  const rival = new SqliteDriver(place.file);
  rival.exec('BEGIN IMMEDIATE');
  const refused = place.ledger.append(draftEntry(consent), { replay: mark, spend: spendOf(consent) });
  await assert.rejects(refused, { reason: 'ledger_unavailable' });
  rival.exec('ROLLBACK');
  assert.deepEqual(rival.prepare('SELECT COUNT(*) AS n FROM ledger_entries').get(), { n: 0 });
  assert.deepEqual(rival.prepare('SELECT COUNT(*) AS n FROM replay_marks').get(), { n: 0 });
  rival.close();
  assert.equal((await place.stores.consents.find(consent.id))?.readsUsed, 0);
  const { result } = await place.ledger.append(draftEntry(consent), {
    replay: mark,
    spend: spendOf(consent),
  });
  assert.equal(result.outcome, 'committed');
});

test('a full database records nothing, not even half of a group, and goes on when there is room again', async (t) => {
  const place = await openLedgerPlace();
  t.after(() => place.close());
  const consent = await addConsent(place.stores, { readsGranted: 1000 });
  const { database } = place.stores;
  const pages = await database.get<{ page_count: number }>('PRAGMA page_count');
  await database.get(`PRAGMA max_page_count = ${Number(pages?.page_count) + 1}`);
  const group = await Promise.allSettled(
    Array.from({ length: 40 }, () =>
      place.ledger.append(draftEntry(consent, { items: Array(80).fill(consent.items[0]) }), {
        replay: freshMark(),
        spend: spendOf(consent),
      }),
    ),
  );
  assert.ok(group.every((each) => each.status === 'rejected' && each.reason.reason === 'ledger_unavailable'));
  const count = () => database.get<{ n: number }>('SELECT COUNT(*) AS n FROM ledger_entries');
  assert.deepEqual(await count(), { n: 0 });
  assert.equal((await place.stores.consents.find(consent.id))?.readsUsed, 0);
  await database.get('PRAGMA max_page_count = 1073741823');
  await place.ledger.append(draftEntry(consent), { replay: freshMark(), spend: spendOf(consent) });
  assert.deepEqual(await count(), { n: 1 });
});

test('a promise does not pass for a tree head, nor the other way round', async (t) => {
  const place = await openLedgerPlace();
  t.after(() => place.close());
  const consent = await addConsent(place.stores);
  const { promise } = await place.ledger.append(draftEntry(consent), { replay: null, spend: null });
  assert.throws(() => verifyStatement(promise, treeHeadType, place.key.publicJwk), /another kind/);
  assert.throws(() => verifyStatement(promise, promiseType, makeKey(place.folder).publicJwk), /another key/);
  const [header, claims, signature] = promise.split('.');
  for (const altered of [
    `${header}.${claims}`,
    `${header}.${claims}.${signature}=`,
    `${header}.e30.${signature}`,
    '..',
  ])
    assert.throws(() => verifyStatement(altered, promiseType, place.key.publicJwk));
});

function documentOf(receipt: Parameters<typeof toReceiptDocument>[0] | undefined): string {
  assert.ok(receipt);
  return JSON.stringify(toReceiptDocument(receipt));
}
