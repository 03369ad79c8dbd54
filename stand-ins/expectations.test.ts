import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { categories } from '../src/vocabulary/categories.ts';
import { itemsOf } from '../src/vocabulary/items.ts';
import { leavesOf, itemAt } from '../src/vocabulary/rehearsal/leaves.ts';
import { expectationFaults, expectedOf, loadExpectedCategories } from './expectations.ts';
import { fixturesFolder } from './fixture-file.ts';
import { loadPersonas, type Persona } from './personas.ts';

const personas = loadPersonas();

// After a change that is meant: UPDATE=1 node --import tsx --test stand-ins/expectations.test.ts, and read the difference.
if (process.env['UPDATE'] === '1')
  writeFileSync(
    join(fixturesFolder, 'categories.json'),
    `${JSON.stringify(
      Object.fromEntries(
        categories.map(({ name, holder }) => [
          name,
          { holder, items: itemsOf(name).map((item) => item.name) },
        ]),
      ),
      null,
      2,
    )}\n`,
  );

test('no item has come, gone or changed its name without the list of all items saying so', () => {
  const expected = loadExpectedCategories();
  assert.deepEqual(
    Object.keys(expected),
    categories.map(({ name }) => name),
  );
  for (const { name, holder } of categories) {
    assert.deepEqual(
      expected[name]?.items,
      itemsOf(name).map((item) => item.name),
    );
    assert.equal(expected[name]?.holder, holder, name);
  }
});

test('of at least twelve personas it is written down what comes of asking for each of the 29', () => {
  const expected = personas.filter((persona) => expectedOf(persona).length === 29);
  assert.ok(expected.length >= 12, `${expected.length} personas`);
  for (const persona of expected)
    assert.equal(Object.values(persona.expected ?? {}).flat().length, 29, `${persona.persona} names each`);
  const outcomes = new Set(expected.flatMap(expectedOf).map(({ outcome }) => outcome));
  assert.deepEqual([...outcomes].sort(), [
    'agency_unavailable',
    'assurance_not_met',
    'no_record',
    'not_connected',
    'ok',
    'stale',
  ]);
});

test('between them the personas fill every item of every category with a value', () => {
  const filled = new Set(
    personas
      .flatMap(({ records }) => Object.entries(records))
      .flatMap(([category, { record }]) => leavesOf(record, category))
      .filter(({ value }) => value !== null)
      .map(({ place }) => itemAt(place)),
  );
  const items = Object.values(loadExpectedCategories()).flatMap((category) => category.items);
  assert.deepEqual(
    items.filter((item) => !filled.has(item as never)),
    [],
  );
});

test('an expectation that says two things of one category, or something of nothing, is refused', () => {
  const good = personas.find(({ persona }) => persona === 'class-1') as Persona;
  assert.deepEqual(expectationFaults(good), []);
  const { ok = [], no_record: none = [], ...others } = good.expected ?? {};
  const wrong: [Partial<Persona>, RegExp][] = [
    [{ expected: { ...others, ok, no_record: [...none, 'pension'] } }, /pension stands under two outcomes/],
    [{ expected: { ...others, ok, no_record: [...none, 'horoscope'] } }, /horoscope is no category/],
    [{ records: {} }, /comes from no record/],
    [{ expected_records: { school_health: {} } }, /school_health is not expected to come/],
  ];
  for (const [change, said] of wrong) assert.match(expectationFaults({ ...good, ...change }).join(), said);
});
