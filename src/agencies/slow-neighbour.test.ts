/** A municipality that is slow, or down, delays nobody else: measured, with and without its circuit breaker. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RecordedPerson } from '../../stand-ins/agencies/provision.ts';
import { openInquirer, untiring } from '../../stand-ins/inquirer.ts';
import { openTown, type Town } from '../../stand-ins/town.ts';
import type { CitizenId } from '../vocabulary/identifiers.ts';
import { type CircuitSettings, usualCircuit } from './circuits.ts';

const troubled = 'municipality-990019';
const well = 'municipality-990027';
/** Long beside what an answer takes, also on a busy machine. */
const slowMilliseconds = 1500;
const rounds = 3;
const questions = 60;
const lanes = 4;

const people = [troubled, well].map((municipality, index): RecordedPerson & { home: string } => ({
  home: municipality,
  persona: municipality,
  person_number: String(990_000_001_001 + index),
  holders: { municipality },
  records: {
    disability_welfare: { as_of: '2026-11-01T09:00:00+09:00', record: { certificates: [] } },
  },
}));

let town: Town;
before(async () => {
  town = await openTown({
    people,
    agencies: [troubled, well],
    networkBudgetMilliseconds: slowMilliseconds,
    slowMilliseconds: 10 * slowMilliseconds,
  });
});
after(() => town.close());

interface Measured {
  /** Of the other municipality's people, in milliseconds; medians over the rounds. */
  quiet: number;
  troubled: number;
  /** Of the troubled municipality's own, to see that the measure would see it. */
  own: number;
}

async function measure(behaviour: 'slow' | 'down', circuit: CircuitSettings): Promise<Measured> {
  const inquirer = await openInquirer({
    networkUrl: town.networkUrl,
    identity: town.identity,
    agencies: { [troubled]: 'municipality', [well]: 'municipality' },
    budgetMilliseconds: 2 * slowMilliseconds,
    circuit,
  });
  const citizens: Record<string, CitizenId> = {};
  for (const person of people)
    citizens[person.home] = await inquirer.register(person.persona, town.linkCodeOf(person), {
      municipality: person.home,
    });
  const ask = (home: string) => inquirer.ask(citizens[home] as CitizenId);
  const [quiet, inTrouble, own]: [number[], number[], number[]] = [[], [], []];
  await percentile95(() => ask(well));
  for (let round = 0; round < rounds; round += 1) {
    town.behave(troubled, 'answers');
    quiet.push(await percentile95(() => ask(well)));
    town.behave(troubled, behaviour);
    const crowd = crowdAt(() => ask(troubled));
    await pause(100);
    inTrouble.push(await percentile95(() => ask(well)));
    own.push(...(await crowd.end()));
  }
  await inquirer.close();
  return { quiet: median(quiet), troubled: median(inTrouble), own: median(own) };
}

/** Forty askers who come again as soon as they are answered. */
function crowdAt(ask: () => Promise<unknown>): { end(): Promise<number[]> } {
  let isOver = false;
  const took: number[] = [];
  const askers = Array.from({ length: 40 }, async () => {
    while (!isOver) {
      const began = performance.now();
      await ask();
      took.push(performance.now() - began);
      await pause(100);
    }
  });
  return {
    async end() {
      isOver = true;
      await Promise.all(askers);
      return took;
    },
  };
}

async function percentile95(ask: () => Promise<{ outcome: string }>): Promise<number> {
  const took: number[] = [];
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let turn = 0; turn < questions / lanes; turn += 1) {
        const began = performance.now();
        assert.equal((await ask()).outcome, 'ok');
        took.push(performance.now() - began);
      }
    }),
  );
  return took.sort((a, b) => a - b)[Math.ceil(0.95 * took.length) - 1] ?? NaN;
}

const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

for (const behaviour of ['slow', 'down'] as const)
  for (const [how, circuit] of [
    ['with its breaker', usualCircuit],
    ['held by its line alone', untiring],
  ] as const)
    test(`while one municipality is ${behaviour}, ${how}, the others’ 95th percentile stays`, async (context) => {
      const measured = await measure(behaviour, circuit);
      context.diagnostic(JSON.stringify(measured));
      // What a crowd of forty takes of the machine is in it; a wait for the slow one would be five times as much.
      const moved = measured.troubled - measured.quiet;
      assert.ok(moved < slowMilliseconds / 5, `moved by ${moved} ms`);
      if (behaviour === 'slow' && circuit === untiring)
        assert.ok(measured.own > slowMilliseconds - 10, `the measure sees a wait: ${measured.own} ms`);
    });
