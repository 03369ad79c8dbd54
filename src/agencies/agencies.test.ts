/** Asking through the real network and real agencies, on loopback. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { RecordedPerson } from '../../stand-ins/agencies/provision.ts';
import { type Inquirer, openInquirer, untiring } from '../../stand-ins/inquirer.ts';
import { ofSameAge } from '../../stand-ins/agencies/same-age.ts';
import { loadPersonas } from '../../stand-ins/personas.ts';
import { openTown, type Town } from '../../stand-ins/town.ts';
import { categoriesWithAddress } from '../vocabulary/address-items.ts';
import type { CategoryName, CitizenId } from '../vocabulary/identifiers.ts';
import { newTraceId } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { SuppressionFlag, SuppressionValue } from '../vocabulary/suppression-table.ts';
import type { Wanted } from './agencies.ts';

const city = 'municipality-990019';
const insurer = 'insurer-99000016';
const holders = { municipality: city, insurer };
const class1 = loadPersonas().find(({ persona }) => persona === 'class-1');
const records = class1?.records ?? {};
const numbered = (persona: string, number: number, held: RecordedPerson['records'] = {}): RecordedPerson => ({
  persona,
  person_number: String(990_000_001_000 + number),
  holders,
  records: held,
});
const mine = Object.fromEntries(
  ['disability_welfare', 'household', 'medical_expenses'].map((name) => [name, records[name]]),
);
/** With records; the same under each flag; known to the agency without a record; unknown there. */
const people = {
  hanako: numbered('hanako', 1, mine),
  suppressed: numbered('suppressed', 2, mine),
  applying: numbered('applying', 3, mine),
  hidden: numbered('hidden', 4, mine),
  noAutomaticAnswer: numbered('noAutomaticAnswer', 5, mine),
  recordless: numbered('recordless', 6),
  turned: numbered('turned', 8, mine),
  raced: numbered('raced', 9, mine),
};
const stranger = numbered('stranger', 7);
const nobody = numbered('nobody', 10);
/** Far apart, and compared with each other: what a busy machine adds must not decide. */
const budgets = { network: 1000, ours: 2500 };

let town: Town;
let inquirer: Inquirer;
const citizens = {} as Record<keyof typeof people | 'stranger' | 'homeless', CitizenId>;

before(async () => {
  town = await openTown({
    people: Object.values(people),
    agencies: [city, insurer],
    networkBudgetMilliseconds: budgets.network,
  });
  inquirer = await openInquirer({
    networkUrl: town.networkUrl,
    identity: town.identity,
    agencies: { [city]: 'municipality', [insurer]: 'insurer' },
    budgetMilliseconds: budgets.ours,
    circuit: untiring,
  });
  for (const person of [...Object.values(people), stranger])
    citizens[person.persona as 'hanako'] = await inquirer.register(
      person.persona,
      town.linkCodeOf(person),
      holders,
    );
  citizens.homeless = await inquirer.register('homeless', town.linkCodeOf(nobody), {});
  await flag('suppressed', 'no_self_information', 1);
  await flag('applying', 'no_self_information', 2);
  await flag('hidden', 'non_disclosure', 1);
  await flag('noAutomaticAnswer', 'no_automatic_answer', 1);
});

after(async () => {
  await inquirer.close();
  await town.close();
});

beforeEach(() => {
  town.behave(city, 'answers');
  inquirer.log.length = 0;
});

test('a person’s own record arrives as the agency holds it', async () => {
  const reading = await inquirer.ask(citizens.hanako);
  assert.equal(reading.outcome, 'ok');
  assert.deepEqual(reading.record, records['disability_welfare']?.record);
  assert.equal(reading.asOf, ofSameAge(records['disability_welfare']?.as_of ?? ''));
  assert.equal(reading.source?.agency, city);
  assert.match(reading.processNumber ?? '', /^20[0-9]{18}$/);
});

test('each category is asked of the agency that holds it', async () => {
  assert.equal((await inquirer.ask(citizens.hanako, 'medical_expenses')).source?.agency, insurer);
  assert.equal((await inquirer.ask(citizens.hanako, 'household')).source?.agency, city);
  assert.equal((await inquirer.ask(citizens.hanako, 'health_insurance_card')).outcome, 'no_record');
});

const silent = ['suppressed', 'applying', 'recordless', 'stranger'] as const;
const states = {
  answers: 'no_record',
  down: 'agency_unavailable',
  slow: 'agency_unavailable',
  nonsense: 'agency_unavailable',
  not_connected: 'not_connected',
} as const;

