/** Breakers: when they open, whom they close for, and what they never depend on. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { RecordedPerson } from '../../stand-ins/agencies/provision.ts';
import { type Inquirer, openInquirer } from '../../stand-ins/inquirer.ts';
import { openStagedNetwork, stagedMadoguchi, type StagedNetwork } from '../../stand-ins/staged-network.ts';
import { openTown, type Town } from '../../stand-ins/town.ts';
import type { AgencyId, CitizenId, LinkCode } from '../vocabulary/identifiers.ts';
import { createLog } from '../vocabulary/log.ts';
import { type CircuitSettings, createCircuits, usualCircuit } from './circuits.ts';
import { NetworkFault, type NetworkFaultReason } from './network-fault.ts';

const city = 'municipality-990019';
const other = 'municipality-990027';
const quick: CircuitSettings = { window: 20, fewest: 10, restMilliseconds: 1500, trialMilliseconds: 1000 };
const person = (persona: string, number: number, municipality = city): RecordedPerson => ({
  persona,
  person_number: String(990_000_001_000 + number),
  holders: { municipality },
  records: {
    disability_welfare: { as_of: '2026-11-01T09:00:00+09:00', record: { certificates: [] } },
  },
});
const people = [person('hanako', 1), person('suppressed', 2), person('elsewhere', 3, other)];

let town: Town;
let inquirer: Inquirer;
const citizens: Record<string, CitizenId> = {};
before(async () => {
  town = await openTown({ people, agencies: [city, other], networkBudgetMilliseconds: 300 });
});
after(() => town.close());

/** Breakers are a process's own: each test begins with closed ones. */
async function open(): Promise<void> {
  inquirer = await openInquirer({
    networkUrl: town.networkUrl,
    identity: town.identity,
    agencies: { [city]: 'municipality', [other]: 'municipality' },
    circuit: quick,
    // Longer than a busy machine needs: here the network's own time decides.
    budgetMilliseconds: 8000,
  });
  for (const each of people)
    citizens[each.persona] = await inquirer.register(each.persona, town.linkCodeOf(each), {
      municipality: each.holders['municipality'] ?? '',
    });
  await inquirer.stores.suppressions.set(citizens['suppressed'] as CitizenId, 'no_self_information', 1);
}
const ask = (persona: string) => inquirer.ask(citizens[persona] as CitizenId);
const rest = () => new Promise((resolve) => setTimeout(resolve, quick.restMilliseconds + 50));

