/** Where a code is shown: what is told, and what is left untold. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { toCoarseBrowser } from './coarse-browser.ts';
import { toNetworkHash } from './network-hash.ts';
import { loadPlaces } from './places.ts';

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-places-'));
after(() => rmSync(folder, { recursive: true }));

function write(content: unknown): string {
  const file = join(folder, 'places.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const hall = { ja: '見本市役所', en: 'Mihon City Hall' };
const library = { ja: '見本図書館', en: 'Mihon Library' };

test('the first place that holds an address names it, in version 4, in version 6, and in the one written as the other', () => {
  const places = loadPlaces(
    write([
      { ranges: ['192.0.2.0/25', '2001:db8::/32'], name: hall },
      { ranges: ['192.0.2.0/24'], name: library },
    ]),
  );
  for (const address of ['192.0.2.1', '::ffff:192.0.2.1', '2001:db8:1::5'])
    assert.deepEqual(places.find(address), hall, address);
  assert.deepEqual(places.find('192.0.2.200'), library);
  for (const address of ['198.51.100.1', '2001:db9::1', '::1', '', 'nonsense'])
    assert.equal(places.find(address), undefined, address);
});

for (const [what, content, says] of [
  ['that is not there', undefined, /cannot be read/],
  ['that is not JSON', '[', /cannot be read/],
  ['that is no list', {}, /is not a list/],
  ['without ranges', [{ name: hall }], /place 1: ranges/],
  ['without a name in one language', [{ ranges: ['192.0.2.0/24'], name: { ja: 'x' } }], /place 1: name/],
  ['with a very long name', [{ ranges: ['192.0.2.0/24'], name: { ja: 'x', en: 'x'.repeat(61) } }], /name/],
  ...['192.0.2.0', '192.0.2.0/33', '300.0.0.0/8', 'localhost/8', '', 5].map(
    (range) =>
      [`with the range ${range}`, [{ ranges: [range], name: hall }], /place 1: a range must be/] as const,
  ),
] as const)
  test(`a list of places ${what} is refused at the start`, () => {
    const file = content === undefined ? join(folder, 'none.json') : write(content);
    assert.throws(() => loadPlaces(file), says);
  });

test('browsers are told in words of ours, each by what only it says', () => {
  const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  for (const [userAgent, browser, system] of [
    [`Mozilla/5.0 (Windows NT 10.0; Win64) ${webkit} Chrome/156.0 Safari/537.36`, 'Chrome', 'Windows'],
    [`Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/156.0 Safari/537.36 Edg/156.0`, 'Edge', 'Windows'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/26.0 Safari/605.1', 'Safari', 'macOS'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox', 'Linux'],
    [`Mozilla/5.0 (X11; CrOS x86_64) ${webkit} Chrome/156.0 Safari/537.36`, 'Chrome', 'ChromeOS'],
    [`Mozilla/5.0 (Linux; Android 16) ${webkit} Chrome/156.0 Mobile Safari/537.36`, 'Chrome', 'Android'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) FxiOS/153.0 Safari/605', 'Firefox', 'iOS'],
    ['curl/8', 'unknown', 'unknown'],
    ['', 'unknown', 'unknown'],
  ] as const)
    assert.deepEqual(toCoarseBrowser(userAgent), { browser, system }, userAgent);
});

test('one network is told by its address of version 4, or its prefix of version 6, and under another code it is another', () => {
  const same = (one: string, other: string): boolean =>
    toNetworkHash('code', one) === toNetworkHash('code', other);
  assert.ok(same('192.0.2.1', '::ffff:192.0.2.1'));
  assert.ok(same('2001:db8:0:1::1', '2001:db8:0:1:ffff::2'));
  assert.ok(!same('2001:db8:0:1::1', '2001:db8:0:2::1'));
  assert.ok(!same('192.0.2.1', '192.0.2.2'));
  assert.notEqual(toNetworkHash('code', '192.0.2.1'), toNetworkHash('other', '192.0.2.1'));
});
