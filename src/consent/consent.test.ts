/** The screen and its decision, over HTTP, on a real store, with what the gate's own preview reads of the personas. */
import { byCard } from '../vocabulary/rehearsal/authentication.ts';
import { isAddressItem } from '../vocabulary/address-items.ts';
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { loadPersonas } from '../../stand-ins/personas.ts';
import type { Wanted } from '../agencies/agencies.ts';
import type { Identity } from '../card-login/registration/identities.ts';
import { createPreview } from '../self-information/preview.ts';
import { current } from '../self-information/rehearsal/identities.ts';
import { isHandedOut, type Outcome, type Reading } from '../vocabulary/reading.ts';
import type { AgencyId, CategoryName, ItemName } from '../vocabulary/identifiers.ts';
import { categories } from '../vocabulary/categories.ts';
import { identityClaims } from '../vocabulary/identity.ts';
import { findItem, itemsOf } from '../vocabulary/items.ts';
import { toAsked, type Asked } from './asked.ts';
import type { Preview } from './preview.ts';
import {
  attestation,
  company,
  details,
  issuer,
  itemsOn,
  noon,
  number,
  openStage,
  type Stage,
  tokenOf,
} from './rehearsal/stage.ts';

const personas = new Map(loadPersonas().map((persona) => [persona.persona, persona]));
const agency = { agency: 'municipality-990019' as AgencyId, name: { ja: '見本市', en: 'Mihon City' } };

const noFlags = {
  flags: { non_disclosure: 0, no_self_information: 0, no_automatic_answer: 0 },
  version: 0,
} as const;

/** The gate's own preview, over records as the agency holds them and outcomes as the test wants them. */
function previewOf(
  persona: string,
  outcomes: Partial<Record<string, Outcome>> = {},
  identity: Identity = current(),
): Preview {
  const records = personas.get(persona)?.records ?? assert.fail(`no persona ${persona}`);
  const inquire = async ({ category }: Wanted) => {
    const held = records[category];
    const outcome = outcomes[category] ?? (held ? 'ok' : 'no_record');
    const reading: Reading = {
      category,
      outcome,
      record: isHandedOut(outcome) ? (held?.record ?? {}) : null,
      asOf: isHandedOut(outcome) ? (held?.as_of ?? null) : null,
      source: isHandedOut(outcome) ? agency : null,
      retryAfterSeconds: null,
      processNumber: null,
    };
    return { reading, suppressionVersion: 0, others: null };
  };
  return createPreview({
    agencies: { inquire },
    identity: { identities: { find: async () => identity }, suppressions: { find: async () => noFlags } },
    clock: { now: () => noon },
    budgetMilliseconds: 1000,
  });
}

/** As it stands in the fixtures: the value that must be on the screen, and nowhere else. */
const certificateNumber = (
  personas.get('class-1')?.records['disability_welfare']?.record['certificates'] as unknown as {
    number: string;
  }[]
)[0]?.number as string;

let stage: Stage;
let requests = 0;
const newRequest = (): string => `request-${(requests += 1)}`;
const original = { preview: previewOf('class-1') };

before(async () => {
  stage = await openStage(original.preview);
  Object.assign(original, { screen: stage.screen });
});
after(() => stage.close());
beforeEach(() => {
  Object.assign(stage, original);
  stage.clock.time = noon;
});

const down = previewOf('class-1', { disability_welfare: 'agency_unavailable' });
const approve = ['decision', 'approve'] as const;
const refuse = ['decision', 'refuse'] as const;
const lookAgain = ['decision', 'look_again'] as const;
const storedConsents = () => stage.stores.consents.listByCitizen(stage.screen.citizen);
const ask = (items: ItemName[], relyingParty = company): Asked =>
  toAsked(relyingParty, { scopes: ['openid'], authorizationDetails: [details({ items })] }, noon);

