import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { type Reason, refusals } from '../vocabulary/refusals.ts';
import { type Answer, readPage } from './rehearsal/browser.ts';
import { makeSelfSignedCertificate } from './rehearsal/self-signed-certificate.ts';
import { answerJson } from './rehearsal/site.ts';
import { setStage, type Stage } from './rehearsal/stage.ts';

const challengePath = '/card-login/challenge';
const tokenPath = '/card-login/token';

let stage: Stage;
/** Waits for a site only so long that a test of silence is short. */
let hurried: Stage;
before(async () => {
  stage = await setStage(process.env);
  hurried = await setStage(process.env, { siteMilliseconds: 700 });
  await stage.insert({});
});
after(async () => {
  await stage.close();
  await hurried.close();
});
beforeEach(() => {
  for (const { site } of [stage, hurried]) {
    site.misbehave.clear();
    site.asked.length = 0;
  }
});

type Misbehaviour = (request: IncomingMessage, response: ServerResponse) => void;
const json =
  (status: number, body: object): Misbehaviour =>
  (_request, response) =>
    answerJson(response, status, body);
const text =
  (body: string): Misbehaviour =>
  (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
const redirect =
  (status: number): Misbehaviour =>
  (_request, response) =>
    response.writeHead(status, { location: `${stage.site.origin}/elsewhere` }).end();
const endless: Misbehaviour = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"nonce":"');
  const more = (): void => {
    while (!response.destroyed && response.write('A'.repeat(8192)));
  };
  response.on('drain', more);
  more();
};
const silent: Misbehaviour = () => undefined;
const drip: Misbehaviour = (_request, response) => {
  response.writeHead(200);
  const dripping = setInterval(() => response.write(' '), 100);
  response.on('close', () => clearInterval(dripping));
};
const isSlow = (misbehaviour: Misbehaviour): boolean => misbehaviour === silent || misbehaviour === drip;
const hangUp: Misbehaviour = (request) => request.socket.destroy();
const nonce = Buffer.alloc(32, 1).toString('base64');

for (const [what, misbehaviour, words] of [
  ['redirects (303)', redirect(303), wordsOf('agent_site_answer_invalid')],
  ['redirects (307), which would send the body on', redirect(307), wordsOf('agent_site_answer_invalid')],
  ['redirects (308)', redirect(308), wordsOf('agent_site_answer_invalid')],
  ['answers without end', endless, wordsOf('agent_site_answer_invalid')],
  ['answers never', silent, wordsOf('agent_site_unreachable')],
  ['answers a byte now and then', drip, wordsOf('agent_site_unreachable')],
  ['hangs up', hangUp, wordsOf('agent_site_unreachable')],
  ['answers no JSON', text('<html>'), wordsOf('agent_site_answer_invalid')],
  ['answers a list', text('[]'), wordsOf('agent_site_answer_invalid')],
  ['answers null', text('null'), wordsOf('agent_site_answer_invalid')],
  ['answers with success of another kind', json(201, { nonce }), wordsOf('agent_site_answer_invalid')],
  ['gives no nonce', json(200, {}), wordsOf('agent_site_answer_invalid')],
  ['gives a nonce that is no text', json(200, { nonce: 1 }), wordsOf('agent_site_answer_invalid')],
  ['gives a short nonce', json(200, { nonce: nonce.slice(0, 43) }), wordsOf('agent_site_answer_invalid')],
  [
    'gives a nonce with a line break',
    json(200, { nonce: `${nonce}\n` }),
    wordsOf('agent_site_answer_invalid'),
  ],
  [
    'gives a nonce of great length',
    json(200, { nonce: 'A'.repeat(1000) }),
    wordsOf('agent_site_answer_invalid'),
  ],
  ['does not know the login', json(404, { reason: 'login_unknown' }), wordsOf('login_unknown')],
  ['refuses for a reason of its own', json(400, { reason: 'made_up' }), wordsOf('agent_site_answer_invalid')],
  [
    'refuses for an object’s own reason',
    json(400, { reason: 'constructor' }),
    wordsOf('agent_site_answer_invalid'),
  ],
  [
    'refuses with words of its own',
    json(400, { reason: 'x', title: 'Call +00 000' }),
    wordsOf('agent_site_answer_invalid'),
  ],
] as const) {
  test(`a site that ${what} when asked for a challenge: the citizen is told, and the card is not asked`, async () => {
    const { site, enter, open } = isSlow(misbehaviour) ? hurried : stage;
    site.misbehave.set(challengePath, misbehaviour);
    checkTold(await enter(await open(), '9999'), words);
    assert.deepEqual(site.asked, [challengePath], 'nothing else was asked, no redirect followed');
    assert.match(readPage((await stage.open()).body).tries, /No wrong entry is recorded/);
  });
}

