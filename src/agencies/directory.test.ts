import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AgencyId } from '../vocabulary/identifiers.ts';
import { loadAgencyDirectory } from './directory.ts';

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-directory-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const city = { id: 'municipality-990019', name: { ja: '見本市', en: 'Mihon City' }, kind: 'municipality' };

function load(content: unknown): ReturnType<typeof loadAgencyDirectory> {
  const file = join(folder, 'agencies.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return loadAgencyDirectory(file);
}

test('the directory that is delivered is sound, and finds an agency by its id', () => {
  const file = fileURLToPath(new URL('../../fixtures/agencies.json', import.meta.url));
  assert.deepEqual(loadAgencyDirectory(file).find(city.id as AgencyId), city);
});

test('an id that is in no directory finds nobody, whatever it is called', () => {
  const directory = load({ agencies: [city] });
  for (const id of ['municipality-000000', '', '__proto__', 'constructor'])
    assert.equal(directory.find(id as AgencyId), undefined);
});

test('a faulty directory stops the server at its start and names its faults', () => {
  const wrong: [unknown, RegExp][] = [
    [
      {
        agencies: [
          { ...city, kind: 'bank' },
          { ...city, id: 'Municipality 1' },
        ],
      },
      /agencies\/0\/kind.*agencies\/1\/id/,
    ],
    [{ agencies: [{ ...city, name: { ja: '見本市' } }] }, /'en'/],
    [{ agencies: [{ ...city, address: 'http://127.0.0.1' }] }, /additional/],
    [{ agencies: [] }, /agencies/],
    [{ agencies: [city, city] }, /twice/],
    [{}, /'agencies'/],
    ['{', /JSON/],
  ];
  for (const [content, said] of wrong) assert.throws(() => load(content), said);
  assert.throws(() => loadAgencyDirectory(join(folder, 'nowhere.json')), /ENOENT/);
});