test('the screen tells who asks, why, what, how long, what follows and how to withdraw, in that order', async () => {
  const { html, status, headers } = await stage.show(newRequest());
  assert.equal(status, 200);
  assert.match(String(headers['content-type']), /^text\/html/);
  const text = html.querySelector('main')?.text ?? '';
  const inOrder = [
    'マイナンバーカードでログインしたご本人',
    '見本旅客鉄道株式会社',
    '8999901000017',
    'rail.example',
    'privacy@rail.example',
    '障害者割引のきっぷを販売するため',
    '必ず提供する項目',
    '障害者割引の対象かどうか',
    '第1種',
    '選べる項目',
    certificateNumber,
    '同意した時から30日間（いま同意すると、2026年12月24日 12:00まで）',
    '最大10回',
    'そのとき（読まれた日）の内容が提供されます',
    '乗車日から30日で消去します。',
    'マイページで、いつでも取り消せます',
    '取り消しても、すでに提供した情報は会社に残ります',
    '提供する',
    '提供しない',
  ];
  let from = text.indexOf('提供するかどうかは、あなたが決められます');
  for (const words of inOrder) {
    const place = text.indexOf(words, from);
    assert.ok(place > from, `${words} comes in its place`);
    from = place;
  }
});

test('each value stands with its source and its date; coded values, days and blanks are put in words', async () => {
  const everything = itemsOf('disability_welfare' as CategoryName).map(({ name }) => name);
  const [purpose] = company.purposes;
  const relyingParty = { ...company, purposes: [{ ...purpose, requiredItems: everything } as never] };
  stage.screen = { ...stage.screen, relyingParty, asked: ask(everything, relyingParty) };
  const { html } = await stage.show(newRequest());
  const group = html.querySelector('.group')?.text ?? '';
  for (const words of [
    '情報の出どころ: 市区町村',
    '更新された日時: 2026年11月1日 9:00',
    '身体障害者手帳',
    '第1種',
    'はい',
    '期限の定めなし',
  ])
    assert.ok(group.includes(words), words);
  assert.doesNotMatch(group, /physical|true|null|2026-11-01T/);
});

test('the attestation shows the answer they would get, and says that the record itself stays', async () => {
  const { html } = await stage.show(newRequest());
  const group = html.querySelector('.group')?.text ?? '';
  assert.match(group, /旅客運賃減額の区分: 第1種/);
  assert.match(group, /介護者の割引: はい/);
  assert.match(group, /有効期限: 期限の定めなし/);
  assert.match(group, /記録そのものは提供されません/);
});

test('who has nothing to attest reads so, with and without a record, word for word the same', async () => {
  stage.screen = { ...stage.screen, asked: ask([attestation]) };
  const request = newRequest();
  const pages: string[] = [];
  for (const preview of [
    previewOf('expired-certificate'),
    previewOf('class-1', { disability_welfare: 'no_record' }),
  ]) {
    stage.preview = preview;
    const { html } = await stage.show(request);
    pages.push(html.querySelector('.group')?.text.replaceAll(/\s+/g, '') ?? '');
  }
  assert.match(pages[0] ?? '', /証明できるものはない/);
  const [withRecord, without] = pages.map((page) =>
    page.replaceAll(/情報の出どころ:市区町村|更新された日時:[\d年月日:]+/g, ''),
  );
  assert.equal(withRecord, without);
});

test('the most sensitive comes first, the smaller answer before everything', async () => {
  const names = [
    'employment_insurance.benefits.amount_jpy',
    'household.members_count',
    'disability_welfare.certificates.issuer',
    'disability_welfare.certificates.kind',
    attestation,
  ] as ItemName[];
  const known = names.filter((name) => findItem(name));
  const [purpose] = company.purposes;
  const relyingParty = {
    ...company,
    purposes: [{ ...purpose, requiredItems: [], optionalItems: known } as never],
  };
  stage.screen = { ...stage.screen, relyingParty, asked: ask(known, relyingParty) };
  const { withBox } = itemsOn(await stage.show(newRequest()));
  assert.equal(withBox[0], attestation);
  const sensitivities = withBox.map((name) => findItem(name)?.sensitivity ?? 0);
  const firstOfGroups = [sensitivities[0], sensitivities[1]];
  assert.deepEqual(firstOfGroups, [3, 3]);
  assert.ok(
    withBox.indexOf('disability_welfare.certificates.kind') <
      withBox.indexOf('disability_welfare.certificates.issuer'),
  );
});

