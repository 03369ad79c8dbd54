/** What is left behind when something breaks with the secret at hand: in streams, reports, and the program's memory. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Desk, setDesk } from '../../stand-ins/card-reader/rehearsal/desk.ts';
import { type AgentProgram, freePort, startAgentProgram } from './rehearsal/agent-program.ts';
import { type Answer, navigation, ownPost, readPage, send } from './rehearsal/browser.ts';
import { type RehearsalSite, startSite } from './rehearsal/site.ts';
import { loginId } from './rehearsal/stage.ts';

const password = 'ZQ7XW9KD3VJ';
const wrong = 'WRONGB4QK1VZ';
let desk: Desk;
let site: RehearsalSite;
const programs: AgentProgram[] = [];
before(async () => {
  desk = await setDesk();
  site = await startSite();
  desk.insert(await desk.make('card', { signature_password: password }));
});
after(async () => {
  for (const { child } of programs) child.kill('SIGKILL');
  await site.close();
  desk.clear();
});

/** The agent with every report that Node can write turned on, in a folder of its own. */
async function start(
  nodeOptions: string[],
  module = desk.module,
): Promise<{ agent: AgentProgram; folder: string; address: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-crash-'));
  const sitesFile = join(folder, 'sites.json');
  writeFileSync(sitesFile, JSON.stringify([{ origin: site.origin, name: { ja: '窓口', en: 'Counter' } }]));
  const reports = ['--report-uncaught-exception', '--report-on-fatalerror', '--report-on-signal'];
  const agent = startAgentProgram(
    {
      STAND_IN_READER: desk.reader,
      MADOGUCHI_AGENT_PKCS11_MODULE: module,
      MADOGUCHI_AGENT_SITES_FILE: sitesFile,
      MADOGUCHI_AGENT_PORT: await freePort(),
    },
    { nodeOptions: [...reports, '--trace-uncaught', ...nodeOptions], folder },
  );
  programs.push(agent);
  return { agent, folder, address: await agent.ready };
}

async function enterPassword(address: string, entered = password): Promise<Answer | undefined> {
  const path = `/sign?${new URLSearchParams({ site: site.origin, login: loginId })}`;
  const page = await send(address, path, { headers: navigation });
  const { formToken, action } = readPage(page.body);
  assert.ok(formToken, page.body);
  const body = `form_token=${formToken}&password=${entered}`;
  return send(address, action, { method: 'POST', headers: ownPost(address), body }).catch(() => undefined);
}

/** Everything that was said or written, searched for the secret. */
function checkNothingTold(agent: AgentProgram, folder: string): void {
  assert.ok(!agent.said().includes(password), 'in what it said');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    // A core file is the system's, written where its user allows one: the launcher does not (see the README).
    if (/\.(json|log|txt|\w*snapshot)$/.test(name)) {
      assert.ok(!readFileSync(join(folder, name)).includes(password), name);
    }
  }
}

for (const [what, misdeed] of [
  ['throws an error that quotes it', 'throw new Error(`bad: ${secret}`);'],
  ['throws the secret itself', 'throw secret;'],
  ['fails later, where nobody listens', 'setImmediate(() => { throw new Error(`bad: ${secret}`); });'],
  ['leaves a promise that quotes it unhandled', 'void Promise.reject(new Error(`bad: ${secret}`));'],
] as const) {
  test(`a binding that ${what} tells it to nobody, and the agent works on`, async () => {
    const hostile = join(desk.folder, `hostile-${what.length}.cjs`);
    const binding = JSON.stringify(join(import.meta.dirname, '../../node_modules/pkcs11js'));
    writeFileSync(
      hostile,
      `const { PKCS11 } = require(${binding});
       const honest = PKCS11.prototype.C_Login;
       let times = 0;
       PKCS11.prototype.C_Login = function (session, user, secret) {
         if (times++ === 0) { ${misdeed} }
         return honest.call(this, session, user, secret);
       };`,
    );
    const { agent, folder, address } = await start(['--require', hostile]);
    await enterPassword(address);
    await delay(300);
    // A thread that ended is followed by a fresh one, which meets the same misdeed once more.
    const after = await enterPassword(address);
    assert.ok(after, 'it answers');
    agent.child.kill('SIGTERM');
    assert.deepEqual(await agent.ended, [0, null]);
    checkNothingTold(agent, folder);
    rmSync(folder, { recursive: true });
  });
}

