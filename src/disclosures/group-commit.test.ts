import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Release, ReleaseResult, Releases } from '../stores/release.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { createGroupCommit } from './group-commit.ts';

const committed: ReleaseResult = { outcome: 'committed', readsLeft: null };
const release = (name: number): Release => ({ name }) as unknown as Release;

/** A store whose commits the test ends one by one. */
function heldStore() {
  const groups: { group: readonly Release[]; end(result?: readonly ReleaseResult[] | Error): void }[] = [];
  const releases: Releases = {
    commit: (group) =>
      new Promise((resolve, reject) => {
        const end = (result: readonly ReleaseResult[] | Error = group.map(() => committed)): void =>
          result instanceof Error ? reject(result) : resolve([...result]);
        groups.push({ group, end });
      }),
  };
  return { groups, releases };
}

test('releases of one moment share one commit, and those that come meanwhile share the next', async () => {
  const { groups, releases } = heldStore();
  const commits = createGroupCommit(releases);
  const first = [1, 2, 3].map((name) => commits.commit(release(name)));
  await nextTurn();
  await nextTurn();
  assert.equal(groups.length, 1);
  assert.deepEqual(groups[0]?.group, [release(1), release(2), release(3)]);
  const second = [4, 5].map((name) => commits.commit(release(name)));
  await nextTurn();
  assert.equal(groups.length, 1, 'one group at a time');
  groups[0]?.end();
  assert.deepEqual(await Promise.all(first), [committed, committed, committed]);
  await nextTurn();
  assert.deepEqual(groups[1]?.group, [release(4), release(5)]);
  groups[1]?.end();
  await Promise.all(second);
});

test('nobody is answered before the group is durable', async () => {
  const { groups, releases } = heldStore();
  const commits = createGroupCommit(releases);
  let answered = false;
  const waiting = commits.commit(release(1)).then(() => (answered = true));
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
  assert.equal(answered, false);
  groups[0]?.end();
  await waiting;
  assert.equal(answered, true);
});

test('each release gets its own result, in order', async () => {
  const { groups, releases } = heldStore();
  const commits = createGroupCommit(releases);
  const waiting = [1, 2, 3].map((name) => commits.commit(release(name)));
  await nextTurn();
  await nextTurn();
  groups[0]?.end([committed, { outcome: 'replayed' }, { outcome: 'reads_used_up' }]);
  assert.deepEqual(
    (await Promise.all(waiting)).map(({ outcome }) => outcome),
    ['committed', 'replayed', 'reads_used_up'],
  );
});

test('when a group fails all of it is refused, and the next group is tried', async () => {
  const { groups, releases } = heldStore();
  const commits = createGroupCommit(releases, { mostInGroup: 2 });
  const waiting = [1, 2, 3].map((name) => commits.commit(release(name)));
  const outcomes = Promise.allSettled(waiting);
  await nextTurn();
  await nextTurn();
  groups[0]?.end(new Error('a disk that is gone'));
  await nextTurn();
  groups[1]?.end();
  const [one, two, three] = await outcomes;
  for (const each of [one, two]) {
    assert.ok(each?.status === 'rejected' && each.reason instanceof Refusal);
    assert.equal(each.reason.reason, 'ledger_unavailable');
  }
  assert.deepEqual(three, { status: 'fulfilled', value: committed });
});

test('a store that answers another number of results is not believed', async () => {
  const { groups, releases } = heldStore();
  const commits = createGroupCommit(releases);
  const waiting = Promise.allSettled([1, 2].map((name) => commits.commit(release(name))));
  await nextTurn();
  await nextTurn();
  groups[0]?.end([committed]);
  assert.deepEqual(
    (await waiting).map(({ status }) => status),
    ['rejected', 'rejected'],
  );
});

test('more than can wait are refused at once, and nobody who waits is lost', async () => {
  const { groups, releases } = heldStore();
  const commits = createGroupCommit(releases, { mostInGroup: 2, mostWaiting: 3 });
  const waiting = [1, 2, 3].map((name) => commits.commit(release(name)));
  await assert.rejects(commits.commit(release(4)), { reason: 'ledger_unavailable' });
  await nextTurn();
  await nextTurn();
  groups[0]?.end();
  await nextTurn();
  groups[1]?.end();
  assert.deepEqual(await Promise.all(waiting), [committed, committed, committed]);
});

test('when the server stops, what was taken is finished and nothing more is taken', async () => {
  const { groups, releases } = heldStore();
  const commits = createGroupCommit(releases);
  const taken = commits.commit(release(1));
  let drained = false;
  const draining = commits.drain().then(() => (drained = true));
  await assert.rejects(commits.commit(release(2)), { reason: 'ledger_unavailable' });
  await nextTurn();
  await nextTurn();
  assert.equal(drained, false);
  groups[0]?.end();
  await Promise.all([taken, draining]);
  await createGroupCommit(releases).drain();
});
