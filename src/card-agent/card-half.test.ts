/** The two halves of a whole card, through the reader's own module: what each signs, and after which secret. */
import assert from 'node:assert/strict';
import { constants, createHash, randomBytes, verify, X509Certificate } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Desk, setDesk } from '../../stand-ins/card-reader/rehearsal/desk.ts';
import { readTries } from '../../stand-ins/cards/card-folder.ts';
import type { Refusal } from '../vocabulary/refusals.ts';
import { type Card, createCard } from './card.ts';
import type { HalfName } from './card-half.ts';
import type { ToSign } from './card-order.ts';
import { keepSecret } from './secret.ts';

const password = 'ABC123';
const text = 'madoguchi-statement:1\npurpose: registration\n';
const loginToken = { kind: 'login_token', origin: 'https://portal.example', nonce: 'A'.repeat(44) } as const;
let desk: Desk;
let card: Card;
let whole: string;
before(async () => {
  desk = await setDesk();
  whole = await desk.make('whole');
  process.env['STAND_IN_READER'] = desk.reader;
  card = createCard({ modulePath: desk.module, answerMilliseconds: 30_000 });
});
after(async () => {
  await card.close();
  desk.clear();
});

function insertCopy(): string {
  const copy = desk.copy(whole);
  desk.insert(copy);
  return copy;
}

const order = (half: HalfName, secret: string) => ({
  half,
  secret: keepSecret(Buffer.from(secret)),
  toldTries: 'plenty' as const,
});
const sign = (half: HalfName, secret: string, what: ToSign) => card.sign({ ...order(half, secret), what });
const reasonOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: Refusal) => error.reason,
  );

async function readCertificate(): Promise<X509Certificate> {
  const answer = await card.read(order('signature', password));
  assert.equal(answer.outcome, 'read');
  return new X509Certificate(answer.certificate);
}

test('the signature half signs a statement’s very bytes, under the certificate that only its password shows', async () => {
  const folder = insertCopy();
  const answer = await sign('signature', password, { kind: 'statement', text });
  assert.equal(answer.outcome, 'signed');
  const { certificate, algorithm, signature } = answer.signed;
  const { publicKey, raw } = new X509Certificate(certificate);
  assert.equal(algorithm, 'RS256');
  assert.ok(verify('sha256', Buffer.from(text), publicKey, signature));
  assert.ok(!verify('sha256', Buffer.from(`${text}\n`), publicKey, signature));
  assert.deepEqual((await readCertificate()).raw, raw);
  assert.deepEqual([readTries(folder, 'authentication'), readTries(folder, 'signature')], [3, 5]);
});

for (const [hashFunction, hash] of [
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
] as const) {
  test(`the signature half signs a document’s ${hashFunction} digest for the holder of the certificate alone`, async () => {
    const folder = insertCopy();
    const { raw: certificate, publicKey } = await readCertificate();
    const document = randomBytes(100);
    const digest = createHash(hash).update(document).digest();
    const what = { kind: 'digest', digest, hashFunction, certificate } as const;
    const answer = await sign('signature', password, what);
    assert.equal(answer.outcome, 'signed');
    const how = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
    assert.ok(verify(hash, document, how, answer.signed.signature));
    const other = Buffer.from(certificate).fill(0, certificate.length - 1);
    assert.equal(
      await reasonOf(sign('signature', password, { ...what, certificate: other })),
      'agent_signer_differs',
    );
    assert.equal(readTries(folder, 'signature'), 5);
  });
}

test('neither half signs what is the other’s', async () => {
  const folder = insertCopy();
  const digest = randomBytes(32);
  const whats = [
    ['authentication', '1234', { kind: 'statement', text }],
    [
      'authentication',
      '1234',
      { kind: 'digest', digest, hashFunction: 'SHA-256', certificate: Buffer.alloc(1) },
    ],
    ['signature', password, loginToken],
  ] as const;
  for (const [half, secret, what] of whats) {
    assert.equal(await reasonOf(sign(half, secret, what)), 'agent_card_unreadable', half);
  }
  assert.deepEqual([readTries(folder, 'authentication'), readTries(folder, 'signature')], [3, 5]);
});

test('each half is tried with the form of its own secret alone, so that a mix-up costs no try', async () => {
  const folder = insertCopy();
  assert.equal(
    await reasonOf(sign('signature', '1234', { kind: 'statement', text })),
    'agent_card_unreadable',
  );
  assert.equal(await reasonOf(sign('authentication', password, loginToken)), 'agent_card_unreadable');
  assert.deepEqual([readTries(folder, 'authentication'), readTries(folder, 'signature')], [3, 5]);
});

test('a wrong signature password costs one of its own five tries, and none of the other’s', async () => {
  const folder = insertCopy();
  const wrong = await sign('signature', 'WRONG99', { kind: 'statement', text });
  assert.deepEqual(wrong, { outcome: 'wrong_secret', tries: 'low' });
  assert.deepEqual([readTries(folder, 'authentication'), readTries(folder, 'signature')], [3, 4]);
  assert.equal(await card.look('authentication'), 'plenty');
  assert.equal(await card.look('signature'), 'low');
});

test('a child’s card logs in, and says that it has no half for signatures', async () => {
  const folder = await desk.make('child', { birth_on: '2016-08-01', serial: '61', signature_serial: '62' });
  desk.insert(folder);
  assert.equal(await card.look('authentication'), 'plenty');
  assert.equal(await reasonOf(card.look('signature')), 'agent_signature_missing');
  assert.equal(await reasonOf(card.look('phone')), 'agent_phone_missing', 'nor is it a phone');
  desk.pull();
  assert.equal(await reasonOf(card.look('signature')), 'agent_card_missing');
});

test('a card that cannot recognise its holder by itself signs nothing without a secret, and loses no try', async () => {
  const folder = insertCopy();
  const what = { kind: 'login_token', origin: 'https://counter.example', nonce: 'n'.repeat(44) } as const;
  const asked = card.sign({ ...order('authentication', ''), secret: null, what });
  assert.equal(await reasonOf(asked), 'agent_holder_not_recognised');
  assert.deepEqual([readTries(folder, 'authentication'), readTries(folder, 'signature')], [3, 5]);
});

test('the signature password is wiped after it was used, right or wrong', async () => {
  insertCopy();
  for (const secret of [password, 'WRONG99']) {
    const given = order('signature', secret);
    await card.read({ ...given, toldTries: 'last' });
    assert.ok(given.secret.every((byte) => byte === 0));
  }
});

test('a P-384 card signs a statement with SHA-384, and digests of that length alone', async () => {
  desk.insert(await desk.make('p384', { key: 'P-384', serial: '71', signature_serial: '72' }));
  const answer = await sign('signature', password, { kind: 'statement', text });
  assert.equal(answer.outcome, 'signed');
  const { certificate, algorithm, signature } = answer.signed;
  assert.equal(algorithm, 'ES384');
  const key = { key: new X509Certificate(certificate).publicKey, dsaEncoding: 'ieee-p1363' as const };
  assert.ok(verify('sha384', Buffer.from(text), key, signature));
  const document = randomBytes(9);
  const digest = createHash('sha384').update(document).digest();
  const what = { kind: 'digest', digest, hashFunction: 'SHA-384', certificate } as const;
  const signed = await sign('signature', password, what);
  assert.equal(signed.outcome, 'signed');
  assert.ok(verify('sha384', document, key, signed.signed.signature));
  const short = { ...what, digest: randomBytes(32), hashFunction: 'SHA-256' } as const;
  assert.equal(await reasonOf(sign('signature', password, short)), 'agent_card_unreadable');
});
