import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { categories, findCategory } from '../vocabulary/categories.ts';
import { schemaAnnotations } from '../vocabulary/category-schema.ts';
import type { CategoryName, LinkCode } from '../vocabulary/identifiers.ts';
import { placesOfPeople, speaksOfPeople } from '../vocabulary/other-people.ts';
import type { JsonObject } from '../vocabulary/reading.ts';
import { anyRecord } from '../vocabulary/rehearsal/any-record.ts';
import { areMentionsComplete, type Mention, othersIn, takeOut } from './other-people.ts';

const code = (name: string): LinkCode => Buffer.from(name.padEnd(16)).toString('base64url') as LinkCode;
const [he, she, daughter, son] = ['he', 'she', 'daughter', 'son'].map(code) as [
  LinkCode,
  LinkCode,
  LinkCode,
  LinkCode,
];
const toMentions = (named: Record<string, readonly LinkCode[]>): Mention[] =>
  Object.entries(named).flatMap(([pointer, codes]) => codes.map((each) => ({ pointer, code: each })));
const seen = (
  category: string,
  record: JsonObject,
  named: Record<string, readonly LinkCode[]>,
  ...vanished: LinkCode[]
): JsonObject | null => {
  const mentions = toMentions(named);
  assert.equal(areMentionsComplete(category as CategoryName, record, mentions), true, 'the example is whole');
  return takeOut(category as CategoryName, record, mentions, new Set(vanished));
};

const member = (name: string): JsonObject => ({ name, relationship: '子' });
const household = {
  head: { name: '夫', is_person: true },
  address: '見本県見本市1番',
  members_count: 3,
  members: [member('夫'), member('妻'), member('娘')],
};
const inHousehold = { '/head': [he], '/members/0': [he], '/members/1': [she], '/members/2': [daughter] };

test('whoever is suppressed is in no list, and the count follows', () => {
  assert.deepEqual(seen('household', household, inHousehold, she), {
    head: { name: '夫', is_person: true },
    address: '見本県見本市1番',
    members_count: 2,
    members: [member('夫'), member('娘')],
  });
  assert.deepEqual(seen('household', household, inHousehold, she, daughter), {
    head: { name: '夫', is_person: true },
    address: '見本県見本市1番',
    members_count: 1,
    members: [member('夫')],
  });
});

test('a household whose head is suppressed cannot be told: nothing of it is', () => {
  assert.equal(seen('household', household, { ...inHousehold, '/head': [she] }, she), null);
});

test('nobody suppressed, nothing taken out', () => {
  assert.equal(seen('household', household, inHousehold), household);
});

test('a number of dependants is less by one, a spouse is none, an amount for her is nought, one for several blank', () => {
  const record = {
    assessments: [
      {
        tax_year: 2026,
        total_income_jpy: 4_000_000,
        deductions: { total_jpy: 1_500_000, spouse_jpy: 330_000, dependants_jpy: 380_000 },
        dependants: 2,
        dependants_by_kind: { general: 1, under_16: 1, elderly: 0 },
        has_spouse_deduction: true,
      },
      { tax_year: 2025, dependants: 0, has_spouse_deduction: false },
    ],
  };
  const at = '/assessments/0';
  const named = {
    [`${at}/dependants`]: [daughter, son],
    [`${at}/dependants_by_kind/general`]: [daughter],
    [`${at}/dependants_by_kind/under_16`]: [son],
    [`${at}/deductions/dependants_jpy`]: [daughter, son],
    [`${at}/deductions/spouse_jpy`]: [she],
    [`${at}/has_spouse_deduction`]: [she],
  };
  assert.deepEqual(seen('tax_income', record, named, she, son), {
    assessments: [
      {
        tax_year: 2026,
        total_income_jpy: 4_000_000,
        deductions: { total_jpy: 1_500_000, spouse_jpy: 0, dependants_jpy: null },
        dependants: 1,
        dependants_by_kind: { general: 1, under_16: 0, elderly: 0 },
        has_spouse_deduction: false,
      },
      { tax_year: 2025, dependants: 0, has_spouse_deduction: false },
    ],
  });
});

test('a payment for two children is one for the other, its amount blank; a payment for her alone is none', () => {
  const record = {
    children_count: 2,
    children: [{ name: '娘' }, { name: '息子' }],
    payments: [
      { period_from: '2026-06', amount_jpy: 25_000, children_count: 2 },
      { period_from: '2020-06', amount_jpy: 10_000, children_count: 1 },
    ],
  };
  const named = {
    '/children/0': [daughter],
    '/children/1': [son],
    '/payments/0': [daughter, son],
    '/payments/0/amount_jpy': [daughter, son],
    '/payments/0/children_count': [daughter, son],
    '/payments/1': [daughter],
    '/payments/1/amount_jpy': [daughter],
    '/payments/1/children_count': [daughter],
  };
  assert.deepEqual(seen('child_allowance', record, named, daughter), {
    children_count: 1,
    children: [{ name: '息子' }],
    payments: [{ period_from: '2026-06', amount_jpy: null, children_count: 1 }],
  });
});

