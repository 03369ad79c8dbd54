import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  acts,
  suppressedViewers,
  type SuppressionEffect,
  suppressionFlags,
  suppressionTable,
} from './suppression-table.ts';

const none = { non_disclosure: 0, no_self_information: 0, no_automatic_answer: 0 } as const;
const effects: readonly SuppressionEffect[] = [
  'records_withheld',
  'address_withheld',
  'history_withheld',
  'waits',
  'vanishes',
];

test('a flag acts as its cell says, under application as when it is set, and not at all when it is not', () => {
  for (const flag of suppressionFlags)
    for (const viewer of suppressedViewers)
      for (const effect of effects) {
        const expected = suppressionTable[flag][viewer].effects.includes(effect);
        for (const value of [1, 2] as const)
          assert.equal(
            acts({ ...none, [flag]: value }, viewer, effect),
            expected,
            `${flag} ${viewer} ${effect}`,
          );
        assert.equal(acts(none, viewer, effect), false);
      }
});

test('flags add up: what one of them withholds no other brings back', () => {
  const all = { non_disclosure: 2, no_self_information: 1, no_automatic_answer: 1 } as const;
  for (const viewer of suppressedViewers)
    for (const effect of effects)
      assert.equal(
        acts(all, viewer, effect),
        suppressionFlags.some((flag) => suppressionTable[flag][viewer].effects.includes(effect)),
      );
});

test('whoever acts for a person never sees more than the person', () => {
  for (const flag of suppressionFlags)
    for (const effect of suppressionTable[flag].person.effects)
      assert.ok(suppressionTable[flag].agent.effects.includes(effect), `${flag}: ${effect}`);
});

test('a waiting result is held to what a release is held to', () => {
  for (const flag of suppressionFlags)
    assert.deepEqual(
      suppressionTable[flag].waiting_result.effects,
      suppressionTable[flag].relying_party.effects,
    );
});
