/**
 * The real middleware around emulated cards, for tests: pcscd, vpcd and the emulator in namespaces of their own, and
 * OpenSC's PKCS#11 module for whoever asks. Linux as root alone; what is missing is told.
 */
import { execFile, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EmulatorOrder } from './main.ts';
import type { Moment } from './vpcd-reader.ts';

const run = promisify(execFile);
const driver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const program = fileURLToPath(new URL('main.ts', import.meta.url));
const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child'];

/** In the namespaces nobody else has: a loopback, a /run and vpcd's two ports, the same in every test. */
const script = `
set -e
ip link set lo up
# Without it every command waits for a delayed acknowledgement.
{ echo 255 > /proc/sys/net/ipv4/tcp_pingpong_thresh; } 2>/dev/null || true
mount -t tmpfs none /run
mkdir /run/pcscd
mount --bind "$1/socket" /run/pcscd
pcscd --foreground --config "$1/readers" > "$1/pcscd.log" 2>&1 &
exec "$2" --import tsx "$3"
`;

export interface Middleware {
  pkcs11Module: string;
  /** What a program that shall find these readers must have in its environment. */
  environment: Readonly<Record<'PCSCLITE_CSOCK_NAME' | 'OPENSC_CONF', string>>;
  /** What the readers did to their cards, in order: `reset`, `power_off` and so on. */
  events: { event: string; reader: number }[];
  /** Resolve when pcscd has seen the change. */
  insert(reader: number, card: string): Promise<void>;
  remove(reader: number): Promise<void>;
  /** Pulls the card out in the moment in which it is told to do that. */
  removeAt(reader: number, moment: Moment): Promise<void>;
  stop(): Promise<void>;
}

/** A sentence for the report of skipped tests; undefined where all is there. */
export function whatIsMissing(): string | undefined {
  if (process.platform !== 'linux') return 'pcscd in namespaces of its own needs Linux';
  if (process.getuid?.() !== 0) return 'namespaces need root';
  const missing = [
    ['pcscd', existsSync('/usr/sbin/pcscd')],
    ['vsmartcard-vpcd', existsSync(driver)],
    ['opensc-pkcs11', findModule() !== undefined],
    ['opensc', existsSync('/usr/bin/opensc-tool')],
    ['iproute2', spawnSync('ip', ['-V']).status === 0],
  ].filter(([, isThere]) => !isThere);
  if (missing.length > 0) return `not installed: ${missing.map(([name]) => name).join(', ')}`;
  const tried = spawnSync('unshare', [...namespaces, 'mount', '-t', 'tmpfs', 'none', '/run'], {
    timeout: 5000,
  });
  return tried.status === 0 ? undefined : 'this system allows no namespaces';
}

export async function startMiddleware(): Promise<Middleware> {
  const pkcs11Module = findModule();
  if (!pkcs11Module) throw new Error('OpenSC’s PKCS#11 module is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-middleware-'));
  for (const part of ['socket', 'readers']) mkdirSync(join(folder, part));
  const reader = `FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x8C7B\nLIBPATH ${driver}\nCHANNELID 0x8C7B\n`;
  writeFileSync(join(folder, 'readers', 'vpcd'), reader);
  const environment = {
    PCSCLITE_CSOCK_NAME: join(folder, 'socket', 'pcscd.comm'),
    OPENSC_CONF: join(folder, 'opensc.conf'),
  };
  // What every user of a real card should set: a card that was left verified signs for the next program too.
  writeFileSync(
    environment.OPENSC_CONF,
    'app default {\n  reader_driver pcsc {\n    disconnect_action = reset;\n  }\n}\n',
  );

  const child = spawn(
    'unshare',
    [...namespaces, 'sh', '-c', script, 'sh', folder, process.execPath, program],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  // An order to an emulator that has ended: whoever waits for its answer is told.
  child.stdin.on('error', () => undefined);
  let errors = '';
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const events: Middleware['events'] = [];
  createInterface({ input: child.stdout }).on('line', (line) =>
    events.push(JSON.parse(line) as Middleware['events'][number]),
  );

  async function until(what: string, isSo: () => boolean): Promise<void> {
    for (const end = Date.now() + 15_000; !isSo(); await delay(20)) {
      if (Date.now() < end && child.exitCode === null) continue;
      const log = readFileSync(join(folder, 'pcscd.log'), { encoding: 'utf8', flag: 'a+' });
      throw new Error(`${what} did not come: ${errors}${log}`.trim());
    }
  }

  /** pcscd looks for cards every 400 ms: only what it saw is so for a program that asks. */
  async function isPresent(number: number): Promise<boolean> {
    const { stdout } = await run('opensc-tool', ['--list-readers'], {
      env: { ...process.env, ...environment },
      timeout: 10_000,
    });
    return new RegExp(`^${number} +Yes`, 'm').test(stdout);
  }

  async function isSeen(number: number, isThere: boolean): Promise<boolean> {
    for (const end = Date.now() + 4000; (await isPresent(number)) !== isThere; await delay(50))
      if (Date.now() > end) return false;
    return true;
  }

  async function remove(number: number): Promise<void> {
    await order({ do: 'remove', reader: number }, 'removed');
    if (!(await isSeen(number, false))) throw new Error(`pcscd does not see that reader ${number} is empty`);
    // A card that falls silent is told as absent at once; that it is gone is noticed later, and one put in before
    // that is taken for the silent one. No hand is as fast.
    await delay(600);
  }

  /** On a busy machine pcscd may look too seldom even so: as a person would, the card is then put in once more. */
  async function insert(number: number, card: string): Promise<void> {
    for (let times = 0; times < 4; times += 1) {
      await order({ do: 'insert', reader: number, card }, 'inserted');
      if (await isSeen(number, true)) return;
      await remove(number);
    }
    throw new Error(`pcscd does not see the card in reader ${number}`);
  }

  async function order(order: EmulatorOrder, event: string): Promise<void> {
    const from = events.length;
    child.stdin.write(`${JSON.stringify(order)}\n`);
    await until(event, () =>
      events.slice(from).some((one) => one.event === event && one.reader === order.reader),
    );
  }

  async function stop(): Promise<void> {
    // The emulator is the first process of its namespace: when its input ends, everything in there ends with it.
    child.stdin.end();
    const forced = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(forced);
    rmSync(folder, { recursive: true, force: true });
  }

  try {
    await until('the emulator', () => events.some(({ event }) => event === 'ready'));
    await until('the socket of pcscd', () => existsSync(environment.PCSCLITE_CSOCK_NAME));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    pkcs11Module,
    environment,
    events,
    insert,
    remove,
    removeAt: (number, moment) => order({ do: 'remove_at', reader: number, moment }, 'armed'),
    stop,
  };
}

/** Debian keeps it in a folder of the machine's architecture. */
function findModule(): string | undefined {
  const libraries = '/usr/lib';
  if (!existsSync(libraries)) return undefined;
  return readdirSync(libraries)
    .map((name) => join(libraries, name, 'opensc-pkcs11.so'))
    .find((path) => existsSync(path));
}
