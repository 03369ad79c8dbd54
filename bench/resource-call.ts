/**
 * What one release costs, in CPU of the server's process: told as a ratio to a fixed piece of work and to a route
 * that does nothing, because milliseconds say more about the machine than about the program.
 * `node --import tsx bench/resource-call.ts [--rounds 9] [--calls 300]`
 */
import { parseArgs } from 'node:util';
import type { ItemName } from '../src/vocabulary/identifiers.ts';
import { calibrate, toMicroseconds } from './calibrator.ts';
import type { Calls } from './callers.ts';
import { type MeasuredServer, openMeasuredServer } from './measured-server.ts';
import { type OtherProgram, startOtherProgram } from './other-program.ts';
import type { OutsideWorld } from './outside-world.ts';
import { profileShares } from './shares.ts';

const { values: wanted } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, calls: { type: 'string', default: '300' } },
});
const [rounds, calls] = [Number(wanted.rounds), Number(wanted.calls)];
if (!(Number.isInteger(rounds) && rounds > 0 && Number.isInteger(calls) && calls > 0))
  throw new Error('--rounds and --calls take whole numbers above 0');
/** Calls under way at once. */
const underWay = 16;
const mostSeconds = 60;

interface Case {
  name: string;
  isRelease: boolean;
  calls: Calls;
}
interface Cost {
  microseconds: number;
  calibrator: number;
}

const items = [
  'attestations.rail-disability-discount',
  'disability_welfare.certificates.issuer',
] as ItemName[];
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

const late = setTimeout(() => {
  process.stderr.write(`not done within ${mostSeconds} s\n`);
  process.exit(1);
}, mostSeconds * 1000).unref();
const outsideWorld = startOtherProgram('./outside-world.ts');
const callers = startOtherProgram('./callers.ts');
try {
  const outside = await outsideWorld.ask<OutsideWorld>({ persona: 'class-1' });
  const server = await openMeasuredServer(outside, items);
  try {
    await measure(server);
  } finally {
    await server.close();
  }
} finally {
  await Promise.all([callers.stop(), outsideWorld.stop()]);
  clearTimeout(late);
}

async function measure(server: MeasuredServer): Promise<void> {
  const { issuer, issuerKeyFile: keyFile, client, consents } = server;
  const tokens = { issuer, keyFile, client, consents };
  const bare: Case = {
    name: 'bare route',
    isRelease: false,
    calls: { address: server.bareAddress, path: '/', tokens: null, count: calls * 4, underWay },
  };
  const toRelease = (name: string, path: string): Case => ({
    name,
    isRelease: true,
    calls: { address: server.address, path, tokens, count: calls, underWay },
  });
  const category = toRelease('category', '/v1/self-information/disability_welfare');
  const attestation = toRelease('attestation', '/v1/attestations/rail-disability-discount');
  const cases = [bare, category, attestation];

  // Warm: compiled, and in the caches.
  for (const each of cases) await run(each);
  const costs = new Map<Case, Cost[]>(cases.map((each) => [each, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const each of round % 2 === 0 ? cases : [...cases].reverse())
      costs.get(each)?.push(await costOf(each));

  say(`${rounds} rounds of ${calls} calls, ${underWay} under way; median (quartiles) of the rounds`);
  const bareCosts = costs.get(bare) ?? [];
  for (const each of cases) {
    const own = costs.get(each) ?? [];
    const toCalibrator = own.map(({ microseconds, calibrator }) => (1000 * microseconds) / calibrator);
    const toBare = own.map((cost, round) => perCalibrator(cost) / perCalibrator(bareCosts[round] as Cost));
    const milliseconds = own.map(({ microseconds }) => microseconds / 1000);
    say(
      `${each.name.padEnd(12)} ${quartiles(toCalibrator, 0)} thousandths of the calibrator, ` +
        `${quartiles(toBare, 1)} × bare, ${quartiles(milliseconds, 3)} ms of CPU here`,
    );
  }
  for (const each of [category, attestation]) {
    say(`\n${each.name}, shares of the thread’s time`);
    for (const [step, share] of await profileShares(() => run(each)))
      if (share >= 0.005) say(`${(share * 100).toFixed(1).padStart(6)} %  ${step}`);
  }

  async function run(each: Case): Promise<void> {
    await prepare(callers, each);
    await go(each);
  }
  async function go(each: Case): Promise<void> {
    await callers.ask('go');
    if (each.isRelease) await server.integrate();
  }
  async function costOf(each: Case): Promise<Cost> {
    await prepare(callers, each);
    const before = calibrate();
    const began = process.cpuUsage();
    await go(each);
    const spent = toMicroseconds(process.cpuUsage(began));
    return { microseconds: spent / each.calls.count, calibrator: (before + calibrate()) / 2 };
  }
}

function prepare(program: OtherProgram, each: Case): Promise<void> {
  return program.ask({ prepare: each.calls });
}

function perCalibrator({ microseconds, calibrator }: Cost): number {
  return microseconds / calibrator;
}

function quartiles(values: readonly number[], digits: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number): string => (sorted[Math.round(part * (sorted.length - 1))] ?? 0).toFixed(digits);
  return `${at(0.5)} (${at(0.25)}–${at(0.75)})`;
}
