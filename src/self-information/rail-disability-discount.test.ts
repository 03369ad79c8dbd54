import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CategoryName } from '../vocabulary/identifiers.ts';
import { releaseItems } from '../vocabulary/items.ts';
import type { JsonObject } from '../vocabulary/reading.ts';
import { findAttestationPolicy } from './attestation-policies.ts';
import { railDisabilityDiscount as policy } from './rail-disability-discount.ts';

const today = '2026-11-24';
const physical = {
  kind: 'physical',
  fare_discount_class: 1,
  valid_until: null,
  has_photo: true,
  returned_on: null,
};
const answer = (...certificates: JsonObject[]) => policy.answer({ certificates }, today);

test('class 1 travels with a companion, class 2 alone', () => {
  assert.deepEqual(answer(physical), { class: 1, companion: true, valid_until: null });
  assert.deepEqual(answer({ ...physical, fare_discount_class: 2 }), {
    class: 2,
    companion: false,
    valid_until: null,
  });
});

test('a certificate counts to its last day in Japan, and not on the day after', () => {
  assert.deepEqual(answer({ ...physical, valid_until: today }), {
    class: 1,
    companion: true,
    valid_until: today,
  });
  assert.equal(answer({ ...physical, valid_until: '2026-11-23' }), null);
});

test('a mental-health certificate counts only with a photograph and an end', () => {
  const mental = { ...physical, kind: 'mental', fare_discount_class: 2, valid_until: '2028-10-31' };
  assert.deepEqual(answer(mental), { class: 2, companion: false, valid_until: '2028-10-31' });
  for (const change of [
    { has_photo: false },
    { has_photo: null },
    { has_photo: 'true' },
    { valid_until: null },
  ])
    assert.equal(answer({ ...mental, ...change }), null, JSON.stringify(change));
});

test('a certificate that was given back, or has no class, does not count', () => {
  assert.equal(answer({ ...physical, returned_on: '2020-01-01' }), null);
  for (const fare_discount_class of [null, 0, 3, '1級', true, []])
    assert.equal(answer({ ...physical, fare_discount_class }), null);
  assert.equal(answer(), null);
  assert.equal(policy.answer(null, today), null);
  for (const certificates of [null, 'x', 1, {}]) assert.equal(policy.answer({ certificates }, today), null);
});

test('of several certificates the best for the traveller counts, and of equal ones the longest', () => {
  const second = { ...physical, fare_discount_class: 2 };
  assert.deepEqual(
    answer(second, { ...physical, valid_until: '2027-01-01' }, { ...physical, valid_until: '2029-01-01' }),
    {
      class: 1,
      companion: true,
      valid_until: '2029-01-01',
    },
  );
  assert.deepEqual(answer({ ...physical, valid_until: '2020-01-01' }, second), {
    class: 2,
    companion: false,
    valid_until: null,
  });
});

test('nothing but the stated inputs reaches the answer: whatever else a record holds, it is the same', () => {
  const held = fc.record({
    kind: fc.constantFrom('physical', 'intellectual', 'mental'),
    fare_discount_class: fc.constantFrom(1, 2, null),
    valid_until: fc.constantFrom(null, '2020-01-01', '2028-01-01'),
    has_photo: fc.boolean(),
    returned_on: fc.constantFrom(null, '2021-01-01'),
    number: fc.string(),
    grade: fc.string(),
    issuer: fc.string(),
  });
  fc.assert(
    fc.property(fc.array(held, { maxLength: 4 }), (certificates) => {
      const record = { certificates } as unknown as JsonObject;
      const inputs = releaseItems(record, policy.words.category as CategoryName, new Set(policy.inputs));
      const given = policy.answer(inputs, today);
      assert.deepEqual(given, policy.answer(record, today));
      assert.deepEqual(Object.keys(given ?? {}), given ? ['class', 'companion', 'valid_until'] : []);
    }),
    { numRuns: 200 },
  );
});

test('a policy is found by its name alone', () => {
  assert.equal(findAttestationPolicy('rail-disability-discount'), policy);
  for (const name of ['', 'rail', 'rail-disability-discount@2025-04', '__proto__'])
    assert.equal(findAttestationPolicy(name), undefined);
});
