/** The second step: a statement read whole, and signed by the certificate for digital signature of a whole card. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { parse } from 'node-html-parser';
import { type Desk, setDesk } from '../../stand-ins/card-reader/rehearsal/desk.ts';
import { readTries, writeTries } from '../../stand-ins/cards/card-folder.ts';
import { statementPurposes } from '../vocabulary/signature-statement.ts';
import { type Answer, ownPost, readPage, send } from './rehearsal/browser.ts';
import { answerJson } from './rehearsal/site.ts';
import { loginId, setStage, type Stage } from './rehearsal/stage.ts';

const password = 'ABC123';
let desk: Desk;
let stage: Stage;
let whole: string;
let card: string;
before(async () => {
  desk = await setDesk();
  whole = await desk.make('whole');
  process.env['STAND_IN_READER'] = desk.reader;
  stage = await setStage(process.env, { pkcs11Module: desk.module });
});
after(async () => {
  await stage.close();
  desk.clear();
});
/** A card with all its tries lies in the reader, and the site has forgotten what was before. */
beforeEach(() => {
  card = desk.copy(whole);
  desk.insert(card);
  const { site } = stage;
  site.misbehave.clear();
  site.purpose = 'registration';
  for (const list of [site.asked, site.verified, site.statements]) list.length = 0;
});

const statementOn = (page: Answer): string => parse(page.body).querySelector('#statement')?.text ?? '';
const tries = (): number[] => [readTries(card, 'authentication'), readTries(card, 'signature')];

for (const purpose of statementPurposes) {
  test(`what is signed for ${purpose} is the text that was shown, to the byte, and the browser goes back`, async () => {
    const { site } = stage;
    site.purpose = purpose;
    const page = await stage.open('/sign');
    assert.equal(page.status, 200, stage.log.join(''));
    const shown = statementOn(page);
    assert.match(
      shown,
      new RegExp(`^madoguchi-statement:1\npurpose: ${purpose}\nsite: ${site.origin}\nnonce: `),
    );
    const { text } = readPage(page.body);
    assert.match(text, /Test counter/);
    assert.match(text, /Certificate for digital signature/);
    assert.match(text, /No wrong entry of the signature password/);
    assert.deepEqual(site.asked, ['/card-login/statement'], 'nothing is delivered by looking');
    const done = await stage.enter(page, password);
    assert.equal(done.status, 200, stage.log.join(''));
    assert.deepEqual(
      site.statements.map((signed) => [signed.text, signed.algorithm]),
      [[shown, 'RS256']],
    );
    assert.deepEqual(site.asked, ['/card-login/statement', '/card-login/signature']);
    const { refresh, links } = readPage(done.body);
    assert.ok(links[0]?.startsWith(`${site.origin}/card-login/complete?login=${loginId}&code=`));
    assert.equal(refresh, `0; url=${links[0]}`);
    assert.deepEqual(tries(), [3, 5]);
  });
}

test('a P-384 card signs the statement with SHA-384', async () => {
  desk.insert(await desk.make('p384', { key: 'P-384', serial: '71', signature_serial: '72' }));
  assert.equal((await stage.enter(await stage.open('/sign'), password)).status, 200);
  assert.equal(stage.site.statements[0]?.algorithm, 'ES384');
});

test('after a wrong password the same statement stands there again, with what the card tells of the tries left', async () => {
  const page = await stage.open('/sign');
  const again = await stage.enter(page, 'WRONG99');
  assert.equal(again.status, 422);
  assert.equal(statementOn(again), statementOn(page), 'no other nonce than the one that was read');
  assert.match(readPage(again.body).text, /The signature password is not correct/);
  assert.match(readPage(again.body).tries, /entered wrongly before/);
  assert.deepEqual(tries(), [3, 4]);
  assert.deepEqual(stage.site.asked, ['/card-login/statement']);
  assert.equal((await stage.enter(again, password)).status, 200);
  assert.deepEqual(tries(), [3, 5]);
});

