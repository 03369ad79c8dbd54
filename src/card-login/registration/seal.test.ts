import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { CitizenId } from '../../vocabulary/identifiers.ts';
import { createIdentitySeal, type SealedIdentity } from './seal.ts';

const [mine, other] = ['citizen-one', 'citizen-two'] as [CitizenId, CitizenId];
const identity: SealedIdentity = {
  attributes: {
    name: { text: '見本 花子', substituted: [1] },
    sex: 'female',
    birthOn: '1985-04-00',
    address: { text: '見本県見本市1番地', substituted: [] },
  },
  notAfter: 1_900_000_000,
  distributionPoints: null,
};
const seal = createIdentitySeal(randomBytes(32));

test('what was sealed is opened again for the same citizen', () => {
  assert.deepEqual(seal.open(mine, seal.seal(mine, identity)), identity);
});

test('a sealed identity shows nothing, and is never the same twice', () => {
  const [one, two] = [seal.seal(mine, identity), seal.seal(mine, identity)];
  assert.notDeepEqual(one, two);
  for (const text of ['見本', '1985', 'female']) assert.ok(!one.includes(Buffer.from(text)));
});

test('another citizen’s row, another key, a changed or a cut-off one is not opened', () => {
  const sealed = seal.seal(mine, identity);
  assert.throws(() => seal.open(other, sealed));
  assert.throws(() => createIdentitySeal(randomBytes(32)).open(mine, sealed));
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.throws(() => seal.open(mine, changed), `byte ${at}`);
    assert.throws(() => seal.open(mine, sealed.subarray(0, at)), `cut off at ${at}`);
  }
  assert.throws(() => createIdentitySeal(Buffer.alloc(16)));
});
