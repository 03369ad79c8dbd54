/** Web eID's signing, as the browser's extension asks for it, with a whole card behind the reader's own module. */
import { refusals } from '../../vocabulary/refusals.ts';
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, verify, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'node-html-parser';
import { type Desk, setDesk } from '../../../stand-ins/card-reader/rehearsal/desk.ts';
import { readTries, writeTries } from '../../../stand-ins/cards/card-folder.ts';
import { readPage } from '../rehearsal/browser.ts';
import { enter, type Extension, openPage, startExtension } from '../rehearsal/extension.ts';
import { makeSelfSignedCertificate } from '../rehearsal/self-signed-certificate.ts';

const password = 'ABC123';
const signing = 'https://contracts.example';
const loginOnly = 'https://portal.example';
const phrase = 'みかんと鉄道 7';
let desk: Desk;
let whole: string;
let settings: Record<string, string>;
const running: Extension[] = [];

before(async () => {
  desk = await setDesk();
  whole = await desk.make('card');
  const sitesFile = join(desk.folder, 'sites.json');
  const phraseFile = join(desk.folder, 'phrase');
  const name = { ja: '契約', en: 'Contracts' };
  writeFileSync(
    sitesFile,
    JSON.stringify([
      { origin: signing, name, signs: true },
      { origin: loginOnly, name, signs: false },
    ]),
  );
  writeFileSync(phraseFile, `${phrase}\n`, { mode: 0o600 });
  settings = {
    STAND_IN_READER: desk.reader,
    MADOGUCHI_AGENT_PKCS11_MODULE: desk.module,
    MADOGUCHI_AGENT_SITES_FILE: sitesFile,
    MADOGUCHI_AGENT_PHRASE_FILE: phraseFile,
  };
});
after(() => {
  for (const { child } of running) child.kill('SIGKILL');
  desk.clear();
});

async function start(card = desk.copy(whole)): Promise<{ extension: Extension; card: string }> {
  desk.insert(card);
  const extension = startExtension({ folder: desk.folder, settings });
  running.push(extension);
  await extension.hear();
  return { extension, card };
}

const askCertificate = (origin = signing) => ({
  command: 'get-signing-certificate',
  arguments: { origin, lang: 'en' },
});
const askSignature = (certificate: string, more: object = {}, origin = signing) => ({
  command: 'sign',
  arguments: { hash: '', hashFunction: 'SHA-256', certificate, origin, lang: 'en', ...more },
});
const errorOf = (message: Record<string, unknown>) => message['error'] as { code: string; message: string };
const triesOf = (card: string) => [readTries(card, 'authentication'), readTries(card, 'signature')];

/** The certificate as a site gets it, by the protocol alone. */
async function fetchCertificate(
  card?: string,
): Promise<{ certificate: string; answer: Record<string, unknown> }> {
  const { extension } = await start(card);
  extension.say(askCertificate());
  const address = await extension.opened();
  assert.equal((await enter(address, await openPage(address), password)).status, 200);
  const answer = await extension.hear();
  return { certificate: String(answer['certificate']), answer };
}

test('the certificate leaves after its holder was told what it states, and entered the password', async () => {
  const { extension, card } = await start();
  extension.say(askCertificate());
  const address = await extension.opened();
  const page = await openPage(address);
  const { text } = readPage(page.body);
  assert.match(text, /Contracts.*https:\/\/contracts\.example/s);
  assert.match(text, /states your name, address, date of birth and sex.*go to this site/);
  assert.ok(text.includes(phrase));
  const mixedUp = await enter(address, page, '1234');
  assert.match(readPage(mixedUp.body).text, /looks like the PIN/);
  const wrong = await enter(address, mixedUp, 'WRONG99');
  assert.match(readPage(wrong.body).tries, /entered wrongly before/);
  assert.deepEqual(triesOf(card), [3, 4]);
  assert.equal((await enter(address, wrong, password)).status, 200);
  const answer = await extension.hear();
  assert.deepEqual(Object.keys(answer).sort(), ['certificate', 'supportedSignatureAlgorithms']);
  const { raw } = new X509Certificate(Buffer.from(String(answer['certificate']), 'base64'));
  assert.ok(raw.includes(Buffer.from('試験　花子')));
  assert.deepEqual(
    answer['supportedSignatureAlgorithms'],
    ['SHA-256', 'SHA-384', 'SHA-512'].map((hashFunction) => ({
      cryptoAlgorithm: 'RSA',
      hashFunction,
      paddingScheme: 'PKCS1.5',
    })),
  );
  assert.deepEqual(await extension.ended, [0, null]);
  for (const secret of [password, 'WRONG99', '花子', phrase])
    assert.ok(!extension.log().includes(secret), secret);
});

