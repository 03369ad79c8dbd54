/** Network and agencies as the programs they are. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openInquirer } from '../inquirer.ts';
import { provisionAgencies, type RecordedPerson } from '../agencies/provision.ts';
import { toLinkCode } from './codes.ts';
import { openNetworkAuthority } from '../network-identity.ts';
import { networkFiles } from './network-folder.ts';
import { provisionIdentities } from './provision-identities.ts';
import { provisionNetwork } from './provision.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'madoguchi-programs-'));
const files = networkFiles(join(folder, 'network'));
const city = 'municipality-990019';
const hanako: RecordedPerson = {
  persona: 'hanako',
  person_number: '990000001001',
  holders: { municipality: city },
  records: { disability_welfare: { as_of: '2026-11-01T09:00:00+09:00', record: { certificates: [] } } },
};
const started: Program[] = [];

interface Program {
  child: ChildProcess;
  lines: Record<string, unknown>[];
  exit: Promise<number | null>;
}

after(() => {
  for (const { child } of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test(
  'the programs say where they listen, answer, survive each other, and stop when told',
  { timeout: 60_000 },
  async () => {
    const networkKeys = provisionNetwork({
      folder: join(folder, 'network'),
      agencies: [{ id: city, connected: true }],
    });
    provisionAgencies({ personas: [hanako], networkKeys, folder: join(folder, 'agencies') });
    const identity = await provisionIdentities({
      authority: await openNetworkAuthority(files.authority, new Date()),
      folders: {
        network: join(folder, 'network'),
        agencies: join(folder, 'agencies'),
        madoguchi: join(folder, 'madoguchi'),
      },
      agencies: [city],
    });
    const network = start('stand-ins/provision-network/main.ts', {
      STAND_IN_NETWORK_FOLDER: join(folder, 'network'),
      STAND_IN_NETWORK_PORT: '0',
    });
    const networkUrl = await listening(network);
    const inquirer = await openInquirer({ networkUrl, identity, agencies: { [city]: 'municipality' } });
    const citizen = await inquirer.register('hanako', toLinkCode(networkKeys, hanako.person_number), {
      municipality: city,
    });
    assert.equal(
      (await inquirer.ask(citizen)).outcome,
      'agency_unavailable',
      'the agencies are not there yet',
    );

    const agencies = start('stand-ins/agencies/main.ts', {
      STAND_IN_AGENCIES_FOLDER: join(folder, 'agencies'),
      STAND_IN_AGENCIES_ADDRESSES_FILE: files.addresses,
      STAND_IN_AGENCIES_PORT: '0',
    });
    await listening(agencies);
    assert.equal((await inquirer.ask(citizen)).outcome, 'ok', 'the network need not be started again');
    await says(agencies, { known_code: true });
    await inquirer.stores.suppressions.set(citizen, 'no_self_information', 1);
    assert.equal((await inquirer.ask(citizen)).outcome, 'no_record');
    await says(agencies, { known_code: false });
    assert.equal(statSync(files.exchanges).mode & 0o777, 0o600);

    agencies.child.kill('SIGTERM');
    assert.equal(await agencies.exit, 0);
    assert.equal((await inquirer.ask(citizen)).outcome, 'agency_unavailable');
    network.child.kill('SIGINT');
    assert.equal(await network.exit, 0);
    assert.equal((await inquirer.ask(citizen)).outcome, 'agency_unavailable');
    assert.equal(inquirer.log.at(-1)?.['reason'], 'network_unreachable');
    assert.deepEqual(
      [network, agencies].map(({ lines }) => lines.at(-1)?.['event']),
      ['stopped', 'stopped'],
    );
    await inquirer.close();
  },
);

test('a program without its set-up says so in one line and ends', { timeout: 60_000 }, async () => {
  const network = start('stand-ins/provision-network/main.ts', {
    STAND_IN_NETWORK_FOLDER: join(folder, 'nowhere'),
    STAND_IN_NETWORK_PORT: '0',
  });
  const agencies = start('stand-ins/agencies/main.ts', {
    STAND_IN_AGENCIES_FOLDER: join(folder, 'nowhere'),
    STAND_IN_AGENCIES_ADDRESSES_FILE: join(folder, 'nowhere.json'),
  });
  for (const { exit, lines } of [network, agencies]) {
    assert.equal(await exit, 1);
    assert.deepEqual(
      lines.map(({ event }) => event),
      ['start_failed'],
    );
  }
});

function start(file: string, environment: Record<string, string>): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    cwd: repository,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: Record<string, unknown>[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const whole = (rest + chunk).split('\n');
    rest = whole.pop() ?? '';
    lines.push(...whole.map((line) => JSON.parse(line) as Record<string, unknown>));
  });
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const program = { child, lines, exit };
  started.push(program);
  return program;
}

async function listening({ lines, child }: Program): Promise<string> {
  while (lines[0]?.['event'] !== 'listening') {
    assert.equal(child.exitCode, null, 'the program is still there');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return String(lines[0]['address']);
}

/** A program's line may arrive after its answer. */
async function says(
  { lines }: { lines: readonly Record<string, unknown>[] },
  { known_code: expected }: { known_code: boolean },
): Promise<void> {
  for (let tries = 0; tries < 100 && lines.at(-1)?.['known_code'] !== expected; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(lines.at(-1)?.['known_code'], expected);
}
