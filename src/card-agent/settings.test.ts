import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings } from './settings.ts';

const good = {
  MADOGUCHI_AGENT_PKCS11_MODULE: '/usr/lib/module.so',
  MADOGUCHI_AGENT_SITES_FILE: '/etc/sites.json',
};

test('the agent listens at the address that sites link to, unless told otherwise', () => {
  assert.equal(readSettings(good).port, 24727);
  assert.equal(readSettings({ ...good, MADOGUCHI_AGENT_PORT: '4000' }).port, 4000);
});

test('a phrase is shown only where its user named a file', () => {
  assert.equal(readSettings(good).phraseFile, undefined);
  assert.equal(readSettings({ ...good, MADOGUCHI_AGENT_PHRASE_FILE: '/home/p' }).phraseFile, '/home/p');
});

test('all faults of the settings are told at once, by name', () => {
  const environment = { MADOGUCHI_AGENT_PORT: '0', MADOGUCHI_AGENT_MODULE: 'x' };
  assert.throws(
    () => readSettings(environment),
    (error: Error) =>
      [
        '_PKCS11_MODULE is missing',
        '_SITES_FILE is missing',
        '_PORT is not',
        '_MODULE is not a setting',
      ].every((fault) => error.message.includes(fault)),
  );
});

for (const port of ['65536', '-1', '80a', '1e3', '24727 ']) {
  test(`a port that is none is refused: ${port}`, () => {
    assert.throws(() => readSettings({ ...good, MADOGUCHI_AGENT_PORT: port }), /PORT is not a port/);
  });
}

test('the server’s own settings in the same environment are left alone', () => {
  assert.ok(readSettings({ ...good, MADOGUCHI_ISSUER: 'http://localhost:3000' }));
});
