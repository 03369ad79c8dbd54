/** What every store promises about the ledger's tree, transactions, migrations and the purge. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { CitizenId, EntryId, LoginId } from '../../vocabulary/identifiers.ts';
import { newIdentifier } from '../../vocabulary/identifiers.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import type { Queries } from '../database.ts';
import type { Integration, Ledger } from '../ledger.ts';
import { migrateStores, migrationNames } from '../migrate.ts';
import { openStores } from '../open-stores.ts';
import { purgeExpired } from '../purge.ts';
import { addConsent, draftRelease, later, noon, outcomes } from './drafts.ts';
import type { Place } from './places.ts';
import type { Stage } from './records.ts';

type Plan = Parameters<Ledger['integrate']>[1];

/** A plan that numbers the leaves and keeps them as level 0; real roots are the ledger's business, not the store's. */
const numbering: Plan = async (head, leaves): Promise<Integration> => {
  const size = head?.size ?? 0;
  return {
    leaves: leaves.map((leaf, position) => ({ id: leaf.id, index: size + position })),
    nodes: leaves.map((leaf, position) => ({ level: 0, index: size + position, hash: leaf.leafHash })),
    head: { size: size + leaves.length, root: Buffer.alloc(32, 1), at: noon, signature: 'jws' },
  };
};