for (const [hashFunction, hash] of [
  ['SHA-256', 'sha256'],
  ['SHA-512', 'sha512'],
] as const) {
  test(`a document’s ${hashFunction} fingerprint is shown, called one, and signed`, async () => {
    const card = desk.copy(whole);
    const { certificate } = await fetchCertificate(card);
    const document = randomBytes(64);
    const digest = createHash(hash).update(document).digest();
    const { extension } = await start(card);
    extension.say(askSignature(certificate, { hash: digest.toString('base64'), hashFunction }));
    const address = await extension.opened();
    const page = await openPage(address);
    const { text } = readPage(page.body);
    assert.match(text, /fingerprint.*cannot see the document behind it/);
    assert.ok(text.includes(hashFunction) && text.includes(phrase));
    assert.equal(parse(page.body).querySelector('#digest')?.text, digest.toString('hex'));
    assert.equal((await enter(address, page, password)).status, 200);
    const { signature, signatureAlgorithm } = await extension.hear();
    assert.deepEqual(signatureAlgorithm, { cryptoAlgorithm: 'RSA', hashFunction, paddingScheme: 'PKCS1.5' });
    const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
    assert.ok(verify(hash, document, publicKey, Buffer.from(String(signature), 'base64')));
    assert.deepEqual(triesOf(card), [3, 5]);
    assert.ok(!extension.log().includes(String(signature)));
  });
}

test('a P-384 card offers SHA-384 alone, and signs with it', async () => {
  const card = await desk.make('p384', { key: 'P-384', serial: '71', signature_serial: '72' });
  const { certificate, answer } = await fetchCertificate(card);
  const algorithm = { cryptoAlgorithm: 'ECC', hashFunction: 'SHA-384', paddingScheme: 'NONE' };
  assert.deepEqual(answer['supportedSignatureAlgorithms'], [algorithm]);
  const document = randomBytes(64);
  const hash = createHash('sha384').update(document).digest('base64');
  const { extension } = await start(card);
  extension.say(askSignature(certificate, { hash, hashFunction: 'SHA-384' }));
  const address = await extension.opened();
  await enter(address, await openPage(address), password);
  const { signature, signatureAlgorithm } = await extension.hear();
  assert.deepEqual(signatureAlgorithm, algorithm);
  const key = new X509Certificate(Buffer.from(certificate, 'base64')).publicKey;
  const raw = Buffer.from(String(signature), 'base64');
  assert.ok(verify('sha384', document, { key, dsaEncoding: 'ieee-p1363' }, raw));
});

test('the hash of a login token is signed by the signature key, which logs nobody in', async () => {
  const card = desk.copy(whole);
  const { certificate } = await fetchCertificate(card);
  const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
  const tokenData = Buffer.concat([sha256(loginOnly), sha256('A'.repeat(44))]);
  const { extension } = await start(card);
  extension.say(askSignature(certificate, { hash: sha256(tokenData).toString('base64') }));
  const address = await extension.opened();
  await enter(address, await openPage(address), password);
  const signature = Buffer.from(String((await extension.hear())['signature']), 'base64');
  desk.insert(card);
  const [, , login] = await desk.use([['initialize'], ['open', 0], ['certificate', 1]]);
  const loginKey = new X509Certificate(Buffer.from(login as string, 'base64')).publicKey;
  assert.ok(!verify('sha256', tokenData, loginKey, signature));
  const signatureKey = new X509Certificate(Buffer.from(certificate, 'base64')).publicKey;
  assert.ok(verify('sha256', tokenData, signatureKey, signature), 'it is the other key’s');
});

