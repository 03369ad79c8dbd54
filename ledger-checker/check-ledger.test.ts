/** The checker against a ledger that runs, and against every way to tamper with the database behind it. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createErasure } from '../src/disclosures/erasure.ts';
import type { CitizenId, EntryId } from '../src/vocabulary/identifiers.ts';
import { type Desk, type LedgerServer, openDesk, runProgram } from './rehearsal/ledger-server.ts';

describe('the checker', { concurrency: false }, () => {
  let desk: Desk;
  let server: LedgerServer;
  let ids: EntryId[];
  let count = 0;
  const state = () => desk.file(`state-${count}.json`);
  const check = (...given: string[]) => desk.check('--url', server.url, '--state', state(), ...given);

  before(() => {
    desk = openDesk();
  });
  after(() => desk.close());
  /** A ledger of five entries in two heads, which an observer saw. */
  beforeEach(async () => {
    count += 1;
    server = await desk.open(`ledger-${count}.sqlite`);
    ids = [...(await server.grow(3)), ...(await server.grow(2))];
    const { code, said } = await check();
    assert.equal(code, 0, said);
    assert.match(said, /^GOOD\.[^]*has 5 leaves, and its signed head is over just these/);
  });

  test('honest growth is good, again and again, with receipts old and new, by new leaves alone and by all', async () => {
    const receipts = [await desk.keepReceipt(server, ids[1], 'old.json')];
    for (const more of [1, 260, 7]) {
      ids.push(...(await server.grow(more)));
      receipts.push(await desk.keepReceipt(server, ids.at(-1), `new-${more}.json`));
      const given = receipts.flatMap((receipt) => ['--receipt', receipt]);
      for (const whole of [[], ['--whole']]) {
        const { code, said } = await check(...given, ...whole);
        assert.equal(code, 0, said);
        assert.equal(said.match(/stands in the tree, unaltered/g)?.length, receipts.length);
      }
    }
    assert.match((await check()).said, /grew from 273 to 273 leaves/);
    assert.equal(JSON.parse(readFileSync(state(), 'utf8')).size, 273);
  });

  test('an entry whose text was changed is found by whoever kept its receipt, and by nobody else', async () => {
    const receipt = await desk.keepReceipt(server, ids[2], 'kept.json');
    await server.tamper(
      `UPDATE ledger_entries SET body = replace(body, 'released', 'no_record') WHERE id = '${ids[2]}'`,
    );
    const { code, said } = await check('--receipt', receipt);
    assert.equal(code, 1, said);
    assert.match(said, /^NOT GOOD\.[^]*kept\.json: The ledger now tells this entry otherwise/);
    const other = await desk.keepReceipt(server, ids[0], 'other.json');
    assert.equal((await check('--receipt', other)).code, 0);
  });

  test('an entry that was deleted is found by whoever kept its receipt: its leaf still stands', async () => {
    const receipt = await desk.keepReceipt(server, ids[2], 'kept.json');
    await server.tamper(`DELETE FROM ledger_entries WHERE id = '${ids[2]}'`);
    const { code, said } = await check('--receipt', receipt);
    assert.equal(code, 1, said);
    assert.match(said, /there is no such entry, and its leaf stands in the tree: the entry was deleted/);
  });

  test('an entry that was erased is no fault: the tree stays, and the kept receipt still proves it', async () => {
    const receipt = await desk.keepReceipt(server, ids[2], 'kept.json');
    const row = await server.stores.ledger.findEntry(ids[2] as EntryId);
    const erasure = createErasure({
      erasures: server.stores.erasures,
      clock: { now: () => new Date() },
      origin: 'http://localhost:3000',
      retentionDays: 1,
    });
    assert.equal(await erasure.eraseCitizen(row?.citizen as CitizenId), 5);
    await server.grow(1);
    const { code, said } = await check('--receipt', receipt, '--whole');
    assert.equal(code, 0, said);
    assert.match(said, /kept\.json: Its entry stands in the tree\. The ledger erased its text since/);
  });

  const leafOf = (index: number) => `level = 0 AND node_index = ${index}`;
  const tampered: Record<string, string[]> = {
    changed: [`UPDATE tree_nodes SET hash = randomblob(32) WHERE ${leafOf(1)}`],
    removed: [`DELETE FROM tree_nodes WHERE ${leafOf(1)}`],
    'put in another order': [
      `UPDATE tree_nodes SET node_index = -1 WHERE ${leafOf(0)}`,
      `UPDATE tree_nodes SET node_index = 0 WHERE ${leafOf(1)}`,
      `UPDATE tree_nodes SET node_index = 1 WHERE level = 0 AND node_index = -1`,
    ],
  };
  for (const [what, statements] of Object.entries(tampered))
    test(`a leaf that was ${what} among old ones is found by reading them again, whatever grew since`, async () => {
      for (const more of [0, 4]) {
        await server.grow(more);
        if (more === 0) await server.tamper(...statements);
        const { code, said } = await check('--whole');
        assert.equal(code, 1, said);
        assert.match(said, /was changed, moved or removed|is missing/);
      }
      const first = desk.file(`first-look-${count}.json`);
      assert.equal((await desk.check('--url', server.url, '--state', first)).code, 1);
    });

  test('a new leaf that was changed is found at the next look, and what was kept stays the measure', async () => {
    const before = readFileSync(state(), 'utf8');
    await server.grow(4);
    await server.tamper(`UPDATE tree_nodes SET hash = randomblob(32) WHERE ${leafOf(7)}`);
    for (const again of [1, 2]) {
      const { code, said } = await check();
      assert.equal(code, 1, `${again} ${said}`);
      assert.match(said, /a new one was changed, moved or removed/);
    }
    assert.equal(readFileSync(state(), 'utf8'), before);
  });

  test('the end cut off is found, by the kept head and by a receipt', async () => {
    const receipt = await desk.keepReceipt(server, ids[4], 'kept.json');
    await server.tamper(
      'DELETE FROM ledger_entries WHERE leaf_index >= 3',
      'DELETE FROM tree_nodes WHERE level = 0 AND node_index >= 3',
      'DELETE FROM tree_heads WHERE size > 3',
    );
    const { code, said } = await check('--receipt', receipt);
    assert.equal(code, 1, said);
    assert.match(said, /shows 3 leaves, and had signed 5: entries were taken back, or an older copy/);
    assert.match(said, /kept\.json: Its head was signed over 5 leaves, and the ledger shows 3/);
  });

  test('an older copy put back is found, and once it signs again its own signatures convict it', async () => {
    await server.copyTo(desk.file(`older-${count}.sqlite`));
    const lost = await server.grow(3);
    const receipt = await desk.keepReceipt(server, lost[1], 'kept.json');
    assert.equal((await check('--receipt', receipt)).code, 0);
    server = await desk.open(`older-${count}.sqlite`);
    const shrunk = await check('--receipt', receipt);
    assert.equal(shrunk.code, 1, shrunk.said);
    assert.match(shrunk.said, /shows 5 leaves, and had signed 8/);
    await server.grow(6);
    const { code, said } = await check('--receipt', receipt);
    assert.equal(code, 1, said);
    assert.match(said, /does not continue one that it had signed before/);
    assert.match(said, /kept\.json: Its entry number 7 stands in the tree that was signed, and not in this/);
    await assertProven(/does not continue the tree of 8 leaves/);
  });

  test('a smaller tree signed after a larger one convicts its ledger by the two heads alone', async () => {
    await server.copyTo(desk.file(`older-${count}.sqlite`));
    await server.grow(5);
    assert.equal((await check()).code, 0);
    server = await desk.open(`older-${count}.sqlite`);
    desk.clock.ahead = 120;
    await server.grow(2);
    desk.clock.ahead = 0;
    const { code, said } = await check();
    assert.equal(code, 1, said);
    await assertProven(/signed a tree of 7 leaves after one of 10: entries were taken back/);
  });

  test('history rewritten, tree and heads signed anew with the real key, is found and proven by one kept head', async () => {
    const other = await desk.open(`rewritten-${count}.sqlite`);
    await other.grow(9);
    server = other;
    const { code, said } = await check();
    assert.equal(code, 1, said);
    await assertProven(/does not continue the tree of 5 leaves/);
  });

  for (const [mine, other, proof] of [
    [2, 2, /two different trees of 7 leaves/],
    [5, 3, /of 10 leaves that does not continue the tree of 8 leaves/],
    [2, 20, /does not continue the tree of 25 leaves/],
  ] as const)
    test(`a split view is found as soon as two observers compare: ${mine} entries for one, ${other} for the other`, async () => {
      await server.copyTo(desk.file(`fork-${count}.sqlite`));
      const fork = await desk.open(`fork-${count}.sqlite`);
      const theirs = desk.file(`theirs-${count}.json`);
      const seeFork = () => desk.check('--url', fork.url, '--state', theirs);
      assert.equal((await seeFork()).code, 0);
      assert.equal((await check('--compare', theirs)).code, 0, 'not forked yet');
      await server.grow(mine);
      await fork.grow(other);
      assert.equal((await check()).code, 0, 'each branch is good by itself');
      assert.equal((await seeFork()).code, 0);
      if (other > mine) {
        const young = await check('--compare', theirs);
        assert.equal(young.code, 3, 'a moment later, that might still be honest');
        assert.match(young.said, /Somebody was shown 25 leaves; to you the ledger shows 7, a moment later/);
        await server.grow(20);
      }
      const { code, said } = await check('--compare', theirs);
      assert.equal(code, 1, said);
      assert.match(said, /shows different histories to different people/);
      await assertProven(proof);
    });

  test('whoever is kept from entries that others were shown a while ago learns it by comparing', async () => {
    const theirs = desk.file(`theirs-${count}.json`);
    await server.copyTo(desk.file(`frozen-${count}.sqlite`));
    await server.grow(1);
    assert.equal((await desk.check('--url', server.url, '--state', theirs)).code, 0);
    const frozen = await desk.open(`frozen-${count}.sqlite`);
    const inAWhile = new Date(Date.now() + 120_000);
    const { code, said } = await desk.checkAt(inAWhile, '--url', frozen.url, '--compare', theirs);
    assert.equal(code, 1, said);
    assert.match(said, /entries are kept from you, or were taken back/);
  });

  test('two honest observers of different diligence agree, with and without the ledger', async () => {
    const theirs = desk.file(`theirs-${count}.json`);
    assert.equal((await desk.check('--url', server.url, '--state', theirs)).code, 0);
    await server.grow(3);
    const { code, said } = await check('--compare', theirs);
    assert.equal(code, 0, said);
    assert.equal((await desk.check('--state', state(), '--compare', theirs)).code, 0);
    await desk.check('--url', server.url, '--state', theirs);
    await server.grow(1);
    await desk.check('--url', server.url, '--state', theirs);
    const ahead = await desk.check('--state', state(), '--compare', theirs);
    assert.equal(ahead.code, 3, ahead.said);
    assert.match(ahead.said, /^UNDECIDED\.[^]*give --url/);
  });

  test('a wrong key, a damaged state and a ledger that does not answer are told apart from a bad ledger', async () => {
    const strangers = openDesk();
    const foreign = await strangers.check('--url', server.url);
    assert.equal(foreign.code, 1);
    assert.match(foreign.said, /a head that does not hold: it was not signed with the key you gave/);
    await strangers.close();
    const kept = JSON.parse(readFileSync(state(), 'utf8')) as { peaks: string[] };
    writeFileSync(state(), JSON.stringify({ ...kept, peaks: [...kept.peaks].reverse() }));
    const damaged = await check();
    assert.equal(damaged.code, 2, damaged.said);
    assert.match(damaged.said, /does not fold to its own signed head/);
    const dead = await desk.check('--url', 'http://127.0.0.1:9');
    assert.equal(dead.code, 3);
    assert.match(dead.said, /^UNDECIDED\.[^]*could not be read/);
    assert.equal((await desk.check()).code, 2);
    assert.equal((await desk.check('--url', 'ftp://localhost')).code, 2);
    const program = await runProgram('ledger-checker/main.ts', ['--url', server.url]);
    assert.equal(program.code, 2);
    assert.match(program.said, /a ledger cannot vouch for itself/);
    const key = desk.file('ledger-key.json');
    const good = await runProgram('ledger-checker/main.ts', ['--url', server.url, '--key', key]);
    assert.deepEqual([good.code, good.said.slice(0, 5)], [0, 'GOOD.']);
  });

  test('a receipt that was altered proves nothing, and accuses nobody', async () => {
    const receipt = await desk.keepReceipt(server, ids[1], 'altered.json');
    const text = readFileSync(receipt, 'utf8').replace('"released"', '"no_record"');
    writeFileSync(receipt, text);
    const { code, said } = await check('--receipt', receipt);
    assert.equal(code, 3, said);
    assert.match(said, /altered\.json: its promise is for another entry/);
  });

  test('evidence that was altered convicts nobody', async () => {
    const other = await desk.open(`rewritten-${count}.sqlite`);
    await other.grow(5);
    server = other;
    assert.equal((await check()).code, 1);
    await assertProven(/two different trees of 5 leaves/);
    const evidence = JSON.parse(readFileSync(desk.file('evidence.json'), 'utf8')) as { heads: string[] };
    for (const changed of [
      { ...evidence, heads: [evidence.heads[0], evidence.heads[0]] },
      { ...evidence, kind: 'shrunk' },
      { ...evidence, kind: 'inconsistent_heads', root_in_later: 'AAAA', consistency_proof: [] },
      {
        ...evidence,
        heads: evidence.heads.map((head) => head.replace(/.$/, (end) => (end === 'A' ? 'B' : 'A'))),
      },
    ]) {
      writeFileSync(desk.file('changed.json'), JSON.stringify(changed));
      const { code, said } = await desk.check('--verify-evidence', desk.file('changed.json'));
      assert.equal(code, 1, said);
      assert.match(said, /^NOT PROVEN/);
    }
  });

  /** The file that was written convicts the ledger, with its public key and nothing else. */
  async function assertProven(what: RegExp): Promise<void> {
    const { code, said } = await desk.check('--verify-evidence', desk.file('evidence.json'));
    assert.equal(code, 0, said);
    assert.match(said, /^PROVEN\./);
    assert.match(said, what);
  }
});
