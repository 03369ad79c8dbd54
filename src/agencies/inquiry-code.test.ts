import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressItems, categoriesWithAddress } from '../vocabulary/address-items.ts';
import { categories } from '../vocabulary/categories.ts';
import type { AgencyId, CategoryName, CitizenId, LinkCode } from '../vocabulary/identifiers.ts';
import { itemsOf } from '../vocabulary/items.ts';
import {
  type SuppressionFlags,
  suppressionFlags,
  suppressionTable,
} from '../vocabulary/suppression-table.ts';
import { viewers } from '../vocabulary/viewers.ts';
import { type Shown, toInquiryCode } from './inquiry-code.ts';

const decoyKey = Buffer.alloc(32, 7);
const hanako = {
  id: 'hanako' as CitizenId,
  linkCode: 'AAAAAAAAAAAAAAAAAAAAAA' as LinkCode,
  holders: { municipality: 'municipality-990019' as AgencyId },
};
const none: SuppressionFlags = { non_disclosure: 0, no_self_information: 0, no_automatic_answer: 0 };
const isAskedAbout = (shown: Shown): boolean => toInquiryCode(hanako, shown, decoyKey) === hanako.linkCode;

test('the code of every inquiry is what the cell of the table says, for each flag, viewer and category', () => {
  for (const flag of suppressionFlags)
    for (const viewer of viewers)
      for (const { name: category } of categories)
        for (const value of [1, 2] as const) {
          const { effects } = suppressionTable[flag][viewer];
          const withheld =
            effects.includes('records_withheld') ||
            (effects.includes('address_withheld') && categoriesWithAddress.has(category));
          const shown = { category, viewer, flags: { ...none, [flag]: value }, blocked: false };
          assert.equal(isAskedAbout(shown), !withheld, `${flag} ${viewer} ${category} ${value}`);
        }
});

test('what was reported as wrong is asked under the code that nobody knows, for every viewer, flag or no flag', () => {
  const codes = new Set<string>();
  for (const viewer of viewers)
    for (const { name: category } of categories) {
      const shown = { category, viewer, flags: none };
      assert.equal(isAskedAbout({ ...shown, blocked: false }), true);
      assert.equal(isAskedAbout({ ...shown, blocked: true }), false);
      codes.add(toInquiryCode(hanako, { ...shown, blocked: true }, decoyKey));
      const suppressed = { ...shown, flags: { ...none, no_self_information: 1 as const } };
      codes.add(toInquiryCode(hanako, { ...suppressed, viewer: 'person', blocked: false }, decoyKey));
    }
  assert.equal(codes.size, 1, 'a block and a flag cannot be told apart by the code either');
});

test('a code that nobody knows looks like any other, and is another one for each person and key', () => {
  const shown: Shown = {
    category: 'household' as CategoryName,
    viewer: 'person',
    flags: none,
    blocked: true,
  };
  const code = toInquiryCode(hanako, shown, decoyKey);
  assert.match(code, /^[A-Za-z0-9_-]{22}$/);
  assert.notEqual(toInquiryCode({ ...hanako, id: 'taro' as CitizenId }, shown, decoyKey), code);
  assert.notEqual(toInquiryCode(hanako, shown, Buffer.alloc(32, 8)), code);
});

test('whatever is labelled as an address is known as one', () => {
  const labelled = categories.flatMap(({ name }) =>
    itemsOf(name).filter(
      ({ label, schema }) =>
        schema?.format !== 'date' && (/住所|居所|郵便番号/.test(label.ja) || /\baddress\b/i.test(label.en)),
    ),
  );
  assert.deepEqual(
    labelled.map(({ name }) => name).filter((name) => !addressItems.has(name)),
    [],
    'name it `address` or `…_address`, or its standard: vocabulary/address-items.ts tells them by that',
  );
  assert.ok(addressItems.size >= 2);
});
