import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toLanguage } from './language.ts';

const browser = (query: Record<string, string | string[]>, accepts: string | false) =>
  toLanguage({ query, acceptsLanguages: () => accepts });

test('a page is in the language that was chosen, else in the browser’s, else in Japanese', () => {
  assert.equal(browser({ language: 'en' }, 'ja'), 'en');
  assert.equal(browser({ language: 'ja' }, 'en'), 'ja');
  assert.equal(browser({}, 'en'), 'en');
  assert.equal(browser({}, 'ja'), 'ja');
  assert.equal(browser({}, false), 'ja');
});

test('a language that does not exist, or is named twice, is not chosen', () => {
  assert.equal(browser({ language: 'xx' }, 'en'), 'en');
  assert.equal(browser({ language: ['en', 'ja'] }, false), 'ja');
});
