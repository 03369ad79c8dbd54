import assert from 'node:assert/strict';
import { createDecipheriv, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { AgencyId } from '../../src/vocabulary/identifiers.ts';
import { newCodeKey, toAgencyCode, toLinkCode, translateCode } from './codes.ts';
import { createProcessNumbers } from './process-numbers.ts';

const city = 'municipality-131016' as AgencyId;
const insurer = 'insurer-06130012' as AgencyId;
const keys = {
  register: newCodeKey(),
  madoguchi: newCodeKey(),
  agencies: { [city]: newCodeKey(), [insurer]: newCodeKey() },
};
const people = Array.from({ length: 3000 }, (_, index) =>
  String(100_000_000_000 + index * 7).padStart(12, '0'),
);

test('the network leads from Madoguchi’s code to the very code the agency knows the person by', () => {
  for (const person of people.slice(0, 50)) {
    const linkCode = toLinkCode(keys, person);
    assert.equal(translateCode(keys, city, linkCode), toAgencyCode(keys, city, person));
    assert.equal(translateCode(keys, insurer, linkCode), toAgencyCode(keys, insurer, person));
  }
});

test('two persons never have one code, at Madoguchi or at an agency', () => {
  for (const codes of [
    people.map((person) => toLinkCode(keys, person)),
    people.map((person) => toAgencyCode(keys, city, person)),
    people.map((person) => toAgencyCode(keys, insurer, person)),
  ]) {
    assert.equal(new Set(codes).size, people.length);
    for (const code of codes) assert.match(code, /^[A-Za-z0-9_-]{22}$/);
  }
});

test('two agencies cannot match their people by code', () => {
  const cityCodes = people.map((person) => toAgencyCode(keys, city, person));
  const insurerCodes = people.map((person) => toAgencyCode(keys, insurer, person));
  const all = [...cityCodes, ...insurerCodes, ...people.map((person) => toLinkCode(keys, person))];
  assert.equal(new Set(all).size, all.length, 'no code is used by two parties');
  // Codes of one person are no closer to each other than codes of two: half of their 128 bits differ on average.
  const same = mean(cityCodes.map((code, index) => bitsApart(code, insurerCodes[index] ?? '')));
  const others = mean(cityCodes.map((code, index) => bitsApart(code, insurerCodes.at(index - 1) ?? '')));
  assert.ok(Math.abs(same - 64) < 1, `${same}`);
  assert.ok(Math.abs(others - 64) < 1, `${others}`);
  // Nor do they come in one order: sorting both lists does not bring the same persons together.
  const rank = (codes: string[]) =>
    codes.map((_, index) => index).sort((a, b) => compare(codes[a], codes[b]));
  const [left, right] = [rank(cityCodes), rank(insurerCodes)];
  assert.ok(left.filter((person, index) => person === right[index]).length < 15);
});

test('what the network finds in a code is noise: a real code looks like one that was made up', () => {
  const real = people.map((person) => toLinkCode(keys, person));
  const made = people.map(() => randomBytes(16).toString('base64url'));
  const digits = (codes: readonly string[]) => mean(codes.map((code) => digitsIn(decrypted(code))));
  // Of 16 random bytes 16 × 10/256 are digits; of a person's number it would be twelve.
  assert.ok(Math.abs(digits(real) - 0.625) < 0.2, `${digits(real)}`);
  assert.ok(Math.abs(digits(made) - 0.625) < 0.2, `${digits(made)}`);
  assert.equal(
    new Set([...made, ...real].map((code) => translateCode(keys, city, code))).size,
    2 * people.length,
  );
});

test('only a number of 12 digits is a person’s, and an agency without a key gets no code', () => {
  for (const wrong of ['', '12345678901', '1234567890123', '12345678901x', '１２３４５６７８９０１２'])
    assert.throws(() => toLinkCode(keys, wrong), /12 digits/);
  for (const unknown of ['prefecture-130001', '__proto__', 'constructor'])
    assert.throws(() => toAgencyCode(keys, unknown as AgencyId, people[0] ?? ''), /no key/);
});

test('process numbers have 20 digits, begin with the time in Japan, and only grow', () => {
  let now = Date.parse('2026-11-30T15:00:00.123Z');
  const next = createProcessNumbers(() => now);
  assert.equal(next(), '20261201000000123000');
  assert.equal(next(), '20261201000000123001');
  const numbers = Array.from({ length: 2500 }, next);
  now -= 60_000;
  numbers.push(next());
  now += 120_000;
  numbers.push(next());
  assert.equal(numbers.at(-1), '20261201000100123000');
  assert.equal(new Set(numbers).size, numbers.length);
  assert.deepEqual(numbers, [...numbers].sort());
  for (const number of numbers) assert.match(number, /^[0-9]{20}$/);
});

function decrypted(code: string): Buffer {
  const decipher = createDecipheriv('aes-128-ecb', Buffer.from(keys.madoguchi, 'base64url'), null);
  return decipher.setAutoPadding(false).update(Buffer.from(code, 'base64url'));
}

function digitsIn(block: Buffer): number {
  return block.filter((byte) => byte >= 0x30 && byte <= 0x39).length;
}

function bitsApart(left: string, right: string): number {
  const [a, b] = [Buffer.from(left, 'base64url'), Buffer.from(right, 'base64url')];
  let bits = 0;
  for (const [index, byte] of a.entries()) {
    for (let rest = byte ^ (b[index] ?? 0); rest; rest >>= 1) bits += rest & 1;
  }
  return bits;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function compare(left = '', right = ''): number {
  return left < right ? -1 : 1;
}
