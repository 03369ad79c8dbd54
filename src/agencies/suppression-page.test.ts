import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { suppressedViewers, suppressionFlags, suppressionTable } from '../vocabulary/suppression-table.ts';

const page = readFileSync(new URL('SUPPRESSION.md', import.meta.url), 'utf8');
const rowsUnder = (heading: RegExp): string[][] => {
  const [, section = ''] = heading.exec(page) ?? [];
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
};

test('the table that people read is the table that decides', () => {
  const written = rowsUnder(/^## The table\n([\s\S]*?)^## /m);
  const decides = suppressedViewers.map((viewer) => [
    viewer,
    ...suppressionFlags.map((flag) => suppressionTable[flag][viewer].effects.join(', ') || '–'),
  ]);
  assert.deepEqual(written, decides);
});

test('every mechanism that is written down names tests that there are', () => {
  const tests = readdirSync(new URL('..', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => name.replace(/^.*\//, '').replace(/\.test\.tsx?$/, ''));
  const mechanisms = rowsUnder(/^## How it works\n([\s\S]*?)^## /m);
  assert.ok(mechanisms.length >= 9);
  for (const [what = '', how = '', named = ''] of mechanisms) {
    const names = [...named.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name);
    assert.ok(what && how && names.length > 0, what);
    for (const name of names) assert.ok(tests.includes(name), `no test ${name}: ${what}`);
  }
});

test('what can still be guessed is written down', () => {
  const [, guesses = ''] = /^## What can still be guessed, and by whom\n([\s\S]*?)^## /m.exec(page) ?? [];
  assert.ok(guesses.split('\n').filter((line) => line.startsWith('- **')).length >= 8);
});
