import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofSameAge } from '../../stand-ins/agencies/same-age.ts';
import type { CategoryName } from '../vocabulary/identifiers.ts';
import type { Reading } from '../vocabulary/reading.ts';
import { toFreshness } from './freshness.ts';

const now = new Date('2026-11-29T12:00:00+09:00');
const reading = (category: string, asOf: string | null, outcome: Reading['outcome'] = 'ok'): Reading => ({
  category: category as CategoryName,
  outcome,
  record: outcome === 'ok' ? {} : null,
  asOf,
  source: null,
  retryAfterSeconds: null,
  processNumber: null,
});
const outcomeOf = (...given: Parameters<typeof reading>) => toFreshness(reading(...given), now).outcome;

test('a record is fresh to the last second of what its holder promises, and stale from then on', () => {
  for (const [category, last] of [
    ['insurance_disclosures', '2026-11-26T12:00:00+09:00'],
    ['medical_expenses', '2026-10-15T12:00:00+09:00'],
    ['tax_income', '2025-10-25T12:00:00+09:00'],
    ['disability_welfare', '2025-10-25T12:00:00+09:00'],
  ] as const) {
    assert.equal(outcomeOf(category, last), 'ok', category);
    const second = new Date(Date.parse(last) - 1000).toISOString();
    assert.equal(outcomeOf(category, second), 'stale', category);
  }
});

test('the offset of a date counts, and a date ahead of our clock is fresh', () => {
  assert.equal(outcomeOf('insurance_disclosures', '2026-11-26T12:00:00Z'), 'ok');
  assert.equal(outcomeOf('insurance_disclosures', '2026-11-26T12:00:00+10:00'), 'stale');
  assert.equal(outcomeOf('insurance_disclosures', '2026-12-01T00:00:00Z'), 'ok');
});

test('a stale record keeps record and date; what is no record is never stale', () => {
  const old = reading('insurance_disclosures', '2020-01-01T00:00:00Z');
  assert.deepEqual(toFreshness(old, now), { ...old, outcome: 'stale' });
  for (const outcome of ['no_record', 'not_connected', 'agency_unavailable'] as const)
    assert.equal(outcomeOf('insurance_disclosures', null, outcome), outcome);
});

test('a fixture’s record is as old on any day as on the day it is written for', () => {
  const age = (at: string) =>
    Date.parse(at) - Date.parse(ofSameAge('2026-11-01T09:00:00+09:00', new Date(at)));
  for (const at of ['2026-11-02T09:00:00+09:00', '2031-02-28T09:00:00+09:00', '2026-10-01T09:00:00+09:00'])
    assert.equal(age(at), 86_400_000, at);
  assert.equal(
    ofSameAge('2026-11-01T09:00:00+09:00', new Date('2026-11-30T08:59:59+09:00')),
    '2026-11-28T09:00:00+09:00',
  );
});