for (const [behaviour, outcome] of Object.entries(states)) {
  test(`suppressed, applying, without record and unknown read the same while the agency ${behaviour}`, async () => {
    town.behave(city, behaviour as keyof typeof states);
    const readings = [];
    for (const who of silent) readings.push(await inquirer.ask(citizens[who]));
    for (const reading of readings) {
      assert.deepEqual({ ...reading, processNumber: null }, { ...readings[0], processNumber: null });
      assert.equal(reading.outcome, outcome);
      assert.equal(reading.record, null);
      assert.equal(reading.asOf, null);
      assert.equal(reading.source?.agency, city);
      // Of the same length and shape, so that no answer of ours is of another length.
      assert.match(reading.processNumber ?? '', /^[0-9]{20}$/);
    }
    // Our own log tells them apart as little.
    const lines = inquirer.log.map(({ reason, event, agency, category }) => ({
      reason,
      event,
      agency,
      category,
    }));
    assert.equal(lines.length, outcome === 'agency_unavailable' ? silent.length : 0);
    if (behaviour !== 'nonsense') for (const line of lines) assert.deepEqual(line, lines[0]);
  });
}

test('while the agency is down a person with a record reads as one without', async () => {
  for (const behaviour of ['down', 'slow', 'nonsense', 'not_connected'] as const) {
    town.behave(city, behaviour);
    const [held, suppressed] = [await inquirer.ask(citizens.hanako), await inquirer.ask(citizens.suppressed)];
    assert.deepEqual({ ...held, processNumber: '' }, { ...suppressed, processNumber: '' }, behaviour);
  }
});

test('nobody registered as the holder reads as not connected, and nobody is asked', async () => {
  const before = town.exchanges();
  const reading = await inquirer.ask(citizens.homeless);
  assert.equal(reading.outcome, 'not_connected');
  assert.equal(reading.source, null);
  const erased = await inquirer.ask('nobody-by-this-id' as CitizenId);
  assert.deepEqual(erased, reading);
  assert.equal(town.exchanges(), before);
});

test('a holder that the directory does not know, or knows as another kind, is not asked', async () => {
  const odd = await inquirer.register('odd', town.linkCodeOf(numbered('odd', 11)), {
    municipality: insurer,
    insurer: 'insurer-00000000',
  });
  assert.equal((await inquirer.ask(odd)).outcome, 'not_connected');
  assert.equal((await inquirer.ask(odd, 'medical_expenses')).outcome, 'not_connected');
});

test('the agency is really asked about a suppressed person, by a code that it does not know', async () => {
  const known = async (who: keyof typeof citizens): Promise<boolean | undefined> => {
    await inquirer.ask(citizens[who]);
    return town.agencyLog.at(-1)?.known_code;
  };
  assert.equal(await known('hanako'), true);
  assert.equal(await known('recordless'), true);
  assert.equal(await known('suppressed'), false);
  assert.equal(await known('applying'), false);
  assert.equal(await known('stranger'), false);
});

test('a flag acts on the very next inquiry, and so does its end', async () => {
  const who = citizens.turned;
  assert.equal((await inquirer.ask(who)).outcome, 'ok');
  for (const value of [1, 2] as const) {
    await inquirer.stores.suppressions.set(who, 'no_self_information', value);
    assert.equal((await inquirer.ask(who)).outcome, 'no_record');
    await inquirer.stores.suppressions.set(who, 'no_self_information', 0);
    assert.equal((await inquirer.ask(who)).outcome, 'ok');
  }
});

