import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, verify, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setDesk, type Desk, type Step } from './rehearsal/desk.ts';

const withoutPkcs11Tool: false | string =
  spawnSync('pkcs11-tool', ['--help']).error === undefined ? false : 'pkcs11-tool (OpenSC) is not installed';
const start: Step = ['initialize'];

let desk: Desk;
let card: string;
before(async () => {
  desk = await setDesk();
  card = await desk.make('someone');
});
after(() => desk.clear());

describe('a card in the reader', () => {
  test('looks to a PKCS#11 program as OpenSC shows the real one', async () => {
    desk.insert(card);
    const answers = await desk.use([
      start,
      ['slots'],
      ['token', 0],
      ['token', 1],
      ['open', 0],
      ['objects'],
      ['login', '1234'],
      ['objects'],
      ['open', 1],
      ['objects'],
      ['login', 'ABC123'],
      ['objects'],
    ]);
    const publicObjects = [
      'certificate 1 User Authentication Certificate',
      'certificate 3 User Authentication Certificate CA',
      'certificate 4 Digital Signature Certificate CA',
      'public key 1 User Authentication Certificate',
    ];
    assert.deepEqual(answers, [
      'CKR_OK',
      [2, 2],
      {
        label: 'JPKI (User Authentication PIN)',
        serial: '00000000',
        model: 'PKCS#15 emulated',
        pinLength: [4, 4],
      },
      {
        label: 'JPKI (Digital Signature PIN)',
        serial: '00000000',
        model: 'PKCS#15 emulated',
        pinLength: [6, 16],
      },
      'CKR_OK',
      publicObjects,
      'CKR_OK',
      [...publicObjects.slice(0, 3), 'private key 1 User Authentication Key', ...publicObjects.slice(3)],
      'CKR_OK',
      [],
      'CKR_OK',
      [
        'certificate 2 Digital Signature Certificate',
        'private key 2 Digital Signature Key',
        'public key 2 Digital Signature Certificate',
      ],
    ]);
  });

  test('is listed by OpenSC’s own tool', { skip: withoutPkcs11Tool }, () => {
    desk.insert(card);
    const list = (...words: string[]): string =>
      execFileSync('pkcs11-tool', ['--module', desk.module, ...words], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, STAND_IN_READER: desk.reader },
      });
    const slots = list('--list-slots');
    assert.match(slots, /token label +: JPKI \(User Authentication PIN\)/);
    assert.match(slots, /token label +: JPKI \(Digital Signature PIN\)/);
    assert.match(slots, /serial num +: 00000000/);
    const objects = list('--list-objects');
    assert.match(objects, /label: +User Authentication Certificate\n.*\n.*\n +ID: +01/);
    assert.doesNotMatch(objects, /Digital Signature Certificate\n/);
  });

  test('signs with the key of its certificate, and by PKCS#1 v1.5 alone', async () => {
    desk.insert(card);
    const data = Buffer.from('hash of origin, hash of nonce');
    const digestInfo = Buffer.concat([
      Buffer.from('3031300d060960864801650304020105000420', 'hex'),
      createHash('sha256').update(data).digest(),
    ]);
    const [, , certificate, unasked, , byDigestInfo, byData, byPss, bare] = (await desk.use([
      start,
      ['open', 0],
      ['certificate', 1],
      ['sign', 'CKM_RSA_PKCS', digestInfo.toString('base64')],
      ['login', '1234'],
      ['sign', 'CKM_RSA_PKCS', digestInfo.toString('base64')],
      ['sign', 'CKM_SHA256_RSA_PKCS', data.toString('base64')],
      ['sign', 'CKM_RSA_PKCS_PSS', digestInfo.toString('base64')],
      ['sign', 'CKM_RSA_X_509', Buffer.alloc(256, 1).toString('base64')],
    ])) as string[];
    const { publicKey } = new X509Certificate(Buffer.from(certificate as string, 'base64'));
    for (const signature of [byDigestInfo, byData])
      assert.equal(verify('sha256', data, publicKey, Buffer.from(signature as string, 'base64')), true);
    assert.deepEqual([byPss, bare], ['CKR_MECHANISM_INVALID', 'CKR_MECHANISM_INVALID']);
    assert.doesNotMatch(unasked as string, /^[A-Za-z0-9+/]{300}/, 'nothing is signed before the PIN');
  });

  test('gives its key to nobody, and nobody writes to it', async () => {
    desk.insert(card);
    const answers = await desk.use([
      start,
      ['open', 0],
      ['login', '1234'],
      ['extract'],
      ['create'],
      ['destroy'],
      ['relabel'],
    ]);
    assert.deepEqual(answers.slice(3), [
      'CKR_ATTRIBUTE_SENSITIVE',
      'CKR_TOKEN_WRITE_PROTECTED',
      'CKR_TOKEN_WRITE_PROTECTED',
      'CKR_TOKEN_WRITE_PROTECTED',
    ]);
  });

  test('may be copied and moved with its folder', async () => {
    const copy = desk.copy(card);
    const elsewhere = join(mkdtempSync(join(desk.folder, 'else where-')), 'card');
    renameSync(copy, elsewhere);
    desk.insert(elsewhere);
    const answers = await desk.use([start, ['open', 0], ['login', '1234']]);
    assert.deepEqual(answers, ['CKR_OK', 'CKR_OK', 'CKR_OK']);
  });
});

