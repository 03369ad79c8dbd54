/** The agent as its user starts it: a program with settings, that says when it is ready and stops when told. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type AgentProgram, freePort, startAgentProgram } from './rehearsal/agent-program.ts';
import { navigation, ownPost, readPage, send } from './rehearsal/browser.ts';
import { type RehearsalSite, startSite } from './rehearsal/site.ts';
import { makeSoftReader, softHsmLibrary } from './rehearsal/soft-card.ts';
import { loginId } from './rehearsal/stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-agent-'));
const sitesFile = join(folder, 'sites.json');
const reader = makeSoftReader(process.env);
let site: RehearsalSite;
const programs: AgentProgram[] = [];
const start = (settings: Record<string, string>): AgentProgram => {
  const program = startAgentProgram({ SOFTHSM2_CONF: reader.configurationFile, ...settings });
  programs.push(program);
  return program;
};

before(async () => {
  site = await startSite();
  await reader.add();
  writeFileSync(sitesFile, JSON.stringify([{ origin: site.origin, name: { ja: '窓口', en: 'Counter' } }]));
});
after(async () => {
  // A test that failed half-way left its program running.
  for (const { child } of programs) child.kill('SIGKILL');
  await site.close();
  reader.remove();
  rmSync(folder, { recursive: true });
});

async function settingsOf(changed: Record<string, string> = {}): Promise<Record<string, string>> {
  return {
    MADOGUCHI_AGENT_PKCS11_MODULE: softHsmLibrary ?? '',
    MADOGUCHI_AGENT_SITES_FILE: sitesFile,
    MADOGUCHI_AGENT_PORT: await freePort(),
    ...changed,
  };
}

const openPage = (address: string) =>
  send(address, `/login?${new URLSearchParams({ site: site.origin, login: loginId })}`, {
    headers: navigation,
  });

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`the program says where it listens, logs in, and stops at ${signal}`, async () => {
    const settings = await settingsOf();
    const agent = start(settings);
    const address = await agent.ready;
    assert.equal(address, `http://127.0.0.1:${settings['MADOGUCHI_AGENT_PORT']}`);
    const page = await openPage(address);
    assert.equal((await send(address, '/assets/style.css')).status, 200);
    const { formToken, action } = readPage(page.body);
    const body = `form_token=${formToken}&pin=1234`;
    const done = await send(address, action, { method: 'POST', headers: ownPost(address), body });
    assert.equal(done.status, 200);
    agent.child.kill(signal);
    assert.deepEqual(await agent.ended, [0, null]);
    assert.equal(agent.lines.at(-1)?.event, 'stopped');
    assert.equal(agent.errorText(), '');
    await assert.rejects(openPage(address), /ECONNREFUSED/);
  });
}

test('a taken port is told in one sentence', async () => {
  const port = new URL(site.origin).port;
  const agent = start(await settingsOf({ MADOGUCHI_AGENT_PORT: port }));
  assert.deepEqual(await agent.ended, [1, null]);
  assert.deepEqual(
    agent.lines.map(({ event, detail }) => [event, detail]),
    [['start_failed', `port ${port} is taken: another card agent or program runs there already`]],
  );
  assert.equal(agent.errorText(), '');
});

test('settings that are wrong are told at the start, all at once', async () => {
  const agent = start({ MADOGUCHI_AGENT_PORT: 'x', MADOGUCHI_AGENT_SITE: 'y' });
  assert.deepEqual(await agent.ended, [1, null]);
  assert.match(
    agent.lines[0]?.detail ?? '',
    /PKCS11_MODULE is missing.*SITES_FILE is missing.*PORT.*SITE is not/,
  );
});

test('a reader that never answers does not keep the program from stopping', async () => {
  const source = join(folder, 'stuck.c');
  const modulePath = join(folder, 'stuck.so');
  writeFileSync(
    source,
    '#include <unistd.h>\nunsigned long C_GetFunctionList(void **l) { sleep(60); *l = 0; return 5; }\n',
  );
  execFileSync(process.env['CC'] ?? 'cc', ['-shared', '-fPIC', '-o', modulePath, source]);
  const agent = start(await settingsOf({ MADOGUCHI_AGENT_PKCS11_MODULE: modulePath }));
  const asked = openPage(await agent.ready).catch(() => undefined);
  await delay(1000);
  const told = Date.now();
  agent.child.kill('SIGTERM');
  await agent.ended;
  assert.ok(Date.now() - told < 20_000, 'within its grace');
  await asked;
});
