import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { RefusalRow } from './refusal-row.ts';
import { Refusal, refusalRow, refusals, type Reason } from './refusals.ts';

const rows = Object.entries(refusals) as [Reason, RefusalRow][];

test('no reason stands in two files, where one would silently hide the other', async () => {
  const folder = new URL('refusals/', import.meta.url);
  const reasons: string[] = [];
  for (const name of readdirSync(fileURLToPath(folder))) {
    const tables = Object.values((await import(new URL(name, folder).href)) as Record<string, object>);
    reasons.push(...tables.flatMap((table) => Object.keys(table)));
  }
  assert.deepEqual(
    reasons.filter((reason, index) => reasons.indexOf(reason) !== index),
    [],
  );
  assert.deepEqual(reasons.sort(), rows.map(([reason]) => reason).sort(), 'every file is in the one table');
});

test('every refusal says to each reader what happened: citizen in both languages, operator, integrator', () => {
  for (const [reason, row] of rows) {
    assert.ok(row.status >= 400 && row.status < 600, reason);
    for (const text of [row.title, row.citizen.ja, row.citizen.en, row.operator, row.integrator])
      assert.ok(text.trim().length > 0, reason);
    assert.match(row.citizen.ja, /[\p{Script=Hiragana}]/u, reason);
    assert.doesNotMatch(row.citizen.en, /[\p{Script=Han}\p{Script=Hiragana}]/u, reason);
    assert.doesNotMatch(row.title, /\.$/, `${reason}: a title is no sentence`);
  }
});

test('OAuth error codes are of the alphabet that OAuth allows', () => {
  for (const [reason, { oauthError }] of rows) if (oauthError) assert.match(oauthError, /^[a-z_]+$/, reason);
});

test('a refusal carries its reason, its row, and the cause that it had', () => {
  const cause = new Error('disk full');
  const refusal = new Refusal('store_unavailable', 'ledger', { cause, retryAfterSeconds: 5 });
  assert.equal(refusal.message, 'store_unavailable: ledger');
  assert.equal(refusal.row, refusalRow('store_unavailable'));
  assert.equal(refusal.cause, cause);
  assert.deepEqual([refusal.retryAfterSeconds, refusal.retryAfter], [5, '5']);
  assert.equal(new Refusal('store_unavailable').retryAfter, '5');
  assert.equal(new Refusal('not_found', '', { retryAfterSeconds: 9 }).retryAfter, undefined);
  assert.equal(new Refusal('not_found').message, 'not_found');
});
