import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import SqliteDriver from 'better-sqlite3';
import { lockWaitMilliseconds, openSqliteDatabase } from './sqlite-database.ts';

function openTwo(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-sqlite-'));
  const file = join(folder, 'one.sqlite');
  const rival = new SqliteDriver(file);
  rival.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)');
  const database = openSqliteDatabase(file);
  t.after(async () => {
    rival.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { rival, database };
}

test('a lock of another program is waited for, and the process goes on with its other work meanwhile', async (t) => {
  const { rival, database } = openTwo(t);
  rival.exec('BEGIN IMMEDIATE');
  let turns = 0;
  const ticking = setInterval(() => (turns += 1), 5);
  setTimeout(() => rival.exec('COMMIT'), 300);
  const alone = database.run('INSERT INTO notes (text) VALUES (?)', ['alone']);
  const together = database.transaction(async (queries) => {
    await queries.run('INSERT INTO notes (text) VALUES (?)', ['together']);
  });
  await Promise.all([alone, together]);
  clearInterval(ticking);
  assert.ok(turns >= 5, `the process stood still: ${turns} turns`);
  const rows = await database.all<{ text: string }>('SELECT text FROM notes ORDER BY text');
  assert.deepEqual(
    rows.map(({ text }) => text),
    ['alone', 'together'],
  );
});

test('a lock that stays is the store’s unavailability, told in time, and everything works again afterwards', async (t) => {
  const { rival, database } = openTwo(t);
  rival.exec('BEGIN IMMEDIATE');
  const began = performance.now();
  const insert = 'INSERT INTO notes (text) VALUES (?)';
  await assert.rejects(database.run(insert, ['x']), { reason: 'store_unavailable' });
  await assert.rejects(
    database.transaction((queries) => queries.run(insert, ['y'])),
    { reason: 'store_unavailable' },
  );
  assert.ok(performance.now() - began < 2 * lockWaitMilliseconds + 1500);
  assert.deepEqual(await database.all('SELECT id FROM notes'), [], 'reading goes on');
  rival.exec('ROLLBACK');
  assert.equal(await database.run(insert, ['z']), 1);
});

test('a lock that stays costs everybody in line one wait, not one each', async (t) => {
  const { rival, database } = openTwo(t);
  rival.exec('BEGIN IMMEDIATE');
  const began = performance.now();
  const insert = 'INSERT INTO notes (text) VALUES (?)';
  const writes = Array.from({ length: 8 }, (_, number) =>
    number % 2 === 0
      ? database.run(insert, ['x'])
      : database.transaction((queries) => queries.run(insert, ['y'])),
  );
  const results = await Promise.allSettled(writes);
  assert.ok(results.every(({ status }) => status === 'rejected'));
  assert.ok(performance.now() - began < 2 * lockWaitMilliseconds, `${performance.now() - began} ms`);
  rival.exec('ROLLBACK');
  assert.equal(await database.run(insert, ['z']), 1);
});

test('a defect in a statement is no unavailability, and is not tried again', async (t) => {
  const { database } = openTwo(t);
  const began = performance.now();
  await assert.rejects(database.run('INSERT INTO nowhere VALUES (1)'), { code: 'SQLITE_ERROR' });
  assert.ok(performance.now() - began < lockWaitMilliseconds);
});