test('required items have no box, optional ones start unticked, and both answers weigh the same', async () => {
  const { html } = await stage.show(newRequest());
  assert.equal(html.querySelectorAll('form').length, 1);
  assert.deepEqual(itemsOn({ html } as never).withBox, [number, issuer]);
  assert.equal(html.querySelectorAll('[checked]').length, 0);
  const buttons = html.querySelectorAll('button[name=decision]');
  assert.deepEqual(
    buttons.map((button) => [button.getAttribute('value'), button.getAttribute('class'), button.text]),
    [
      ['approve', 'button', '提供する'],
      ['refuse', 'button', '提供しない'],
    ],
  );
});

test('the Enter key shares nothing: it presses the form’s first button, which decides nothing', async () => {
  const request = newRequest();
  const page = await stage.show(request);
  const first = page.html.querySelector('form button');
  const pressed = [first?.getAttribute('name') ?? '', first?.getAttribute('value') ?? ''] as const;
  const answer = await stage.post(request, [tokenOf(page), pressed, ['item', number]]);
  assert.deepEqual([answer.status, answer.decided?.decision], [200, 'shown']);
  assert.equal(answer.html.querySelector('[checked]')?.getAttribute('value'), number, 'the tick is kept');
});

test('the page runs no script, loads nothing foreign, and its form leads to us and to this one company', async () => {
  const { headers, html, text } = await stage.show(newRequest());
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /form-action 'self' https:\/\/shop\.rail\.example(;|$)/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe|script-src|\*/);
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(html.querySelectorAll('script, iframe, img, object, [style], [onclick]').length, 0);
  assert.doesNotMatch(text, /javascript:/);
});

test('no value is in a hidden field, an address, the log or the database, before and after the decision', async () => {
  const request = newRequest();
  const page = await stage.show(request);
  assert.ok(page.text.includes(certificateNumber), 'it is on the screen');
  const hidden = page.html
    .querySelectorAll('input[type=hidden]')
    .map((input) => input.getAttribute('value') ?? '');
  const attributes = page.html
    .querySelectorAll('[href], [action], [value], [id]')
    .flatMap((each) => Object.values(each.attributes));
  const { decided } = await stage.post(request, [tokenOf(page), approve, ['item', number]]);
  assert.equal(decided?.decision, 'approved');
  const places = [
    ...hidden,
    ...hidden.map((value) => Buffer.from(value, 'base64url').toString()),
    ...attributes,
    ...stage.lines,
    stage.stored(),
  ];
  for (const place of places) {
    for (const value of ['見本県', certificateNumber.replaceAll(/\D/g, ''), '第1種'])
      assert.ok(!place.includes(value), value);
    assert.ok(!place.includes(Buffer.from('見本県').toString('latin1')), 'nor byte by byte');
  }
  assert.ok(stage.stored().includes(number), 'the decision is in there, by name');
});

test('approving with none ticked grants the required items, and the row is durable before the answer', async () => {
  const request = newRequest();
  const page = await stage.show(request);
  stage.clock.time = new Date(noon.getTime() + 60_000);
  const { decided, text } = await stage.post(request, [tokenOf(page), approve]);
  assert.equal(text, 'approved');
  assert.ok(decided?.decision === 'approved', 'it is approved');
  assert.deepEqual(await stage.stores.consents.find(decided.consent.id), decided.consent);
  assert.deepEqual(decided.consent, {
    id: decided.consent.id,
    decision: 'approved',
    citizen: stage.screen.citizen,
    client: 'rail-company',
    purpose: 'discount-ticket',
    items: [attestation],
    unseenItems: [],
    verifiedClaims: [],
    authentication: byCard,
    decidedAt: new Date(noon.getTime() + 60_000),
    validUntil: new Date(noon.getTime() + 60_000 + 30 * 86_400_000),
    readsGranted: 10,
    readsUsed: 0,
    withdrawnAt: null,
  });
});

