import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NetworkFault, type NetworkFaultReason } from './network-fault.ts';
import { parseStrictJson } from './strict-json.ts';

function reasonFor(text: string): NetworkFaultReason | 'read' {
  try {
    parseStrictJson(text);
    return 'read';
  } catch (error) {
    assert.ok(error instanceof NetworkFault, `${error}`);
    assert.equal(error.message, error.reason, 'nothing of the text is in the error');
    assert.equal(error.cause, undefined);
    return error.reason;
  }
}

test('what means one thing is read as every other reader reads it', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      fc.pre(!text.includes('__proto__') && !/\d{16}|e\+/.test(text));
      assert.deepEqual(parseStrictJson(text), JSON.parse(text));
    }),
  );
});

test('two members of one name are refused, however they are spelt and however deep they stand', () => {
  for (const text of [
    '{"a":1,"a":1}',
    '{"a":1,"b":{},"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"a" : 1, "a"\n\t:2}',
    '[{"x":[{"a":[],"a":{}}]}]',
    '{"":1,"":2}',
    '{"a\\"":1,"a\\"":2}',
  ])
    assert.equal(reasonFor(text), 'answer_member_twice', text);
});

test('one name may return in another object, and as a value', () => {
  for (const text of [
    '[{"a":1},{"a":1}]',
    '{"a":{"a":{"a":"a"}}}',
    '{"a":"a","b":["a","a"]}',
    '{"a":": \\"a\\":"}',
  ])
    assert.equal(reasonFor(text), 'read', text);
});

test('__proto__ is no member’s name, however it is spelt', () => {
  for (const text of ['{"__proto__":{"admin":true}}', '{"\\u005f_proto__":1}', '[{"a":{"__proto__":null}}]'])
    assert.equal(reasonFor(text), 'answer_member_forbidden', text);
  assert.equal(reasonFor('{"a":"__proto__"}'), 'read');
});

test('a whole number that would come out as another one is refused', () => {
  for (const text of ['9007199254740993', '[1e400]', '{"a":-9007199254740992}', '1e300'])
    assert.equal(reasonFor(text), 'answer_number_inexact', text);
  for (const text of ['9007199254740991', '[-1.5e-3]', '{"a":0}'])
    assert.equal(reasonFor(text), 'read', text);
});

test('a record built like a shaft is refused before anything is built from it', () => {
  assert.equal(reasonFor('['.repeat(500_000)), 'answer_too_deep');
  assert.equal(reasonFor(`${'{"a":'.repeat(25)}1${'}'.repeat(25)}`), 'answer_too_deep');
  assert.equal(reasonFor(`${'['.repeat(24)}${']'.repeat(24)}`), 'read');
});

test('what is no JSON is refused in time that grows with its length', () => {
  for (const text of [
    '',
    ' ',
    '<html>',
    '{"a":1',
    '"a',
    '"\\',
    '{"a":1}}',
    ']]]]',
    '{"a\nb":1}',
    '{"\\x":1}',
    '{a:1}',
    "{'a':1}",
    '[1,]',
    '01',
    '1 2',
    'NaN',
    '\ufeff{}',
    '{"a":undefined}',
  ])
    assert.equal(reasonFor(text), 'answer_not_json', JSON.stringify(text));
  for (const text of [
    '"'.repeat(1_000_000),
    '{"a'.repeat(20),
    '\\"'.repeat(500_000),
    '-'.repeat(1_000_000),
  ]) {
    const began = performance.now();
    assert.notEqual(reasonFor(text), 'read');
    assert.ok(performance.now() - began < 2000);
  }
});