describe('an agency that is down', () => {
  beforeEach(async () => {
    town.behave(city, 'answers');
    await open();
  });

  test('is no longer asked after ten failures, says so at once and until when, and is tried again then', async () => {
    town.behave(city, 'down');
    for (let turn = 0; turn < 9; turn += 1) assert.equal((await ask('hanako')).retryAfterSeconds, 30);
    assert.equal((await ask('hanako')).retryAfterSeconds, 2, 'the one that opened it waits like the next');
    const exchanges = town.exchanges();
    const began = performance.now();
    for (let turn = 0; turn < 50; turn += 1) {
      const reading = await ask('hanako');
      assert.equal(reading.outcome, 'agency_unavailable');
      assert.equal(reading.source?.agency, city);
      assert.ok(reading.retryAfterSeconds === 2 || reading.retryAfterSeconds === 1);
    }
    assert.ok((performance.now() - began) / 50 < 30, 'at once');
    assert.equal(town.exchanges(), exchanges, 'nobody was asked');
    assert.equal(inquirer.log.at(-1)?.['reason'], 'agency_circuit_open');
    assert.equal((await ask('elsewhere')).outcome, 'ok', 'another agency is another circuit');

    await rest();
    assert.equal((await ask('hanako')).outcome, 'agency_unavailable', 'the trial fails');
    assert.equal(inquirer.log.filter(({ event }) => event === 'circuit_opened').length, 2);
    assert.equal(inquirer.log.at(-1)?.['reason'], 'agency_unreachable');
    assert.equal((await ask('hanako')).outcome, 'agency_unavailable');
    assert.equal(inquirer.log.at(-1)?.['reason'], 'agency_circuit_open');

    town.behave(city, 'answers');
    assert.equal((await ask('hanako')).outcome, 'agency_unavailable', 'it rests first');
    await rest();
    assert.equal((await ask('hanako')).outcome, 'ok', 'the trial succeeds');
    assert.equal(inquirer.log.at(-1)?.['event'], 'circuit_closed');
    assert.equal((await ask('hanako')).outcome, 'ok');
    await inquirer.close();
  });

  test('is tried by one alone: the others are told at once, and not kept for the trial', async () => {
    town.behave(city, 'down');
    for (let turn = 0; turn < 10; turn += 1) await ask('hanako');
    town.behave(city, 'slow');
    await rest();
    const trial = ask('hanako');
    while (town.agencyLog.at(-1)?.agency !== city) await new Promise((resolve) => setTimeout(resolve, 5));
    const began = performance.now();
    const others = await Promise.all(Array.from({ length: 20 }, () => ask('hanako')));
    assert.ok(performance.now() - began < 250, `${performance.now() - began} ms`);
    for (const { outcome, retryAfterSeconds } of others)
      assert.deepEqual([outcome, retryAfterSeconds], ['agency_unavailable', 1]);
    assert.equal((await trial).outcome, 'agency_unavailable');
    await inquirer.close();
  });

  test('is the same for a suppressed person at every step: their questions open it, try it, close it', async () => {
    const walk = async (who: string) => {
      const steps: unknown[] = [];
      const step = async () => {
        const { outcome, retryAfterSeconds, source, asOf, record } = await ask(who);
        const known = outcome === 'ok' ? 'no_record' : outcome;
        steps.push([known, retryAfterSeconds, source?.agency, outcome === 'ok' || (asOf ?? record)]);
      };
      town.behave(city, 'down');
      for (let turn = 0; turn < 13; turn += 1) await step();
      await rest();
      await step();
      town.behave(city, 'answers');
      await rest();
      await step();
      await step();
      return steps.map((each) => JSON.stringify(each).replace('true]', 'null]'));
    };
    const held = await walk('hanako');
    const events = inquirer.log.map(({ event, reason }) => [event, reason]);
    await inquirer.close();
    await open();
    assert.deepEqual(await walk('suppressed'), held);
    assert.deepEqual(
      inquirer.log.map(({ event, reason }) => [event, reason]),
      events,
    );
    await inquirer.close();
  });

  test('is opened by anybody for everybody: whose questions failed is not to be seen', async () => {
    town.behave(city, 'down');
    for (let turn = 0; turn < 10; turn += 1) await ask('suppressed');
    const [held, suppressed] = [await ask('hanako'), await ask('suppressed')];
    assert.deepEqual(held, suppressed);
    assert.equal(inquirer.log.at(-1)?.['reason'], 'agency_circuit_open');
    await inquirer.close();
  });

  test('whoever waits in line when it opens is told at once', async () => {
    town.behave(city, 'slow');
    const asked = town.agencyLog.length;
    const crowd = await Promise.all(Array.from({ length: 200 }, () => ask('hanako')));
    assert.ok(crowd.every(({ outcome }) => outcome === 'agency_unavailable'));
    const reasons = inquirer.log.map(({ reason }) => reason);
    assert.ok(reasons.filter((reason) => reason === 'agency_circuit_open').length > 100);
    assert.ok(
      town.agencyLog.length - asked <= 64,
      'who came first was asked about, and who took their places',
    );
    await inquirer.close();
  });
});

test('a person’s own faulty record closes the agency to nobody', async () => {
  town.behave(city, 'answers');
  await open();
  const faulty = people[0] as RecordedPerson;
  town.hold(faulty, city, 'disability_welfare', {
    as_of: '2026-11-01T09:00:00+09:00',
    record: { nobody_asked_for: 'this' },
  });
  for (let turn = 0; turn < 40; turn += 1) {
    const reading = await ask('hanako');
    assert.deepEqual([reading.outcome, reading.retryAfterSeconds], ['agency_unavailable', 30]);
  }
  assert.equal((await ask('suppressed')).outcome, 'no_record');
  assert.ok(inquirer.log.every(({ reason }) => reason === 'answer_record'));
  town.hold(faulty, city, 'disability_welfare', faulty.records['disability_welfare']);
  await inquirer.close();
});

