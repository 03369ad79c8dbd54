/** The commands a newcomer types, as programs: what they print, how they end, and that nothing is left behind. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { test } from 'node:test';
import { defaultAddresses, portOf } from '../../sandbox/addresses.ts';
import { foldersOf, repository } from '../../sandbox/folders.ts';
import { personaOf } from './shop.ts';

test('the demo tells the whole story, ends with the fare, and shows no secret whole', async () => {
  const demo = run('sandbox/demo.ts');
  assert.equal(await demo.ended, 0, demo.output());
  const lines = demo.output().trim().split('\n');
  assert.match(lines.at(-1) ?? '', /The company quoted: 15,940円/);
  for (const step of [1, 2, 3, 4, 5, 6, 7, 8]) assert.match(demo.output(), new RegExp(` s  ${step}\\. `));
  assert.match(demo.output(), /VALID\. The ledger/);
  assert.match(demo.output(), /NOT VALID\./);
  assert.match(demo.output(), /consent_withdrawn/);
  assert.doesNotMatch(demo.output(), /eyJ[\w-]+\.[\w-]+/, 'a token is printed whole');
  assert.doesNotMatch(
    demo.output(),
    new RegExp(`\\b${personaOf('class-1').card.pin}\\b`),
    'the PIN is printed',
  );
  assert.deepEqual(groupOf(demo.child), []);
});

test('a demo that lacks something ends with one clear sentence', async () => {
  const demo = run('sandbox/demo.ts', { MADOGUCHI_NO_SUCH_SETTING: 'yes' });
  assert.equal(await demo.ended, 1);
  const said = demo
    .output()
    .split('\n')
    .filter((line) => line.startsWith('demo: '));
  assert.equal(said.length, 1, demo.output());
  assert.match(said[0] ?? '', /MADOGUCHI_NO_SUCH_SETTING is not a setting/);
  assert.doesNotMatch(demo.output(), /\n {4}at /, 'no stack trace');
  assert.deepEqual(groupOf(demo.child), []);
});

test(
  'the sandbox says where everything is, and Ctrl-C leaves no process behind',
  { skip: await whyNotStart() },
  async () => {
    const sandbox = run('sandbox/start.ts');
    await sandbox.says('Ctrl-C stops everything');
    for (const address of Object.values({ ...defaultAddresses, network: '', jpki: '' }))
      assert.ok(sandbox.output().includes(address));
    assert.match(sandbox.output(), /PIN \d{4}/);
    assert.ok(
      sandbox.output().includes(foldersOf('').clients.replace(/^\//, '')) ||
        sandbox.output().includes('data/clients'),
    );
    const discovery = await fetch(`${defaultAddresses.issuer}/.well-known/openid-configuration`);
    assert.equal(((await discovery.json()) as { issuer: string }).issuer, defaultAddresses.issuer);
    // As a terminal does it: to everyone in the group at once.
    process.kill(-(sandbox.child.pid ?? 0), 'SIGINT');
    assert.equal(await sandbox.ended, 0, sandbox.output());
    assert.deepEqual(groupOf(sandbox.child), []);
  },
);

function run(file: string, environment: Record<string, string> = {}) {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_TEST')),
  );
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    cwd: repository,
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that it can be asked who is left of it.
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    ended,
    output: () => output,
    async says(words: string): Promise<void> {
      for (let waited = 0; !output.includes(words); waited += 100) {
        if (waited > 60_000 || child.exitCode !== null) assert.fail(`it never said “${words}”: ${output}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
  };
}

/** Processes of the child's group that are still there (Linux; elsewhere none can be told). */
function groupOf({ pid }: ChildProcess): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        // pid (name) state parent group …: the name may hold spaces and parentheses.
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return Number(group) === pid && state !== 'Z';
      } catch {
        return false;
      }
    });
}

async function whyNotStart(): Promise<string | false> {
  for (const address of Object.values(defaultAddresses)) {
    const taken = await new Promise<boolean>((resolve) => {
      const socket = createConnection({ port: Number(portOf(address)), host: '127.0.0.1' })
        .once('connect', () => resolve(true))
        .once('error', () => resolve(false));
      socket.setTimeout(1000, () => resolve(false));
      socket.once('close', () => undefined);
      setTimeout(() => socket.destroy(), 500);
    });
    if (taken) return `${address} is in use: a sandbox is running already`;
  }
  return false;
}