test('a module that brings the whole program down takes the secret with it', async () => {
  const source = join(desk.folder, 'falling.c');
  const module = join(desk.folder, 'falling.so');
  writeFileSync(source, fallingModule(desk.module));
  execFileSync(process.env['CC'] ?? 'cc', ['-shared', '-fPIC', '-o', module, source, '-ldl']);
  const { agent, folder, address } = await start([], module);
  assert.equal(await enterPassword(address), undefined);
  assert.deepEqual(await agent.ended, [null, 'SIGABRT']);
  checkNothingTold(agent, folder);
  rmSync(folder, { recursive: true });
});

test(
  'after a signature no byte of the program’s memory holds the secret, right or wrong, used or slipped',
  { skip: process.platform !== 'linux' && 'reads /proc' },
  async () => {
    const { agent, folder, address } = await start([]);
    const held = (): boolean => isInMemory(agent.child.pid ?? 0, password);
    assert.equal((await enterPassword(address))?.status, 200, agent.said());
    assert.ok(!held(), 'the right password at its own page');
    assert.equal((await enterPassword(address, wrong))?.status, 422);
    assert.ok(!isInMemory(agent.child.pid ?? 0, wrong), 'a wrong password');
    // At the other page it is a slip: it is read, told, and gone as well.
    const path = `/login?${new URLSearchParams({ site: site.origin, login: loginId })}`;
    const { formToken, action } = readPage((await send(address, path, { headers: navigation })).body);
    const slip = await send(address, action, {
      method: 'POST',
      headers: ownPost(address),
      body: `form_token=${formToken}&pin=${password}`,
    });
    assert.equal(slip.status, 422);
    assert.ok(!held(), 'the password at the PIN’s page');
    assert.ok(isInMemory(agent.child.pid ?? 0, site.origin), 'the search does find what is there');
    agent.child.kill('SIGTERM');
    await agent.ended;
    rmSync(folder, { recursive: true });
  },
);

test('after a signature the secret is no text anywhere in the program’s memory, nor in a report asked for', async () => {
  const { agent, folder, address } = await start(['--heapsnapshot-signal=SIGWINCH']);
  assert.equal((await enterPassword(address))?.status, 200, agent.said());
  agent.child.kill('SIGWINCH');
  agent.child.kill('SIGUSR2');
  const written = () => readdirSync(folder).filter((name) => /^(Heap|report)\..*(snapshot|json)$/.test(name));
  for (let left = 300; written().length < 2 && left > 0; left -= 1) await delay(100);
  agent.child.kill('SIGTERM');
  await agent.ended;
  const files = written();
  assert.equal(files.length, 2, files.join());
  const snapshot = files.find((name) => name.startsWith('Heap')) ?? '';
  assert.ok(readFileSync(join(folder, snapshot)).includes(site.origin), 'it does show the program’s texts');
  checkNothingTold(agent, folder);
  rmSync(folder, { recursive: true });
});

/** Whether any readable page of a process holds these bytes: what a core file would tell. */
function isInMemory(pid: number, text: string): boolean {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const chunk = Buffer.alloc(1 << 22);
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from = '', to = ''] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      for (let at = parseInt(from, 16); at < parseInt(to, 16); at += chunk.length - text.length) {
        const length = Math.min(chunk.length, parseInt(to, 16) - at);
        const read = attempt(() => readSync(memory, chunk, 0, length, at)) ?? 0;
        if (chunk.subarray(0, read).includes(text)) return true;
      }
    }
    return false;
  } finally {
    closeSync(memory);
  }
}

/** Pages come and go while they are read. */
function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** The reader's own module, but for the one call that is given the secret. */
function fallingModule(honest: string): string {
  return `
    #include <dlfcn.h>
    #include <stdlib.h>
    #include <string.h>
    struct list { unsigned char version[2]; void *calls[68]; };
    static struct list falling;
    static unsigned long login(unsigned long session, unsigned long user, unsigned char *pin, unsigned long length) {
      char held[64] = { 0 };
      memcpy(held, pin, length < 63 ? length : 63);
      if (held[0]) abort();
      return 5;
    }
    unsigned long C_GetFunctionList(struct list **answer) {
      void *library = dlopen(${JSON.stringify(honest)}, RTLD_NOW);
      unsigned long (*get)(struct list **) = dlsym(library, "C_GetFunctionList");
      struct list *real;
      if (get(&real)) return 5;
      falling = *real;
      falling.calls[18] = login;
      *answer = &falling;
      return 0;
    }`;
}
