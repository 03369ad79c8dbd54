import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonValue } from '../vocabulary/reading.ts';
import { toCanonicalJson } from './canonical-json.ts';

test('the example of RFC 8785, section 3.2.2, comes out byte for byte', () => {
  const value = JSON.parse(String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`) as JsonValue;
  assert.equal(
    toCanonicalJson(value),
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test('members are sorted by UTF-16 code units, as in RFC 8785, section 3.2.3', () => {
  const value = JSON.parse(
    String.raw`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`,
  ) as JsonValue;
  assert.deepEqual(
    [...toCanonicalJson(value).matchAll(/:"([^"]+)"/g)].map(([, name]) => name),
    [
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ],
  );
});

test('numbers are written as in RFC 8785, appendix B', () => {
  const samples: [number, string][] = [
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [-5e-324, '-5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [1e23, '1e+23'],
    [999999999999999700000, '999999999999999700000'],
    [1e21, '1e+21'],
    [9.999999999999997e-7, '9.999999999999997e-7'],
    [0.000001, '0.000001'],
    [333333333.3333332, '333333333.3333332'],
    [1424953923781206.2, '1424953923781206.2'],
  ];
  for (const [number, text] of samples) assert.equal(toCanonicalJson(number), text);
});

test('the same value has one text, in whatever order its members were written', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = toCanonicalJson(value as JsonValue);
      const parsed = JSON.parse(text) as JsonValue;
      assert.equal(toCanonicalJson(parsed), text);
      assert.equal(toCanonicalJson(reversed(parsed)), text);
    }),
    { numRuns: 200 },
  );
});

test('what has no canonical form is refused instead of being written somehow', () => {
  const refused = [
    NaN,
    Infinity,
    -Infinity,
    '\ud800',
    { '\udfff': 1 },
    undefined,
    1n,
    Symbol('x'),
    [undefined],
  ];
  for (const value of refused) assert.throws(() => toCanonicalJson(value as JsonValue), TypeError);
});

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member as JsonValue)]),
  );
}