test('refusing is stored too, with what was asked for, and nothing can be read under it', async () => {
  const request = newRequest();
  const page = await stage.show(request);
  const { decided } = await stage.post(request, [tokenOf(page), refuse, ['item', number]]);
  assert.ok(decided?.decision === 'refused', 'it is refused');
  const stored = await stage.stores.consents.find(decided.consent.id);
  assert.deepEqual(
    [stored?.decision, stored?.items, stored?.readsGranted, stored?.validUntil],
    ['refused', [attestation, issuer, number].sort(), 0, noon],
  );
});

test('whatever is asked and ticked, stored is exactly what the screen listed as required plus what was ticked', async () => {
  const all = categories
    .flatMap(({ name }) => itemsOf(name).map((item) => item.name))
    .concat(attestation)
    // Among so many items they would hardly ever be drawn.
    .concat(...Array.from({ length: 20 }, () => identityClaims.map(({ item }) => item)));
  stage.preview = previewOf('class-1');
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 12 }),
      fc.infiniteStream(fc.boolean()),
      async (items, coin) => {
        const flip = (): boolean => coin.next().value as boolean;
        const required = items.filter((item) => flip() && !isAddressItem(item));
        const optional = items.filter((item) => !required.includes(item));
        const relyingParty = {
          ...company,
          purposes: [{ ...company.purposes[0], requiredItems: required, optionalItems: optional } as never],
        };
        const asked = ask(items, relyingParty);
        stage.screen = { ...stage.screen, relyingParty, asked };
        const request = newRequest();
        const page = await stage.show(request);
        const { withBox, labels } = itemsOn(page);
        assert.deepEqual([...withBox].sort(), [...optional].sort(), 'every optional item has its box');
        assert.equal(labels.length, items.length, 'every item is on the screen, once');
        for (const item of items)
          assert.ok(
            labels.some((label) => label.startsWith(findItem(item)?.label.ja ?? '-')),
            item,
          );
        const ticked = withBox.filter(flip);
        const { decided, status } = await stage.post(request, [
          tokenOf(page),
          approve,
          ...ticked.map((item) => ['item', item] as const),
        ]);
        const expected = [...required, ...ticked].sort();
        if (expected.length === 0) {
          assert.deepEqual([decided?.decision, status], ['shown', 422]);
          return;
        }
        assert.ok(decided?.decision === 'approved', 'it is approved');
        assert.deepEqual((await stage.stores.consents.find(decided.consent.id))?.items, expected);
      },
    ),
    { numRuns: 40 },
  );
});

test('where nothing is required, approving with none ticked says so on top and stores nothing', async () => {
  stage.screen = { ...stage.screen, asked: ask([issuer, number]) };
  const before = (await storedConsents()).length;
  const request = newRequest();
  const page = await stage.show(request);
  const again = await stage.post(request, [tokenOf(page), approve]);
  assert.equal(again.decided?.decision, 'shown');
  assert.match(again.html.querySelector('title')?.text ?? '', /^エラー: /);
  const link = again.html.querySelector('.error-summary a')?.getAttribute('href') ?? '';
  assert.ok(again.html.getElementById(link.slice(1)), 'the summary leads to the box');
  assert.equal((await storedConsents()).length, before);
});

test('the form sent twice at once stores one consent, and both are told the same one', async () => {
  const request = newRequest();
  const page = await stage.show(request);
  const before = (await storedConsents()).length;
  const fields = [tokenOf(page), approve, ['item', number]] as const;
  const answers = await Promise.all(Array.from({ length: 8 }, () => stage.post(request, fields)));
  assert.deepEqual(new Set(answers.map(({ text }) => text)), new Set(['approved']));
  assert.equal((await storedConsents()).length, before + 1);
});

test('a second, different decision about the same request is refused, and the first one stands', async () => {
  const request = newRequest();
  const page = await stage.show(request);
  const first = await stage.post(request, [tokenOf(page), refuse]);
  assert.equal(first.text, 'refused');
  const second = await stage.post(request, [tokenOf(page), approve]);
  assert.deepEqual([second.status, second.text], [409, 'decision_already_made']);
  assert.ok(first.decided?.decision === 'refused', 'it is refused');
  assert.equal((await stage.stores.consents.find(first.decided.consent.id))?.decision, 'refused');
});

