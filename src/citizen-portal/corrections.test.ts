/** "This is not mine", from the page to the agency's official and back, with real agencies; and whoever would misuse it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import { request } from 'undici';
import type { Page } from '../../sandbox/browser.ts';
import { agencyFiles } from '../../stand-ins/agencies/agency-folder.ts';
import { writePrivateJson } from '../../stand-ins/fresh-file.ts';
import { answerCase, openCases, readCases } from '../../stand-ins/agencies/inbox.ts';
import type { RecordedPerson } from '../../stand-ins/agencies/provision.ts';
import { createCorrections } from '../corrections/corrections.ts';
import type { Correction } from '../stores/corrections.ts';
import { systemClock } from '../vocabulary/clock.ts';
import { type CategoryName, type CitizenId, newTraceId } from '../vocabulary/identifiers.ts';
import { createLog } from '../vocabulary/log.ts';
import type { Viewer } from '../vocabulary/viewers.ts';
import { openPortalStage, type PortalStage } from './rehearsal/portal-stage.ts';

const city = 'municipality-990019';
const insurer = 'insurer-99990017';
const welfare = 'disability_welfare' as CategoryName;
const held = (record: Record<string, unknown>) => ({ as_of: '2026-11-28T09:00:00+09:00', record });
const certificates = [
  { kind: 'physical', number: 'A-123' },
  { kind: 'mental', number: 'OF-ANOTHER' },
];
let next = 1000;
/** Each test has a person of its own. */
const people = Array.from({ length: 15 }, (_, n): RecordedPerson => {
  next += 1;
  return {
    persona: `person-${n}`,
    person_number: `99000000${next}`,
    holders: { municipality: city, insurer },
    records: { disability_welfare: held({ certificates }) },
  };
});

let stage: PortalStage;
let person: RecordedPerson;
let citizen: CitizenId;
before(async () => {
  stage = await openPortalStage({ people, agencies: { [city]: 'municipality', [insurer]: 'insurer' } });
});
after(() => stage.close());
beforeEach(async () => {
  stage.town.behave(city, 'answers');
  person = people.shift() ?? assert.fail('one more person, please');
  citizen = await stage.register(person);
});

const mainOf = (page: Page): string => page.html.querySelector('main')?.text.replaceAll(/\s+/g, ' ') ?? '';
const recordAddress = () => `${stage.origin}/my/information/${welfare}`;
const read = async (viewer: Viewer): Promise<string> => {
  const wanted = { citizen, category: welfare, viewer, traceId: newTraceId() };
  return (await stage.inquirer.agencies.inquire(wanted)).reading.outcome;
};
const latest = async (): Promise<Correction> =>
  (await stage.corrections.list(citizen))[0] ?? assert.fail('nothing was reported');
const steps = async (): Promise<string[]> =>
  (await stage.inquirer.stores.ledger.listByCitizen(citizen, 99))
    .map(({ body }) => JSON.parse(body) as { kind?: string; step?: string })
    .filter(({ kind }) => kind === 'correction')
    .map(({ step }) => String(step))
    .reverse();
/** From my page: the element's own link, a reason, and the button. */
async function report(fields: Record<string, string> = {}, link = 'a[href*="place=certificates%2F1"]') {
  const { browser } = await stage.logIn(citizen);
  const record = await browser.open(recordAddress());
  const form = await browser.follow(record, link);
  const page = await browser.submit(
    form,
    { reason: ['not_mine'], ...toLists(fields) },
    undefined,
    'main form',
  );
  return { browser, page };
}
const toLists = (fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value]]));
const answered = async () => {
  // Asked for again after its pause.
  await stage.inquirer.stores.database.run('UPDATE corrections SET asked_at = 0');
  await stage.corrections.askNow();
};

test('a reported record is nobody’s at once, not even shown any more where it is somebody else’s', async () => {
  assert.equal(await read('relying_party'), 'ok');
  const { browser, page } = await report({ remark: '妹の手帳です' });
  assert.match(mainOf(page), /障害保険福祉・障害者手帳 2件目.*提供を止めました/);
  for (const viewer of ['relying_party', 'attestation', 'emergency', 'person', 'agent'] as const)
    assert.equal(await read(viewer), 'no_record', viewer);
  const shown = mainOf(await browser.open(recordAddress()));
  assert.match(shown, /申し出を受けて、この記録はいま、だれにも提供されません/);
  assert.doesNotMatch(shown, /A-123|OF-ANOTHER|お見せできる記録はありません/);
  assert.match(mainOf(await browser.open(`${stage.origin}/my/information`)), /申し出を受け付けています/);
});