describe('the reader', () => {
  test('is a slot without a token while it is empty', async () => {
    desk.pull();
    const answers = await desk.use([start, ['slots'], start, ['finalize'], ['finalize']]);
    assert.deepEqual(answers, [
      'CKR_OK',
      [0, 1],
      'CKR_CRYPTOKI_ALREADY_INITIALIZED',
      'CKR_OK',
      'CKR_CRYPTOKI_NOT_INITIALIZED',
    ]);
  });

  test('shows the other card to the program that starts anew after a change', async () => {
    const other = await desk.make('other', { serial: '2b', signature_serial: '2c', pin: '4321' });
    desk.insert(card);
    const [, , first, , , , , second, firstPin, secondPin] = await desk.use([
      start,
      ['open', 0],
      ['certificate', 1],
      ['insert', other],
      ['finalize'],
      start,
      ['open', 0],
      ['certificate', 1],
      ['login', '1234'],
      ['login', '4321'],
    ]);
    const serial = (certificate: unknown): string =>
      new X509Certificate(Buffer.from(certificate as string, 'base64')).serialNumber;
    assert.deepEqual([serial(first), serial(second)], ['1A2B', '2B']);
    assert.deepEqual([firstPin, secondPin], ['CKR_PIN_INCORRECT', 'CKR_OK']);
  });

  test('ends what was begun with a card that is pulled out or changed', async () => {
    const other = desk.copy(card);
    const begun: Step[] = [start, ['open', 0], ['login', '1234']];
    const sign: Step = ['sign', 'CKM_SHA256_RSA_PKCS', 'AAAA'];
    desk.insert(card);
    const pulled = await desk.use([...begun, ['pull'], sign, ['login', '1234'], ['slots']]);
    assert.deepEqual(pulled.slice(4), ['CKR_DEVICE_REMOVED', 'CKR_DEVICE_REMOVED', [0, 1]]);
    desk.insert(card);
    const changed = await desk.use([...begun, ['insert', other], sign]);
    assert.equal(changed[4], 'CKR_DEVICE_REMOVED');
  });

  test('reads no card from what is none', async () => {
    const empty = join(desk.folder, 'no-card');
    mkdirSync(empty);
    desk.insert(empty);
    assert.notEqual((await desk.use([start]))[0], 'CKR_OK');
    rmSync(empty, { recursive: true });
    assert.deepEqual(await desk.use([start, ['slots']]), ['CKR_OK', [0, 1]]);
  });

  test('says so where SoftHSM is not to be found', async () => {
    const nowhere = { STAND_IN_SOFTHSM: join(desk.folder, 'nowhere.so') };
    await assert.rejects(desk.use([start], nowhere), { stderr: /CKR_GENERAL_ERROR/ });
  });
});
