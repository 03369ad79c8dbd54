/** The ledger watched from outside: a witness beside the running server, the checker as a program, an older copy put back. */
import assert from 'node:assert/strict';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import SqliteDriver from 'better-sqlite3';
import { runProgram } from '../../ledger-checker/rehearsal/ledger-server.ts';
import { decide } from '../../sandbox/citizen.ts';
import { type Program, startProgram } from '../../sandbox/program.ts';
import { serverSettings, type World } from '../../sandbox/world.ts';
import { publicKeyFileOf } from '../../witness/set-up.ts';
import { openWorld } from './open-world.ts';
import { boxesOf, openSandboxCompany, type SandboxCompany } from './sandbox-company.ts';

describe('the ledger, watched from outside', { concurrency: false }, () => {
  let world: World;
  let company: SandboxCompany;
  let restarted: Program | undefined;
  before(async () => {
    world = await openWorld({ witness: true });
    company = await openSandboxCompany(world);
  });
  after(async () => {
    await restarted?.stop();
    await world?.stop();
  });

  const file = (name: string): string => join(world.folders.data, name);
  const witnessKey = (): string[] => ['--witness-key', publicKeyFileOf(world.folders.witness)];
  const key = (): string[] => ['--key', world.folders.ledgerKey];
  const fetchJson = async (path: string) =>
    (await (await fetch(`${world.addresses.issuer}${path}`)).json()) as Record<string, unknown>;
  const check = (...given: string[]) =>
    runProgram('ledger-checker/main.ts', [
      '--url',
      world.addresses.issuer,
      ...key(),
      ...witnessKey(),
      '--state',
      file('observer.json'),
      '--evidence',
      file('evidence.json'),
      ...given,
    ]);
  /** A citizen logs in, agrees, and one category is read: the address of its receipt. */
  async function release(): Promise<string> {
    const { citizen, consent, redeem } = await company.ask('class-1', ['pension']);
    const tokens = await redeem(await decide(citizen, consent, 'approve', { ticked: boxesOf(consent) }));
    const path = '/self-information/pension';
    const answer = await fetch(`${world.addresses.issuer}/v1${path}`, {
      headers: await company.relyingParty.headersFor(tokens, path),
    });
    const { receipt } = (await answer.json()) as { receipt: { receipt_url: string } };
    return new URL(receipt.receipt_url).pathname;
  }
  async function until(what: string, isDone: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      if (await isDone()) return;
      await pause(200);
    }
    assert.fail(`${what} within twenty seconds`);
  }
  async function keepReceipt(path: string, name: string): Promise<string> {
    await until('no complete, cosigned receipt', async () => {
      const receipt = await fetchJson(path);
      writeFileSync(file(name), JSON.stringify(receipt));
      return receipt['state'] === 'complete' && (receipt['cosignatures'] as unknown[]).length === 1;
    });
    return file(name);
  }

  test('the witness cosigns, the receipt carries it, and both programs find everything in order', async () => {
    const receipt = await keepReceipt(await release(), 'first.json');
    const verified = await runProgram('src/disclosures/verify-receipt.ts', [
      receipt,
      ...key(),
      ...witnessKey(),
    ]);
    assert.equal(verified.code, 0, verified.said);
    assert.match(verified.said, /^VALID\.[^]*The witness sandbox-witness saw the tree that proves it/);
    const { code, said } = await check('--receipt', receipt, '--whole');
    assert.equal(code, 0, said);
    assert.match(said, /The witness sandbox-witness saw this head too/);
    assert.match(said, /first\.json: Its entry stands in the tree, unaltered/);
  });

  test('an older copy of the database, put back, gets no cosignature, and whoever kept something finds out', async () => {
    const reader = new SqliteDriver(world.folders.database, { readonly: true });
    await reader.backup(file('older.sqlite'));
    reader.close();
    const kept = await keepReceipt(await release(), 'lost.json');
    assert.equal((await check('--receipt', kept)).code, 0);

    await world.programs['server']?.stop();
    for (const end of ['', '-wal', '-shm']) rmSync(`${world.folders.database}${end}`, { force: true });
    copyFileSync(file('older.sqlite'), world.folders.database);
    restarted = await startProgram({
      name: 'server',
      file: 'src/main.ts',
      environment: {
        ...serverSettings(world.folders, world.addresses),
        MADOGUCHI_WITNESSES_FILE: world.folders.witnesses,
      },
    });
    const before = Number((await fetchJson('/v1/ledger/head'))['size']);
    const [one, two] = [await release(), await release()];
    await until(
      'no new head',
      async () => Number((await fetchJson('/v1/ledger/head'))['size']) >= before + 4,
    );
    await until('no word of the witness', async () =>
      /witness_(saw_more|failed)/.test(restarted?.output() ?? ''),
    );
    assert.deepEqual((await fetchJson('/v1/ledger/head'))['cosignatures'], []);
    for (const path of [one, two]) {
      const receipt = await fetchJson(path);
      assert.deepEqual([receipt['state'], receipt['cosignatures']], ['complete', []]);
    }
    assert.equal((await fetch(`${world.addresses.issuer}/my`)).status, 200, 'and the house stays open');

    const { code, said } = await check('--receipt', kept);
    assert.equal(code, 1, said);
    assert.match(said, /NOT GOOD/);
    const judged = await runProgram('ledger-checker/main.ts', [
      '--verify-evidence',
      file('evidence.json'),
      ...key(),
    ]);
    assert.equal(judged.code, 0, judged.said);
    assert.match(judged.said, /its history was rewritten, or two were shown/);
    const still = await runProgram('src/disclosures/verify-receipt.ts', [kept, ...key(), ...witnessKey()]);
    assert.equal(still.code, 0, 'the receipt proves on its own what the ledger denies');
  });
});