test('a record that is one’s own and wrong is still shown to its citizen, and handed out to nobody else', async () => {
  const { browser } = await report({ reason: 'wrong', place: 'certificates/1/number' });
  assert.equal(await read('relying_party'), 'no_record');
  assert.match(mainOf(await browser.open(recordAddress())), /だれにも提供されません.*OF-ANOTHER/);
  assert.match(mainOf(await browser.open(`${stage.origin}/my/corrections`)), /2件目・手帳番号/);
});

test('the official finds it in the inbox, takes the part away, and all of it stands on my page and in the ledger', async () => {
  const { browser } = await report({ remark: '妹の手帳です' });
  await stage.corrections.deliverNow();
  const { processNumber } = await latest();
  const [found] = openCases(stage.town.agenciesFolder, city).filter(
    (each) => each.process_number === processNumber,
  );
  assert.deepEqual(
    [found?.category, found?.place, found?.reason, found?.remark],
    [welfare, 'certificates/1', 'not_mine', '妹の手帳です'],
  );
  assert.match(mainOf(await browser.open(`${stage.origin}/my/corrections`)), /機関が確認しています/);
  answerCase(stage.town.agenciesFolder, city, processNumber ?? '', { outcome: 'removed' });
  await answered();
  assert.match(mainOf(await browser.open(`${stage.origin}/my/corrections`)), /機関が記録を取り除きました/);
  assert.equal(await read('relying_party'), 'ok');
  const shown = mainOf(await browser.open(recordAddress()));
  assert.match(shown, /A-123/);
  assert.doesNotMatch(shown, /OF-ANOTHER/);
  assert.deepEqual(await steps(), ['reported', 'delivered', 'removed', 'restored']);
});

test('a refusal restores too, and says why; receipts of every step can be had', async () => {
  await report();
  await stage.corrections.deliverNow();
  const { processNumber } = await latest();
  answerCase(stage.town.agenciesFolder, city, processNumber ?? '', {
    outcome: 'refused',
    ground: 'found_right',
  });
  await answered();
  await answered();
  assert.equal(await read('relying_party'), 'ok');
  const { browser } = await stage.logIn(citizen);
  assert.match(mainOf(await browser.open(`${stage.origin}/my/corrections`)), /正しいことを確認しました/);
  assert.deepEqual(await steps(), ['reported', 'delivered', 'refused', 'restored'], 'each once');
  await stage.ledger.integrateNow();
  for (const { id, body } of await stage.inquirer.stores.ledger.listByCitizen(citizen, 99)) {
    assert.equal((await stage.ledger.receipt(id))?.state, 'complete');
    assert.doesNotMatch(body, /not_mine|certificates|A-123|municipality-/, 'names only');
  }
});

test('while the agency is down the block stands and the report waits; when it is back it arrives, once', async () => {
  stage.town.behave(city, 'down');
  await stage.logIn(citizen);
  // Reported from a page that was opened before.
  await stage.corrections.report({
    citizen,
    category: welfare,
    place: '',
    reason: 'not_mine',
    remark: '',
    recordAsOf: null,
  });
  await stage.corrections.deliverNow();
  assert.deepEqual([(await latest()).state, await steps()], ['reported', ['reported']]);
  stage.town.behave(city, 'answers');
  assert.equal(await read('relying_party'), 'no_record', 'blocked all the while');
  await stage.corrections.deliverNow();
  assert.equal((await latest()).state, 'reported', 'not before its pause is over');
  await stage.inquirer.stores.database.run('UPDATE correction_messages SET due_at = 0');
  await Promise.all([stage.corrections.deliverNow(), stage.corrections.deliverNow()]);
  const { state, processNumber } = await latest();
  assert.equal(state, 'delivered');
  assert.equal(
    readCases(stage.town.agenciesFolder, city).filter((each) => each.process_number === processNumber).length,
    1,
  );
});

