/** The phone's key: opened by its PIN or by a finger that it knows, each counted, and shown to nobody before. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { type Desk, aPersona, setDesk } from '../card-reader/rehearsal/desk.ts';
import { readTries } from '../cards/card-folder.ts';
import { findSoftHsm } from '../cards/soft-hsm.ts';
import { loadPhone, makePhone } from './make-phone.ts';

/** What says that the token has a way of its own to know its holder (PKCS#11, C_Login). */
const ownWay = 'CKF_PROTECTED_AUTHENTICATION_PATH';

const now = new Date();
let desk: Desk;
let original: string;
let phone: string;

const order = (folder: string) => {
  const authority = desk.authorities.find(({ purpose }) => purpose === 'phone-authentication');
  const persona = { ...aPersona, phone: { pin: '4812', serial: '4c8d' } };
  return { folder, persona, authority: authority ?? assert.fail(), now, softHsm: findSoftHsm() };
};

before(async () => {
  desk = await setDesk();
  original = join(desk.folder, 'phone');
  await makePhone(order(original));
});
after(() => desk.clear());
beforeEach(() => {
  phone = desk.copy(original);
  desk.insert(phone);
  lay(null);
});

function lay(finger: 'holder' | 'another' | null): void {
  const file = join(desk.reader, 'sensor');
  if (finger === null) rmSync(file, { force: true });
  else writeFileSync(file, `${finger}\n`);
}

/** Logs in with each PIN in turn (empty: by the sensor); what came of each, and what the token tells afterwards. */
async function logIn(...pins: string[]): Promise<{ outcomes: unknown[]; flags: unknown }> {
  const steps = pins.flatMap((pin) => [['open', 0], ['login', pin], ['logout']]) as [string, ...unknown[]][];
  const answers = await desk.use([['initialize'], ...steps, ['flags', 0]]);
  return { outcomes: pins.map((_, at) => answers[at * 3 + 2]), flags: answers.at(-1) };
}

test('the certificate is of the phones’ authority, and shown to nobody before PIN or finger', async () => {
  lay('holder');
  const [, , hidden, , shown] = await desk.use([
    ['initialize'],
    ['open', 0],
    ['certificate', 1],
    ['login', ''],
    ['certificate', 1],
  ]);
  assert.equal(hidden, null);
  const certificate = new X509Certificate(Buffer.from(String(shown), 'base64'));
  const { authority } = order(phone);
  assert.ok(certificate.verify(authority.publicKey));
  assert.equal(certificate.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
  assert.deepEqual(loadPhone(phone).phone, { issuer_key_hash: authority.keyHash, serial: '4c8d' });
});

test('its holder’s finger opens it, and it says so beforehand', async () => {
  lay('holder');
  const { outcomes, flags } = await logIn('');
  assert.deepEqual(outcomes, ['CKR_OK']);
  assert.deepEqual(flags, [ownWay]);
});

test('another’s finger is counted, and the holder’s gives the tries back', async () => {
  lay('another');
  assert.deepEqual((await logIn('', '')).outcomes, ['CKR_PIN_INCORRECT', 'CKR_PIN_INCORRECT']);
  assert.equal(readTries(phone, 'fingers'), 3);
  assert.equal(readTries(phone, 'phone'), 3, 'no try of the PIN');
  lay('holder');
  await logIn('');
  assert.equal(readTries(phone, 'fingers'), 5);
});

test('after five strange fingers only the PIN opens it, which lets the sensor try again', async () => {
  lay('another');
  const { outcomes, flags } = await logIn('', '', '', '', '', '');
  assert.equal(outcomes.at(-1), 'CKR_PIN_LOCKED');
  assert.deepEqual(flags, []);
  lay('holder');
  assert.deepEqual((await logIn('')).outcomes, ['CKR_PIN_LOCKED']);
  assert.deepEqual((await logIn('4812', '')).outcomes, ['CKR_OK', 'CKR_OK']);
});

test('three wrong PINs lock it, for fingers too', async () => {
  const { outcomes, flags } = await logIn('0000', '0000', '0000', '4812');
  assert.deepEqual(outcomes.slice(0, 3), Array(3).fill('CKR_PIN_INCORRECT'));
  assert.equal(outcomes[3], 'CKR_PIN_LOCKED');
  assert.deepEqual(flags, ['COUNT_LOW', 'LOCKED', ownWay]);
  lay('holder');
  assert.deepEqual((await logIn('')).outcomes, ['CKR_PIN_LOCKED']);
});

test('without a finger it waits some seconds, and counts nothing', async () => {
  assert.deepEqual((await logIn('')).outcomes, ['CKR_FUNCTION_CANCELED']);
  assert.equal(readTries(phone, 'fingers'), 5);
});

test('a card has no sensor: an empty PIN is no way in there', async () => {
  desk.insert(await desk.make('card'));
  lay('holder');
  const { outcomes, flags } = await logIn('');
  assert.deepEqual(outcomes, ['CKR_PIN_LEN_RANGE']);
  assert.deepEqual(flags, []);
});

test('a phone that is there stays, with its key and its tries', async () => {
  lay('another');
  await logIn('');
  await makePhone(order(phone));
  assert.equal(readTries(phone, 'fingers'), 4);
});