describe('the network itself', () => {
  let network: StagedNetwork;
  let asked = 0;
  before(async () => {
    network = await openStagedNetwork((_, response) => {
      asked += 1;
      response.writeHead(500, { 'content-type': 'application/json' }).end('{}');
    });
  });
  after(() => network.close());

  test('that fails for everybody is not asked by anybody until it has rested', async () => {
    const lost = await openInquirer({
      networkUrl: network.url,
      identity: await stagedMadoguchi(),
      agencies: { [city]: 'municipality', [other]: 'municipality' },
      circuit: quick,
    });
    const code = (first: string) => first.repeat(22) as LinkCode;
    const one = await lost.register('one', code('A'), { municipality: city });
    const two = await lost.register('two', code('B'), { municipality: other });
    for (let turn = 0; turn < 5; turn += 1) {
      await lost.ask(one);
      await lost.ask(two);
    }
    const before = asked;
    const reading = await lost.ask(two);
    assert.deepEqual([reading.outcome, asked], ['agency_unavailable', before]);
    assert.equal(lost.log.at(-1)?.['reason'], 'network_circuit_open');
    await lost.close();
  });
});

describe('what counts', () => {
  const ours = new Set<NetworkFaultReason>([
    'network_unreachable',
    'network_not_trusted',
    'network_status',
    'network_silent',
    'agency_unreachable',
    'agency_silent',
  ]);
  const reasons: NetworkFaultReason[] = [
    ...ours,
    ...(['answer_record', 'answer_too_large', 'answer_envelope', 'agency_answer_unusable'] as const),
    ...(['budget_spent', 'agency_line_full', 'stopping', 'network_refused_us'] as const),
  ];
  const agency = 'municipality-990019' as AgencyId;
  let at = 0;
  const newCircuits = () =>
    createCircuits(
      usualCircuit,
      createLog({ now: () => new Date(0) }, () => undefined),
      () => at,
    );

  for (const reason of reasons)
    test(`${reason} ${ours.has(reason) ? 'opens a circuit' : 'never opens one'}`, async () => {
      const circuits = newCircuits();
      const fail = () => circuits.run(agency, () => Promise.reject(new NetworkFault(reason)));
      for (let turn = 0; turn < 10; turn += 1) await assert.rejects(fail, { reason });
      const isOpen = circuits.retryAfterSeconds(agency) !== undefined;
      assert.equal(isOpen, ours.has(reason));
      assert.equal(circuits.retryAfterSeconds(agency), isOpen ? 15 : undefined);
    });

  test('the wait is what is left of the rest, to the second', async () => {
    const circuits = newCircuits();
    at = 1_000_000;
    const fail = () => circuits.run(agency, () => Promise.reject(new NetworkFault('agency_silent')));
    for (let turn = 0; turn < 10; turn += 1) await assert.rejects(fail);
    for (const [later, wait] of [
      [0, 15],
      [1, 15],
      [5000, 10],
      [14_999, 1],
    ] as const) {
      at = 1_000_000 + later;
      assert.equal(circuits.retryAfterSeconds(agency), wait);
      assert.throws(() => circuits.check(agency), { reason: 'agency_circuit_open' });
    }
    at = 1_015_000;
    assert.equal(circuits.retryAfterSeconds(agency), undefined);
    circuits.check(agency);
  });

  test('half of the answers good keep it closed, one bad more opens it', async () => {
    const circuits = newCircuits();
    const good = () => circuits.run(agency, () => Promise.resolve('ok'));
    const bad = () =>
      circuits.run(agency, () => Promise.reject(new NetworkFault('agency_silent'))).catch(() => undefined);
    for (let turn = 0; turn < 10; turn += 1) {
      await good();
      await bad();
    }
    assert.equal(circuits.retryAfterSeconds(agency), undefined);
    await bad();
    assert.equal(circuits.retryAfterSeconds(agency), 15);
  });
});