test('the version of the flags is the one from before the inquiry, even if a flag is set meanwhile', async () => {
  town.behave(city, 'slow');
  const who = citizens.raced;
  const asked = inquirer.agencies.inquire(wantedOf(who, 'disability_welfare'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await inquirer.stores.suppressions.set(who, 'no_self_information', 1);
  assert.equal((await asked).suppressionVersion, 0);
  town.behave(city, 'answers');
  const next = await inquirer.agencies.inquire(wantedOf(who, 'disability_welfare'));
  assert.equal(next.suppressionVersion, 1);
});

test('non-disclosure withholds what carries an address, and nothing else', async () => {
  assert.deepEqual([...categoriesWithAddress], ['household']);
  const household = await inquirer.ask(citizens.hidden, 'household');
  const nothing = await inquirer.ask(citizens.recordless, 'household');
  assert.deepEqual({ ...household, processNumber: '' }, { ...nothing, processNumber: '' });
  assert.equal(household.outcome, 'no_record');
  assert.equal((await inquirer.ask(citizens.hidden, 'disability_welfare')).outcome, 'ok');
  assert.equal((await inquirer.ask(citizens.hanako, 'household')).outcome, 'ok');
});

test('“no automatic answer” stops other agencies, not the person’s own reading', async () => {
  for (const category of ['disability_welfare', 'household', 'medical_expenses'])
    assert.equal((await inquirer.ask(citizens.noAutomaticAnswer, category)).outcome, 'ok');
});

test('nothing is remembered: a record that is gone at the agency is gone here at once', async () => {
  assert.equal((await inquirer.ask(citizens.hanako)).outcome, 'ok');
  town.hold(people.hanako, city, 'disability_welfare', undefined);
  assert.equal((await inquirer.ask(citizens.hanako)).outcome, 'no_record');
  town.hold(people.hanako, city, 'disability_welfare', records['disability_welfare']);
  assert.equal((await inquirer.ask(citizens.hanako)).outcome, 'ok');
});

test('a slow agency costs its budget, in which the network still gives a process number', async () => {
  town.behave(city, 'slow');
  const [reading, took] = await timed(() => inquirer.ask(citizens.hanako));
  assert.equal(reading.outcome, 'agency_unavailable');
  assert.match(reading.processNumber ?? '', /^[0-9]{20}$/);
  assert.ok(took >= budgets.network - 5 && took < budgets.ours, `${took} ms`);
  assert.equal(inquirer.log[0]?.['reason'], 'agency_silent');
});

test('who asks with a shorter budget waits no longer than that', async () => {
  town.behave(city, 'slow');
  for (const who of ['hanako', 'suppressed'] as const) {
    const [reading, took] = await timed(() => inquirer.ask(citizens[who], 'disability_welfare', 120));
    assert.equal(reading.outcome, 'agency_unavailable');
    assert.ok(took >= 115 && took < budgets.network, `${took} ms`);
  }
});

test('many inquiries run side by side', async () => {
  town.behave(city, 'slow');
  const [readings, took] = await timed(() =>
    Promise.all(Array.from({ length: 24 }, () => inquirer.ask(citizens.hanako))),
  );
  assert.ok(readings.every(({ outcome }) => outcome === 'agency_unavailable'));
  assert.ok(took < 3 * budgets.network, `${took} ms for 24, each of ${budgets.network}`);
});

test('a crowd at a slow agency delays nobody at another', async () => {
  town.behave(city, 'slow');
  const crowd = Array.from({ length: 300 }, () => inquirer.ask(citizens.hanako));
  await new Promise((resolve) => setTimeout(resolve, 150));
  const [reading, took] = await timed(() => inquirer.ask(citizens.hanako, 'medical_expenses'));
  assert.equal(reading.outcome, 'ok');
  assert.ok(took < budgets.network, `${took} ms`);
  const [outcomes, rest] = await timed(() => Promise.all(crowd));
  assert.ok(outcomes.every(({ outcome }) => outcome === 'agency_unavailable'));
  assert.ok(
    rest < 2 * budgets.ours,
    `${rest} ms: who waits in line waits for no more than the budget either`,
  );
  town.behave(city, 'answers');
  // Patiently: the crowd's connections are made anew, and a busy machine takes its time for that.
  let next = await inquirer.ask(citizens.hanako);
  for (let tries = 0; tries < 8 && next.outcome !== 'ok'; tries += 1)
    next = await inquirer.ask(citizens.hanako);
  assert.equal(next.outcome, 'ok', 'the line is free again');
});

test('our own store’s failure is no agency’s fault: it is not told as one', async () => {
  const broken = await openInquirer({
    networkUrl: town.networkUrl,
    identity: town.identity,
    agencies: {},
  });
  await broken.stores.close();
  await assert.rejects(broken.ask('hanako' as CitizenId), /database/);
  assert.deepEqual(broken.log, []);
  await broken.agencies.close();
});

test('a category that does not exist is refused before anybody is asked', async () => {
  await assert.rejects(
    inquirer.agencies.inquire(wantedOf(citizens.hanako, 'horoscope')),
    (error) => error instanceof Refusal && error.reason === 'category_not_found',
  );
});

test('closing ends what is under way at once, as unavailable', async () => {
  town.behave(city, 'slow');
  const closing = await openInquirer({
    networkUrl: town.networkUrl,
    identity: town.identity,
    agencies: { [city]: 'municipality' },
    budgetMilliseconds: 5000,
  });
  const who = await closing.register('hanako', town.linkCodeOf(people.hanako), holders);
  const asked = Array.from({ length: 40 }, () => closing.ask(who));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const [readings, took] = await timed(async () => {
    await closing.agencies.close();
    return Promise.all(asked);
  });
  assert.ok(took < 2500, `${took} ms`);
  assert.ok(readings.every(({ outcome }) => outcome === 'agency_unavailable'));
  assert.equal((await closing.ask(who)).outcome, 'agency_unavailable', 'and afterwards nobody is asked');
  await closing.close();
});

test('nobody outside learns who asks or what was said: the network’s record names neither code nor value', () => {
  const written = town.exchanges();
  const lines = written.trim().split('\n');
  assert.ok(lines.length > 20);
  for (const line of lines)
    assert.deepEqual(Object.keys(JSON.parse(line) as object), [
      'at',
      'process_number',
      'inquirer',
      'provider',
      'category',
      'outcome',
      'reason',
      'trace_id',
      'duration_ms',
    ]);
  for (const person of Object.values(people)) assert.ok(!written.includes(town.linkCodeOf(person)));
  const numbers = lines.map((line) => (JSON.parse(line) as { process_number: string }).process_number);
  assert.equal(new Set(numbers).size, numbers.length);
});

function flag(who: keyof typeof people, name: SuppressionFlag, value: SuppressionValue): Promise<void> {
  return inquirer.stores.suppressions.set(citizens[who], name, value);
}

async function timed<Result>(work: () => Promise<Result>): Promise<[Result, number]> {
  const began = performance.now();
  const result = await work();
  return [result, performance.now() - began];
}

function wantedOf(citizen: CitizenId, category: string): Wanted {
  return { citizen, category: category as CategoryName, viewer: 'relying_party', traceId: newTraceId() };
}
