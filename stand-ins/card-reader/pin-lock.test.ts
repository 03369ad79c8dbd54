import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { readTries } from '../cards/card-folder.ts';
import { findSoftHsm } from '../cards/soft-hsm.ts';
import { setDesk, type Desk, type Step } from './rehearsal/desk.ts';

const start: Step = ['initialize'];
const loginSlot = 0;
const signatureSlot = 1;

let desk: Desk;
let card: string;
let original: string;

before(async () => {
  desk = await setDesk();
  original = await desk.make('someone');
});
after(() => desk.clear());

/** Each test has a card of its own, never tried before. */
function takeCard(): void {
  card = desk.copy(original);
  desk.insert(card);
}

/** What a program of its own is answered when it enters these PINs, one after the other. */
async function enter(slot: number, ...pins: string[]): Promise<unknown[]> {
  const answers = await desk.use([start, ['open', slot], ...pins.map((pin): Step => ['login', pin])]);
  return answers.slice(2);
}

const flags = async (slot: number): Promise<unknown> => (await desk.use([start, ['flags', slot]]))[1];
const left = (kind: 'authentication' | 'signature' = 'authentication'): number => readTries(card, kind);

describe('the PIN of a card', () => {
  test('locks after three wrong ones, and stays locked for the right one, over restarts', async () => {
    takeCard();
    assert.deepEqual(await flags(loginSlot), []);
    assert.deepEqual(await enter(loginSlot, '0000'), ['CKR_PIN_INCORRECT']);
    assert.deepEqual(await flags(loginSlot), ['COUNT_LOW']);
    assert.deepEqual(await enter(loginSlot, '0001'), ['CKR_PIN_INCORRECT']);
    assert.deepEqual(await flags(loginSlot), ['COUNT_LOW', 'FINAL_TRY']);
    assert.deepEqual(await enter(loginSlot, '0002', '1234'), ['CKR_PIN_INCORRECT', 'CKR_PIN_LOCKED']);
    assert.deepEqual(await flags(loginSlot), ['COUNT_LOW', 'LOCKED']);
    assert.deepEqual(await enter(loginSlot, '1234'), ['CKR_PIN_LOCKED']);
    assert.equal(left(), 0);
  });

  test('for signing has five tries of its own', async () => {
    takeCard();
    const wrong = Array.from({ length: 5 }, (_, index) => `WRONG${index}`);
    assert.deepEqual(await enter(signatureSlot, ...wrong, 'ABC123'), [
      ...wrong.map(() => 'CKR_PIN_INCORRECT'),
      'CKR_PIN_LOCKED',
    ]);
    assert.deepEqual(await flags(signatureSlot), ['COUNT_LOW', 'LOCKED']);
    assert.deepEqual(await flags(loginSlot), []);
    assert.deepEqual(await enter(loginSlot, '1234'), ['CKR_OK']);
  });

  test('has all its tries again after the right one', async () => {
    takeCard();
    assert.deepEqual(await enter(loginSlot, '0000', '0001', '1234'), [
      'CKR_PIN_INCORRECT',
      'CKR_PIN_INCORRECT',
      'CKR_OK',
    ]);
    assert.equal(left(), 3);
    assert.deepEqual(await flags(loginSlot), []);
  });

  test('of a wrong length never reaches the card, so it costs nothing', async () => {
    takeCard();
    assert.deepEqual(
      await enter(loginSlot, '', '123', '12345', '1'.repeat(1000)),
      Array(4).fill('CKR_PIN_LEN_RANGE'),
    );
    assert.deepEqual(await enter(signatureSlot, 'ABC12', 'A'.repeat(17)), Array(2).fill('CKR_PIN_LEN_RANGE'));
    assert.deepEqual([left(), left('signature')], [3, 5]);
  });

  test('of the right length costs a try whatever it is made of', async () => {
    takeCard();
    assert.deepEqual(await enter(loginSlot, 'abcd'), ['CKR_PIN_INCORRECT']);
    assert.deepEqual(await enter(signatureSlot, 'abc123'), ['CKR_PIN_INCORRECT']);
    assert.deepEqual([left(), left('signature')], [2, 4]);
  });

  test('entered again by whoever is logged in already costs nothing, and tells nothing', async () => {
    takeCard();
    assert.deepEqual(await enter(loginSlot, '1234', '0000', '1234'), [
      'CKR_OK',
      'CKR_USER_ALREADY_LOGGED_IN',
      'CKR_USER_ALREADY_LOGGED_IN',
    ]);
    assert.equal(left(), 3);
  });

  test('cannot be tried by the back door: as officer, by changing it, by making the token anew', async () => {
    takeCard();
    const [security, context] = [0, 2];
    const answers = await desk.use([
      start,
      ['open', loginSlot],
      ['login', '1234', security],
      ['login', '1234', context],
      ['setPin', '1234', '5678'],
      ['setPin', '0000', '5678'],
      ['initPin', '5678'],
      ['initToken', loginSlot, '5678'],
      ['login', '1234'],
      ['setPin', '1234', '5678'],
    ]);
    assert.deepEqual(answers.slice(2), [
      'CKR_USER_TYPE_INVALID',
      'CKR_USER_TYPE_INVALID',
      ...Array(4).fill('CKR_TOKEN_WRITE_PROTECTED'),
      'CKR_OK',
      'CKR_TOKEN_WRITE_PROTECTED',
    ]);
    assert.equal(left(), 3);
  });

  test('has no more tries for many programs at once than for one', async () => {
    takeCard();
    const programs = Array.from({ length: 6 }, (_, index) => enter(loginSlot, `000${index}`, `001${index}`));
    const answers = (await Promise.all(programs)).flat();
    assert.equal(answers.filter((answer) => answer === 'CKR_PIN_INCORRECT').length, 3);
    assert.equal(answers.filter((answer) => answer === 'CKR_PIN_LOCKED').length, 9);
    assert.equal(left(), 0);
  });

  test('is spent before it is tried: cutting the power wins no try', async () => {
    takeCard();
    const powerCut = buildPowerCut();
    const environment = { STAND_IN_SOFTHSM: powerCut, REAL_SOFTHSM: findSoftHsm() };
    for (const expected of [2, 1, 0]) {
      const cut = desk.use([start, ['open', loginSlot], ['login', '1234']], environment);
      await assert.rejects(cut, { code: 99 });
      assert.equal(left(), expected);
    }
    assert.deepEqual(await enter(loginSlot, '1234'), ['CKR_PIN_LOCKED']);
  });

  test('is not tried where the disk is too full to count', async () => {
    takeCard();
    await flags(loginSlot);
    const steps = JSON.stringify([start, ['open', loginSlot], ['login', '1234'], ['login', '0000']]);
    const program = fileURLToPath(new URL('rehearsal/use-card.mjs', import.meta.url));
    // A file may not grow by a single byte; standard output is a pipe.
    const script = `trap '' XFSZ; ulimit -f 0; exec "$0" "$1" "$2"`;
    const { stdout } = spawnSync('sh', ['-c', script, process.execPath, program, desk.module], {
      input: steps,
      encoding: 'utf8',
      env: { ...process.env, STAND_IN_READER: desk.reader },
    });
    assert.deepEqual((JSON.parse(stdout) as unknown[]).slice(2), ['CKR_DEVICE_ERROR', 'CKR_DEVICE_ERROR']);
    assert.equal(left(), 3);
    assert.deepEqual(readdirSync(join(card, 'tries')).sort(), [
      'authentication',
      'authentication.lock',
      'signature',
    ]);
  });

  test('is locked where nobody can say how many tries are left', async () => {
    takeCard();
    const file = join(card, 'tries', 'authentication');
    for (const content of ['', '4\n', '33\n', '-1\n', '3', 'x\n', '3\n3\n']) {
      writeFileSync(file, content);
      assert.deepEqual(await flags(loginSlot), ['COUNT_LOW', 'LOCKED'], JSON.stringify(content));
      assert.deepEqual(await enter(loginSlot, '1234'), ['CKR_PIN_LOCKED'], JSON.stringify(content));
    }
    rmSync(file);
    assert.deepEqual(await enter(loginSlot, '1234'), ['CKR_PIN_LOCKED']);
  });

  test('of a persona whose card is locked is locked from the start', async () => {
    const locked = await desk.make('locked', { state: 'pin_locked', serial: '3a', signature_serial: '3b' });
    desk.insert(locked);
    assert.deepEqual(await flags(loginSlot), ['COUNT_LOW', 'LOCKED']);
    assert.deepEqual(await enter(loginSlot, '1234'), ['CKR_PIN_LOCKED']);
    assert.deepEqual(await enter(signatureSlot, 'ABC123'), ['CKR_OK']);
  });
});

function buildPowerCut(): string {
  const target = join(desk.folder, 'power-cut.so');
  const headers = dirname(createRequire(import.meta.url).resolve('pkcs11js/package.json'));
  const source = fileURLToPath(new URL('rehearsal/power-cut.c', import.meta.url));
  const words = ['-shared', '-fPIC', '-isystem', join(headers, 'includes', 'pkcs11'), '-o', target, source];
  const { status } = spawnSync(process.env['CC'] ?? 'cc', words, { stdio: 'inherit' });
  assert.equal(status, 0);
  return target;
}
