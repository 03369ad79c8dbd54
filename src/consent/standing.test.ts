import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Consent } from '../stores/consents.ts';
import { draftConsent, item, later, noon } from '../stores/conformance/drafts.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import { type Reason, Refusal } from '../vocabulary/refusals.ts';
import { checkStanding } from './standing.ts';

const refusalOf = (
  changes: Partial<Consent>,
  items: ItemName[] = [item],
  now = later(1),
): Reason | 'none' => {
  try {
    checkStanding(draftConsent(changes), now, items);
    return 'none';
  } catch (error) {
    return error instanceof Refusal ? error.reason : assert.fail(String(error));
  }
};

test('an active consent stands for what it names, up to its last moment and its last read', () => {
  assert.equal(refusalOf({}), 'none');
  assert.equal(refusalOf({}, [], later(3600)), 'none');
  assert.equal(refusalOf({ readsGranted: 3, readsUsed: 2 }), 'none');
});

test('a withdrawn, expired or used up consent stands for nothing', () => {
  assert.equal(refusalOf({ withdrawnAt: noon }), 'consent_withdrawn');
  assert.equal(refusalOf({}, [item], new Date(later(3600).getTime() + 1)), 'consent_expired');
  assert.equal(refusalOf({ readsGranted: 3, readsUsed: 3 }), 'reads_used_up');
});

test('a refused decision stands for nothing', () => {
  assert.equal(refusalOf({ decision: 'refused' }), 'consent_withdrawn');
});

test('an item that was not granted is refused, however close its name is', () => {
  assert.equal(refusalOf({}, [item, 'disability_welfare.certificates' as ItemName]), 'item_not_granted');
  assert.equal(refusalOf({}, [`${item}s` as ItemName]), 'item_not_granted');
});

test('the citizen’s own decision is told before time and number', () => {
  const all = { withdrawnAt: noon, validUntil: noon, readsUsed: 12 };
  assert.equal(refusalOf(all, ['tax_income.wages' as ItemName]), 'consent_withdrawn');
  assert.equal(refusalOf({ ...all, withdrawnAt: null }), 'consent_expired');
});