for (const [path, entry, words] of [
  ['/sign', '1234', /looks like the PIN for logging in.*signature password.*is meant/],
  ['/sign', 'abc123', /all capitals/],
  ['/sign', 'ABC12', /6 to 16 capital letters and digits/],
  ['/sign', 'ABCDEFGH123456789', /6 to 16 capital letters and digits/],
  ['/sign', 'ABC%31%32', /6 to 16 capital letters and digits/],
  ['/sign', '', /6 to 16 capital letters and digits/],
  ['/login', 'ABC123', /looks like the signature password.*PIN for logging in.*is meant/],
  ['/login', 'abc123', /looks like the signature password/],
] as const) {
  test(`what cannot be meant never reaches the card, and is told: ${JSON.stringify(entry)} at ${path}`, async () => {
    const page = await stage.open(path);
    const again = await stage.enter(page, entry);
    assert.equal(again.status, 422);
    assert.match(readPage(again.body).text, words);
    assert.match(readPage(again.body).text, /did not use up a try/);
    assert.deepEqual(tries(), [3, 5]);
    assert.deepEqual(stage.site.asked, path === '/sign' ? ['/card-login/statement'] : []);
    assert.equal((await stage.enter(again, path === '/sign' ? password : '1234')).status, 200);
  });
}

for (const [path, kind, secret, left] of [
  ['/login', 'authentication', '1234', 3],
  ['/sign', 'signature', password, 5],
] as const) {
  test(`the last try at ${path} is not spent before it was confirmed`, async () => {
    writeTries(card, kind, 1);
    const page = await stage.open(path);
    assert.match(readPage(page.body).tries, /This is the last try/);
    assert.ok(readPage(page.body).asksToConfirm);
    for (const entry of [secret, secret.replace(/.$/, '9')]) {
      const unconfirmed = await stage.enter(await stage.open(path), entry, { tick: false });
      assert.equal(unconfirmed.status, 422);
      assert.match(readPage(unconfirmed.body).text, /Please tick the box/);
      assert.equal(readTries(card, kind), 1);
    }
    assert.equal((await stage.enter(await stage.open(path), secret)).status, 200);
    assert.equal(readTries(card, kind), left);
    assert.ok(!readPage((await stage.open(path)).body).asksToConfirm, 'only the last try asks for it');
  });

  test(`a box ticked on a page that told of more tries confirms nothing at ${path}`, async () => {
    const page = await stage.open(path);
    writeTries(card, kind, 1);
    const { formToken, field, action } = readPage(page.body);
    const told = await send(stage.agent.origin, action, {
      method: 'POST',
      headers: ownPost(stage.agent.origin),
      body: `form_token=${formToken}&${field}=${secret}&last_try=yes`,
    });
    assert.match(readPage(told.body).text, /your entry was not used/);
    assert.equal(readTries(card, kind), 1);
  });
}

test('five wrong passwords lock the signature half alone, and the page says where to go', async () => {
  let page = await stage.open('/sign');
  for (const entry of ['WRONG1', 'WRONG2', 'WRONG3', 'WRONG4', 'WRONG5'])
    page = await stage.enter(page, entry);
  assert.equal(readPage(page.body).heading, 'The signature password is locked');
  assert.match(readPage(page.body).tries, /municipality’s counter.*Logging in.*still works/);
  assert.doesNotMatch(page.body, /type="password"/);
  assert.deepEqual(tries(), [3, 0]);
  assert.equal((await stage.enter(await stage.open('/login'), '1234')).status, 200);
});

test('a child’s card has no certificate for signatures: the page says so, and asks the site nothing', async () => {
  desk.insert(await desk.make('child', { birth_on: '2016-08-01', serial: '61', signature_serial: '62' }));
  const page = await stage.open('/sign');
  assert.equal(page.status, 409);
  assert.match(readPage(page.body).text, /no certificate for digital signature. Nobody under 15/);
  assert.match(readPage(page.body).links[0] ?? '', /^\/sign\?site=/, 'another card can be put in');
  assert.deepEqual(stage.site.asked, []);
  assert.equal((await stage.enter(await stage.open('/login'), '1234')).status, 200);
});

