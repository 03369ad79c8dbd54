import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSlip, isSecret, keepSecret } from './secret.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

test('a PIN is four digits, and the page can say that the signature password was typed instead', () => {
  for (const pin of ['0000', '1234', '9999']) assert.equal(findSlip('pin', bytes(pin)), undefined);
  for (const entry of ['', '1', '123', '12345', '12a4', '１２３４', '%31234', '-123', '12 4', '123\n']) {
    assert.equal(findSlip('pin', bytes(entry)), 'not_a_pin', entry);
  }
  for (const entry of ['ABC123', 'abc123', '123456', 'ABCDEFGH12345678']) {
    assert.equal(findSlip('pin', bytes(entry)), 'password_for_pin', entry);
  }
});

test('a signature password is 6 to 16 capitals and digits, and nothing of it is mended silently', () => {
  for (const password of ['ABC123', '123456', 'ABCDEF', 'ABCDEFGH12345678', 'Z9Z9Z9']) {
    assert.ok(isSecret('password', bytes(password)));
    assert.equal(findSlip('password', bytes(password)), undefined);
  }
  assert.equal(findSlip('password', bytes('1234')), 'pin_for_password');
  for (const entry of ['abc123', 'ABc123', 'abcdefgh12345678'])
    assert.equal(findSlip('password', bytes(entry)), 'small_letters', entry);
  for (const entry of [
    '',
    'ABC12',
    '12345',
    'ABCDEFGH123456789',
    'ABC-123',
    'ABC 123',
    'ABC+123',
    '%41BC123',
    'ＡＢＣ１２３',
    'ABC123\0',
  ])
    assert.equal(findSlip('password', bytes(entry)), 'not_a_password', entry);
});

test('what was posted is kept once, in memory that threads share', () => {
  const posted = bytes('ABC123');
  const kept = keepSecret(posted);
  posted.fill(0);
  assert.ok(kept.buffer instanceof SharedArrayBuffer);
  assert.equal(kept.buffer.byteLength, 6);
  assert.equal(Buffer.from(kept).toString(), 'ABC123');
});
