import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './config.ts';

test('without any setting the server is the sandbox on localhost', () => {
  const config = readConfig({});
  assert.equal(config.issuer, 'http://localhost:3000');
  assert.deepEqual(config.listen, { hosts: ['127.0.0.1', '::1'], port: 3000 });
  assert.match(config.databaseUrl, /^sqlite:\/.*madoguchi\.sqlite$/);
});

test('all faults of the settings are told at once, by name', () => {
  const environment = {
    MADOGUCHI_ISSUER: 'http://madoguchi.example',
    MADOGUCHI_LISTEN_PORT: '70000',
    MADOGUCHI_DATABASE_URL: 'mysql://nowhere',
    MADOGUCHI_BEHIND_PROXY: 'true',
    MADOGUCHI_ISSUR: 'https://madoguchi.example',
  };
  assert.throws(
    () => readConfig(environment),
    (error: Error) => Object.keys(environment).every((name) => error.message.includes(`${name} `)),
  );
});

test('a wrong setting is named without repeating it: a database address may hold a password', () => {
  assert.throws(
    () => readConfig({ MADOGUCHI_DATABASE_URL: 'mysql://user:synthetic-password@host' }),
    (error: Error) => !error.message.includes('synthetic-password'),
  );
});

for (const issuer of [
  'https://madoguchi.example/',
  'https://user@madoguchi.example',
  'https://madoguchi.example/path',
  'ftp://localhost',
  '',
]) {
  test(`an issuer is an origin and nothing else: ${issuer || '(empty)'} is refused`, () => {
    assert.throws(() => readConfig({ MADOGUCHI_ISSUER: issuer }), /MADOGUCHI_ISSUER/);
  });
}

test('an https issuer listens on its own port unless told another', () => {
  assert.equal(readConfig({ MADOGUCHI_ISSUER: 'https://madoguchi.example' }).listen.port, 443);
  assert.equal(
    readConfig({ MADOGUCHI_ISSUER: 'https://madoguchi.example', MADOGUCHI_LISTEN_PORT: '8443' }).listen.port,
    8443,
  );
});

test('the card agent’s settings may stand in the same environment', () => {
  readConfig({ MADOGUCHI_AGENT_PORT: '24727' });
});
