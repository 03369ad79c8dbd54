/** The phrase by which its user knows the agent's pages: chosen once, kept from others, shown before every entry. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadPhrase, toPhrase } from './phrase.ts';
import { type Answer, navigation, readPage, send } from './rehearsal/browser.ts';
import { loginId, setStage, type Stage } from './rehearsal/stage.ts';

const phrase = 'みかんと鉄道 7 <b>';
const folder = mkdtempSync(join(tmpdir(), 'madoguchi-phrase-'));
let stage: Stage;
before(async () => {
  stage = await setStage(process.env, { phrase });
  await stage.insert({});
});
after(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

let files = 0;
function write(text: string | Buffer, mode = 0o600): string {
  const file = join(folder, `phrase-${++files}`);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

/** The command as its user runs it. */
function choose(words: string[], input: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const program = fileURLToPath(new URL('./choose-phrase.ts', import.meta.url));
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', program, ...words],
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
    child.stdin?.on('error', () => undefined).end(input);
  });
}

test('every page that asks for a secret shows the phrase, and says what its absence means', async () => {
  const page = await stage.open();
  const again = await stage.enter(page, '12');
  for (const { body } of [page, again]) {
    assert.ok(readPage(body).text.includes(phrase));
    assert.match(readPage(body).text, /missing or different, the page is false/);
    assert.ok(!body.includes('<b>'), 'it is text');
  }
});

test('without a phrase the page says that none was chosen', async () => {
  const other = await setStage(process.env);
  try {
    assert.match(readPage((await other.open()).body).text, /You have not chosen a phrase/);
  } finally {
    await other.close();
  }
});

const strangers: [string, Record<string, string | null>][] = [
  [
    'a script of another origin',
    { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty', Origin: 'https://evil.example' },
  ],
  ['a script that hides its answer', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'empty' }],
  [
    'a script on another port of this machine',
    { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' },
  ],
  ['a frame', { 'Sec-Fetch-Dest': 'iframe' }],
  ['an object', { 'Sec-Fetch-Dest': 'object' }],
  ['a picture', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
  ['a rebound host name', { Host: 'rebound.example' }],
  ['another name of this machine', { Host: 'localhost' }],
  ['a listed site’s form', { Origin: 'https://portal.example', 'Sec-Fetch-Site': 'cross-site' }],
];
for (const [who, headers] of strangers) {
  test(`${who} never gets a page with the phrase`, async () => {
    const own = `/login?${new URLSearchParams({ site: stage.site.origin, login: loginId })}`;
    const answers: Answer[] = [];
    for (const path of [own, own.replace('/login', '/sign'), '/login', '/']) {
      answers.push(await send(stage.agent.origin, path, { headers: { ...navigation, ...headers } }));
    }
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    answers.push(
      await send(stage.agent.origin, '/login', {
        method: 'POST',
        headers: { ...navigation, ...form, ...headers },
        body: `form_token=${readPage((await stage.open()).body).formToken}&pin=12`,
      }),
    );
    for (const { status, body, headers: told } of answers) {
      assert.ok(status >= 400, String(status));
      assert.ok(!body.includes('みかん'));
      assert.equal(told['access-control-allow-origin'], undefined);
      assert.match(String(told['content-security-policy']), /frame-ancestors 'none'/);
    }
  });
}

test('nor does a link to a site that is not on the list, nor a page that says what went wrong', async () => {
  const path = `/login?${new URLSearchParams({ site: 'https://evil.example', login: loginId })}`;
  const refused = await send(stage.agent.origin, path, { headers: navigation });
  assert.equal(refused.status, 403);
  assert.ok(!refused.body.includes('みかん'));
  assert.ok(!stage.log.join('').includes('みかん'));
});

test('the phrase is read from a file that is its user’s alone', () => {
  assert.equal(loadPhrase(write('みかんと鉄道\n')), 'みかんと鉄道');
  for (const mode of [0o640, 0o604, 0o660, 0o644, 0o620, 0o601]) {
    assert.throws(() => loadPhrase(write('みかんと鉄道', mode)), /open to other users/, mode.toString(8));
  }
  assert.throws(() => loadPhrase(join(folder, 'nowhere')), /cannot be read/);
  assert.throws(() => loadPhrase(write('x'.repeat(2000))), /too long/);
});

test(
  'a file of another user is no phrase of ours',
  { skip: process.getuid?.() !== 0 && 'needs root' },
  () => {
    const file = write('みかんと鉄道');
    chownSync(file, 65534, 65534);
    assert.throws(() => loadPhrase(file), /open to other users/);
  },
);

test('a phrase is one line of visible characters, and neither PIN nor password', () => {
  for (const text of ['みかん列', 'blue heron at dawn', 'Ünïcödé 🚂 7', 'x'.repeat(60)])
    assert.equal(toPhrase(text), text);
  for (const text of [
    '',
    'abc',
    '   a   ',
    'x'.repeat(61),
    'two\nlines',
    'tab\there',
    'turn\u202Eed',
    'zero\u200Bwidth',
    'nul\0nul',
  ])
    assert.throws(() => toPhrase(text), /a phrase (has|is)/, JSON.stringify(text));
  for (const text of ['1234', 'ABC123', '123456']) assert.throws(() => toPhrase(text), /must not be a PIN/);
});

test('the command writes it for its user alone, and replaces none unasked', async () => {
  const file = join(folder, 'deep', 'phrase');
  const first = await choose([file], 'みかんと鉄道\n');
  assert.equal(first.code, 0, first.stderr);
  assert.ok(!first.stdout.includes('みかん'));
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(loadPhrase(file), 'みかんと鉄道');
  const second = await choose([file], '別の合言葉\n');
  assert.equal(second.code, 1);
  assert.match(second.stderr, /--replace overrules it/);
  assert.equal(loadPhrase(file), 'みかんと鉄道');
  assert.equal((await choose([file, '--replace'], '別の合言葉\n')).code, 0);
  assert.equal(loadPhrase(file), '別の合言葉');
});

test('the command refuses what is no phrase, and writes nothing', async () => {
  const file = join(folder, 'none', 'phrase');
  mkdirSync(join(folder, 'none'));
  for (const [words, input] of [
    [[file], '1234\n'],
    [[file], '\n'],
    [[file], ''],
    [[], 'みかんと鉄道\n'],
    [[file, 'みかんと鉄道'], ''],
  ] as const) {
    const { code, stderr } = await choose([...words], input);
    assert.equal(code, 1);
    assert.match(stderr, /phrase/);
    assert.throws(() => readFileSync(file));
  }
});
