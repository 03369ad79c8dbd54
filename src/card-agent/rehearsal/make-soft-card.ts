/**
 * Makes one SoftHSM token that looks as a card does through OpenSC: `make-soft-card.ts <softhsm2 library> <order>`,
 * the order as JSON. A program of its own, because the library's state belongs to its whole process.
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import pkcs11js, { type Template } from 'pkcs11js';
import { makeSelfSignedCertificate } from './self-signed-certificate.ts';

export interface SoftCardOrder {
  label: string;
  pin: string;
  key: 'rsa' | 'P-256' | 'P-384' | 'P-521';
  /** A key that is not the certificate's: a card that was put together wrongly. */
  foreignKey?: boolean;
  certificateLabel?: string;
  keyLabel?: string;
  certificateFile: string;
}

const [library = '', orderText = ''] = process.argv.slice(2);
const order = JSON.parse(orderText) as SoftCardOrder;
const module = new pkcs11js.PKCS11();
module.load(library);

const { publicKey, privateKey } = makeKeyPair();
const certificate = await makeSelfSignedCertificate({ publicKey, privateKey, commonName: 'synthetic card' });
writeFileSync(order.certificateFile, certificate);

module.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK });
const [emptySlot] = module.C_GetSlotList(true).slice(-1);
if (!emptySlot) throw new Error('SoftHSM shows no slot');
module.C_InitToken(emptySlot, 'security-officer', order.label.padEnd(32));
// SoftHSM gives the token another slot after it was made.
module.C_Finalize();
module.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK });
const slot = module
  .C_GetSlotList(true)
  .find((candidate) => module.C_GetTokenInfo(candidate).label.trimEnd() === order.label);
if (!slot) throw new Error('the token was not made');
const session = module.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
module.C_Login(session, pkcs11js.CKU_SO, 'security-officer');
module.C_InitPIN(session, order.pin);
module.C_Logout(session);
module.C_Login(session, pkcs11js.CKU_USER, order.pin);
module.C_CreateObject(session, toKeyTemplate(order.foreignKey ? makeKeyPair().privateKey : privateKey));
module.C_CreateObject(session, [
  { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
  { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
  { type: pkcs11js.CKA_TOKEN, value: true },
  { type: pkcs11js.CKA_PRIVATE, value: false },
  { type: pkcs11js.CKA_ID, value: Buffer.from([1]) },
  { type: pkcs11js.CKA_LABEL, value: order.certificateLabel ?? 'User Authentication Certificate' },
  { type: pkcs11js.CKA_SUBJECT, value: Buffer.from('3000', 'hex') },
  { type: pkcs11js.CKA_VALUE, value: certificate },
]);
module.C_Finalize();

function makeKeyPair(): { publicKey: KeyObject; privateKey: KeyObject } {
  return order.key === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: order.key });
}

function toKeyTemplate(key: KeyObject): Template {
  const jwk = key.export({ format: 'jwk' }) as Record<string, string>;
  const number = (name: string): Buffer => Buffer.from(jwk[name] ?? '', 'base64url');
  const common: Template = [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PRIVATE_KEY },
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: true },
    { type: pkcs11js.CKA_SENSITIVE, value: true },
    { type: pkcs11js.CKA_SIGN, value: true },
    { type: pkcs11js.CKA_ID, value: Buffer.from([1]) },
    { type: pkcs11js.CKA_LABEL, value: order.keyLabel ?? 'User Authentication Key' },
  ];
  if (order.key === 'rsa') {
    return [
      ...common,
      { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_RSA },
      { type: pkcs11js.CKA_MODULUS, value: number('n') },
      { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: number('e') },
      { type: pkcs11js.CKA_PRIVATE_EXPONENT, value: number('d') },
      { type: pkcs11js.CKA_PRIME_1, value: number('p') },
      { type: pkcs11js.CKA_PRIME_2, value: number('q') },
      { type: pkcs11js.CKA_EXPONENT_1, value: number('dp') },
      { type: pkcs11js.CKA_EXPONENT_2, value: number('dq') },
      { type: pkcs11js.CKA_COEFFICIENT, value: number('qi') },
    ];
  }
  const curves = { 'P-256': '06082a8648ce3d030107', 'P-384': '06052b81040022', 'P-521': '06052b81040023' };
  return [
    ...common,
    { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_EC },
    { type: pkcs11js.CKA_EC_PARAMS, value: Buffer.from(curves[order.key], 'hex') },
    { type: pkcs11js.CKA_VALUE, value: number('d') },
  ];
}
