import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { codeLists, findCodeList } from './code-lists.ts';

const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

test('every list has a file of its name, and every file is a list that can be found', () => {
  const files = readdirSync(fileURLToPath(new URL('code-lists', import.meta.url)));
  assert.deepEqual(files.sort(), codeLists.map(({ name }) => `${name}.ts`).sort());
  for (const list of codeLists) assert.equal(findCodeList(list.name), list);
  for (const name of ['', 'constructor', '__proto__', 'Care-Levels'])
    assert.equal(findCodeList(name), undefined);
});

test('every list says where it is from, of which edition, and in both languages', () => {
  for (const { name, label, source, version, system } of codeLists) {
    for (const words of [label, source]) {
      assert.match(words.ja, japanese, name);
      assert.match(words.en, /[a-z]/, name);
      assert.doesNotMatch(words.en, japanese, name);
    }
    assert.ok(version, name);
    assert.match(system, /^(https:\/\/|urn:oid:[0-9.]+$)/, name);
  }
});

test('no code stands twice in a list, and each is worded', () => {
  for (const { name, codes } of codeLists) {
    assert.ok(codes.length >= 2, name);
    assert.equal(new Set(codes.map(([code]) => code)).size, codes.length, name);
    for (const [code, ja, en] of codes) {
      assert.ok(code.trim() === code && code.length > 0 && ja && en, `${name} ${code}`);
      assert.ok(en.trim() === en && ja.trim() === ja, `${name} ${code}`);
    }
  }
});

test('a published system is named only where the codes are the system’s own', () => {
  for (const { name, system, codesFrom } of codeLists) {
    const isOurs = system.startsWith('https://madoguchi.example/');
    if (!isOurs) assert.equal(codesFrom, 'the_source', name);
    if (isOurs) assert.equal(system, `https://madoguchi.example/code-lists/${name}`);
  }
});

test('licensed code systems are not among them: medicines have codes that cannot be a YJ or a HOT code', () => {
  // YJ: 7 digits, a letter, 4 digits. HOT: 7, 9 or 13 digits.
  for (const [code] of findCodeList('medicines')?.codes ?? []) {
    assert.doesNotMatch(code, /^[0-9]{7}[A-Z][0-9]{4}$|^[0-9]{7}$|^[0-9]{9}$|^[0-9]{13}$/);
    assert.match(code, /^M99/);
  }
});

test('care levels are the codes that claims use, with independence before them', () => {
  assert.deepEqual(
    findCodeList('care-levels')?.codes.map(([code]) => code),
    ['00', '11', '12', '13', '21', '22', '23', '24', '25'],
  );
});