test('a crash between block and inbox loses nothing: another process picks the report up, and a lost answer is asked again', async () => {
  await report();
  const { line } = stage;
  // The agency has it, and this process dies before it knows.
  await assert.rejects(async () => {
    const [message] = (
      await stage.inquirer.stores.corrections.takeMessages(new Date(), new Date(), 50)
    ).filter(({ correction }) => correction.citizen === citizen);
    assert.ok(message);
    assert.ok(await line.tell(message));
    throw new Error('crash');
  }, /crash/);
  assert.equal((await latest()).state, 'reported');
  const restarted = createCorrections({
    stores: stage.inquirer.stores,
    clock: systemClock,
    log: createLog(systemClock, () => undefined),
    line,
    toEntry: (taken) => stage.ledger.toCorrectionEntry(taken),
  });
  restarted.start();
  for (let tries = 0; tries < 100 && (await latest()).state === 'reported'; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await restarted.stop();
  const { processNumber, state } = await latest();
  assert.equal(state, 'delivered');
  assert.equal(
    readCases(stage.town.agenciesFolder, city).filter((each) => each.process_number === processNumber).length,
    1,
    'the same number, one case',
  );
});

test('a report taken back lifts the block, and the official is told; an answer that comes later changes nothing', async () => {
  const { browser, page } = await report();
  await stage.corrections.deliverNow();
  const { processNumber } = await latest();
  const done = await browser.submit(page, {}, undefined, 'form[action*="/withdraw"]');
  assert.match(mainOf(done), /申し出を取り下げました/);
  assert.equal(await read('relying_party'), 'ok');
  await stage.corrections.deliverNow();
  assert.ok(
    !openCases(stage.town.agenciesFolder, city).some((each) => each.process_number === processNumber),
    'nothing is left to look into',
  );
  assert.deepEqual(await steps(), ['reported', 'delivered', 'withdrawn', 'restored']);
});

test('the same report again is the same report; another part of the record is another', async () => {
  await report();
  const wanted = {
    citizen,
    category: welfare,
    place: 'certificates/1',
    reason: 'wrong',
    remark: '',
    recordAsOf: null,
  };
  const first = await stage.corrections.report(wanted);
  assert.equal(first.reason, 'not_mine', 'as it was first reported');
  await stage.corrections.report({ ...wanted, place: '' });
  assert.equal((await stage.corrections.list(citizen)).length, 2);
});

test('a suppressed person’s report looks like anybody’s, and finds nothing at the agency', async () => {
  await stage.inquirer.stores.suppressions.set(citizen, 'no_self_information', 1);
  const { browser } = await stage.logIn(citizen);
  const page = await browser.open(recordAddress());
  const form = await browser.follow(page, 'a[href*="/report"]');
  await browser.submit(form, { reason: ['missing'] }, undefined, 'main form');
  await stage.corrections.deliverNow();
  const { processNumber, state } = await latest();
  assert.equal(state, 'delivered');
  const found = readCases(stage.town.agenciesFolder, city).find(
    (each) => each.process_number === processNumber,
  );
  const known = JSON.parse(readFileSync(`${stage.town.agenciesFolder}/${city}.json`, 'utf8')) as object;
  assert.ok(found && !Object.hasOwn(known, found.code), 'a code that the agency does not know');
});

test('不開示該当 hides no step of one’s own report, on the page and as receipts', async () => {
  const { browser } = await report();
  await stage.corrections.deliverNow();
  await stage.inquirer.stores.suppressions.set(citizen, 'non_disclosure', 1);
  await stage.ledger.integrateNow();
  const page = await browser.open(`${stage.origin}/my/corrections`);
  assert.match(
    mainOf(page),
    /記録簿に残った手続き.*申し出を受け、提供を止めました.*受領証.*機関に届きました.*受領証/,
  );
  const links = page.html.querySelectorAll('.timeline a').map((link) => link.getAttribute('href') ?? '');
  assert.equal(links.length, 2);
  const { processNumber } = await latest();
  const receipt = await browser.open(`${stage.origin}${links[1]}`);
  assert.equal(receipt.status, 200);
  assert.match(mainOf(receipt), new RegExp(`訂正の手続き.*機関に届きました.*${processNumber}`));
});

test('nobody else’s record is blocked, and no form counts that my page did not send', async () => {
  const other = await stage.register(people[0] ?? assert.fail());
  await report();
  const { id } = await latest();
  const { browser } = await stage.logIn(other);
  const page = await browser.open(`${stage.origin}/my/corrections`);
  assert.ok(!page.text.includes(id));
  const form = await browser.open(`${recordAddress()}/report`);
  const token = /name="form_token" value="([\w-]+)"/.exec(form.text)?.[1];
  const cookie = browser.sent.at(-1)?.headers['cookie'] ?? assert.fail('no session');
  const post = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const answer = await request(`${stage.origin}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: stage.origin,
        'sec-fetch-site': 'same-origin',
        cookie,
        ...headers,
      },
      body: new URLSearchParams(fields).toString(),
    });
    await answer.body.dump();
    return answer.statusCode;
  };
  const good = { form_token: token ?? '', reason: 'wrong', place: '', remark: '', as_of: '' };
  const path = `/my/information/${welfare}/report`;
  assert.equal(await post(`/my/corrections/${id}/withdraw`, good), 404, 'another’s report does not exist');
  assert.equal((await latest()).state, 'reported');
  const attempts: [number, Record<string, string>, Record<string, string>?][] = [
    [403, { ...good, form_token: '' }],
    [403, good, { origin: 'https://evil.example' }],
    [403, good, { 'sec-fetch-site': 'cross-site' }],
    [303, good, { cookie: 'madoguchi_my_page=guessed' }],
    [400, { ...good, reason: 'revenge' }],
    [400, { ...good, reason: '__proto__' }],
    [400, { ...good, remark: 'x'.repeat(201) }],
    [400, { ...good, place: 'certificates/10' }],
    [400, { ...good, place: '__proto__' }],
    [400, { ...good, place: 'certificates/0/number/x' }],
    [400, { ...good, as_of: '<b>' }],
  ];
  for (const [status, fields, headers] of attempts)
    assert.equal(await post(path, fields, headers), status, JSON.stringify([fields, headers]));
  assert.deepEqual(await stage.corrections.list(other), [], 'nothing of it was taken');
  await assert.rejects(
    stage.corrections.report({ ...good, citizen: other, category: welfare, place: 'x', recordAsOf: null }),
    { reason: 'correction_malformed' },
  );
  assert.equal(await post(path, good), 303, 'the page’s own form is');
});

test('a flood of reports ends in a refusal, and those before it hold', async () => {
  const one = { citizen, category: welfare, reason: 'wrong', remark: '', recordAsOf: null };
  const places = ['', ...Array.from({ length: 10 }, (_, n) => `certificates/${n}`)].flatMap((place) => [
    place,
    ...(place === '' ? [] : [`${place}/number`, `${place}/kind`]),
  ]);
  const results = await Promise.allSettled(
    places.map((place) => stage.corrections.report({ ...one, place })),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  assert.equal(results.length - refused.length, 30);
  for (const { reason } of refused as PromiseRejectedResult[])
    assert.equal((reason as { reason: string }).reason, 'too_many_corrections');
  assert.equal(await read('relying_party'), 'no_record');
});

test('an agency that answers another’s case is not heard', async () => {
  await report();
  // Behind the flood of the test before.
  for (let round = 0; round < 3; round += 1) await stage.corrections.deliverNow();
  const { processNumber = '' } = await latest();
  // The insurer's official writes down an answer to the city's case, by its number.
  writePrivateJson(agencyFiles.answers(stage.town.agenciesFolder, insurer), {
    [processNumber ?? '']: { outcome: 'corrected', ground: null },
  });
  await answered();
  assert.equal((await latest()).state, 'delivered');
  assert.equal(await read('relying_party'), 'no_record');
});

test('no log line names a citizen, a reason, a part of a record or a word of theirs', () => {
  const written = [...stage.lines, ...stage.inquirer.log.map((line) => JSON.stringify(line))].join('\n');
  assert.match(written, /record_blocked/);
  assert.match(written, /correction_delivered/);
  assert.match(written, /correction_answered/);
  assert.doesNotMatch(written, /person-\d|not_mine|certificates|妹|A-123/);
  assert.doesNotMatch(stage.town.exchanges(), /妹/);
});