export function testUpkeep(on: string, stage: () => Stage, place: () => Place): void {
  test(`${on}: parallel integrators give every entry one place, without gap or double, oldest first`, async () => {
    const { stores, handles } = stage();
    const { ledger } = stores;
    assert.equal(await ledger.latestHead(), undefined);
    const consent = await addConsent(stores, { readsGranted: 200 });
    const group = Array.from({ length: 90 }, (_, n) => draftRelease(consent, { at: later(90 - n) }));
    await stores.releases.commit(group);
    await Promise.all(
      Array.from({ length: 8 }, (_, n) => handles[n % handles.length]?.ledger.integrate(20, numbering)),
    );
    assert.equal(await ledger.integrate(20, numbering), undefined);
    assert.equal((await ledger.latestHead())?.size, 90);
    const indexes = await Promise.all(
      group.map(async (release) => (await ledger.findEntry(release.entry.id))?.index),
    );
    assert.deepEqual(
      indexes,
      group.map((_, n) => 89 - n),
    );
    const [first, last] = [group[89], group[0]];
    assert.deepEqual(
      await ledger.nodes([
        { level: 0, index: 89 },
        { level: 0, index: 0 },
      ]),
      [last?.entry.leafHash, first?.entry.leafHash],
    );
    await assert.rejects(ledger.nodes([{ level: 0, index: 90 }]), /no node/);
    assert.deepEqual(
      (await ledger.listByCitizen(consent.citizen, 2)).map((entry) => entry.id),
      [group[0]?.entry.id, group[1]?.entry.id],
    );
  });

  test(`${on}: an entry comes back byte for byte, waiting for its place at first`, async () => {
    const { stores } = stage();
    const consent = await addConsent(stores);
    const { entry } = draftRelease(consent);
    await stores.releases.commit([{ entry, replay: null, spend: null }]);
    assert.deepEqual(await stores.ledger.findEntry(entry.id), { ...entry, index: null, erasedAt: null });
    assert.equal(await stores.ledger.findEntry(newIdentifier<EntryId>()), undefined);
  });

  test(`${on}: an integration that does not continue the tree where it ends changes nothing`, async () => {
    const { stores } = stage();
    await stores.releases.commit([draftRelease(await addConsent(stores))]);
    const before = await stores.ledger.latestHead();
    const spoil =
      (change: (plan: Integration) => Integration): Plan =>
      async (...given) =>
        change(await numbering(...given));
    const spoilt = [
      spoil((plan) => ({ ...plan, leaves: plan.leaves.map((leaf) => ({ ...leaf, index: leaf.index + 1 })) })),
      spoil((plan) => ({ ...plan, leaves: [] })),
      spoil((plan) => ({ ...plan, head: { ...plan.head, size: plan.head.size + 1 } })),
      spoil((plan) => ({
        ...plan,
        leaves: plan.leaves.map((leaf) => ({ ...leaf, id: newIdentifier<EntryId>() })),
      })),
      async () => Promise.reject(new Error('the key is gone')),
    ];
    for (const plan of spoilt) await assert.rejects(stores.ledger.integrate(1000, plan));
    assert.deepEqual(await stores.ledger.latestHead(), before);
    assert.ok(await stores.ledger.integrate(1000, numbering));
  });

  test(`${on}: a transaction that fails leaves nothing, and nothing of others goes with it`, async () => {
    const { database, oidcPayloads } = stage().stores;
    const insert = `INSERT INTO replay_marks (hash, expires_at) VALUES (?, ?)`;
    const failing = database.transaction(async (queries) => {
      await queries.run(insert, ['inside', 1]);
      await wait(30);
      throw new Error('changed its mind');
    });
    const beside = oidcPayloads.save('Session', 'beside', {}, { expiresAt: later(60) });
    await assert.rejects(failing, /changed its mind/);
    await beside;
    assert.ok(await oidcPayloads.find('Session', 'beside'));
    assert.equal(await database.get('SELECT hash FROM replay_marks WHERE hash = ?', ['inside']), undefined);
  });

  test(`${on}: parallel transactions that read, wait and write lose no update`, async () => {
    const { database } = stage().stores;
    await database.run('INSERT INTO relying_parties (client_id, document) VALUES (?, ?)', ['counter', '0']);
    const lock = database.dialect === 'postgresql' ? ' FOR UPDATE' : '';
    await Promise.all(
      Array.from({ length: 12 }, () =>
        database.transaction(async (queries) => {
          const row = await queries.get<{ document: string }>(
            `SELECT document FROM relying_parties WHERE client_id = ?${lock}`,
            ['counter'],
          );
          await wait(2);
          await queries.run('UPDATE relying_parties SET document = ? WHERE client_id = ?', [
            String(Number(row?.document) + 1),
            'counter',
          ]);
        }),
      ),
    );
    assert.deepEqual(
      await database.get('SELECT document FROM relying_parties WHERE client_id = ?', ['counter']),
      { document: '12' },
    );
  });

  test(`${on}: a transaction's queries are of no use after it`, async () => {
    const { database } = stage().stores;
    let kept: Queries | undefined;
    await database.transaction(async (queries) => {
      kept = queries;
    });
    await assert.rejects(kept?.run('DELETE FROM replay_marks') ?? Promise.resolve(), /transaction is over/);
  });

  test(`${on}: the purge takes what expired over a minute ago and nothing else`, async () => {
    const { database, oidcPayloads, cardLogins, citizenSessions, ...stores } = stage().stores;
    const consent = await addConsent(stage().stores, { validUntil: later(100) });
    const keep = later(-59);
    const drop = later(-61);
    for (const [name, expiresAt] of Object.entries({ keep, drop, forever: null }))
      await oidcPayloads.save('PurgeTest', name, {}, { expiresAt });
    for (const [name, expiresAt] of Object.entries({ keep, drop })) {
      await cardLogins.start({
        id: `purge-${name}` as LoginId,
        cookieHash: 'c',
        returnPath: '/',
        createdAt: noon,
        expiresAt,
      });
      const citizen = newIdentifier<CitizenId>();
      await citizenSessions.start({
        secretHash: `purge-${name}`,
        citizen,
        assurance: 'card',
        createdAt: noon,
        expiresAt,
      });
      await stores.releases.commit([
        draftRelease(consent, {
          replay: { hash: `purge-${name}`, expiresAt },
          at: new Date(expiresAt.getTime() - 60_000),
          spend: { idempotencyHash: `purge-${name}` },
        }),
      ]);
    }
    const purged = await purgeExpired(database, noon);
    assert.equal(purged, 5);
    assert.equal(await purgeExpired(database, noon), 0);
    assert.ok(await oidcPayloads.find('PurgeTest', 'keep'));
    assert.ok(await oidcPayloads.find('PurgeTest', 'forever'));
    assert.equal(await oidcPayloads.find('PurgeTest', 'drop'), undefined);
    assert.ok(await cardLogins.find('purge-keep' as LoginId));
    assert.equal(await cardLogins.find('purge-drop' as LoginId), undefined);
    assert.ok(await citizenSessions.find('purge-keep', later(-100)));
    assert.equal(await citizenSessions.find('purge-drop', later(-100)), undefined);
    const again = (name: string) =>
      draftRelease(consent, { replay: { hash: `purge-${name}`, expiresAt: later(60) } });
    assert.deepEqual(await outcomes(stage().stores, [again('keep'), again('drop')]), [
      'replayed',
      'committed',
    ]);
    await purgeExpired(database, later(10_000_000));
    assert.ok(await stores.consents.find(consent.id));
    assert.equal((await stores.ledger.listByCitizen(consent.citizen, 9)).length, 3);
  });

  test(`${on}: migrating twice does nothing the second time, and a database without tables is refused`, async () => {
    const url = await place().newAddress();
    const clock = { now: () => noon };
    const isRefused = (error: unknown) =>
      error instanceof Refusal && error.reason === 'store_unavailable' && /migrat/.test(error.detail ?? '');
    await assert.rejects(openStores({ url, clock }), isRefused);
    assert.equal(await migrateStores(url), migrationNames().length);
    assert.equal(await migrateStores(url), 0);
    const stores = await openStores({ url, clock });
    assert.equal(await stores.purgeExpired(), 0);
    await stores.database.run(`UPDATE knex_migrations SET name = '9999-of-tomorrow.ts' WHERE id = 1`);
    await assert.rejects(openStores({ url, clock }), isRefused);
    await stores.close();
  });
}
