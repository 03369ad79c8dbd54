/** My page over HTTP: a browser's cookies, a real store, a real ledger; the card login alone is played. */
import { byCard, bySignature } from '../vocabulary/rehearsal/authentication.ts';
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import Koa, { type Context } from 'koa';
import { request } from 'undici';
import { Browser, type Page } from '../../sandbox/browser.ts';
import { checkReceipt } from '../disclosures/check-receipt.ts';
import { createErasure } from '../disclosures/erasure.ts';
import { createCorrections } from '../corrections/corrections.ts';
import { createLedger, type DisclosureLedger } from '../disclosures/ledger.ts';
import { createFrontDoor } from '../front-door.ts';
import { jwkThumbprint } from '../key-custody/thumbprint.ts';
import { company, issuer as issuerItem, number } from '../consent/rehearsal/stage.ts';
import type { Consent } from '../stores/consents.ts';
import { addConsent } from '../stores/conformance/drafts.ts';
import { migrateStores } from '../stores/migrate.ts';
import { openStores } from '../stores/open-stores.ts';
import type { Stores } from '../stores/stores.ts';
import { type CitizenId, type ConsentId, newIdentifier, type TraceId } from '../vocabulary/identifiers.ts';
import { createLog } from '../vocabulary/log.ts';
import { createCitizenPortal } from './citizen-portal.ts';

/** The real time, to the second: the browser drops cookies by its own clock. */
const noon = new Date(Math.floor(Date.now() / 1000) * 1000);
const later = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);
const folder = mkdtempSync(join(tmpdir(), 'madoguchi-citizen-portal-'));
const clock = { time: later(60), now: () => clock.time };
const lines: string[] = [];
const log = createLog(clock, (line) => lines.push(line));
const ended: ConsentId[] = [];
let endingFails = false;
let stores: Stores;
let ledger: DisclosureLedger;
let server: Server;
let origin: string;
const ledgerKey = newKey();