const goodNonce = Buffer.alloc(32, 1).toString('base64');
for (const [what, answer] of [
  ['a purpose of its own', { purpose: 'buy_a_house', nonce: goodNonce }],
  ['an inherited name as purpose', { purpose: 'constructor', nonce: goodNonce }],
  ['no purpose', { nonce: goodNonce }],
  [
    'a text of its own beside a nonce that breaks the line',
    { purpose: 'step_up', nonce: `${goodNonce}\nI owe` },
  ],
  ['a nonce that is too short', { purpose: 'step_up', nonce: 'AAAA' }],
  ['no nonce', { purpose: 'step_up' }],
] as const) {
  test(`a site that asks to sign ${what} gets no page for the password`, async () => {
    stage.site.misbehave.set('/card-login/statement', (_request, response) =>
      answerJson(response, 200, answer),
    );
    const page = await stage.open('/sign');
    assert.equal(page.status, 502);
    assert.equal(readPage(page.body).formToken, '');
  });
}

test('a text that the site sends along is not what is signed', async () => {
  const answer = { purpose: 'step_up', nonce: goodNonce, text: 'I owe', site: 'https://other.example' };
  stage.site.misbehave.set('/card-login/statement', (_request, response) =>
    answerJson(response, 200, answer),
  );
  const text = statementOn(await stage.open('/sign'));
  assert.ok(!text.includes('I owe') && text.includes(`site: ${stage.site.origin}`));
});

test('a login that has no signature step is told in the site’s own reason', async () => {
  stage.site.misbehave.set('/card-login/statement', (_request, response) =>
    answerJson(response, 404, { reason: 'login_unknown' }),
  );
  const page = await stage.open('/sign');
  assert.ok(page.status >= 400);
  assert.doesNotMatch(page.body, /type="password"/);
});

for (const [what, misbehave] of [
  [
    'leads elsewhere',
    (response: ServerResponse) => response.writeHead(307, { location: '/elsewhere' }).end(),
  ],
  ['floods', (response: ServerResponse) => response.writeHead(200).end(`{"code":"${'A'.repeat(20_000)}"}`)],
  [
    'answers an address for a code',
    (response: ServerResponse) => answerJson(response, 200, { code: '//evil.example/AAAAAAAAAA' }),
  ],
  ['answers no code', (response: ServerResponse) => answerJson(response, 200, {})],
] as const) {
  test(`a site that ${what} when the signature is delivered leads the browser nowhere`, async () => {
    const page = await stage.open('/sign');
    stage.site.misbehave.set('/card-login/signature', (_request, response) => void misbehave(response));
    const refused = await stage.enter(page, password);
    assert.equal(refused.status, 502);
    assert.equal(readPage(refused.body).refresh, undefined);
    assert.deepEqual(stage.site.asked, ['/card-login/statement', '/card-login/signature']);
    assert.match(
      readPage(refused.body).links[0] ?? '',
      /^\/sign\?site=/,
      'another try begins with a fresh statement',
    );
    assert.equal(refused.body.includes('evil.example'), false);
  });
}

test('a site that no longer waits for this statement says so, and the way to a fresh one is offered', async () => {
  const page = await stage.open('/sign');
  stage.site.misbehave.set('/card-login/signature', (_request, response) =>
    answerJson(response, 409, { reason: 'challenge_unknown' }),
  );
  const late = await stage.enter(page, password);
  assert.equal(late.status, 409);
  assert.match(readPage(late.body).links[0] ?? '', /^\/sign\?site=/);
  assert.deepEqual(tries(), [3, 5]);
});

test('what is delivered is the certificate and the signature: the text is the site’s own to write', async () => {
  let body = '';
  stage.site.misbehave.set('/card-login/signature', (request, response) => {
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => answerJson(response, 200, { code: 'A'.repeat(22) }));
  });
  await stage.enter(await stage.open('/sign'), password);
  const delivered = JSON.parse(body) as { login: string; signature: Record<string, string> };
  assert.deepEqual(Object.keys(delivered), ['login', 'signature']);
  assert.deepEqual(Object.keys(delivered.signature), [
    'format',
    'unverifiedCertificate',
    'algorithm',
    'signature',
  ]);
  assert.equal(delivered.signature['format'], 'madoguchi-signature:1');
});

