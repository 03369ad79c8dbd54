/**
 * Makes a fresh clone ready, on plain Node, before node_modules exists: packages of the system, packages of npm,
 * then everything generated (make.ts). Each step looks first whether it is done, so a second run does nothing.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const softHsmPaths = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];

checkNode();
ensureSystemPackages();
ensureNodeModules();
makeGenerated();

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Node ${process.versions.node} is too old: install Node 20.19 or newer (in production 22 or 24).`);
}

/** SoftHSM plays the cards; the compiler makes the card reader and, where no binaries can be fetched, npm's native modules. */
function ensureSystemPackages() {
  const missing = [
    { debian: 'softhsm2', present: softHsmPaths.some(existsSync) && onPath('softhsm2-util') },
    { debian: 'g++', present: onPath('c++') && onPath('cc') },
    { debian: 'make', present: onPath('make') },
    { debian: 'python3', present: onPath('python3') },
  ].filter(({ present }) => !present);
  if (missing.length === 0) return;
  const names = missing.map(({ debian }) => debian);
  const prefix =
    process.getuid?.() === 0
      ? []
      : onPath('sudo') && succeeds('sudo', ['-n', 'true'])
        ? ['sudo', '-n']
        : null;
  if (!onPath('apt-get') || !prefix) {
    fail(
      `Missing: ${names.join(', ')}. Install them: Debian and Ubuntu: sudo apt-get install softhsm2 g++ make python3; ` +
        'Fedora: sudo dnf install softhsm gcc-c++ make python3; macOS: xcode-select --install and brew install softhsm python3.',
    );
  }
  say(`installing ${names.join(', ')} with apt-get`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...words) => run([...prefix, 'apt-get', ...words], environment);
  const install = () => apt('install', '-y', '--no-install-recommends', ...names);
  if (!install() && !(apt('update') && install())) {
    fail(`apt-get could not install ${names.join(', ')}: install them by hand, then run the command again.`);
  }
}

/** `npm ci` where node_modules is not what the lock file says. */
function ensureNodeModules() {
  const stamp = join(root, 'node_modules', '.madoguchi-lock');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(process.versions.modules)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('installing the npm packages (a minute or two where native modules must compile)');
  // npm's own variables of the outer command would steer the inner one.
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|command|execpath)/.test(name)),
  );
  if (existsSync('/usr/include/node/node.h')) environment.npm_config_nodedir ??= '/usr';
  if (!run(['npm', 'ci', '--no-audit', '--no-fund'], environment))
    fail('npm ci failed: its last lines above say why.');
  writeFileSync(stamp, wanted);
}

function makeGenerated() {
  mkdirSync(join(root, 'data'), { recursive: true, mode: 0o700 });
  if (!run([process.execPath, '--import', 'tsx', 'sandbox/make.ts'], process.env))
    fail('The sandbox could not be made: the line above says why.');
}

function onPath(command) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => folder && existsSync(join(folder, command)));
}

function succeeds(command, words) {
  return spawnSync(command, words, { stdio: 'ignore' }).status === 0;
}

function run([command, ...words], env) {
  return spawnSync(command, words, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

function say(words) {
  process.stdout.write(`set-up: ${words}\n`);
}

function fail(sentence) {
  process.stderr.write(`set-up: ${sentence}\n`);
  process.exit(1);
}
