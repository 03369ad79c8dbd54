import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('the bench measures one short round', () => {
  const program = fileURLToPath(new URL('./resource-call.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', program, '--rounds', '1', '--calls', '20'],
    { encoding: 'utf8', timeout: 60_000 },
  );
  assert.equal(status, 0, stderr);
  for (const name of ['bare route', 'category', 'attestation'])
    assert.match(stdout, new RegExp(`^${name} +[1-9].* × bare`, 'm'));
  assert.match(stdout, /% +token and proof$/m);
});
