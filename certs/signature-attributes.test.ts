import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEraDate } from './signature-attributes.ts';

test('a birth date carries the digit of its era, from the era’s first day on', () => {
  assert.equal(toEraDate('2019-05-01'), '520190501');
  assert.equal(toEraDate('2019-04-30'), '420190430');
  assert.equal(toEraDate('1989-01-08'), '419890108');
  assert.equal(toEraDate('1989-01-07'), '319890107');
  assert.equal(toEraDate('1926-12-25'), '319261225');
  assert.equal(toEraDate('1926-12-24'), '219261224');
  assert.equal(toEraDate('1912-07-29'), '119120729');
});

test('an unknown day of birth stays zeros', () => {
  assert.equal(toEraDate('1955-00-00'), '319550000');
  assert.equal(toEraDate('1990-04-00'), '419900400');
});

test('of an unknown day or month in which an era began, the later era is written', () => {
  assert.equal(toEraDate('2019-05-00'), '520190500');
  assert.equal(toEraDate('2019-04-00'), '420190400');
  assert.equal(toEraDate('1989-00-00'), '419890000');
  assert.equal(toEraDate('1926-12-00'), '319261200');
});