test('another card than the one the site prepared its document for signs nothing, and the right one can be put in', async () => {
  const card = desk.copy(whole);
  const { certificate } = await fetchCertificate(card);
  const other = await desk.make('other', { serial: '31', signature_serial: '32' });
  const { extension } = await start(other);
  extension.say(askSignature(certificate, { hash: randomBytes(32).toString('base64') }));
  const address = await extension.opened();
  const refused = await enter(address, await openPage(address), password);
  assert.equal(refused.status, 409);
  assert.match(readPage(refused.body).text, /not the one of this card. Nothing was signed/);
  desk.insert(card);
  const page = await openPage(new URL(readPage(refused.body).links[0] ?? '', address));
  assert.equal((await enter(address, page, password)).status, 200);
  assert.ok((await extension.hear())['signature']);
});

test('the login certificate signs no hash for anybody', async () => {
  const card = desk.copy(whole);
  desk.insert(card);
  const [, , login] = await desk.use([['initialize'], ['open', 0], ['certificate', 1]]);
  const { extension } = await start(card);
  extension.say(askSignature(String(login), { hash: randomBytes(32).toString('base64') }));
  const address = await extension.opened();
  const refused = await enter(address, await openPage(address), password);
  assert.equal(refused.status, 409);
  extension.leave();
});

for (const [what, message] of [
  ['the certificate', askCertificate(loginOnly)],
  ['a signature', askSignature('MAA=', { hash: randomBytes(32).toString('base64') }, loginOnly)],
] as const) {
  test(`a site without “signs” on the user’s list gets no window for ${what}`, async () => {
    const { extension, card } = await start();
    extension.say(message);
    assert.equal(errorOf(await extension.hear()).message, refusals.agent_site_must_not_sign.title);
    assert.equal(extension.hasOpened(), false);
    assert.deepEqual(triesOf(card), [3, 5]);
  });
}

const hashOf = (bytes: number) => ({ hash: randomBytes(bytes).toString('base64') });
test('what cannot be signed is refused before any window', async () => {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const p384 = (await makeSelfSignedCertificate({ ...key, commonName: 'x' })).toString('base64');
  for (const [certificate, more] of [
    ['MAA=', hashOf(32)],
    [p384, hashOf(32)],
    [p384, { ...hashOf(64), hashFunction: 'SHA-512' }],
    [p384, { ...hashOf(32), hashFunction: 'SHA-384' }],
    [p384, { ...hashOf(20), hashFunction: 'SHA-1' }],
    [p384, { ...hashOf(48), hashFunction: 'SHA-384', pin: password }],
  ] as const) {
    const { extension } = await start();
    extension.say(askSignature(certificate, more));
    assert.equal(errorOf(await extension.hear()).code, 'ERR_WEBEID_NATIVE_FATAL');
    assert.equal(extension.hasOpened(), false);
  }
});

test('who presses cancel hands over nothing', async () => {
  const { extension, card } = await start();
  extension.say(askCertificate());
  const address = await extension.opened();
  assert.equal((await enter(address, await openPage(address), password, { action: '/cancel' })).status, 200);
  assert.equal(errorOf(await extension.hear()).code, 'ERR_WEBEID_USER_CANCELLED');
  assert.deepEqual(triesOf(card), [3, 5]);
});

test('the last try asks to be confirmed here too', async () => {
  const { extension, card } = await start();
  writeTries(card, 'signature', 1);
  extension.say(askCertificate());
  const address = await extension.opened();
  const page = await openPage(address);
  const unconfirmed = await enter(address, page, 'WRONG99', { tick: false });
  assert.match(readPage(unconfirmed.body).text, /Please tick the box/);
  assert.deepEqual(triesOf(card), [3, 1]);
  assert.equal((await enter(address, unconfirmed, password)).status, 200);
  assert.ok((await extension.hear())['certificate']);
});

test('a child’s card is told to have no certificate for signatures', async () => {
  const child = await desk.make('child', { birth_on: '2016-08-01', serial: '61', signature_serial: '62' });
  const { extension } = await start(child);
  extension.say(askCertificate());
  const page = await openPage(await extension.opened());
  assert.equal(page.status, 409);
  assert.match(readPage(page.body).text, /Nobody under 15 is given one/);
  extension.leave();
});
