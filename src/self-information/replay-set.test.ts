import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReplaySet } from './replay-set.ts';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 23) + seconds * 1000);

test('a proof is let in once, for as long as it could be sent again', () => {
  const replays = createReplaySet();
  const mark = { hash: 'a', expiresAt: at(60) };
  assert.equal(replays.admit(mark, at(0)), true);
  assert.equal(replays.admit(mark, at(0)), false);
  assert.equal(replays.admit({ hash: 'a', expiresAt: at(120) }, at(59)), false);
  assert.equal(replays.admit({ hash: 'b', expiresAt: at(60) }, at(59)), true);
});

test('what expired is forgotten, so that memory holds a minute’s proofs and not a day’s', () => {
  const replays = createReplaySet();
  for (let second = 0; second < 1000; second += 1)
    assert.equal(replays.admit({ hash: `${second}`, expiresAt: at(second + 60) }, at(second)), true);
  assert.equal(replays.admit({ hash: '0', expiresAt: at(2000) }, at(1000)), true);
  assert.equal(replays.admit({ hash: '990', expiresAt: at(2000) }, at(1000)), false);
});
