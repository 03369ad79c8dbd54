/** 情報提供等記録: agencies really ask each other through the network, and the person sees who asked whom, and why. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Page } from '../../sandbox/browser.ts';
import { performExchanges } from '../../sandbox/perform-exchanges.ts';
import { answerByHand, releaseExchange } from '../../stand-ins/agencies/exchange-provider.ts';
import { inquireOther, type OtherInquiry } from '../../stand-ins/agencies/inquire-other.ts';
import type { RecordedPerson } from '../../stand-ins/agencies/provision.ts';
import { toAgencyCodeOf, toBlockOfLinkCode } from '../../stand-ins/provision-network/codes.ts';
import { networkFiles } from '../../stand-ins/provision-network/network-folder.ts';
import { suppressionTable } from '../vocabulary/suppression-table.ts';
import type { AgencyId, CitizenId } from '../vocabulary/identifiers.ts';
import { openPortalStage, type PortalStage } from './rehearsal/portal-stage.ts';

const [city, town, office] = ['municipality-990019', 'municipality-990027', 'pension-service'] as const;
const held = { as_of: '2026-11-28T09:00:00+09:00', record: { secret_of_the_record: 1 } };
const person = (persona: string, number: string): RecordedPerson => ({
  persona,
  person_number: number,
  holders: { municipality: town, pension_service: office },
  records: { tax_income: held, pension: held },
});
const [hanako, taro] = [person('hanako', '990000001001'), person('taro', '990000001002')];
const asked = person('asked-at-the-start', '990000001003');
const section = { ja: '子育て支援課', en: 'Childcare section' };

let stage: PortalStage;
let citizen: CitizenId;
let nobody: CitizenId;
before(async () => {
  stage = await openPortalStage({
    people: [hanako, taro, asked],
    agencies: { [city]: 'municipality', [town]: 'municipality', [office]: 'pension_service' },
  });
  [citizen, nobody] = [await stage.register(hanako), await stage.register(taro)];
});
after(() => stage.close());

const mainOf = (page: Page): string => page.html.querySelector('main')?.text.replaceAll(/\s+/g, ' ') ?? '';
const codeAt = (agency: string, who = hanako): string => {
  const keys = JSON.parse(readFileSync(networkFiles(stage.town.networkFolder).key, 'utf8')) as Parameters<
    typeof toAgencyCodeOf
  >[0] & { madoguchi: string };
  return toAgencyCodeOf(keys, agency as AgencyId, toBlockOfLinkCode(keys, stage.town.linkCodeOf(who)));
};
const ask = (agency: string, changes: Partial<OtherInquiry> = {}) =>
  inquireOther({
    folder: stage.town.agenciesFolder,
    agency,
    networkUrl: stage.town.networkUrl,
    inquiry: {
      code: codeAt(agency),
      provider: town,
      affair: 'S56',
      procedure: 'S56-1',
      information: 'tax_income',
      section,
      ...changes,
    },
  });
const exchangesOf = async (who: CitizenId, query = ''): Promise<string> =>
  mainOf(await (await stage.logIn(who)).browser.open(`${stage.origin}/my/exchanges${query}`));

test('a municipality asks another for tax and the pension service for a pension; the person sees all of it, beside the reads', async () => {
  const tax = await ask(city);
  assert.deepEqual([tax.status, tax.body['outcome'], tax.body['record']], [200, 'provided', held.record]);
  const pension = await ask(city, { provider: office, procedure: 'S56-2', information: 'pension' });
  assert.equal(pension.body['outcome'], 'provided');
  const { page } = await stage.logIn(citizen);
  const text = mainOf(page);
  for (const words of [
    `機関 ${city} (子育て支援課) → 機関 ${office} (情報連携担当)`,
    '児童手当の支給に関する事務',
    '認定の請求の審査（年金の確認）',
    '情報: 税・所得',
    String(tax.body['process_number']),
  ])
    assert.ok(text.includes(words), words);
  assert.ok(
    text.indexOf(String(pension.body['process_number'])) < text.indexOf(String(tax.body['process_number'])),
    'newest first',
  );
  assert.doesNotMatch(await exchangesOf(nobody), /子育て支援課/, 'nobody else’s');
});

test('what the sandbox lets agencies ask at its start comes through', async () => {
  const outcomes = await performExchanges({
    networkFolder: stage.town.networkFolder,
    agenciesFolder: stage.town.agenciesFolder,
    networkUrl: stage.town.networkUrl,
    person: { ...asked, holders: { municipality: city } },
  });
  assert.deepEqual(outcomes, ['provided', 'provided']);
});

test('what the tables do not list is not passed on, and neither is a question of whoever is no agency', async () => {
  for (const changes of [
    { information: 'pension' },
    { procedure: 'S56-9' },
    { affair: 'S31', procedure: 'S31-1' },
    { provider: city },
    { provider: office },
  ])
    assert.equal((await ask(city, changes)).status, 403, JSON.stringify(changes));
  assert.equal((await ask(city, { code: 'x' })).status, 400);
});

test('the network’s record holds nobody’s code and no value; the same inquiry again is the same', async () => {
  const first = await ask(city);
  const again = await ask(city, { inquiry_id: first.inquiryId });
  assert.deepEqual([again.status, again.body['error']], [409, 'answered_already']);
  const text = readFileSync(networkFiles(stage.town.networkFolder).agencyExchanges, 'utf8');
  assert.ok(text.includes(String(first.body['process_number'])));
  for (const code of [codeAt(city), codeAt(town), codeAt(office), stage.town.linkCodeOf(hanako)])
    assert.ok(!text.includes(code));
  assert.ok(!text.includes('secret_of_the_record'));
});

test('自動応答不可: no machine answers; the record shows the waiting, and then that an official did', async () => {
  answerByHand(stage.town.agenciesFolder, town, codeAt(town));
  assert.deepEqual(suppressionTable.no_automatic_answer.other_agency.effects, ['waits'], 'as the table says');
  const waiting = await ask(city);
  assert.deepEqual([waiting.body['outcome'], waiting.body['record']], ['waiting', null]);
  assert.match(await exchangesOf(citizen), /職員の確認を待っています/);
  const number = String(waiting.body['process_number']);
  releaseExchange(stage.town.agenciesFolder, town, number);
  const provided = await ask(city, { inquiry_id: waiting.inquiryId });
  assert.deepEqual(
    [provided.body['process_number'], provided.body['outcome'], provided.body['record']],
    [number, 'provided', held.record],
  );
  assert.doesNotMatch(await exchangesOf(citizen), /職員の確認を待っています/);
});

test('an affair that is not disclosed leaves no trace, in the list, its numbers and its pages', async () => {
  const before = await exchangesOf(citizen);
  const secret = await ask(office, { affair: 'S99', procedure: 'S99-1' });
  assert.equal(secret.status, 200);
  assert.equal(await exchangesOf(citizen), before);
});

test('where 不開示該当 is set the page is, to the byte, that of a person about whom nobody asked', async () => {
  const { suppressions } = stage.inquirer.stores;
  await suppressions.set(citizen, 'non_disclosure', 2);
  assert.equal(await exchangesOf(citizen), await exchangesOf(nobody));
  await suppressions.set(citizen, 'non_disclosure', 0);
  assert.notEqual(await exchangesOf(citizen), await exchangesOf(nobody));
});

test('a long record is read page by page, each exchange once', async () => {
  for (let n = 0; n < 25; n += 1)
    await ask(city, { provider: office, procedure: 'S56-2', information: 'pension' });
  const { browser } = await stage.logIn(citizen);
  const numbers: string[] = [];
  let page = await browser.open(`${stage.origin}/my/exchanges`);
  for (let pages = 1; ; pages += 1) {
    const found = page.html
      .querySelectorAll('.timeline li')
      .map((line) => /処理通番: (\d{20})/.exec(line.text)?.[1]);
    assert.ok(found.length <= 20);
    numbers.push(...found.map(String));
    if (!page.html.querySelector('a[href*="before="]')) break;
    page = await browser.follow(page, 'a[href*="before="]');
    assert.ok(pages < 5, 'it ends');
  }
  assert.ok(numbers.length > 25);
  assert.equal(new Set(numbers).size, numbers.length);
  assert.deepEqual(numbers, [...numbers].sort().reverse());
});

test('while the network is away the page says so, and shows the rest', async () => {
  const { inquirer, origin } = stage;
  const { browser } = await stage.logIn(citizen);
  await stage.town.stopNetwork();
  const page = await browser.open(`${origin}/my`);
  assert.equal(page.status, 200);
  assert.match(mainOf(page), /機関どうしの記録を、いまは取り寄せられません/);
  assert.match(mainOf(page), /有効な同意/);
  assert.ok(stage.lines.join('').includes('exchange_records_unavailable'));
  assert.doesNotMatch(stage.lines.join(''), /hanako|子育て/);
  assert.deepEqual(
    inquirer.log.filter((line) => line['level'] === 'error'),
    [],
  );
});
