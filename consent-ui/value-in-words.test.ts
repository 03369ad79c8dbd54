import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attestations } from '../src/vocabulary/attestations.ts';
import { categories } from '../src/vocabulary/categories.ts';
import type { ItemSchema } from '../src/vocabulary/category-schema.ts';
import { findItem, itemsOf } from '../src/vocabulary/items.ts';
import { blankInWords, type HeldValue, valueInWords } from './value-in-words.ts';

const inBoth = (name: string, value: HeldValue['value'], schema = findItem(name)?.schema ?? null): string[] =>
  (['ja', 'en'] as const).map((language) => valueInWords({ language, name, schema, value }));

const table: [what: string, item: string, value: HeldValue['value'], ja: string, en: string][] = [
  [
    'a kind by its label',
    'disability_welfare.certificates.kind',
    'physical',
    '身体障害者手帳',
    'Physical disability certificate',
  ],
  [
    'a number that is a code by its label',
    'disability_welfare.certificates.fare_discount_class',
    2,
    '第2種',
    'Class 2',
  ],
  [
    'a code with leading zeros by its label',
    'long_term_care.certifications.care_level',
    '00',
    '非該当（自立）',
    'Independent',
  ],
  ['a day', 'disability_welfare.certificates.issued_on', '2012-05-18', '2012年5月18日', '18 May 2012'],
  ['the first day of a year', 'pension.periods.started_on', '2026-01-01', '2026年1月1日', '1 January 2026'],
  ['a month', 'medical_expenses.expenses.month', '2026-09', '2026年9月', 'September 2026'],
  [
    'a moment, in Japan’s time',
    'insurance_disclosures.disclosures.disclosed_at',
    '2026-10-05T00:41:00Z',
    '2026年10月5日 9:41',
    '5 October 2026 at 09:41 (Japan time)',
  ],
  ['a year, without thousands', 'tax_income.assessments.tax_year', 2026, '2026年', '2026'],
  ['yen', 'tax_income.assessments.total_income_jpy', 3120000, '3,120,000円', '3,120,000 yen'],
  ['no yen at all', 'medical_expenses.expenses.other_public_jpy', 0, '0円', '0 yen'],
  ['yes', 'disability_welfare.certificates.has_photo', true, 'はい', 'Yes'],
  ['no', 'disability_welfare.certificates.has_photo', false, 'いいえ', 'No'],
  ['a count', 'pension.periods.months', 1200, '1,200', '1,200'],
  ['a fraction, exactly', 'treatments_medications.medications.quantity', 10.5, '10.5', '10.5'],
  [
    'text as it stands',
    'disability_welfare.certificates.number',
    '見本県第99000012号',
    '見本県第99000012号',
    '見本県第99000012号',
  ],
  [
    'text that looks like a month as it stands',
    'disability_welfare.certificates.number',
    '2026-09',
    '2026-09',
    '2026-09',
  ],
  [
    'a value without a label as it stands',
    'disability_welfare.certificates.kind',
    'constructor',
    'constructor',
    'constructor',
  ],
  [
    'rare characters as they stand',
    'household.address',
    '大字𠮷野字葛\u{E0100}',
    '大字𠮷野字葛\u{E0100}',
    '大字𠮷野字葛\u{E0100}',
  ],
];
for (const [what, item, value, ja, en] of table) {
  test(`reads ${what}: ${item}`, () => {
    assert.ok(findItem(item)?.schema, 'the item exists');
    assert.deepEqual(inBoth(item, value), [ja, en]);
  });
}

test('reads an attestation’s answer, member by member', () => {
  const properties = attestations[0]?.question.answer.properties ?? {};
  const read = (name: string, value: HeldValue['value']) =>
    inBoth(name, value, properties[name] as ItemSchema);
  assert.deepEqual(read('class', 1), ['第1種', 'Class 1']);
  assert.deepEqual(read('companion', true), ['はい', 'Yes']);
  assert.deepEqual(read('valid_until', '2028-10-31'), ['2028年10月31日', '31 October 2028']);
});

test('what is blank says what that means, where it means something', () => {
  const read = (schema: ItemSchema | null, value: HeldValue['value']) =>
    (['ja', 'en'] as const).map((language) => blankInWords({ language, name: 'name', schema, value }));
  const schemaOf = (item: string) => findItem(item)?.schema ?? assert.fail(item);
  const noEnd = ['期限の定めなし', 'No end'];
  const blank = ['空欄', 'Blank'];
  assert.deepEqual(read(schemaOf('disability_welfare.certificates.valid_until'), null), noEnd);
  assert.deepEqual(read(schemaOf('health_insurance_card.valid_until'), null), noEnd);
  assert.deepEqual(
    read(attestations[0]?.question.answer.properties['valid_until'] as ItemSchema, null),
    noEnd,
  );
  assert.deepEqual(read(schemaOf('disability_welfare.certificates.issued_on'), null), blank);
  assert.deepEqual(read(null, null), blank);
  // A text of blanks would show as nothing at all, and be shared.
  for (const value of ['', ' ', '\u3000\n'])
    assert.deepEqual(read(schemaOf('disability_welfare.certificates.number'), value), blank);
  for (const value of ['x', 0, false, '2026-01-01'])
    assert.deepEqual(read(schemaOf('disability_welfare.certificates.number'), value), [undefined, undefined]);
});

test('a value of an item that no longer exists is still read', () => {
  assert.deepEqual(inBoth('household.old_item', 'text', null), ['text', 'text']);
  assert.deepEqual(inBoth('household.old_jpy', 1000, null), ['1,000円', '1,000 yen']);
});

test('no coded value of any item is shown as its code', () => {
  for (const { name: category } of categories)
    for (const { name, schema } of itemsOf(category))
      for (const value of schema?.enum ?? [])
        if (value !== null)
          for (const words of inBoth(name, value)) assert.notEqual(words, String(value), name);
});