interface Attack {
  name: string;
  headers?: () => Record<string, string | null>;
  path?: string;
  body?: (form: { sign: string; login: string }) => string;
}
const attacks: Attack[] = [
  { name: 'a rebound host name', headers: () => ({ Host: 'rebound.example' }) },
  { name: 'no Origin', headers: () => ({ Origin: null }) },
  { name: 'Origin null', headers: () => ({ Origin: 'null' }) },
  { name: 'the listed site’s origin', headers: () => ({ Origin: stage.site.origin }) },
  { name: 'no Sec-Fetch-Site', headers: () => ({ 'Sec-Fetch-Site': null }) },
  { name: 'another port of this machine', headers: () => ({ 'Sec-Fetch-Site': 'same-site' }) },
  { name: 'a fetch', headers: () => ({ 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }) },
  { name: 'a frame', headers: () => ({ 'Sec-Fetch-Dest': 'iframe' }) },
  { name: 'no form token', body: () => 'password=WRONG99' },
  { name: 'a guessed form token', body: () => 'form_token=AAAAAAAAAAAAAAAAAAAAAA&password=WRONG99' },
  { name: 'the token of a login form', body: ({ login }) => `form_token=${login}&password=WRONG99` },
  { name: 'a PIN beside the password', body: ({ sign }) => `form_token=${sign}&password=WRONG99&pin=9999` },
  { name: 'two passwords', body: ({ sign }) => `form_token=${sign}&password=WRONG99&password=WRONG98` },
  ...[
    'purpose=step_up',
    'nonce=AAAA',
    'site=https%3A%2F%2Fevil.example',
    `login=${loginId}`,
    'text=I+owe',
  ].map((field) => ({
    name: `a field of its own: ${field}`,
    body: ({ sign }: { sign: string }) => `form_token=${sign}&password=WRONG99&${field}`,
  })),
  { name: 'a purpose in the form’s address', path: '/sign?purpose=step_up' },
  { name: 'the form of the statement at the login’s address', path: '/login' },
];
for (const attack of attacks) {
  test(`a statement posted with ${attack.name} is refused, and costs no try`, async () => {
    const form = {
      sign: readPage((await stage.open('/sign')).body).formToken,
      login: readPage((await stage.open('/login')).body).formToken,
    };
    assert.ok(form.sign && form.login);
    const answer = await send(stage.agent.origin, attack.path ?? '/sign', {
      method: 'POST',
      headers: { ...ownPost(stage.agent.origin), ...attack.headers?.() },
      body: attack.body?.(form) ?? `form_token=${form.sign}&password=WRONG99`,
    });
    assert.ok(answer.status >= 400 && answer.status < 422, `${answer.status}`);
    assert.deepEqual(tries(), [3, 5]);
    assert.deepEqual(stage.site.statements, []);
  });
}

test('the same wrong password in the agent’s own form does cost a try: the attacks above would have been seen', async () => {
  await stage.enter(await stage.open('/sign'), 'WRONG99');
  assert.deepEqual(tries(), [3, 4]);
});

test('a statement’s form is taken once', async () => {
  const page = await stage.open('/sign');
  assert.equal((await stage.enter(page, password)).status, 200);
  assert.equal((await stage.enter(page, 'WRONG99')).status, 403);
  assert.deepEqual(tries(), [3, 5]);
});

test('no log line holds the password, the nonce or the statement', async () => {
  const page = await stage.open('/sign');
  const nonce = /nonce: (\S+)/.exec(statementOn(page))?.[1] ?? '';
  assert.ok(nonce.length >= 44);
  await stage.enter(await stage.enter(page, 'WRONG99'), password);
  const log = stage.log.join('');
  for (const secret of ['WRONG99', password, nonce, 'madoguchi-statement'])
    assert.ok(!log.includes(secret), secret);
});
