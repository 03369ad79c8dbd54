import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { refusals } from './refusals.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('every refusal is named by a test that reaches it', () => {
  // The tables' own tests name none; this one neither.
  const tests = ['src', 'consent-ui', 'stand-ins', 'sandbox', 'examples']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((name) => join(root, folder, String(name))),
    )
    .filter((path) => /\.test\.tsx?$/.test(path) && !/vocabulary\/refusals/.test(path))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  const named = new Set(tests.match(/\b[a-z]+(_[a-z]+)+\b/g));
  assert.deepEqual(
    Object.keys(refusals).filter((reason) => !named.has(reason)),
    [],
  );
});
