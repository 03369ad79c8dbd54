/** The installer as its user runs it, in a home folder of the test's own; and the program as a browser then starts it. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Extension, openPage, startExtension } from '../rehearsal/extension.ts';
import { toHostManifests } from './host-manifests.ts';

const root = mkdtempSync(join(tmpdir(), 'madoguchi-install-'));
const sitesFile = join(root, "the user's sites.json");
writeFileSync(
  sitesFile,
  JSON.stringify([{ origin: 'https://portal.example', name: { ja: '窓口', en: 'Counter' } }]),
);
let home: string;
beforeEach(() => (home = mkdtempSync(join(root, 'home $(touch x) '))));
const running: Extension[] = [];
after(() => {
  for (const { child } of running) child.kill('SIGKILL');
  rmSync(root, { recursive: true });
});

const program = fileURLToPath(new URL('./install.ts', import.meta.url));
function run(...words: string[]): { status: number | null; out: string; error: string } {
  const all = ['--import', 'tsx', program, '--home', home, ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8', timeout: 60_000 });
  return { status, out: stdout, error: stderr };
}
const wishes = ['--module', '/usr/lib/module.so', '--sites', sitesFile];
const skip = process.platform !== 'linux' && 'the folders of Linux';
const chromium = () => join(home, '.config/chromium/NativeMessagingHosts/eu.webeid.json');
const firefox = () => join(home, '.mozilla/native-messaging-hosts/eu.webeid.json');
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;

test(
  'installed: the browsers’ manifests name a launcher that speaks the protocol; uninstalled: nothing is left',
  { skip },
  async () => {
    const installed = run(...wishes);
    assert.equal(installed.status, 0, installed.error);
    assert.equal(installed.out.match(/: written: /g)?.length, 5);
    const manifest = read(chromium());
    assert.deepEqual([manifest['name'], manifest['type']], ['eu.webeid', 'stdio']);
    assert.deepEqual(manifest['allowed_origins'], [
      'chrome-extension://ncibgoaomkmdpilpocfeponihegamlic/',
      'chrome-extension://gnmckgbandlkacikdndelhfghdejfido/',
    ]);
    assert.deepEqual(read(firefox())['allowed_extensions'], ['{e68418bc-f2b0-4459-a9ea-3e72b6751b07}']);
    assert.equal(read(firefox())['path'], manifest['path']);
    const launcher = manifest['path'] ?? '';
    assert.equal(statSync(launcher).mode & 0o777, 0o700);
    execFileSync('sh', ['-n', launcher]);

    // Browsers add the manifest's path or the extension's id: words that the program does not need.
    const extension = startExtension({
      folder: root,
      settings: {},
      program: [launcher, chromium(), 'an-extension'],
    });
    assert.match(String((await extension.hear())['version']), /^2\./);
    const origin = 'https://stranger.example';
    extension.say({ command: 'authenticate', arguments: { challengeNonce: 'n'.repeat(44), origin } });
    assert.match(JSON.stringify(await extension.hear()), /does not know this site/);
    assert.deepEqual(await extension.ended, [0, null]);

    // The page is rendered too, wherever the browser stood: without a card it says so.
    const shown = startExtension({ folder: root, settings: {}, program: [launcher], workingFolder: '/' });
    running.push(shown);
    await shown.hear();
    shown.say({
      command: 'authenticate',
      arguments: { challengeNonce: 'n'.repeat(44), origin: 'https://portal.example' },
    });
    assert.match((await openPage(await shown.opened())).body, /<h1>/);
    shown.leave();

    const again = run('--module', '/usr/lib/another.so', '--sites', sitesFile);
    assert.match(
      again.out,
      /launcher: replaced[^]*Chromium: there already/,
      'our own launcher takes new settings',
    );
    assert.equal(run('--uninstall').status, 0);
    for (const file of [launcher, chromium(), firefox()]) assert.ok(!existsSync(file));
  },
);

test('a manifest of another program is never overwritten or removed unasked', { skip }, () => {
  mkdirSync(dirname(firefox()), { recursive: true });
  const theirs = JSON.stringify({ name: 'eu.webeid', path: '/usr/bin/web-eid' });
  writeFileSync(firefox(), theirs);
  const refused = run(...wishes);
  assert.equal(refused.status, 1);
  assert.match(refused.out, /Firefox: kept: not ours/);
  assert.match(refused.error, /Nothing was written/);
  assert.equal(readFileSync(firefox(), 'utf8'), theirs);
  assert.ok(!existsSync(chromium()), 'no half installation');
  assert.equal(run('--uninstall').status, 1);
  assert.equal(readFileSync(firefox(), 'utf8'), theirs);
  assert.match(run(...wishes, '--force').out, /Firefox: replaced/);
  assert.match(read(firefox())['path'] ?? '', /madoguchi-card-agent/);
});

test('a list of sites that cannot be read is told at once, and nothing is written', { skip }, () => {
  const { status, error } = run('--module', 'm.so', '--sites', join(root, 'nowhere.json'));
  assert.equal(status, 1);
  assert.match(error, /list of sites cannot be read/);
  assert.match(run('--sites', sitesFile).error, /PKCS11_MODULE is missing/);
  assert.ok(!existsSync(chromium()));
});

test('a phrase that others can read is told at once; a good one goes into the launcher', { skip }, () => {
  const phrase = join(root, 'phrase');
  writeFileSync(phrase, 'みかんと鉄道\n', { mode: 0o644 });
  const open = run(...wishes, '--phrase', phrase);
  assert.equal(open.status, 1);
  assert.match(open.error, /open to other users/);
  assert.ok(!existsSync(chromium()));
  chmodSync(phrase, 0o600);
  assert.equal(run(...wishes, '--phrase', phrase).status, 0);
  const launcher = readFileSync(read(chromium())['path'] ?? '', 'utf8');
  assert.ok(launcher.includes(`MADOGUCHI_AGENT_PHRASE_FILE='${phrase}'`));
  assert.match(launcher, /^ulimit -c 0$/m, 'a crash leaves no copy of the memory');
});

test('where browsers look elsewhere than in files, the installer says so', () => {
  assert.throws(
    () => toHostManifests({ home: '/h', platform: 'win32', launcher: '/l' }),
    /not known for this system/,
  );
});
