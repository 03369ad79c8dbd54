/**
 * A program that uses a card through a PKCS#11 module, in a process of its own: `node use-card.mjs MODULE`,
 * the steps as JSON on standard input, an answer for each on standard output. A step that fails answers its CKR_ name.
 */
import { readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import pkcs11js from 'pkcs11js';

const pkcs11 = new pkcs11js.PKCS11();
pkcs11.load(process.argv[2]);
let session;

const flagNames = [
  'CKF_USER_PIN_COUNT_LOW',
  'CKF_USER_PIN_FINAL_TRY',
  'CKF_USER_PIN_LOCKED',
  'CKF_PROTECTED_AUTHENTICATION_PATH',
];
const slotAt = (index) => pkcs11.C_GetSlotList(true)[index];
const inserted = join(process.env.STAND_IN_READER, 'inserted');

const steps = {
  initialize: () => pkcs11.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK }),
  finalize: () => pkcs11.C_Finalize(),
  /** How many slots hold a card, and how many there are. */
  slots: () => [pkcs11.C_GetSlotList(true).length, pkcs11.C_GetSlotList(false).length],
  token(index) {
    const info = pkcs11.C_GetTokenInfo(slotAt(index));
    const [label, serial, model] = [info.label, info.serialNumber, info.model].map((text) => text.trim());
    return { label, serial, model, pinLength: [info.minPinLen, info.maxPinLen] };
  },
  flags(index) {
    const { flags } = pkcs11.C_GetTokenInfo(slotAt(index));
    return flagNames
      .filter((name) => flags & pkcs11js[name])
      .map((name) => name.replace('CKF_USER_PIN_', ''));
  },
  mechanisms: (index) => pkcs11.C_GetMechanismList(slotAt(index)).map((type) => type),
  open(index) {
    session = pkcs11.C_OpenSession(slotAt(index), pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
  },
  login: (pin, user = pkcs11js.CKU_USER) => pkcs11.C_Login(session, user, pin),
  logout: () => pkcs11.C_Logout(session),
  objects() {
    const found = find([]).map((handle) => {
      const [kind, id, label] = read(handle, [pkcs11js.CKA_CLASS, pkcs11js.CKA_ID, pkcs11js.CKA_LABEL]);
      return `${['data', 'certificate', 'public key', 'private key'][kind[0]]} ${id[0]} ${label}`;
    });
    return found.sort();
  },
  certificate(id) {
    const [handle] = find([
      { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
      { type: pkcs11js.CKA_ID, value: Buffer.of(id) },
    ]);
    return handle ? read(handle, [pkcs11js.CKA_VALUE])[0].toString('base64') : null;
  },
  sign(mechanism, data) {
    const [key] = find([{ type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PRIVATE_KEY }]);
    pkcs11.C_SignInit(session, { mechanism: pkcs11js[mechanism] }, key);
    return pkcs11.C_Sign(session, Buffer.from(data, 'base64'), Buffer.alloc(1024)).toString('base64');
  },
  extract() {
    const [key] = find([{ type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PRIVATE_KEY }]);
    return read(key, [pkcs11js.CKA_PRIVATE_EXPONENT])[0].toString('base64');
  },
  setPin: (old, fresh) => pkcs11.C_SetPIN(session, old, fresh),
  initPin: (pin) => pkcs11.C_InitPIN(session, pin),
  initToken: (index, pin) => pkcs11.C_InitToken(slotAt(index), pin, 'another'.padEnd(32)),
  create: () =>
    pkcs11.C_CreateObject(session, [
      { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_DATA },
      { type: pkcs11js.CKA_TOKEN, value: true },
      { type: pkcs11js.CKA_LABEL, value: 'mine' },
    ]),
  destroy: () => pkcs11.C_DestroyObject(session, find([])[0]),
  relabel: () =>
    pkcs11.C_SetAttributeValue(session, find([])[0], [{ type: pkcs11js.CKA_LABEL, value: 'mine' }]),
  /** The hand at the reader. */
  insert(folder) {
    symlinkSync(folder, `${inserted}.new`);
    renameSync(`${inserted}.new`, inserted);
  },
  pull: () => rmSync(inserted),
};

function find(template) {
  pkcs11.C_FindObjectsInit(session, template);
  try {
    return pkcs11.C_FindObjects(session, 100);
  } finally {
    pkcs11.C_FindObjectsFinal(session);
  }
}

function read(handle, types) {
  const template = types.map((type) => ({ type }));
  return pkcs11.C_GetAttributeValue(session, handle, template).map(({ value }) => value);
}

const answers = JSON.parse(readFileSync(0, 'utf8')).map(([step, ...words]) => {
  try {
    const answer = steps[step](...words);
    return answer === undefined ? 'CKR_OK' : answer;
  } catch (error) {
    return error.message.split(':')[0];
  }
});
process.stdout.write(JSON.stringify(answers));
