import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reason, Refusal } from '../vocabulary/refusals.ts';
import { checkFormAddress, checkLoginLink, toLinkPath } from './login-link.ts';
import { toSites } from './sites.ts';

const name = { ja: '窓口', en: 'Counter' };
const sites = toSites([
  { origin: 'https://counter.example', name },
  { origin: 'http://localhost:3000', name },
]);
const login = 'abcdefghijklmnopqrst_-';

function refusedAs(reason: Reason) {
  return (error: unknown): boolean => (error as Refusal).reason === reason;
}

const check = (query: string) => checkLoginLink(new URLSearchParams(query), sites);

test('a link to a listed site names the site and the login', () => {
  const ask = check(`site=https%3A%2F%2Fcounter.example&login=${login}`);
  assert.equal(ask.site.origin, 'https://counter.example');
  assert.equal(ask.login, login);
  assert.deepEqual(
    check(toLinkPath('/login', ask, 'ja').split('?')[1] ?? ''),
    ask,
    'and the path back to it is the same link',
  );
});

for (const site of [
  'https://other.example',
  'http://counter.example',
  'https://counter.example/',
  'https://counter.example:443',
  'https://counter.example:8443',
  'https://counter.example.',
  'https://COUNTER.example',
  'HTTPS://counter.example',
  'https://counter.example/path',
  'https://counter.example?x',
  'https://counter.example#x',
  'https://user@counter.example',
  'https://counter.example@evil.example',
  'https://counter.example\\@evil.example',
  'https://evil.example/https://counter.example',
  'https://counter.example.evil.example',
  'https://cоunter.example', // a Cyrillic o
  'https://ｃounter.example', // a full-width c
  'https://xn--cunter-pwe.example',
  ' https://counter.example',
  'https://counter.example\n',
  'https://counter.example\0',
  '//counter.example',
  'counter.example',
  'http://localhost:3001', // another service of this machine
  'http://localhost',
  'http://127.0.0.1:3000',
  'http://[::1]:3000',
  'http://127.0.0.1:24727',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'null',
  '__proto__',
  'constructor',
  '',
]) {
  test(`a site that is not, letter by letter, on the list is refused: ${JSON.stringify(site)}`, () => {
    const query = new URLSearchParams({ site, login });
    assert.throws(() => checkLoginLink(query, sites), refusedAs('agent_site_not_listed'));
  });
}

for (const [what, query] of [
  ['a return address', `site=http://localhost:3000&login=${login}&return=https://evil.example`],
  ['a redirect address', `site=http://localhost:3000&login=${login}&redirect_uri=https://evil.example`],
  ['an empty extra', `site=http://localhost:3000&login=${login}&x=`],
  ['two sites', `site=http://localhost:3000&site=https://counter.example&login=${login}`],
  ['two logins', `site=http://localhost:3000&login=${login}&login=${login}`],
  ['two languages', `site=http://localhost:3000&login=${login}&language=ja&language=en`],
  ['no site', `login=${login}`],
  ['no login', 'site=http://localhost:3000'],
  ['a short login', 'site=http://localhost:3000&login=abc'],
  ['a login with a path', `site=http://localhost:3000&login=../../${login}`],
  ['a login with another parameter inside', `site=http://localhost:3000&login=${login}%26code%3Dx`],
  ['a login of great length', `site=http://localhost:3000&login=${'a'.repeat(65)}`],
  ['nothing', ''],
] as const) {
  test(`a link with ${what} is refused`, () => {
    assert.throws(() => check(query), refusedAs('agent_link_malformed'));
  });
}

test('the form’s address may carry the language alone', () => {
  checkFormAddress(new URLSearchParams('language=ja'));
  checkFormAddress(new URLSearchParams(''));
  assert.throws(() => checkFormAddress(new URLSearchParams('site=x')), refusedAs('agent_link_malformed'));
});
