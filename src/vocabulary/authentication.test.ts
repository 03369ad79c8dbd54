import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  acrValues,
  assurancesInOrder,
  fromAcr,
  highestOf,
  isAtLeast,
  toAcr,
  toAmr,
  type UsedCertificate,
} from './authentication.ts';

const used = (kind: UsedCertificate['kind'], factor: UsedCertificate['factor']): UsedCertificate => ({
  kind,
  factor,
  revocation: { source: 'ocsp', asOf: '2026-11-01T00:00:00Z', evidence: 'e' },
  at: '2026-11-01T00:00:00Z',
});

test('every assurance has an acr of its own, which leads back to it; a stranger’s leads nowhere', () => {
  assert.equal(new Set(acrValues).size, assurancesInOrder.length);
  for (const assurance of assurancesInOrder) assert.equal(fromAcr(toAcr(assurance)), assurance);
  assert.equal(fromAcr('urn:madoguchi:acr:cardX'), undefined);
  assert.equal(fromAcr('__proto__'), undefined);
});

test('a login by another device is less than a card, and a card less than a card that signed', () => {
  assert.deepEqual(
    assurancesInOrder.map((held) => assurancesInOrder.map((wanted) => isAtLeast(held, wanted))),
    [
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ],
  );
  assert.equal(highestOf(['card', 'cross_device', 'signature', 'card']), 'signature');
  assert.equal(highestOf([]), 'cross_device');
});

test('amr names what was held and what unlocked it, in the registered words', () => {
  assert.deepEqual(toAmr({ used: [used('user_authentication', 'pin')] }), ['mfa', 'pin', 'sc']);
  assert.deepEqual(toAmr({ used: [used('phone_authentication', 'biometrics')] }), ['hwk', 'mfa', 'user']);
  assert.deepEqual(
    toAmr({ used: [used('user_authentication', 'pin'), used('digital_signature', 'password')] }),
    ['mfa', 'pin', 'pwd', 'sc'],
  );
});
