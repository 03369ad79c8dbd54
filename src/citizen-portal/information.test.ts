/** 自己情報表示, with real agencies behind a real network: what is shown, in which words, and what is not. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Browser, type Page } from '../../sandbox/browser.ts';
import type { RecordedPerson } from '../../stand-ins/agencies/provision.ts';
import { categories } from '../vocabulary/categories.ts';
import type { AgencyId, CitizenId } from '../vocabulary/identifiers.ts';
import { openPortalStage, type PortalStage } from './rehearsal/portal-stage.ts';

const city = 'municipality-990019' as AgencyId;
const insurer = 'insurer-99990017' as AgencyId;
const held = (record: Record<string, unknown>) => ({ as_of: '2026-11-01T09:00:00+09:00', record });
const person = (persona: string, number: string, records: RecordedPerson['records']): RecordedPerson => ({
  persona,
  person_number: number,
  holders: { municipality: city, insurer },
  records,
});
const hanako = person('hanako', '990000001001', {
  disability_welfare: held({
    certificates: [
      { kind: 'physical', number: 'A-123', grade: null, impairments: [{ name: '左下肢' }, { name: null }] },
      { kind: 'mental', number: '<b>B</b>' },
    ],
  }),
  treatments_medications: held({ treatments: [] }),
  insured_identifier: held({}),
});
const taro = person('taro', '990000001002', {});
const people = [hanako, taro];

let stage: PortalStage;
let citizen: CitizenId;
let nobody: CitizenId;
before(async () => {
  stage = await openPortalStage({ people, agencies: { [city]: 'municipality', [insurer]: 'insurer' } });
  [citizen, nobody] = [await stage.register(hanako), await stage.register(taro)];
});
after(() => stage.close());
beforeEach(() => stage.town.behave(city, 'answers'));

const mainOf = (page: Page): string => page.html.querySelector('main')?.text.replaceAll(/\s+/g, ' ') ?? '';
const open = async (who: CitizenId, category: string, language = 'ja'): Promise<Page> =>
  (await stage.logIn(who, language)).browser.open(`${stage.origin}/my/information/${category}`);

test('the list names all 29 categories with who keeps them, and asks no agency', async () => {
  const { browser, page } = await stage.logIn(citizen);
  const list = await browser.follow(page, 'a[href="/my/information"]');
  const links = list.html.querySelectorAll('dt a').map((link) => link.getAttribute('href'));
  assert.deepEqual(
    links,
    categories.map(({ name }) => `/my/information/${name}`),
  );
  assert.equal(links.length, 29);
  for (const words of ['24. 障害保険福祉', '持っている機関: 市区町村', '署名用パスワード'])
    assert.ok(mainOf(list).includes(words), words);
  assert.deepEqual(stage.town.agencyLog, []);
});

test('a record is shown as its holder has it now, with labels, units and what is blank, and no markup of theirs', async () => {
  const page = await open(citizen, 'disability_welfare');
  const text = mainOf(page);
  for (const words of ['2件のうち1件目', '身体障害者手帳', 'A-123', '左下肢', '<b>B</b>'])
    assert.ok(text.includes(words), words);
  assert.match(text, /障害等級 ?空欄/);
  assert.match(text, /更新された日時 ?20\d\d年\d+月\d+日/);
  assert.equal(page.html.querySelector('b'), null);
  assert.equal(page.headers.get('cache-control'), 'no-store');
  stage.town.hold(hanako, city, 'disability_welfare', held({ certificates: [] }));
  assert.ok(!mainOf(await open(citizen, 'disability_welfare')).includes('A-123'), 'nothing is remembered');
  stage.town.hold(hanako, city, 'disability_welfare', hanako.records['disability_welfare']);
});

test('every end has its own words, in both languages, and none of them shows a record', async () => {
  const told = new Set<string>();
  for (const [behaviour, category, words, english] of [
    ['answers', 'long_term_care', 'お見せできる記録はありません', 'There is no record to show'],
    ['down', 'disability_welfare', '時間内に応答がありませんでした', 'did not answer in time'],
    ['not_connected', 'disability_welfare', 'まだこのサービスに接続していません', 'not connected'],
    ['answers', 'pension', 'まだこのサービスに接続していません', 'not connected'],
  ] as const) {
    stage.town.behave(city, behaviour);
    const page = await open(citizen, category);
    assert.equal(page.status, 200);
    assert.ok(mainOf(page).includes(words), words);
    assert.equal(page.html.querySelector('.card'), null);
    const other = mainOf(await open(citizen, category, 'en'));
    assert.ok(other.includes(english), english);
    told.add(words);
  }
  assert.equal(told.size, 3);
});

test('what takes the signature is not shown to a card alone, and asks for it at its own address', async () => {
  const { browser } = await stage.logIn(citizen);
  const address = `${stage.origin}/my/information/treatments_medications`;
  const asked = stage.town.agencyLog.length;
  assert.equal(
    (await browser.open(address)).text,
    'log in for /my/information/treatments_medications by signature',
  );
  assert.equal(stage.town.agencyLog.length, asked, 'nobody was asked before');
  await stage.sign(browser, citizen);
  const page = await browser.open(address);
  assert.equal(page.url.pathname, '/my/information/treatments_medications');
  assert.ok(mainOf(page).includes('診療・薬剤'));
  assert.equal(stage.town.agencyLog.at(-1)?.category, 'treatments_medications');
  // The stronger session serves the rest of my page too, and is the only one that this browser has left.
  assert.equal((await browser.open(`${stage.origin}/my`)).status, 200);
  const rows = await stage.inquirer.stores.database.all<{ assurance: string }>(
    'SELECT assurance FROM citizen_sessions WHERE citizen = ? ORDER BY created_at DESC, assurance DESC',
    [citizen],
  );
  assert.equal(rows.filter(({ assurance }) => assurance === 'signature').length, 1);
});

test('whoever signs as another citizen sees their own record, never the one before', async () => {
  const { browser } = await stage.logIn(citizen);
  await stage.sign(browser, nobody);
  await browser.open(`${stage.origin}/my/information/treatments_medications`);
  assert.match(
    mainOf(await browser.open(`${stage.origin}/my/information/disability_welfare`)),
    /お見せできる記録はありません/,
  );
});

test('a suppressed person’s page is, to the byte, the page of a person without a record, in every state of the agency', async () => {
  const { suppressions } = stage.inquirer.stores;
  await suppressions.set(citizen, 'no_self_information', 2);
  for (const behaviour of ['answers', 'down', 'not_connected'] as const) {
    stage.town.behave(city, behaviour);
    const [one, other] = await Promise.all([
      open(citizen, 'disability_welfare'),
      open(nobody, 'disability_welfare'),
    ]);
    assert.equal(one.text, other.text, behaviour);
  }
  await suppressions.set(citizen, 'no_self_information', 0);
});

test('a flag that is set while the agency answers is heeded: what was asked before it is not shown', async () => {
  const { suppressions } = stage.inquirer.stores;
  const { inquire } = stage.inquirer.agencies;
  let asked = 0;
  stage.inquirer.agencies.inquire = async (wanted) => {
    asked += 1;
    const inquiry = await inquire(wanted);
    if (asked === 1) await suppressions.set(citizen, 'no_self_information', 1);
    return inquiry;
  };
  try {
    const text = mainOf(await open(citizen, 'disability_welfare'));
    assert.match(text, /お見せできる記録はありません/);
    assert.ok(!text.includes('A-123'));
    assert.equal(asked, 2);
  } finally {
    stage.inquirer.agencies.inquire = inquire;
    await suppressions.set(citizen, 'no_self_information', 0);
  }
});

test('a look is written down before it is shown, by category and end, and told on my page', async () => {
  const { browser } = await stage.logIn(nobody);
  await browser.open(`${stage.origin}/my/information/tax_income`);
  const [entry] = await stage.inquirer.stores.ledger.listByCitizen(nobody, 1);
  const told = JSON.parse(entry?.body ?? '{}') as Record<string, unknown>;
  assert.deepEqual(
    [told['kind'], told['category'], told['outcome'], told['source'], told['as_of']],
    ['own_look', 'tax_income', 'no_record', 'municipality', null],
  );
  assert.ok(!entry?.body.includes(city), 'never which municipality');
  assert.match(mainOf(await browser.open(`${stage.origin}/my`)), /マイページで見た記録.*税・所得/);
});

test('without a session nothing is shown nor asked, and what is no category is no page', async () => {
  const asked = stage.town.agencyLog.length;
  const { browser } = await stage.logIn(citizen);
  for (const name of ['horoscope', 'constructor', '__proto__', 'disability_welfare.certificates'])
    assert.equal((await browser.open(`${stage.origin}/my/information/${name}`)).status, 404, name);
  const page = await new Browser().open(`${stage.origin}/my/information/disability_welfare`);
  assert.equal(page.text, 'log in for /my by card');
  assert.equal(stage.town.agencyLog.length, asked);
});

test('no line of the log names a value, a citizen or a code', () => {
  const written = [...stage.lines, ...stage.inquirer.log.map((line) => JSON.stringify(line))].join('\n');
  assert.match(written, /agency_unavailable/);
  assert.doesNotMatch(written, /A-123|左下肢|hanako|taro/);
});
