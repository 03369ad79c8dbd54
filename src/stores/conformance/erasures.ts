/** What every store promises about erasure: text and person go for good, leaf and place stay, and it is recorded. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { newIdentifier, type CitizenId } from '../../vocabulary/identifiers.ts';
import { nobody } from '../erasures.ts';
import type { Ledger } from '../ledger.ts';
import { openStores } from '../open-stores.ts';
import type { Release, StoredEntry } from '../release.ts';
import type { Stores } from '../stores.ts';
import { addConsent, draftRelease, later, noon } from './drafts.ts';
import type { Place } from './places.ts';

const numbering: Parameters<Ledger['integrate']>[1] = async (head, leaves) => {
  const size = head?.size ?? 0;
  return {
    leaves: leaves.map(({ id }, at) => ({ id, index: size + at })),
    nodes: leaves.map(({ leafHash }, at) => ({ level: 0, index: size + at, hash: leafHash })),
    head: { size: size + leaves.length, root: Buffer.alloc(32, 1), at: noon, signature: 'jws' },
  };
};

export function testErasures(on: string, place: () => Place): void {
  let handles: Stores[];
  before(async () => {
    const url = await place().newDatabase();
    handles = await Promise.all([1, 2].map(() => openStores({ url, clock: { now: () => noon } })));
  });
  after(() => Promise.all((handles ?? []).map((handle) => handle.close())));
  const stores = (): Stores => handles[0] as Stores;
  const record = (at: Date) => (): StoredEntry => ({
    id: newIdentifier(),
    citizen: nobody,
    client: null,
    consent: null,
    at,
    body: '{"kind":"erasure"}',
    salt: randomBytes(32),
    leafHash: randomBytes(32),
  });
  async function add(times: readonly number[]): Promise<{ citizen: CitizenId; releases: Release[] }> {
    const consent = await addConsent(stores(), { readsGranted: 100 });
    const releases = times.map((seconds) => draftRelease(consent, { at: later(seconds) }));
    await stores().releases.commit(releases);
    return { citizen: consent.citizen, releases };
  }
  const integrate = () => stores().ledger.integrate(1000, numbering);
  const find = (release: Release | undefined) => stores().ledger.findEntry(release?.entry.id as never);

  test(`${on}: what is older loses text, salt and person, keeps id, leaf and place, and the rest keeps everything`, async () => {
    const { citizen, releases } = await add([1, 2, 3, 4, 5]);
    await integrate();
    const erase = (at: number) => stores().erasures.eraseOlderThan(later(4), 2, record(later(at)));
    assert.deepEqual([await erase(100), await erase(101), await erase(102)], [2, 1, 0]);
    for (const [index, release] of releases.slice(0, 3).entries())
      assert.deepEqual(await find(release), {
        id: release.entry.id,
        citizen: nobody,
        client: null,
        consent: null,
        at: release.entry.at,
        body: '',
        salt: Buffer.alloc(0),
        leafHash: release.entry.leafHash,
        index,
        erasedAt: later(index < 2 ? 100 : 101),
      });
    for (const release of releases.slice(3)) assert.equal((await find(release))?.body, release.entry.body);
    assert.equal((await stores().ledger.listByCitizen(citizen, 10)).length, 2);
    assert.deepEqual(
      (await stores().publishedTree.leaves(0, 10)).slice(0, 5),
      releases.map(({ entry }) => entry.leafHash),
    );
    assert.deepEqual(await stores().erasures.list(), [
      { at: later(100), reason: 'retention', entries: 2 },
      { at: later(101), reason: 'retention', entries: 1 },
    ]);
    // Its own records take their places in the tree, and are never erased for their age.
    assert.equal((await integrate())?.size, 7);
    assert.equal(await stores().erasures.eraseOlderThan(later(4), 10, record(later(101))), 0);
  });

  test(`${on}: all of one person's go, waiting ones too, and nobody else's; nobody is not a person`, async () => {
    const mine = await add([11, 12, 13]);
    const others = await add([11, 12]);
    await integrate();
    const waiting = draftRelease(
      { ...(await addConsent(stores())), citizen: mine.citizen },
      { at: later(14), spend: null },
    );
    await stores().releases.commit([waiting]);
    const erase = () => stores().erasures.eraseOf(mine.citizen, 3, record(later(200)));
    assert.deepEqual([await erase(), await erase(), await erase()], [3, 1, 0]);
    assert.deepEqual(await stores().ledger.listByCitizen(mine.citizen, 10), []);
    assert.equal((await stores().ledger.listByCitizen(others.citizen, 10)).length, 2);
    await integrate();
    const erased = await find(waiting);
    assert.deepEqual([erased?.body, erased?.leafHash], ['', waiting.entry.leafHash]);
    assert.ok(erased?.index !== null, 'a leaf that was promised gets its place all the same');
    assert.equal(await stores().erasures.eraseOf(nobody, 10, record(later(201))), 0);
  });

  test(`${on}: erasing on two connections at once erases each entry once, beside integration`, async () => {
    const { citizen } = await add(Array.from({ length: 60 }, (_, n) => 20 + n));
    const counts = await Promise.all([
      ...Array.from({ length: 6 }, (_, n) =>
        handles[n % 2]?.erasures.eraseOf(citizen, 20, record(later(300))),
      ),
      integrate().then(() => 0),
    ]);
    assert.equal(
      counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
      60,
    );
  });

  test(`${on}: an erasure that cannot be recorded erases nothing`, async () => {
    const { citizen, releases } = await add([91]);
    const twin = () => ({ ...record(later(400))(), id: releases[0]?.entry.id as never });
    await assert.rejects(stores().erasures.eraseOf(citizen, 10, twin));
    assert.equal((await find(releases[0]))?.body, releases[0]?.entry.body);
  });
}
