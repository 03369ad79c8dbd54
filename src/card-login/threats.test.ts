import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

test('every threat that is written down names its defence, and tests that there are', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  const [, table = ''] =
    /^\| attack \| defence \| test \|\n\| --- \| --- \| --- \|\n((?:\|.*\n)+)/m.exec(readme) ?? [];
  const rows = table
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([, defence]) => defence !== '');
  assert.ok(rows.length >= 20);
  for (const [attack = '', defence = '', tests = ''] of rows) {
    assert.ok(attack && defence, attack);
    const names = [...tests.matchAll(/`([\w/-]+)`/g)].map(([, name]) => name);
    assert.ok(names.length > 0, `no test for: ${attack}`);
    for (const name of names) {
      const places = [`${name}.test.ts`, `../journeys/${name}.test.ts`];
      assert.ok(
        places.some((place) => existsSync(new URL(place, import.meta.url))),
        `no test ${name}: ${attack}`,
      );
    }
  }
});
