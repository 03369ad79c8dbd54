import assert from 'node:assert/strict';
import type { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { newIdentifier, newTraceId } from './identifiers.ts';

test('an identifier is 128 random bits in base64url, and no two are the same', () => {
  const many = Array.from({ length: 1000 }, () => newIdentifier<string>());
  for (const id of many) assert.match(id, /^[\w-]{22}$/);
  assert.equal(new Set(many).size, many.length);
});

test('a trace id is 16 bytes in hex, from the randomness that is passed in', () => {
  const random = ((size: number) => Buffer.alloc(size, 0xab)) as typeof randomBytes;
  assert.equal(newTraceId(random), 'ab'.repeat(16));
  assert.match(newTraceId(), /^[0-9a-f]{32}$/);
});