test('the subscriber of an insurance is gone, and the insurance is as ever', () => {
  const record = { number: '12', dependent: 'dependent', subscriber: { name: '妻' } };
  assert.deepEqual(seen('health_insurance_card', record, { '/subscriber': [she] }, she), {
    number: '12',
    dependent: 'dependent',
  });
});

test('an answer that leaves open whom a place is about is none, nor is one that names a place that is not there', () => {
  const complete = (
    category: string,
    record: JsonObject,
    named: Record<string, readonly LinkCode[]>,
  ): boolean => areMentionsComplete(category as CategoryName, record, toMentions(named));
  assert.equal(complete('household', household, inHousehold), true);
  for (const left of Object.keys(inHousehold)) {
    const others = Object.fromEntries(Object.entries(inHousehold).filter(([pointer]) => pointer !== left));
    assert.equal(complete('household', household, others), false, left);
  }
  for (const strange of [
    '/members/3',
    '/members',
    '/address',
    '/members/1/name',
    '/nothing',
    '/members/01',
    '',
  ])
    assert.equal(complete('household', household, { ...inHousehold, [strange]: [she] }), false, strange);
  assert.equal(complete('disability_welfare', { certificates: [] }, {}), true);
  assert.equal(complete('disability_welfare', { certificates: [{}] }, { '/certificates/0': [she] }), false);
  const counted = { assessments: [{ dependants: 2 }] };
  const at = '/assessments/0/dependants';
  assert.equal(complete('tax_income', counted, { [at]: [she, son] }), true);
  for (const codes of [[], [she], [she, she], [she, son, daughter]])
    assert.equal(complete('tax_income', counted, { [at]: codes }), false);
  const crowd = Array.from({ length: 129 }, (_, n) => code(`n${n}`));
  const long = { '/members/0': crowd.slice(0, 128) };
  assert.equal(complete('household', { members: [{}] }, long), true);
  assert.equal(complete('household', { members: [{}] }, { '/members/0': crowd }), false);
});

test('the person whose record it is counts as nobody else', () => {
  assert.deepEqual(othersIn(toMentions(inHousehold), he), [she, daughter]);
});

/** Every place about one of four, by the place's own number. */
const anybody = [she, daughter, son, code('stranger')];
const spread = (category: CategoryName, record: JsonObject): Mention[] =>
  placesOfPeople(findCategory(category)?.schema as never, record).flatMap(({ pointer, people }, place) =>
    Array.from({ length: people === 'some' ? 1 : people }, (_, n) => ({
      pointer,
      code: people === 'some' ? (anybody[place % 4] as LinkCode) : code(`n${n}`),
    })),
  );

test('of any record, taking people out leaves a record of the same schema, in which those left are as they were', () => {
  const ajv = new Ajv2020({ allowUnionTypes: true });
  addFormats.default(ajv);
  ajv.addVocabulary([...schemaAnnotations]);
  for (const { name, schema } of categories.filter((each) => speaksOfPeople(each.schema))) {
    const isRecord = ajv.compile(schema);
    fc.assert(
      fc.property(anyRecord(schema), fc.subarray(anybody), (record, vanished) => {
        const mentions = spread(name, record);
        assert.ok(areMentionsComplete(name, record, mentions));
        const rest = takeOut(name, record, mentions, new Set(vanished));
        if (rest === null) return name === 'household';
        assert.ok(isRecord(rest), `${name} ${JSON.stringify(isRecord.errors)}`);
        // Nothing is left to take out: no place of the rest is about them alone.
        if (vanished.length === 4)
          assert.ok(placesOfPeople(schema, rest).every(({ people }) => people !== 'some'));
        return vanished.length > 0 || rest === record;
      }),
      { numRuns: 60 },
    );
  }
});

test('every item that is somebody’s name stands in a place that says whom it is about', () => {
  /** Whose name can only be the person's own. */
  const own = ['public_money_account.holder_kana'];
  const unmarked: string[] = [];
  const look = (node: object, path: string, marked: boolean): void => {
    const { type, items, properties = {}, ...rest } = node as Record<string, unknown>;
    const here = marked || 'x-people' in rest;
    if (type === 'array') return look(items as object, path, here);
    for (const [name, each] of Object.entries(properties as object))
      look(each as object, `${path}.${name}`, here);
    const label = (rest['x-label'] as { ja: string } | undefined)?.ja ?? '';
    if (!here && type !== 'object' && /氏名|名義|続柄/.test(label)) unmarked.push(path);
  };
  for (const { name, schema } of categories) look(schema, name, false);
  assert.deepEqual(
    unmarked.filter((path) => !own.includes(path)),
    [],
  );
});
