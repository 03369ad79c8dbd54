import assert from 'node:assert/strict';
import { test } from 'node:test';
import { categories } from '../src/vocabulary/categories.ts';
import type { ItemName } from '../src/vocabulary/identifiers.ts';
import { itemsOf } from '../src/vocabulary/items.ts';
import { refusals } from '../src/vocabulary/refusals.ts';
import { groupLabel, itemLabel, itemsByGroup, itemsInWords, outcomeInWords } from './labels.ts';

const named = (...names: string[]): ItemName[] => names as ItemName[];

test('items stand under their category, in the order they come, and no category stands twice', () => {
  const groups = itemsByGroup(
    named(
      'attestations.rail-disability-discount',
      'disability_welfare.certificates.kind',
      'household.address',
      'disability_welfare.certificates.issuer',
    ),
  );
  assert.deepEqual(
    groups.map(({ name, label, items }) => [name, label.ja, items.map(({ label: item }) => item.ja)]),
    [
      ['attestations', groupLabel('attestations').ja, ['障害者割引の対象かどうか']],
      ['disability_welfare', '障害保険福祉', ['手帳の種類', '交付した自治体']],
      ['household', '世帯情報', ['住所']],
    ],
  );
});

test('one line names each category once', () => {
  const items = named(
    'disability_welfare.certificates.kind',
    'disability_welfare.certificates.issuer',
    'household.address',
  );
  assert.equal(itemsInWords(items, 'ja'), '障害保険福祉（手帳の種類、交付した自治体）／世帯情報（住所）');
  assert.equal(
    itemsInWords(items, 'en'),
    'Disability and welfare (Kind of certificate, Issuer); Household (Address)',
  );
});

test('everything of everything is still one readable line: each category counts what it does not name', () => {
  const all = categories.flatMap(({ name }) => itemsOf(name).map((item) => item.name));
  const line = itemsInWords(all, 'en');
  assert.ok(line.length < 8000);
  assert.match(line, /Disability and welfare \(Kind of certificate, .* and 28 more\)/);
  assert.equal(itemsInWords([], 'ja'), '');
});

test('an item or category that a later version dropped still has its name in an old receipt', () => {
  const [group] = itemsByGroup(named('horoscope.sign'));
  assert.deepEqual(group, {
    name: 'horoscope',
    label: { ja: 'horoscope', en: 'horoscope' },
    items: [{ name: 'horoscope.sign', label: { ja: 'horoscope.sign', en: 'horoscope.sign' } }],
  });
  assert.deepEqual(itemLabel('constructor' as ItemName), { ja: 'constructor', en: 'constructor' });
});

test('every outcome of the ledger has words of its own', () => {
  const outcomes = ['released', 'released_stale', 'no_record', 'not_connected', 'agency_unavailable'].map(
    outcomeInWords,
  );
  assert.equal(new Set(outcomes.map(({ ja }) => ja)).size, 5);
  assert.equal(new Set(outcomes.map(({ en }) => en)).size, 5);
  assert.equal(outcomeInWords('released').en, 'Shared');
});

test('a denied read says that nothing was shared, and why in the words of the refusal', () => {
  for (const reason of Object.keys(refusals) as (keyof typeof refusals)[]) {
    const words = outcomeInWords(`denied:${reason}`);
    assert.ok(words.ja.includes(refusals[reason].citizen.ja), reason);
    assert.ok(words.en.startsWith('Refused'), reason);
  }
});

test('an outcome that nobody knows, or named like every object’s machinery, reads as nothing shared', () => {
  for (const outcome of ['', 'denied:', 'denied:constructor', '__proto__', 'toString', 'denied:__proto__'])
    assert.deepEqual(outcomeInWords(outcome), {
      ja: '断りました。何も提供されていません',
      en: 'Refused. Nothing was shared',
    });
});