test('of approving and refusing at the same moment one is stored, and the other one is refused', async () => {
  for (let round = 0; round < 5; round += 1) {
    const request = newRequest();
    const page = await stage.show(request);
    const answers = await Promise.all(
      [approve, refuse, approve, refuse].map((decision) => stage.post(request, [tokenOf(page), decision])),
    );
    const told = new Set(answers.map(({ text }) => text));
    assert.ok(told.delete('decision_already_made'), 'the others are told so');
    assert.equal(told.size, 1);
  }
});

test('what did not arrive is said, can be looked for again, and keeps the citizen’s own ticks', async () => {
  stage.preview = down;
  const request = newRequest();
  const page = await stage.show(request);
  assert.match(page.text, /時間内に応答がありませんでした/);
  assert.ok(!page.text.includes(certificateNumber), 'it did not arrive');
  stage.preview = original.preview;
  const again = await stage.post(request, [tokenOf(page), lookAgain, ['item', number]]);
  assert.deepEqual([again.status, again.decided?.decision], [200, 'shown']);
  assert.ok(again.text.includes(certificateNumber), 'it arrived');
  assert.equal(again.html.querySelectorAll('input[name=unseen], button[value=look_again]').length, 0);
  assert.deepEqual(
    again.html.querySelectorAll('[checked]').map((box) => box.getAttribute('value')),
    [number],
  );
  const { decided } = await stage.post(request, [tokenOf(again), approve, ['item', number]]);
  assert.ok(decided?.decision === 'approved', 'it is approved');
  assert.deepEqual(decided.consent.unseenItems, []);
});

test('an item that was not seen is granted only by its own tick, and the consent records it', async () => {
  stage.preview = down;
  const request = newRequest();
  const page = await stage.show(request);
  const notYet = await stage.post(request, [tokenOf(page), approve, ['item', number]]);
  assert.equal(notYet.decided?.decision, 'shown');
  const links = notYet.html.querySelectorAll('.error-summary a').map((link) => link.getAttribute('href'));
  assert.deepEqual([...links].sort(), [`#unseen-${attestation}`, `#unseen-${number}`].sort());
  assert.equal(notYet.html.querySelectorAll('input[name=unseen][aria-invalid=true]').length, 2);
  const { decided } = await stage.post(request, [
    tokenOf(notYet),
    approve,
    ['item', number],
    ['unseen', number],
    ['unseen', attestation],
  ]);
  assert.ok(decided?.decision === 'approved', 'it is approved');
  const stored = await stage.stores.consents.find(decided.consent.id);
  assert.deepEqual(stored?.items, [attestation, number]);
  assert.deepEqual(stored.unseenItems, [attestation, number]);
});

test('“without seeing it” alone does not grant an optional item', async () => {
  stage.preview = down;
  const request = newRequest();
  const page = await stage.show(request);
  const fields = [tokenOf(page), approve, ['unseen', attestation], ['unseen', number]] as const;
  const answer = await stage.post(request, fields);
  assert.equal(answer.decided?.decision, 'shown');
  assert.equal(answer.html.querySelector('.error-summary a')?.getAttribute('href'), `#item-${number}`);
});

test('refusing needs no tick, whatever did not arrive', async () => {
  stage.preview = down;
  const request = newRequest();
  const page = await stage.show(request);
  assert.equal((await stage.post(request, [tokenOf(page), refuse])).text, 'refused');
});

test('no record, stale, not connected and no answer each have words of their own', async () => {
  const words = async (preview: Preview): Promise<string> => {
    stage.preview = preview;
    const { html } = await stage.show(newRequest());
    return html
      .querySelectorAll('.group')
      .map((group) => group.text)
      .join('\n');
  };
  const none = await words(previewOf('class-1', { disability_welfare: 'no_record' }));
  const notConnected = await words(previewOf('class-1', { disability_welfare: 'not_connected' }));
  const stale = await words(previewOf('class-1', { disability_welfare: 'stale' }));
  assert.match(none, /お渡しできる記録はありません/);
  assert.match(notConnected, /まだこのサービスに接続していません/);
  assert.match(await words(down), /時間内に応答がありませんでした/);
  assert.doesNotMatch(none, /接続|応答|更新/);
  assert.match(stale, /期間を過ぎても更新されていません/);
  assert.ok(stale.includes(certificateNumber), 'an old value is shown like any other');
  assert.equal(stale.match(/古い情報であることも会社に伝わります/g)?.length, 1, 'not of the attestation');
  assert.doesNotMatch(await words(original.preview), /更新されていません/);
});