before(async () => {
  const url = `sqlite:${join(folder, 'madoguchi.sqlite')}`;
  await migrateStores(url);
  stores = await openStores({ url, clock });
  await stores.relyingParties.save(company);
  const app: { answer?: RequestListener } = {};
  server = createServer({ keepAliveTimeout: 120_000 }, (incoming, answer) => app.answer?.(incoming, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  ledger = createLedger({ stores, clock, log, key: ledgerKey, origin });
  const portal = createCitizenPortal({
    offerCredential: () => assert.fail('nobody asks for a wallet here'),
    stores,
    clock,
    log,
    secureCookies: false,
    cardLogin: {
      // Played: a completed login waits in a cookie, and is taken once.
      async takeLogin(ctx, { returnPath }) {
        const citizen = ctx.cookies.get('completed_login', { signed: false });
        if (!citizen || returnPath !== '/my') return undefined;
        ctx.cookies.set('completed_login', null, { signed: false });
        return { citizen: citizen as CitizenId, authentication: byCard };
      },
      async showLoginPage(ctx, ask) {
        ctx.body = `log in for ${ask.returnPath}`;
      },
    },
    // Nothing here looks at a record: information.test.ts does, with real agencies.
    agencies: { inquire: () => assert.fail('no agency is asked') },
    ledger,
    corrections: unlinked(),
    // exchanges.test.ts asks a real network.
    exchangeRecords: { list: async () => undefined },
    directory: { find: () => undefined },
    async endGrant(consent) {
      if (endingFails) throw new Error('the provider’s rows cannot be reached');
      ended.push(consent);
    },
    formKey: Buffer.alloc(32, 5),
  });
  const koa = new Koa();
  koa.silent = true;
  koa.use(createFrontDoor({ issuer: origin, clock, log }));
  koa.use(async (ctx: Context, next) => {
    if (ctx.path !== '/play/login') return next();
    ctx.cookies.set('completed_login', String(ctx.query['citizen']), { signed: false });
    ctx.body = 'ok';
  });
  koa.use(portal.routes());
  app.answer = koa.callback();
});
after(async () => {
  server.close().closeAllConnections();
  await ledger.stop();
  await stores.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  clock.time = later(60);
  endingFails = false;
  ended.length = 0;
});

/** A correction that could reach no agency: corrections.test.ts plays it with real ones. */
function unlinked() {
  const line = { tell: async () => undefined, ask: async () => undefined };
  return createCorrections({ stores, clock, log, line, toEntry: (taken) => ledger.toCorrectionEntry(taken) });
}

function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' }) as { kty: string };
  return {
    kid: jwkThumbprint(jwk),
    algorithm: 'ES256' as const,
    publicJwk: jwk,
    sign: (data: Buffer) => sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' as const }),
  };
}

const approve = (changes: Partial<Consent> = {}): Promise<Consent> =>
  addConsent(stores, {
    purpose: 'discount-ticket',
    decidedAt: noon,
    items: [issuerItem, number],
    readsGranted: 10,
    validUntil: later(30 * 86_400),
    ...changes,
  });

/** A read under a consent, as the gate writes it down; spends one where something was handed out. */
async function read(
  consent: Consent,
  outcome = 'released',
  asked: { category?: string; items?: string[] } = {},
): Promise<void> {
  const { result } = await ledger.append(
    {
      citizen: consent.citizen,
      subject: 'pairwise-subject',
      client: consent.client,
      relyingParty: company.legalName,
      consent: consent.id,
      purpose: consent.purpose,
      category: 'disability_welfare',
      items: [number],
      unseenItems: [],
      verifiedClaims: [],
      outcome,
      source: 'municipality',
      asOf: null,
      traceId: '0af7651916cd43dd8448eb211c80319c' as TraceId,
      processNumber: null,
      ...asked,
    } as never,
    {
      replay: null,
      spend: outcome.startsWith('denied')
        ? null
        : {
            consent: consent.id,
            now: clock.now(),
            suppressionVersion: (await stores.suppressions.find(consent.citizen)).version,
            others: null,
            reads: 1,
            idempotencyHash: null,
          },
    },
  );
  assert.equal(result.outcome, 'committed');
}

/** A browser of this citizen at their own page. */
async function logIn(citizen: CitizenId, language = 'ja'): Promise<{ browser: Browser; page: Page }> {
  const browser = new Browser({ language });
  await browser.open(`${origin}/play/login?citizen=${citizen}`);
  return { browser, page: await browser.open(`${origin}/my`) };
}

const mainOf = (page: Page): string => page.html.querySelector('main')?.text.replaceAll(/\s+/g, ' ') ?? '';
const cookieOf = async (citizen: CitizenId): Promise<string> => {
  const first = await request(`${origin}/my`, { headers: { cookie: `completed_login=${citizen}` } });
  await first.body.dump();
  const set = [first.headers['set-cookie'] ?? []].flat();
  return (
    set.find((each) => each.startsWith('madoguchi_my_page='))?.split(';')[0] ?? assert.fail('no session')
  );
};

test('a card opens my page: what I agreed to, and who read what, when, why and from where', async () => {
  const consent = await approve();
  await read(consent);
  const { page } = await logIn(consent.citizen);
  const text = mainOf(page);
  for (const words of [
    '見本旅客鉄道株式会社',
    '障害者割引のきっぷを販売するため',
    '残りの回数9回',
    '手帳番号',
    '市区町村',
    '提供されました',
  ])
    assert.ok(text.includes(words), words);
  assert.match(
    page.html.querySelector('.timeline a')?.getAttribute('href') ?? '',
    /^\/my\/receipts\/[\w-]{22}$/,
  );
  assert.match(String(page.headers.get('content-security-policy')), /form-action 'self';/);
  assert.equal(page.headers.get('cache-control'), 'no-store');
});

test('every login with my card is told, with what signed and how it was known to be good', async () => {
  const consent = await approve({ authentication: bySignature });
  await ledger.recordLogin({ citizen: consent.citizen, authentication: bySignature });
  await ledger.recordLogin({ citizen: 'another' as CitizenId, authentication: byCard });
  const { page } = await logIn(consent.citizen);
  const logins = page.html.querySelectorAll('#logins ~ .timeline li');
  assert.equal(logins.length, 1, 'nobody else’s');
  const told = logins[0]?.text.replaceAll(/\s+/g, ' ') ?? '';
  for (const words of [
    'マイナンバーカードと署名用パスワード',
    '利用者証明用電子証明書',
    '署名用電子証明書',
    'OCSP',
  ])
    assert.ok(told.includes(words), words);
  assert.match(logins[0]?.querySelector('a')?.getAttribute('href') ?? '', /^\/my\/receipts\/[\w-]{22}$/);
  assert.equal(page.html.querySelectorAll('#history ~ .timeline li').length, 0, 'a login is no read');
  assert.match(mainOf(page), /確かめた方法 ?マイナンバーカードと署名用パスワード/);
});

test('without a session every page asks for the card, and tells nothing', async () => {
  const consent = await approve();
  for (const path of [
    '',
    `/consents/${consent.id}`,
    `/consents/${consent.id}/withdraw`,
    '/consents/x/withdrawn',
  ]) {
    const page = await new Browser().open(`${origin}/my${path}`);
    assert.equal(page.text, 'log in for /my');
  }
});

test('a citizen without any consent sees an empty page, not an error', async () => {
  const { page } = await logIn('nobody-yet' as CitizenId);
  assert.equal(page.status, 200);
  assert.match(mainOf(page), /有効な同意はありません。/);
  assert.equal(page.html.querySelectorAll('.timeline li').length, 0);
});

test('two clicks withdraw a consent, at once, and the tokens end with it', async () => {
  const consent = await approve();
  const { browser, page } = await logIn(consent.citizen);
  const first = await browser.follow(page, 'a[href$="/withdraw"]');
  assert.match(mainOf(first), /すでに提供した情報は、取り消しでは消えません/);
  const second = await browser.submit(first, {}, undefined, 'form[action$="/withdraw"]');
  assert.match(mainOf(second), /同意を取り消しました/);
  assert.deepEqual((await stores.consents.find(consent.id))?.withdrawnAt, clock.now());
  assert.deepEqual(ended, [consent.id]);
  assert.match(mainOf(await browser.open(`${origin}/my`)), /取り消し済み/);
  const again = await browser.open(`${origin}/my/consents/${consent.id}/withdraw`);
  assert.equal(again.html.querySelector('form'), null, 'there is nothing left to withdraw');
});

test('withdrawing acts even where the tokens cannot be ended: the consent is the truth', async () => {
  endingFails = true;
  const consent = await approve();
  const { browser, page } = await logIn(consent.citizen);
  const done = await browser.submit(
    await browser.follow(page, 'a[href$="/withdraw"]'),
    {},
    undefined,
    'main form',
  );
  assert.match(mainOf(done), /同意を取り消しました/);
  assert.ok((await stores.consents.find(consent.id))?.withdrawnAt, 'it is withdrawn');
  assert.ok(
    lines.some((line) => line.includes('grant_not_ended')),
    'the operator is told',
  );
});

test('another citizen’s consent reads as one that does not exist, on every page and for every form', async () => {
  const [mine, foreign] = await Promise.all([approve(), approve()]);
  const { browser, page } = await logIn(mine.citizen);
  assert.ok(!page.text.includes(foreign.id), 'it is not listed');
  const unknown = await browser.open(`${origin}/my/consents/no-such-consent`);
  for (const path of ['', '/withdraw', '/withdrawn']) {
    const other = await browser.open(`${origin}/my/consents/${foreign.id}${path}`);
    assert.equal(other.status, 404);
    assert.equal(mainOf(other).replace(/[0-9a-f]{32}/, ''), mainOf(unknown).replace(/[0-9a-f]{32}/, ''));
  }
  const cookie = await cookieOf(mine.citizen);
  const token = await formTokenOf(cookie, mine);
  const answer = await send(`/my/consents/${foreign.id}/withdraw`, { cookie, token });
  assert.equal(answer, 404);
  assert.equal((await stores.consents.find(foreign.id))?.withdrawnAt, null);
});

test('no other site, no other session and no form without its token withdraws anything', async () => {
  const [consent, other] = await Promise.all([approve(), approve()]);
  const cookie = await cookieOf(consent.citizen);
  const token = await formTokenOf(cookie, consent);
  const otherToken = await formTokenOf(await cookieOf(other.citizen), other);
  const path = `/my/consents/${consent.id}/withdraw`;
  const attempts: [number, Parameters<typeof send>[1]][] = [
    [403, { cookie, token: undefined }],
    [403, { cookie, token: '' }],
    [403, { cookie, token: otherToken }],
    [403, { cookie, token, headers: { origin: 'https://evil.example' } }],
    [403, { cookie, token, headers: { origin: 'null' } }],
    [403, { cookie, token, headers: { 'sec-fetch-site': 'same-site' } }],
    [415, { cookie, token, headers: { 'content-type': 'text/plain' } }],
    // No session: the way leads over a login, and nothing is done.
    [303, { cookie: 'madoguchi_my_page=guessed', token }],
    [303, { cookie: '', token }],
  ];
  for (const [status, attempt] of attempts) {
    assert.equal(await send(path, attempt), status, JSON.stringify(attempt.headers));
    assert.equal((await stores.consents.find(consent.id))?.withdrawnAt, null);
  }
  assert.equal(await send(path, { cookie, token }), 303);
  assert.ok((await stores.consents.find(consent.id))?.withdrawnAt, 'the page’s own form does');
});

async function formTokenOf(cookie: string, consent: Consent): Promise<string> {
  const page = await request(`${origin}/my/consents/${consent.id}/withdraw`, { headers: { cookie } });
  return /name="form_token" value="([\w-]+)"/.exec(await page.body.text())?.[1] ?? assert.fail('no form');
}

async function send(
  path: string,
  attempt: { cookie: string; token: string | undefined; headers?: Record<string, string> },
): Promise<number> {
  const answer = await request(`${origin}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin,
      'sec-fetch-site': 'same-origin',
      cookie: attempt.cookie,
      ...attempt.headers,
    },
    body: new URLSearchParams(attempt.token === undefined ? {} : { form_token: attempt.token }).toString(),
  });
  await answer.body.dump();
  return answer.statusCode;
}

test('where 不開示該当 is set or applied for, reads are absent without a mark: in lists, numbers and states', async () => {
  for (const value of [1, 2] as const) {
    const [hidden, plain] = await Promise.all([approve({ readsGranted: 2 }), approve({ readsGranted: 2 })]);
    await read(hidden);
    await read(hidden);
    await read(hidden, 'denied:reads_used_up');
    // Both logged in a moment ago, and find that: a login that is not told would be the mark.
    for (const { citizen } of [hidden, plain]) await ledger.recordLogin({ citizen, authentication: byCard });
    await stores.suppressions.set(hidden.citizen, 'non_disclosure', value);
    for (const path of ['', '/consents/:id', '/consents/:id/withdraw']) {
      const told: string[] = [];
      for (const consent of [hidden, plain]) {
        const { browser } = await logIn(consent.citizen);
        const { text, headers } = await browser.open(`${origin}/my${path.replace(':id', consent.id)}`);
        told.push(
          text
            .replaceAll(consent.id, 'ID')
            .replaceAll(/\/my\/receipts\/[\w-]{22}/g, 'RECEIPT')
            .replaceAll(/name="form_token" value="[\w-]+"/g, 'TOKEN') + String(headers.get('content-type')),
        );
      }
      assert.equal(told[0], told[1], 'the page is that of a person whose data nobody read');
    }
  }
});

test('the other two flags hide no history: the person still sees it', async () => {
  const consent = await approve();
  await read(consent);
  await stores.suppressions.set(consent.citizen, 'no_automatic_answer', 1);
  await stores.suppressions.set(consent.citizen, 'no_self_information', 1);
  assert.equal((await logIn(consent.citizen)).page.html.querySelectorAll('.timeline li').length, 1);
});

test('refused reads stand in the history, in plain words, and whatever the entry says stays text', async () => {
  const consent = await approve();
  for (const outcome of [
    'denied:consent_expired',
    'no_record',
    'not_connected',
    'agency_unavailable',
    'denied:<script>',
  ])
    await read(consent, outcome);
  const { page } = await logIn(consent.citizen);
  const text = page.html.querySelector('.timeline')?.text ?? '';
  for (const words of [
    '断りました（この同意の有効期限は過ぎています',
    '渡せる記録がなく',
    '接続しておらず',
    '応答がなく',
  ])
    assert.ok(text.includes(words), words);
  assert.equal(page.html.querySelectorAll('script').length, 0);
});

test('a read of what was never agreed to tells what it was after', async () => {
  const consent = await approve();
  await read(consent, 'denied:item_not_granted', { category: 'tax_income', items: [] });
  for (const [language, words] of [
    ['ja', '項目: 税・所得（同意した項目はありません）'],
    ['en', 'Items: Tax and income (nothing of it that you agreed to)'],
  ] as const) {
    const { page } = await logIn(consent.citizen, language);
    const [line] = page.html.querySelectorAll('.timeline li');
    assert.ok(line?.text.includes(words), line?.text);
  }
});

test('each state of a consent is told: active, used up, expired, withdrawn, refused', async () => {
  const citizen = 'citizen-of-states' as CitizenId;
  const add = (changes: Partial<Consent>) =>
    stores.consents.add({ ...consentOf(citizen), id: `state-${(states += 1)}` as ConsentId, ...changes });
  await add({});
  await add({ readsUsed: 10 });
  await add({ validUntil: later(1) });
  await add({ withdrawnAt: later(2) });
  await add({ decision: 'refused', readsGranted: 0 });
  const { page } = await logIn(citizen);
  assert.deepEqual(
    page.html
      .querySelectorAll('.state')
      .map((state) => state.text)
      .sort(),
    ['有効', '回数を使い切りました', '期限切れ', '取り消し済み', '提供しないと決めました'].sort(),
  );
  assert.equal(
    page.html.querySelectorAll('a[href$="/withdraw"]').length,
    1,
    'only the active one can be withdrawn',
  );
});

let states = 0;
const consentOf = (citizen: CitizenId): Consent => ({
  id: 'consent' as ConsentId,
  decision: 'approved',
  citizen,
  client: company.clientId,
  purpose: 'discount-ticket',
  items: [number],
  unseenItems: [],
  verifiedClaims: [],
  authentication: byCard,
  decidedAt: noon,
  validUntil: later(86_400),
  readsGranted: 10,
  readsUsed: 0,
  withdrawnAt: null,
});

test('a long history stays a page: the newest are shown, and the page says that there are older ones', async () => {
  const consent = await approve({ readsGranted: 1000 });
  for (let count = 0; count < 205; count += 1) await read(consent);
  const { browser, page } = await logIn(consent.citizen);
  assert.equal(page.html.querySelectorAll('.timeline li').length, 200);
  assert.match(mainOf(page), /古いものは表示していません/);
  const detail = await browser.open(`${origin}/my/consents/${consent.id}`);
  assert.equal(detail.html.querySelectorAll('.timeline li').length, 200);
});

test('the details of a consent list its items, and mark what was granted without having been seen', async () => {
  const consent = await approve({ unseenItems: [number] });
  const { browser, page } = await logIn(consent.citizen);
  const detail = await browser.follow(page, 'a[href^="/my/consents/"]');
  const items = detail.html.querySelectorAll('section[aria-labelledby=items] li').map((item) => item.text);
  assert.deepEqual(items, ['交付した自治体', '手帳番号内容を見ないで同意しました']);
});

test('a refusal is headed as a refusal, never as a consent', async () => {
  const refusal = await approve({ decision: 'refused', readsGranted: 0 });
  for (const [language, words] of [
    ['ja', '見本旅客鉄道株式会社からの依頼（提供しないと決めました）'],
    ['en', 'A request of Mihon Passenger Railway Co., Ltd. that you refused'],
  ] as const) {
    const { browser } = await logIn(refusal.citizen, language);
    const page = await browser.open(`${origin}/my/consents/${refusal.id}`);
    assert.equal(page.html.querySelector('h1')?.text, words);
  }
});

test('a company or an item that is gone since still has its name', async () => {
  const consent = await approve({ client: 'closed-company' as never, items: ['old_category.item' as never] });
  await read(consent);
  const { browser, page } = await logIn(consent.citizen);
  assert.match(mainOf(page), /closed-company/);
  assert.match(mainOf(await browser.open(`${origin}/my/consents/${consent.id}`)), /old_category\.item/);
});

test('a chosen language goes along, from page to page', async () => {
  const consent = await approve();
  const { browser, page } = await logIn(consent.citizen);
  const english = await browser.follow(page, 'a.language');
  assert.equal(english.html.querySelector('html')?.getAttribute('lang'), 'en');
  const withdraw = await browser.follow(english, 'a[href*="/withdraw"]');
  const done = await browser.submit(withdraw, {}, undefined, 'main form');
  assert.match(mainOf(done), /The consent is withdrawn/);
  assert.doesNotMatch(mainOf(done).replaceAll(company.legalName.en, ''), /[ぁ-んァ-ヶ一-龠]/);
});

test('logging out ends the session in the store, not only in the browser', async () => {
  const consent = await approve();
  const cookie = await cookieOf(consent.citizen);
  const token = await formTokenOf(cookie, consent);
  assert.equal(await send('/my/logout', { cookie, token: 'wrong' }), 403);
  assert.equal(await send('/my/logout', { cookie, token }), 303);
  const page = await request(`${origin}/my`, { headers: { cookie } });
  assert.equal(await page.body.text(), 'log in for /my');
});

test('a session ends by itself after a quarter of an hour', async () => {
  const consent = await approve();
  const { browser } = await logIn(consent.citizen);
  clock.time = later(60 + 15 * 60 + 1);
  assert.equal((await browser.open(`${origin}/my`)).text, 'log in for /my');
});

test('the session’s cookie is closed to scripts and other sites, and the store does not hold it', async () => {
  const consent = await approve();
  const answer = await request(`${origin}/my`, { headers: { cookie: `completed_login=${consent.citizen}` } });
  await answer.body.dump();
  const cookie = [answer.headers['set-cookie'] ?? []]
    .flat()
    .find((each) => each.startsWith('madoguchi_my_page'));
  assert.match(cookie ?? '', /httponly/i);
  assert.match(cookie ?? '', /samesite=lax/i);
  const secret = /=([\w-]{43});/.exec(cookie ?? '')?.[1] ?? assert.fail('256 bits');
  const rows = await stores.database.all<{ secret_hash: string }>('SELECT secret_hash FROM citizen_sessions');
  assert.ok(rows.length > 0 && rows.every((row) => row.secret_hash !== secret), 'only its hash is stored');
});

test('no log line of all this names a citizen, a consent or an item', () => {
  const written = lines.join('');
  assert.match(written, /consent_withdrawn/);
  assert.doesNotMatch(written, /citizen-of-states|state-\d|disability_welfare|my\/consents\/[\w-]{22}/);
});

describe('a receipt on my page', () => {
  const receiptIn = (page: Page): string =>
    page.html.querySelector('.timeline a')?.getAttribute('href') ?? assert.fail('no receipt');

  test('says in plain words what was recorded and what that proves, in both languages, and waits for its proof', async () => {
    const consent = await approve();
    await read(consent, 'released', { items: [number, issuerItem] });
    const { browser, page } = await logIn(consent.citizen);
    const path = receiptIn(page);
    assert.match(mainOf(await browser.open(`${origin}${path}`)), /証明は1秒ほどでできます/);
    await ledger.integrateNow();
    const size = (await ledger.latestHead())?.size ?? 0;
    const japanese = mainOf(await browser.open(`${origin}${path}`));
    for (const words of [
      '会社への情報の提供',
      '見本旅客鉄道株式会社',
      '手帳番号',
      '提供されました',
      `${size}件のうちの`,
      '後から内容を変えたり、消したり、順番を入れ替えたりすれば',
      '立会人は、この記録簿の状態をまだ確認していません',
    ])
      assert.ok(japanese.includes(words), words);
    const english = mainOf(await browser.open(`${origin}${path}?language=en`));
    assert.match(english, /What this receipt proves.*stands in the ledger of.*What it does not prove/);
    assert.match(english, /Held by\s*Municipality/i);
  });

  test('is downloaded as a file that proves itself offline, by the ledger’s key alone', async () => {
    const consent = await approve();
    await read(consent, 'no_record');
    await ledger.integrateNow();
    const { page } = await logIn(consent.citizen);
    const answer = await fetch(`${origin}${receiptIn(page)}/download`, {
      headers: { cookie: await cookieOf(consent.citizen) },
    });
    assert.match(
      answer.headers.get('content-disposition') ?? '',
      /^attachment; filename="madoguchi-receipt-[\w-]{22}\.json"$/,
    );
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const { entry } = checkReceipt(await answer.text(), [ledgerKey.publicJwk as never]);
    assert.equal('outcome' in entry && entry.outcome, 'no_record');
  });

  test('another’s, a withheld, an erased one and one that never was read the same: receipt_unknown', async () => {
    const [mine, others] = [await approve(), await approve()];
    for (const consent of [mine, others]) await read(consent);
    await ledger.integrateNow();
    const [{ page }, { page: otherPage }] = [await logIn(mine.citizen), await logIn(others.citizen)];
    const cookie = await cookieOf(mine.citizen);
    const open = async (path: string): Promise<[number, string]> => {
      const answer = await fetch(`${origin}${path}`, { headers: { cookie, 'accept-language': 'ja' } });
      const text = (await answer.text()).replaceAll(/[0-9a-f]{32}|[\w-]{22}/g, '…');
      return [answer.status, text];
    };
    const [own, foreign] = [receiptIn(page), receiptIn(otherPage)];
    assert.equal((await open(own))[0], 200);
    const none = `/my/receipts/${newIdentifier()}`;
    for (const end of ['', '/download']) {
      const [status, text] = await open(none + end);
      assert.equal(status, 404);
      assert.deepEqual(await open(foreign + end), [status, text]);
      assert.equal((await open(`/my/receipts/x${end}`))[0], 404);
    }
    await stores.suppressions.set(mine.citizen, 'non_disclosure', 1);
    assert.deepEqual(await open(own), await open(none));
    assert.deepEqual(await open(`${own}/download`), await open(`${none}/download`));
    await stores.suppressions.set(mine.citizen, 'non_disclosure', 0);
    assert.equal((await open(own))[0], 200);
    const erasure = createErasure({ erasures: stores.erasures, clock, origin, retentionDays: 1 });
    assert.equal(await erasure.eraseCitizen(mine.citizen), 1);
    assert.deepEqual(await open(own), await open(none));
    const stranger = await fetch(`${origin}${foreign}`);
    assert.match(await stranger.text(), /log in for \/my/);
  });
});
