/**
 * A new agency and a new category: a row in each table, a schema, a record in a fixture, in a copy of the repository.
 * Scope, consent screen, API, description and receipt follow without another line.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { repository } from '../../sandbox/folders.ts';

const copy = mkdtempSync(join(tmpdir(), 'madoguchi-added-'));
after(() => rmSync(copy, { recursive: true, force: true }));
for (const part of [
  'src',
  'consent-ui',
  'fixtures',
  'stand-ins',
  'certs',
  'package.json',
  'tsconfig.json',
  'openapi.yaml',
])
  cpSync(join(repository, part), join(copy, part), { recursive: true });
symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));

const item = 'library_card.number';
const persona = 'class-1';
const agency = 'prefecture-990990';

interface Seen {
  screen: string;
  boxes: string[];
  status: number;
  answer: Record<string, unknown>;
  described: boolean;
  receipts: { items: string[]; category: string; agency?: unknown }[];
}

function follow(folder: string): { seen: Seen | undefined; said: string } {
  const words = ['--import', 'tsx', 'src/journeys/follow-category.ts', item, persona];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
  return { seen: status === 0 ? (JSON.parse(stdout) as Seen) : undefined, said: stderr };
}

function edit(path: string, change: (text: string) => string): void {
  const file = join(copy, path);
  const before = readFileSync(file, 'utf8');
  const text = change(before);
  assert.notEqual(text, before, path);
  writeFileSync(file, text);
}

test('what is in no table is no category', () => {
  assert.match(follow(copy).said, /library_card is no category/);
});

test('a row, a schema and a record are all that a category and an agency need', { timeout: 120_000 }, () => {
  // The category: its schema, and its row.
  writeFileSync(
    join(copy, 'src/vocabulary/categories/library-card.ts'),
    `import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';
const { text, day } = itemKinds(1);
export const libraryCard: CategorySchema = {
  type: 'object',
  title: 'Library card',
  description: 'Added by a test.',
  additionalProperties: false,
  properties: {
    number: text('利用者番号', 'Card number', { meaning: ['図書館の番号。', 'The library’s number.'] }),
    valid_until: day('有効期限', 'Valid until', { meaning: ['使える最後の日。', 'Last day of use.'] }),
  },
};
`,
  );
  edit('src/vocabulary/categories.ts', (text) =>
    text
      .replace(/^import /, "import { libraryCard } from './categories/library-card.ts';\nimport ")
      .replace(
        /\n\];/,
        "\n  row(30, 'library_card', '図書館利用', 'Library card', 'prefecture', 'on_change', libraryCard),\n];",
      ),
  );
  // The agency: its row. Its certificate, code key and folder are set-up's business.
  edit('fixtures/agencies.json', (text) => {
    const table = JSON.parse(text) as { agencies: object[] };
    table.agencies.push({ id: agency, name: { ja: '新設県', en: 'Shinsetsu' }, kind: 'prefecture' });
    return JSON.stringify(table);
  });
  // The fixture: a record, at that agency.
  edit(`fixtures/citizens/${persona}.json`, (text) => {
    const person = JSON.parse(text) as { holders: object; records: object };
    const record = { number: 'LIB-0042', valid_until: '2099-03-31' };
    person.holders = { ...person.holders, prefecture: agency };
    person.records = { ...person.records, library_card: { as_of: '2026-11-01T09:00:00+09:00', record } };
    return JSON.stringify(person);
  });

  // What is expected of every persona stands in the fixtures, not in code.
  for (const file of readdirSync(join(copy, 'fixtures/citizens')).filter((name) => name.endsWith('.json')))
    edit(`fixtures/citizens/${file}`, (text) => {
      const person = JSON.parse(text) as { expected?: Record<string, string[]> };
      const outcome = file === `${persona}.json` ? 'ok' : 'no_record';
      if (person.expected) (person.expected[outcome] ??= []).push('library_card');
      return `${JSON.stringify(person)} `;
    });

  // The description is generated, and what the API answers is held against it on the way.
  spawnSync(process.execPath, ['--import', 'tsx', '--test', 'src/self-information/openapi.test.ts'], {
    cwd: copy,
    // Node’s test runner would take it for a part of this test, and not run it.
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, UPDATE: '1' },
  });
  assert.match(readFileSync(join(copy, 'openapi.yaml'), 'utf8'), /library_card/);

  const { seen, said } = follow(copy);
  assert.ok(seen, said);
  assert.deepEqual(seen.boxes, [item]);
  for (const words of ['図書館利用', '利用者番号', 'LIB-0042', '都道府県'])
    assert.ok(seen.screen.includes(words), words);
  assert.ok(!seen.screen.includes('2099'), 'what is not asked for is not shown');
  assert.equal(seen.status, 200);
  assert.deepEqual(seen.answer['record'], { number: 'LIB-0042' });
  assert.ok(seen.described, 'the API’s description has it');
  assert.equal(seen.receipts.length, 1);
  assert.deepEqual(seen.receipts[0]?.items, [item]);
});
