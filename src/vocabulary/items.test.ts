/** The knife that cuts records down, and attacks on its paths; release-items.test.ts draws records for it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { categories } from './categories.ts';
import type { CategoryName, ItemName } from './identifiers.ts';
import { categoryOf, findItem, itemsOf, itemValues, releaseItems } from './items.ts';
import type { JsonObject } from './reading.ts';

const disability = 'disability_welfare' as CategoryName;
const allItems = categories.flatMap(({ name }) => itemsOf(name));
const items = (...names: string[]): Set<ItemName> => new Set(names as ItemName[]);

test('items carry the path of the schema, without an index for lists', () => {
  assert.deepEqual(
    itemsOf(disability).map(({ name }) => name),
    [
      'disability_welfare.certificates.kind',
      'disability_welfare.certificates.number',
      'disability_welfare.certificates.grade',
      'disability_welfare.certificates.fare_discount_class',
      'disability_welfare.certificates.impairments.name',
      'disability_welfare.certificates.impairments.partial_grade',
      'disability_welfare.certificates.issued_on',
      'disability_welfare.certificates.reissued_on',
      'disability_welfare.certificates.valid_until',
      'disability_welfare.certificates.has_photo',
      'disability_welfare.certificates.re_examination_due_on',
      'disability_welfare.certificates.issuer',
      'disability_welfare.certificates.returned_on',
      'disability_welfare.services.certificate_number',
      'disability_welfare.services.kind',
      'disability_welfare.services.support_level',
      'disability_welfare.services.amount_per_month',
      'disability_welfare.services.amount_unit',
      'disability_welfare.services.valid_from',
      'disability_welfare.services.valid_until',
      'disability_welfare.services.monthly_cap_jpy',
      'disability_welfare.medical_supports.kind',
      'disability_welfare.medical_supports.number',
      'disability_welfare.medical_supports.is_severe_and_continuing',
      'disability_welfare.medical_supports.institution',
      'disability_welfare.medical_supports.valid_from',
      'disability_welfare.medical_supports.valid_until',
      'disability_welfare.medical_supports.monthly_cap_jpy',
      'disability_welfare.equipment.kind',
      'disability_welfare.equipment.decided_on',
      'disability_welfare.equipment.amount_jpy',
      'disability_welfare.equipment.own_payment_jpy',
      'disability_welfare.allowances.kind',
      'disability_welfare.allowances.monthly_jpy',
      'disability_welfare.allowances.period_from',
      'disability_welfare.allowances.period_until',
    ],
  );
});

test('an item is found by its whole name, never by a part, a list or a name that every object has', () => {
  for (const item of allItems) {
    assert.equal(findItem(item.name), item);
    assert.equal(categoryOf(item.name), item.category);
  }
  for (const name of [
    '',
    'disability_welfare',
    'disability_welfare.',
    'disability_welfare.certificates',
    'disability_welfare.certificates.0.kind',
    'disability_welfare.certificates.kind.toString',
    'disability_welfare.__proto__',
    'disability_welfare.constructor.name',
    '__proto__.certificates.kind',
    'constructor',
  ])
    assert.equal(findItem(name), undefined, name);
});

test('no two items have the same name', () => {
  assert.equal(new Set(allItems.map(({ name }) => name)).size, allItems.length);
});

const twoCertificates: JsonObject = {
  certificates: [
    {
      kind: 'physical',
      number: 'SECRET-1',
      issuer: '見本県',
      impairments: [{ name: 'SECRET-2', partial_grade: '1級' }],
    },
    { kind: 'mental', number: null, impairments: [] },
  ],
};

test('only what was granted comes out, and a list keeps its places', () => {
  assert.deepEqual(
    releaseItems(twoCertificates, disability, items('disability_welfare.certificates.issuer')),
    { certificates: [{ issuer: '見本県' }, {}] },
  );
  assert.deepEqual(
    releaseItems(
      twoCertificates,
      disability,
      items(
        'disability_welfare.certificates.kind',
        'disability_welfare.certificates.impairments.partial_grade',
      ),
    ),
    {
      certificates: [
        { kind: 'physical', impairments: [{ partial_grade: '1級' }] },
        { kind: 'mental', impairments: [] },
      ],
    },
  );
});

test('held but blank is null; not granted is absent', () => {
  assert.deepEqual(
    releaseItems(twoCertificates, disability, items('disability_welfare.certificates.number')),
    {
      certificates: [{ number: 'SECRET-1' }, { number: null }],
    },
  );
});

test('a name that is no item grants nothing: neither a list, a category, a prefix nor another category’s item', () => {
  for (const name of [
    'disability_welfare',
    'disability_welfare.certificates',
    'disability_welfare.certificates.impairments',
    'disability_welfare.certificates.',
    'disability_welfare.certificates.*',
    'disability_welfare.*',
    'certificates.kind',
    'household.certificates.kind',
    'disability_welfare.certificates.number.length',
    'attestations.rail-disability-discount',
  ]) {
    const released = JSON.stringify(releaseItems(twoCertificates, disability, items(name)));
    assert.doesNotMatch(released, /SECRET|physical|級|県/, name);
  }
  assert.deepEqual(releaseItems(twoCertificates, disability, items()), {});
  assert.deepEqual(
    releaseItems(twoCertificates, 'no_category' as CategoryName, items('no_category.certificates.kind')),
    {},
  );
});

test('members that the schema does not know are dropped, names of every object’s own machinery too', () => {
  const record = JSON.parse(
    '{"certificates":[{"kind":"physical","__proto__":{"issuer":"SECRET"},"constructor":"SECRET","diagnosis":"SECRET"}],"__proto__":{"certificates":"SECRET"},"note":"SECRET"}',
  ) as JsonObject;
  const everything = new Set(itemsOf(disability).map(({ name }) => name));
  assert.deepEqual(releaseItems(record, disability, everything), { certificates: [{ kind: 'physical' }] });
  assert.deepEqual(itemValues(record, 'disability_welfare.certificates.issuer' as ItemName), []);
  assert.deepEqual(itemValues(record, 'disability_welfare.__proto__.certificates' as ItemName), []);
});

test('members that a record only inherits are not its own', () => {
  const record = Object.create({ certificates: [{ kind: 'SECRET' }] }) as JsonObject;
  const everything = new Set(itemsOf(disability).map(({ name }) => name));
  assert.deepEqual(releaseItems(record, disability, everything), {});
  assert.deepEqual(itemValues(record, 'disability_welfare.certificates.kind' as ItemName), []);
});

test('a structure where the schema has a plain value does not slip through as a value', () => {
  const record = {
    certificates: [
      { kind: { hidden: 'SECRET' }, number: ['SECRET'], grade: '1級' },
      'SECRET',
      null,
      ['SECRET'],
    ],
  };
  const everything = new Set(itemsOf(disability).map(({ name }) => name));
  assert.deepEqual(releaseItems(record, disability, everything), {
    certificates: [{ grade: '1級' }, {}, {}, {}],
  });
  assert.deepEqual(releaseItems({ certificates: 'SECRET' }, disability, everything), {});
  assert.deepEqual(itemValues(record, 'disability_welfare.certificates.kind' as ItemName), []);
});

test('every value of an item is found, across lists in lists', () => {
  const record = {
    certificates: [{ impairments: [{ name: 'a' }, { name: null }] }, { impairments: [{ name: 'b' }] }, {}],
  };
  assert.deepEqual(itemValues(record, 'disability_welfare.certificates.impairments.name' as ItemName), [
    'a',
    null,
    'b',
  ]);
  assert.deepEqual(itemValues(record, 'disability_welfare.certificates.impairments' as ItemName), []);
  assert.deepEqual(itemValues(record, 'disability_welfare' as ItemName), []);
  assert.deepEqual(itemValues(record, 'attestations.rail-disability-discount' as ItemName), []);
});
