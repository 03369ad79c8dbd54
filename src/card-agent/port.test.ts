/** The port is one program's: whoever has it shows the PIN page. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type AgentProgram, freePort, startAgentProgram } from './rehearsal/agent-program.ts';
import { softHsmLibrary } from './rehearsal/soft-card.ts';

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-port-'));
const sitesFile = join(folder, 'sites.json');
const squatter = join(folder, 'squatter');
const programs: AgentProgram[] = [];

/** Listens at an address that it is willing to share, as far as the system lets a program be willing. */
const squatterSource = `
  #include <arpa/inet.h>
  #include <stdio.h>
  #include <stdlib.h>
  #include <sys/socket.h>
  #include <unistd.h>
  int main(int count, char **words) {
    int one = 1, s = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(atoi(words[2])) };
    inet_pton(AF_INET, words[1], &at.sin_addr);
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(s, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
    if (bind(s, (void *)&at, sizeof at) || listen(s, 9)) { perror("taken"); return 7; }
    puts("listening"); fflush(stdout);
    pause();
  }`;

before(() => {
  writeFileSync(sitesFile, '[]');
  writeFileSync(`${squatter}.c`, squatterSource);
  execFileSync(process.env['CC'] ?? 'cc', ['-o', squatter, `${squatter}.c`]);
});
after(() => {
  for (const { child } of programs) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function startAgent(port: string): AgentProgram {
  const program = startAgentProgram({
    MADOGUCHI_AGENT_PKCS11_MODULE: softHsmLibrary ?? '',
    MADOGUCHI_AGENT_SITES_FILE: sitesFile,
    MADOGUCHI_AGENT_PORT: port,
  });
  programs.push(program);
  return program;
}

async function checkRefused(agent: AgentProgram, port: string): Promise<void> {
  assert.deepEqual(await agent.ended, [1, null]);
  assert.deepEqual(
    agent.lines.map(({ event, detail }) => [event, detail]),
    [['start_failed', `port ${port} is taken: another card agent or program runs there already`]],
  );
}

function reach(host: string, port: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: 5000 });
    const done = (answer: string) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', done('connected')).once('error', done('refused')).once('timeout', done('silent'));
  });
}

test('a second agent on the same port ends with a clear sentence, and the first goes on', async () => {
  const port = await freePort();
  const first = startAgent(port);
  await first.ready;
  await checkRefused(startAgent(port), port);
  assert.equal(await reach('127.0.0.1', port), 'connected');
});

for (const address of ['127.0.0.1', '0.0.0.0']) {
  test(`a program that sits at ${address} and would share the port gets no agent beside it`, async () => {
    const port = await freePort();
    const squatting = spawn(squatter, [address, port], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(squatting.stdout, 'data');
      await checkRefused(startAgent(port), port);
    } finally {
      squatting.kill('SIGKILL');
    }
  });

  test(`while the agent runs, no program gets its port at ${address}, willing to share or not`, async () => {
    const port = await freePort();
    await startAgent(port).ready;
    const late = spawn(squatter, [address, port], { stdio: ['ignore', 'ignore', 'ignore'] });
    assert.deepEqual(await once(late, 'exit'), [7, null]);
  });
}

test('the agent is reached at its one address: not at another of loopback, nor from the network', async () => {
  const port = await freePort();
  await startAgent(port).ready;
  const outside = Object.values(networkInterfaces())
    .flat()
    .flatMap((address) =>
      address && !address.internal && address.family === 'IPv4' ? [address.address] : [],
    );
  for (const host of ['127.0.0.2', '::1', ...outside]) assert.equal(await reach(host, port), 'refused', host);
  assert.equal(await reach('127.0.0.1', port), 'connected');
});
