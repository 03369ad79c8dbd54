/** Which claims a company wants vouched for, as OpenID Connect for Identity Assurance 1.0 lets it say so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { errors } from 'oidc-provider';
import type { JsonValue } from '../vocabulary/reading.ts';
import { toAskedVerifiedClaims } from './verified-claims-request.ts';

const claims = { name: null };
const anyFramework = { trust_framework: null };
const refused = (value: JsonValue, description: RegExp): void =>
  assert.throws(
    () => toAskedVerifiedClaims(value),
    (error: unknown) =>
      error instanceof errors.InvalidRequest && description.test(String(error.error_description)),
  );
const isUnsatisfiable = (verification: { [name: string]: JsonValue }): boolean | undefined =>
  toAskedVerifiedClaims({ verification: { ...anyFramework, ...verification }, claims })[0]?.unsatisfiable;

test('one set or several, with their conditions', () => {
  assert.deepEqual(
    toAskedVerifiedClaims({ verification: anyFramework, claims: { name: null, shoe_size: null } }),
    [{ trustFrameworks: null, time: null, claims: [{ name: 'name', values: null }], unsatisfiable: false }],
  );
  const several = toAskedVerifiedClaims([
    { verification: { trust_framework: { values: ['jp_aml', 'other'] }, time: { max_age: 60 } }, claims },
    { verification: { trust_framework: { value: 'x' }, time: null }, claims: { gender: { value: 'male' } } },
  ]);
  assert.deepEqual(several, [
    {
      trustFrameworks: ['jp_aml', 'other'],
      time: { maxAgeSeconds: 60 },
      claims: [{ name: 'name', values: null }],
      unsatisfiable: false,
    },
    {
      trustFrameworks: ['x'],
      time: { maxAgeSeconds: null },
      claims: [{ name: 'gender', values: ['male'] }],
      unsatisfiable: false,
    },
  ]);
});

test('not asked for, or only for claims that nobody here has, asks for nothing', () => {
  for (const value of [undefined, null, { verification: anyFramework, claims: { given_name: null } }])
    assert.deepEqual(toAskedVerifiedClaims(value), []);
});

test('a condition that no verification of ours can meet is remembered, and data that we do not have is not one', () => {
  assert.equal(isUnsatisfiable({ evidence: [{ type: { value: 'document' } }] }), true);
  assert.equal(
    isUnsatisfiable({ evidence: [{ type: { value: 'electronic_signature' }, issuer: null }] }),
    true,
  );
  assert.equal(isUnsatisfiable({ assurance_level: { values: ['high'] } }), true);
  assert.equal(isUnsatisfiable({ evidence: [{ time: { max_age: 5 } }] }), true);
  assert.equal(isUnsatisfiable({ time: { value: '2026-11-20' } }), true);
  assert.equal(isUnsatisfiable({ assurance_level: null, verification_process: { essential: true } }), false);
});

test('what cannot be what it says is refused by its name', () => {
  refused('name', /^claims: userinfo\.verified_claims: must be an object or a list of objects$/);
  refused([null], /an object or a list of objects/);
  refused({ claims }, /userinfo\.verified_claims\.verification: must be an object/);
  refused({ verification: {}, claims }, /verification\.trust_framework: must be null or an object/);
  refused({ verification: anyFramework }, /userinfo\.verified_claims\.claims: must be an object/);
  refused({ verification: anyFramework, claims: { name: 1 } }, /claims\.name: must be null or an object/);
  refused({ verification: { trust_framework: { values: [] } }, claims }, /trust_framework\.values/);
  refused(
    { verification: { ...anyFramework, time: { max_age: -1 } }, claims },
    /time\.max_age: must be a number/,
  );
  refused({ verification: { ...anyFramework, time: 'now' }, claims }, /verification\.time: must be null/);
  refused(
    Array.from({ length: 9 }, () => ({ verification: anyFramework, claims })),
    /at most 8 sets/,
  );
  const deep = Array.from({ length: 20 }).reduce<JsonValue>((inner) => ({ inner }), null);
  refused({ verification: { ...anyFramework, deep }, claims }, /nested at most 12 deep/);
});

test('any value is either read or refused as an invalid request', () => {
  const set = fc.record({ verification: fc.jsonValue(), claims: fc.jsonValue() });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), set, fc.array(set)), (value) => {
      try {
        toAskedVerifiedClaims(value as JsonValue);
      } catch (error) {
        assert.ok(error instanceof errors.InvalidRequest);
      }
    }),
  );
});
