import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadSites, toSites } from './sites.ts';

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-sites-'));
after(() => rmSync(folder, { recursive: true }));
const name = { ja: '窓口', en: 'Counter' };

function write(text: string): string {
  const file = join(folder, 'sites.json');
  writeFileSync(file, text);
  return file;
}

test('the list of sites is read from a file', () => {
  const sites = loadSites(write(JSON.stringify([{ origin: 'http://localhost:3000', name }])));
  assert.equal(sites.find('http://localhost:3000')?.name.ja, '窓口');
  assert.equal(sites.find('http://localhost:3001'), undefined);
});

test('a site may ask for signatures only where its entry says so, in so many words', () => {
  const sites = toSites([
    { origin: 'https://a.example', name },
    { origin: 'https://b.example', name, signs: true },
  ]);
  assert.deepEqual(
    ['a', 'b'].map((host) => sites.find(`https://${host}.example`)?.signs),
    [false, true],
  );
  const text = JSON.stringify([{ origin: 'https://a.example', name, signs: 'true' }]);
  assert.throws(() => loadSites(write(text)), /signs must be true or false/);
});

for (const origin of [
  'http://counter.example', // plain http over a network
  'http://localhost.evil.example',
  'http://10.0.0.1',
  'ftp://localhost',
  'https://counter.example/',
  'https://user@counter.example',
  'https://COUNTER.example',
  'https://counter.example:443',
  '',
]) {
  test(`a list with a site that is not a safe origin is refused: ${origin || '(empty)'}`, () => {
    assert.throws(() => toSites([{ origin, name }]), /origin must be/);
  });
}

for (const [what, text] of [
  ['not JSON', 'http://localhost:3000'],
  ['not a list', '{"origin":"http://localhost:3000"}'],
  ['without names', '[{"origin":"http://localhost:3000"}]'],
  ['with a name in one language', '[{"origin":"http://localhost:3000","name":{"ja":"窓口"}}]'],
  ['of nulls', '[null]'],
] as const) {
  test(`a list ${what} is refused in one sentence that names the file`, () => {
    assert.throws(() => loadSites(write(text)), /sites\.json/);
  });
}

test('a list that is not there is refused by its path', () => {
  assert.throws(() => loadSites(join(folder, 'nowhere.json')), /nowhere\.json/);
});