for (const [what, misbehaviour, words] of [
  ['redirects (302)', redirect(302), wordsOf('agent_site_answer_invalid')],
  ['redirects (307), which would send the token on', redirect(307), wordsOf('agent_site_answer_invalid')],
  ['answers without end', endless, wordsOf('agent_site_answer_invalid')],
  ['answers never', silent, wordsOf('agent_site_unreachable')],
  ['gives no code', json(200, {}), wordsOf('agent_site_answer_invalid')],
  [
    'gives an address for a code',
    json(200, { code: 'https://evil.example/aaaaaaaaaa' }),
    wordsOf('agent_site_answer_invalid'),
  ],
  [
    'gives a code with a parameter inside',
    json(200, { code: `${'a'.repeat(30)}&x=1` }),
    wordsOf('agent_site_answer_invalid'),
  ],
  ['gives a code that can be guessed', json(200, { code: 'abc' }), wordsOf('agent_site_answer_invalid')],
  ...(
    ['card_revoked', 'card_not_trusted', 'card_expired', 'too_many_logins', 'resident_deceased'] as const
  ).map((reason) => [`refuses the card: ${reason}`, json(403, { reason }), wordsOf(reason)] as const),
  ['lost the challenge', json(409, { reason: 'challenge_unknown' }), wordsOf('challenge_unknown')],
] as const) {
  test(`a site that ${what} when the token is delivered: the citizen is told, and goes nowhere`, async () => {
    const { site, enter, open } = isSlow(misbehaviour) ? hurried : stage;
    site.misbehave.set(tokenPath, misbehaviour);
    checkTold(await enter(await open(), '1234'), words);
    assert.deepEqual(site.asked, [challengePath, tokenPath], 'nothing else was asked, no redirect followed');
  });
}

test('a return address in the site’s answer is not followed', async () => {
  const code = 'a'.repeat(22);
  stage.site.misbehave.set(
    tokenPath,
    json(200, { code, return: 'https://evil.example', location: '//evil.example' }),
  );
  const done = await stage.enter(await stage.open(), '1234');
  assert.deepEqual(
    readPage(done.body).links.map((link) => new URL(link).origin),
    [stage.site.origin],
  );
  assert.ok(!done.body.includes('evil.example'));
});

test('a site that is not there is told as such, and another try is offered', async () => {
  const closed = createServer();
  const origin = await listen(closed, 'http');
  await new Promise((resolve) => closed.close(resolve));
  const other = await setStage(process.env, { siteOrigin: origin });
  try {
    await other.insert({});
    const answer = await other.enter(await other.open(), '9999');
    checkTold(answer, wordsOf('agent_site_unreachable'));
    assert.ok(readPage(answer.body).links[0]?.startsWith('/login?'));
    assert.match(readPage((await other.open()).body).tries, /No wrong entry is recorded/);
  } finally {
    await other.close();
  }
});

test('a site whose TLS certificate nobody vouches for gets neither question nor token', async () => {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cert = await makeSelfSignedCertificate({ ...keys, commonName: 'localhost' });
  const asked: string[] = [];
  const server = createTlsServer(
    {
      key: keys.privateKey.export({ format: 'pem', type: 'pkcs8' }),
      cert: `-----BEGIN CERTIFICATE-----\n${cert.toString('base64')}\n-----END CERTIFICATE-----\n`,
    },
    (request, response) => {
      asked.push(request.url ?? '');
      answerJson(response, 200, { nonce });
    },
  );
  const other = await setStage(process.env, {
    siteOrigin: (await listen(server, 'https')).replace('127.0.0.1', 'localhost'),
  });
  try {
    await other.insert({});
    checkTold(await other.enter(await other.open(), '9999'), wordsOf('agent_site_unreachable'));
    assert.deepEqual(asked, []);
    assert.match(readPage((await other.open()).body).tries, /No wrong entry is recorded/);
  } finally {
    await other.close();
    await new Promise((resolve) => server.close(resolve));
  }
});

test('a redirect is refused as one, even where its body would have been an answer', async () => {
  await stage.insert({});
  for (const path of [challengePath, tokenPath]) {
    stage.site.misbehave.clear();
    stage.site.misbehave.set(path, json(303, { nonce, code: 'a'.repeat(22) }));
    checkTold(await stage.enter(await stage.open(), '1234'), wordsOf('agent_site_answer_invalid'));
    assert.match(stage.log.slice(-2).join(''), /"detail":"the site answered with a redirect"/);
  }
});

function checkTold(answer: Answer, words: RegExp): void {
  assert.ok(answer.status >= 400, `${answer.status}`);
  assert.match(readPage(answer.body).text, words);
  assert.equal(readPage(answer.body).refresh, undefined);
}

/** The table's own words for the citizen, in English. */
function wordsOf(reason: Reason): RegExp {
  return new RegExp(refusals[reason].citizen.en.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

function listen(server: Server, scheme: string): Promise<string> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`),
    ),
  );
}
