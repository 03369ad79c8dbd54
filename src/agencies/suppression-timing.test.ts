/**
 * Whether time tells a suppressed person from one without a record: the same inquiry about either, by turns, through
 * network and agency; and the same test with a delay on one side, which it must find.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RecordedPerson } from '../../stand-ins/agencies/provision.ts';
import { type Inquirer, openInquirer } from '../../stand-ins/inquirer.ts';
import { loadPersonas } from '../../stand-ins/personas.ts';
import { openTown, type Town } from '../../stand-ins/town.ts';
import { type CategoryName, type CitizenId, newTraceId } from '../vocabulary/identifiers.ts';

const city = 'municipality-990019';
const records = loadPersonas().find(({ persona }) => persona === 'class-1')?.records ?? {};
const numbered = (persona: string, number: number, held: RecordedPerson['records']): RecordedPerson => ({
  persona,
  person_number: String(990_000_003_000 + number),
  holders: { municipality: city },
  records: held,
});
const mine = { disability_welfare: records['disability_welfare'] };
const people = Array.from({ length: 8 }, (_, n) =>
  numbered(`${n < 4 ? 'hides' : 'has none'} ${n}`, n, n < 4 ? mine : {}),
);

let town: Town;
let inquirer: Inquirer;
let hiding: CitizenId[];
let recordless: CitizenId[];

before(async () => {
  town = await openTown({ people, agencies: [city], networkBudgetMilliseconds: 5000 });
  inquirer = await openInquirer({
    networkUrl: town.networkUrl,
    identity: town.identity,
    agencies: { [city]: 'municipality' },
    budgetMilliseconds: 10_000,
  });
  const all: CitizenId[] = [];
  for (const person of people)
    all.push(
      await inquirer.register(person.persona, town.linkCodeOf(person), { municipality: city as never }),
    );
  [hiding, recordless] = [all.slice(0, 4), all.slice(4)];
  for (const citizen of hiding) await inquirer.stores.suppressions.set(citizen, 'no_self_information', 1);
});
after(async () => {
  await inquirer.close();
  await town.close();
});

/** Pairs enough for tenths of a millisecond; fewer where the machine is so busy that time runs out. */
const mostPairs = 500;
const mostMilliseconds = 4000;
/** A difference counts as found beyond three and a half of its standard errors: by chance once in 2,000 runs. */
const beyond = 3.5;

interface Comparison {
  pairs: number;
  /** Milliseconds that a suppressed person took longer, in the middle of all pairs. */
  difference: number;
  /** What would be found, by the same rule, in all but one of 2,000 runs. */
  smallest: number;
  isFound: boolean;
}

async function compare(delayMilliseconds: number): Promise<Comparison> {
  const differences: number[] = [];
  const end = performance.now() + mostMilliseconds;
  while (differences.length < mostPairs && (performance.now() < end || differences.length < 100)) {
    const first = Math.random() < 0.5;
    const one = await took(first ? hiding : recordless, first ? delayMilliseconds : 0);
    const other = await took(first ? recordless : hiding, first ? 0 : delayMilliseconds);
    differences.push(first ? one - other : other - one);
  }
  return judge(differences);
}

async function took(of: readonly CitizenId[], delayMilliseconds: number): Promise<number> {
  const citizen = of[Math.floor(Math.random() * of.length)] as CitizenId;
  const wanted = {
    citizen,
    category: 'disability_welfare' as CategoryName,
    viewer: 'relying_party',
  } as const;
  const began = performance.now();
  const { reading } = await inquirer.agencies.inquire({ ...wanted, traceId: newTraceId() });
  // Waited out to the microsecond: a timer of whole milliseconds would plant another delay than is said.
  const until = performance.now() + delayMilliseconds;
  while (performance.now() < until);
  const time = performance.now() - began;
  assert.equal(reading.outcome, 'no_record');
  return time;
}

/** The trimmed mean and its error (Tukey and McLaughlin): a fifth at each end is what else the machine was doing. */
function judge(differences: readonly number[]): Comparison {
  const sorted = [...differences].sort((a, b) => a - b);
  const count = sorted.length;
  const cut = Math.floor(count / 5);
  const kept = sorted.slice(cut, count - cut);
  const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
  const [least, most] = [kept[0] as number, kept.at(-1) as number];
  const winsorized = sorted.map((value) => Math.min(most, Math.max(least, value)));
  const middle = winsorized.reduce((sum, value) => sum + value, 0) / count;
  const variance = winsorized.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (count - 1);
  const error = Math.sqrt(variance) / (0.6 * Math.sqrt(count));
  return {
    pairs: count,
    difference: mean,
    smallest: 2 * beyond * error,
    isFound: Math.abs(mean) > beyond * error,
  };
}

test('time does not tell who hides, and a delay of the smallest size that this test finds is found', async (context) => {
  for (let n = 0; n < 40; n += 1) await took(n % 2 === 0 ? hiding : recordless, 0);
  const real = await compare(0);
  const say = (milliseconds: number): string => `${(milliseconds * 1000).toFixed(0)} µs`;
  context.diagnostic(
    `${real.pairs} pairs: a difference of ${say(real.difference)}; the smallest that would be found is ${say(real.smallest)}`,
  );
  assert.ok(!real.isFound, `suppressed people take ${say(real.difference)} longer`);
  assert.ok(Math.abs(real.difference) < real.smallest);
  assert.ok(real.smallest < 20, 'blunt beyond use: the machine is too busy to tell anything');

  // Should the machine be busier by now, the delay is the smallest that is found on such a machine.
  let delay = real.smallest;
  for (let again = 2; ; again -= 1) {
    const planted = await compare(delay);
    context.diagnostic(`with ${say(delay)} planted on one side: a difference of ${say(planted.difference)}`);
    if (planted.isFound) break;
    assert.ok(again > 0, 'a planted delay goes unnoticed: this test could not fail');
    delay = Math.max(delay, planted.smallest);
  }
});
