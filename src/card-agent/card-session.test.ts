/** Sessions die in the middle of a login: real sessions of a real library, closed under the agent's hands. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pkcs11js from 'pkcs11js';
import type { SignAnswer, SignOrder } from './card-order.ts';
import { withCard } from './card-slot.ts';
import { keepSecret } from './secret.ts';
import { makeSoftReader, softHsmLibrary } from './rehearsal/soft-card.ts';
import { signWithCard } from './sign-with-card.ts';

const reader = makeSoftReader(process.env);
after(() => reader.remove());
process.env['SOFTHSM2_CONF'] = reader.configurationFile;

/** Closes every session right before its named call, so many times; counts how often the PIN was given. */
class DyingModule extends pkcs11js.PKCS11 {
  deaths: { before: 'C_FindObjectsInit' | 'C_SignInit' | 'C_Login' | 'C_Sign'; times: number } | undefined;
  pinsGiven = 0;

  override C_FindObjectsInit(...given: Parameters<pkcs11js.PKCS11['C_FindObjectsInit']>): void {
    this.#perhapsDie('C_FindObjectsInit');
    super.C_FindObjectsInit(...given);
  }

  override C_Login(...given: Parameters<pkcs11js.PKCS11['C_Login']>): void {
    this.pinsGiven += 1;
    this.#perhapsDie('C_Login');
    super.C_Login(...given);
  }

  override C_SignInit(...given: Parameters<pkcs11js.PKCS11['C_SignInit']>): void {
    this.#perhapsDie('C_SignInit');
    super.C_SignInit(...given);
  }

  #perhapsDie(call: string): void {
    if (this.deaths?.before !== call || this.deaths.times === 0) return;
    this.deaths.times -= 1;
    for (const slot of this.C_GetSlotList(true)) this.C_CloseAllSessions(slot);
  }
}

const module = new DyingModule();
await reader.add();
module.load(softHsmLibrary ?? '');

function order(pin: string): SignOrder {
  return {
    kind: 'sign',
    half: 'authentication',
    secret: keepSecret(Buffer.from(pin)),
    what: { kind: 'login_token', origin: 'http://localhost:3000', nonce: 'A'.repeat(44) },
    toldTries: 'plenty',
  };
}

function sign(pin = '1234'): SignAnswer {
  module.pinsGiven = 0;
  return withCard(module, 'authentication', (card) => signWithCard(card, order(pin)));
}

test('a session that dies before the PIN is opened again', () => {
  module.deaths = { before: 'C_FindObjectsInit', times: 1 };
  assert.equal(sign().outcome, 'signed');
  assert.equal(module.pinsGiven, 1);
});

test('a session that dies after the PIN is opened again, and the accepted PIN is given again', () => {
  module.deaths = { before: 'C_SignInit', times: 1 };
  assert.equal(sign().outcome, 'signed');
  assert.equal(module.pinsGiven, 2);
});

test('a session that dies twice ends the login', () => {
  module.deaths = { before: 'C_SignInit', times: 2 };
  assert.throws(() => sign(), /CKR_SESSION_HANDLE_INVALID/);
});

test('a session that dies under the PIN itself ends the login: the card may have counted the try', () => {
  module.deaths = { before: 'C_Login', times: 1 };
  assert.throws(() => sign('9999'), /CKR_SESSION_HANDLE_INVALID/);
  assert.equal(module.pinsGiven, 1);
});

test('a wrong PIN is given once', () => {
  module.deaths = undefined;
  assert.equal(sign('9999').outcome, 'wrong_secret');
  assert.equal(module.pinsGiven, 1);
  assert.equal(
    withCard(module, 'authentication', (card) => signWithCard(card, { ...order('1234'), toldTries: 'low' }))
      .outcome,
    'signed',
  );
});

test('a wiped PIN is never given to the card', () => {
  const wiped = order('1234');
  wiped.secret?.fill(0);
  module.pinsGiven = 0;
  assert.throws(() => withCard(module, 'authentication', (card) => signWithCard(card, wiped)), /given up/);
  assert.equal(module.pinsGiven, 0);
});

test('a module left initialised by a broken thread is taken over, and its login ends', () => {
  module.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK });
  const slot = module.C_GetSlotList(true)[0] as Buffer;
  const session = module.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION);
  module.C_Login(session, pkcs11js.CKU_USER, '1234');
  assert.equal(sign('9999').outcome, 'wrong_secret', 'the login of before does not help a wrong PIN');
});

test('after each login the module is left: nobody signs without a PIN', () => {
  sign();
  assert.throws(() => module.C_GetSlotList(true), /CKR_CRYPTOKI_NOT_INITIALIZED/);
});
