/**
 * Makes the tokens of one card, in a process of its own: SoftHSM reads its configuration once and serves one
 * folder a process. The keys are made inside the tokens and never leave them; only public keys are answered.
 * Started by make-card.ts and spoken to over its channel, so that no PIN stands in a list of processes.
 */
import { createPublicKey, randomInt } from 'node:crypto';
import pkcs11js from 'pkcs11js';
import type { CertificateObject, TokenMakerAnswer, TokenMakerAsk, TokenPlan } from './card-objects.ts';

const curves = { 'P-256': '06082a8648ce3d030107', 'P-384': '06052b81040022' } as const;

const pkcs11 = new pkcs11js.PKCS11();
const sessions: pkcs11js.Handle[] = [];

process.on('message', (ask: TokenMakerAsk) => {
  if (ask.step === 'make-tokens') {
    pkcs11.load(ask.module);
    pkcs11.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK });
    answer({ step: ask.step, publicKeys: ask.tokens.map(makeToken) });
  } else {
    ask.certificates.forEach((certificates, index) => {
      for (const certificate of certificates)
        writeCertificate(sessions[index] as pkcs11js.Handle, certificate);
    });
    pkcs11.C_Finalize();
    answer({ step: ask.step });
    process.disconnect();
  }
});

function answer(message: TokenMakerAnswer): void {
  process.send?.(message);
}

/** Leaves the session logged in: the private certificate is written into it later. */
function makeToken(plan: TokenPlan): string {
  const free = pkcs11
    .C_GetSlotList(true)
    .find((slot) => !(pkcs11.C_GetTokenInfo(slot).flags & pkcs11js.CKF_TOKEN_INITIALIZED));
  if (!free) throw new Error('SoftHSM offers no free slot');
  // Nobody keeps the officer's PIN: a card is unlocked at a counter, not by software.
  const officerPin = Array.from({ length: 16 }, () => randomInt(10)).join('');
  // PKCS#11 wants the label padded, and pkcs11js does not pad it.
  pkcs11.C_InitToken(free, officerPin, plan.label.padEnd(32));
  const session = pkcs11.C_OpenSession(free, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
  pkcs11.C_Login(session, pkcs11js.CKU_SO, officerPin);
  pkcs11.C_InitPIN(session, plan.pin);
  pkcs11.C_Logout(session);
  pkcs11.C_Login(session, pkcs11js.CKU_USER, plan.pin);
  sessions.push(session);
  return makeKey(session, plan.key);
}

function makeKey(session: pkcs11js.Handle, key: TokenPlan['key']): string {
  const isRsa = key.kind === 'RSA-2048';
  const common = [
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_ID, value: Buffer.of(key.id) },
  ];
  const pair = pkcs11.C_GenerateKeyPair(
    session,
    { mechanism: isRsa ? pkcs11js.CKM_RSA_PKCS_KEY_PAIR_GEN : pkcs11js.CKM_EC_KEY_PAIR_GEN },
    [
      ...common,
      // OpenSC shows the public key that it finds in the certificate, under the certificate's label.
      { type: pkcs11js.CKA_LABEL, value: key.label.replace(/Key$/, 'Certificate') },
      { type: pkcs11js.CKA_PRIVATE, value: key.id === 2 },
      { type: pkcs11js.CKA_VERIFY, value: true },
      ...(isRsa
        ? [
            { type: pkcs11js.CKA_MODULUS_BITS, value: 2048 },
            { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: Buffer.of(1, 0, 1) },
          ]
        : [
            {
              type: pkcs11js.CKA_EC_PARAMS,
              value: Buffer.from(curves[key.kind as keyof typeof curves], 'hex'),
            },
          ]),
    ],
    [
      ...common,
      { type: pkcs11js.CKA_LABEL, value: key.label },
      { type: pkcs11js.CKA_PRIVATE, value: true },
      { type: pkcs11js.CKA_SENSITIVE, value: true },
      { type: pkcs11js.CKA_EXTRACTABLE, value: false },
      { type: pkcs11js.CKA_SIGN, value: true },
      { type: pkcs11js.CKA_DECRYPT, value: false },
      { type: pkcs11js.CKA_UNWRAP, value: false },
    ],
  );
  const jwk = isRsa ? readRsaKey(session, pair.publicKey) : readEcKey(session, pair.publicKey, key.kind);
  return createPublicKey({ key: jwk, format: 'jwk' })
    .export({ format: 'der', type: 'spki' })
    .toString('base64');
}

function readRsaKey(session: pkcs11js.Handle, publicKey: pkcs11js.Handle) {
  const [modulus, exponent] = read(session, publicKey, [
    pkcs11js.CKA_MODULUS,
    pkcs11js.CKA_PUBLIC_EXPONENT,
  ]) as [Buffer, Buffer];
  return { kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') };
}

function readEcKey(session: pkcs11js.Handle, publicKey: pkcs11js.Handle, crv: string) {
  const [point] = read(session, publicKey, [pkcs11js.CKA_EC_POINT]) as [Buffer];
  // An OCTET STRING around the uncompressed point: its last bytes are x and y.
  const size = crv === 'P-384' ? 48 : 32;
  const xy = point.subarray(point.length - 2 * size);
  return {
    kty: 'EC',
    crv,
    x: xy.subarray(0, size).toString('base64url'),
    y: xy.subarray(size).toString('base64url'),
  };
}

function read(session: pkcs11js.Handle, object: pkcs11js.Handle, types: number[]): Buffer[] {
  const template = types.map((type) => ({ type }));
  return pkcs11.C_GetAttributeValue(session, object, template).map(({ value }) => value as Buffer);
}

function writeCertificate(session: pkcs11js.Handle, object: CertificateObject): void {
  pkcs11.C_CreateObject(session, [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
    { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
    { type: pkcs11js.CKA_CERTIFICATE_CATEGORY, value: object.isAuthority ? 2 : 1 },
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: object.isPrivate },
    { type: pkcs11js.CKA_ID, value: Buffer.of(object.id) },
    { type: pkcs11js.CKA_LABEL, value: object.label },
    { type: pkcs11js.CKA_SUBJECT, value: Buffer.from(object.subject, 'base64') },
    { type: pkcs11js.CKA_ISSUER, value: Buffer.from(object.issuer, 'base64') },
    { type: pkcs11js.CKA_SERIAL_NUMBER, value: Buffer.from(object.serial, 'base64') },
    { type: pkcs11js.CKA_VALUE, value: Buffer.from(object.certificate, 'base64') },
  ]);
}