test('what the preview leaves out did not arrive: it is listed, and needs the same tick', async () => {
  stage.preview = async () => [];
  const { html } = await stage.show(newRequest());
  assert.equal(html.querySelectorAll('input[name=unseen]').length, 3);
});

test('both languages say everything, and the chosen one goes along with the form', async () => {
  const request = newRequest();
  const page = await stage.show(request, '?language=en');
  assert.equal(page.html.querySelector('html')?.getAttribute('lang'), 'en');
  const text = page.html.querySelector('main')?.text.replaceAll(certificateNumber, '') ?? '';
  for (const words of ['Mihon Passenger Railway', 'To sell tickets', 'Class 1', 'At most 10', 'Do not share'])
    assert.ok(text.includes(words), words);
  // What remains in Japanese is the agency's own text.
  assert.deepEqual(text.match(/[ぁ-んァ-ヶ一-龠]+/g), ['見本県']);
  assert.equal(
    page.html.querySelector('form')?.getAttribute('action'),
    `/interaction/${request}?language=en`,
  );
  assert.equal(
    page.html.querySelector('a.language')?.getAttribute('href'),
    `/interaction/${request}?language=ja`,
  );
});

test('a page that was open for more than an hour is shown afresh; refusing on it counts', async () => {
  const request = newRequest();
  const page = await stage.show(request);
  stage.clock.time = new Date(noon.getTime() + 61 * 60_000);
  const again = await stage.post(request, [tokenOf(page), approve, ['item', number]]);
  assert.deepEqual([again.status, again.decided?.decision], [422, 'shown']);
  assert.match(again.text, /時間がたったため/);
  assert.equal((await stage.post(request, [tokenOf(page), refuse])).text, 'refused');
});

test('a login that is too old for what was asked decides nothing but a refusal', async () => {
  stage.screen = { ...stage.screen, isLoginTooOld: (now) => now > noon };
  const decisions = () => stage.stores.consents.listByCitizen(stage.screen.citizen);
  const before = await decisions();
  const request = newRequest();
  const page = await stage.show(request);
  stage.clock.time = new Date(noon.getTime() + 1);
  const late = await stage.post(request, [tokenOf(page), approve, ['item', number]]);
  assert.equal(late.decided?.decision, 'login_too_old');
  assert.deepEqual(await decisions(), before);
  assert.equal((await stage.post(request, [tokenOf(page), refuse])).text, 'refused');
});

test('an end that passes while the citizen reads leaves nothing to agree to', async () => {
  const soon = new Date(noon.getTime() + 60_000);
  const authorizationDetails = [details({ items: [attestation], valid_until: soon.toISOString() })];
  stage.screen = { ...stage.screen, asked: toAsked(company, { scopes: [], authorizationDetails }, noon) };
  const request = newRequest();
  const page = await stage.show(request);
  assert.match(page.text, /有効期限<\/dt><dd>2026年11月24日 12:01</);
  stage.clock.time = soon;
  const late = await stage.post(request, [tokenOf(page), approve]);
  assert.deepEqual([late.status, late.text], [403, 'consent_expired']);
  assert.equal((await stage.show(request)).text, 'consent_expired');
});

test('the log tells that something was decided, and neither who nor what', async () => {
  const request = newRequest();
  const page = await stage.show(request);
  const from = stage.lines.length;
  await stage.post(request, [tokenOf(page), approve, ['item', number]]);
  const lines = stage.lines.slice(from);
  assert.deepEqual(
    lines.map((line) => Object.keys(JSON.parse(line) as object)),
    [['time', 'level', 'event', 'client_id', 'count']],
  );
  assert.ok(!lines.join().includes(stage.screen.citizen), 'no citizen is named');
});
