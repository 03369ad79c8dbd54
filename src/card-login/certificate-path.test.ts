/** What a card's certificate must be. Every wrong one here is signed by a genuine key, unless its name says otherwise. */
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import * as asn1js from 'asn1js';
import fc from 'fast-check';
import { Extension } from 'pkijs';
import { type Authority, type AuthorityOptions, makeAuthority } from '../../certs/authority.ts';
import { type CardCertificateOptions, issueCardCertificate } from '../../certs/card-certificate.ts';
import { basicConstraints, certificatePolicies, keyUsage } from '../../certs/extensions.ts';
import { toDistinguishedName } from '../../certs/names.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { readCertificate } from './certificate.ts';
import { authenticationProfile, verifyCardPath } from './certificate-path.ts';
import { DerFault } from './strict-der.ts';
import { type CardAnchor, loadCardTrust, toCardAnchor } from './trust.ts';

const now = new Date('2026-11-24T03:00:00.900Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let first: Authority;
let second: Authority;
let anchors: CardAnchor[];

before(async () => {
  first = await make({});
  second = await make({ generation: 2 });
  anchors = [first, second].map(({ name, certificate }) => toCardAnchor(name, certificate));
});

test('the anchor whose key signed is found, whichever generation it is', async () => {
  assert.equal(verify(await issue(first)).name, 'authentication-g1');
  assert.equal(verify(await issue(second)).name, 'authentication-g2');
});

test('a certificate names the key that signed it: another one, or none, is refused', async () => {
  refused(await issue(second, { authorityKey: first.publicKey }), 'another key');
  refused(await issue(second, { authorityKey: null }), 'which key');
});

test('a name and a key identifier prove nothing: a forged CA with both is refused', async () => {
  const forged = await make({});
  refused(await issue(forged, { authorityKey: first.publicKey }), 'no pinned key');
});

test('a certificate that names another issuer than the one that signed it is refused', async () => {
  refused(await issue(first, { issuerName: [['CN', 'Somebody else']] }), 'no pinned key');
});

test('a certificate from a CA below the anchor is refused: cards are signed by the anchor itself', async () => {
  const below = await make({ issuedBy: first });
  refused(await issue(below), 'no pinned key');
});

test('a CA’s own certificate logs nobody in', async () => {
  refused(first.certificate, 'of a CA');
  refused((await make({ issuedBy: first })).certificate, 'of a CA');
  refused(await issue(first, { extraExtensions: [basicConstraints(true)] }), 'of a CA');
  refused(await issue(first, { keyUsage: ['digitalSignature', 'keyCertSign'] }), 'may sign');
  refused(await issue(first, { keyUsage: ['digitalSignature', 'cRLSign'] }), 'may sign');
});

test('a certificate says that its key may prove a login', async () => {
  refused(await issue(first, { keyUsage: null }), 'key usage');
  refused(await issue(first, { keyUsage: ['nonRepudiation'] }), 'key usage');
  refused(await issue(first, { keyUsage: [] }), 'key usage');
  verify(await issue(first, { keyUsageCritical: false }));
});

test('purposes, where they are limited, include client authentication: any is not enough', async () => {
  verify(await issue(first, { extendedKeyUsage: null }));
  verify(await issue(first, { extendedKeyUsage: ['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.2'] }));
  refused(await issue(first, { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] }), 'extended key usage');
  refused(await issue(first, { extendedKeyUsage: ['2.5.29.37.0'] }), 'extended key usage');
});

test('the policy must be the one for user authentication', async () => {
  verify(await issue(first, { policyOid: ['1.2.3', '1.2.392.200149.8.5.1.3.30'] }));
  refused(await issue(first, { policyOid: null }), 'policy');
  refused(await issue(first, { policyOid: '2.5.29.32.0' }), 'policy');
  refused(await issue(first, { policyOid: '1.2.392.200149.8.5.1.1.20' }), 'policy');
  refused(await issue(first, { policyOid: '1.2.392.200149.8.5.1.3.30.1' }), 'policy');
});

test('validity is counted in whole seconds, both ends included', async () => {
  const valid = { notBefore: later(-1000), notAfter: later(1000) };
  verify(await issue(first, { ...valid, notAfter: now }));
  verify(await issue(first, { ...valid, notBefore: now }));
  refused(await issue(first, { ...valid, notAfter: later(-1) }), 'card_expired');
  refused(await issue(first, { ...valid, notBefore: later(1) }), 'card_expired');
  verify(await issue(first, { ...valid, notAfter: new Date('2060-01-01T00:00:00Z') }));
});

test('an anchor that is out of date vouches for nobody', async () => {
  const old = await make({ notBefore: later(-1000), notAfter: later(-1) });
  anchors.push(toCardAnchor('old', old.certificate));
  refused(await issue(old), 'issuer is not valid');
  anchors.pop();
});

test('what is critical and not implemented is refused, whatever it is', async () => {
  const nameConstraints = extension('2.5.29.30', true);
  refused(await issue(first, { extraExtensions: [nameConstraints] }), 'not implemented');
  refused(await issue(first, { extraExtensions: [extension('1.2.3.4', true)] }), 'not implemented');
  refused(await issue(first, { extraExtensions: [extension('2.5.29.17', true)] }), 'not implemented');
  verify(await issue(first, { extraExtensions: [extension('1.2.3.4', false)] }));
});

test('an extension that stands twice is refused', async () => {
  refused(await issue(first, { extraExtensions: [keyUsage(['digitalSignature'])] }), 'twice');
  refused(await issue(first, { extraExtensions: [certificatePolicies(['1.2.3'])] }), 'twice');
});

test('a version, serial or algorithm beyond the profile is refused', async () => {
  const cases: [Partial<CardCertificateOptions>, string][] = [
    [{ alter: (certificate) => (certificate.version = 1) }, 'version'],
    [{ serial: '00' }, 'serial'],
    [{ serial: 'ab'.repeat(21) }, 'serial'],
    [{ alter: (certificate) => (certificate.serialNumber = new asn1js.Integer({ value: -5 })) }, 'serial'],
    [{ hash: 'SHA-1' }, 'algorithm'],
    [{ alter: (certificate) => (certificate.issuerUniqueID = new ArrayBuffer(4)) }, 'unique|structure|DER'],
  ];
  for (const [options, fault] of cases) refused(await issue(first, options), fault);
  verify(await issue(first, { serial: `7${'f'.repeat(39)}` }));
});

test('inner and outer algorithm must be the same, to the byte', async () => {
  const der = await issue(first);
  const outer = Buffer.from(der);
  const at = outer.lastIndexOf(Buffer.from('2a8648ce3d040302', 'hex'));
  outer.writeUInt8(3, at + 7); // ecdsa-with-SHA384
  refused(outer, 'algorithm');
});

test('a weak or outlandish key is refused before it is used', async () => {
  const keys = [
    generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey,
    generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey,
    generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey,
    generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey,
    generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' }).publicKey,
    generateKeyPairSync('ed25519').publicKey,
  ];
  for (const key of keys) refused(await issue(first, { publicKey: key }), 'weak');
});

test('an RSA key with an exponent of 1, an even one, or one so large that it costs time is refused', async () => {
  const { n = '' } = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
  for (const e of ['AQ', 'BA', Buffer.alloc(200, 0xff).toString('base64url')]) {
    const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
    refused(await issue(first, { publicKey: key }), 'weak');
  }
  const modulus = Buffer.concat([Buffer.of(0xff), randomBytes(1022), Buffer.of(0xff)]).toString('base64url');
  const huge = createPublicKey({ key: { kty: 'RSA', n: modulus, e: 'AQAB' }, format: 'jwk' });
  refused(await issue(first, { publicKey: huge }), 'weak');
});

test('a certificate reads as other readers read it', async () => {
  for (const der of [first.certificate, await issue(first, { serial: 'ff01' }), await issue(second)]) {
    const [ours, theirs] = [readCertificate(der), new X509Certificate(der)];
    assert.equal(ours.serial, theirs.serialNumber.toLowerCase().replace(/^0+/, ''));
    assert.equal(ours.notBefore, new Date(theirs.validFrom).getTime() / 1000);
    assert.equal(ours.notAfter, new Date(theirs.validTo).getTime() / 1000);
    assert.ok(ours.publicKey?.equals(theirs.publicKey));
  }
});

test('a damaged certificate is refused, whatever the damage', async () => {
  const der = await issue(first);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 })), {
        minLength: 1,
        maxLength: 4,
      }),
      (damages) => {
        const damaged = Buffer.from(der);
        for (const [at, mask] of damages) damaged.writeUInt8(damaged.readUInt8(at) ^ mask, at);
        if (!damaged.equals(der)) assert.throws(() => verify(damaged), isClearRefusal);
      },
    ),
    { numRuns: 3000 },
  );
  for (let length = 0; length < der.length; length += 1)
    assert.throws(() => verify(der.subarray(0, length)), DerFault);
  assert.throws(() => verify(Buffer.concat([der, Buffer.of(0)])), DerFault);
});

test('only a self-signed CA with a sound key may be pinned, and the start says which file is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-anchors-'));
  const faulty: [Buffer, RegExp][] = [
    [await issue(first), /not a CA/],
    [(await make({ issuedBy: first })).certificate, /another key/],
    [
      (await make({ alter: (own) => (own.issuer = toDistinguishedName([['CN', 'Else']])) })).certificate,
      /self-signed/,
    ],
    [(await make({ keyUsage: ['keyCertSign'] })).certificate, /revocation lists/],
    [(await make({ keyUsage: ['cRLSign'] })).certificate, /for certificates/],
    [(await make({ extraExtensions: [extension('1.2.3', true)] })).certificate, /not implemented/],
    [(await make({ hash: 'SHA-1' })).certificate, /algorithm/],
    [Buffer.from('-----BEGIN CERTIFICATE-----'), /cut off/],
  ];
  assert.throws(() => loadCardTrust(folder), /no trust anchor/);
  writeFileSync(join(folder, 'a.cer'), first.certificate);
  assert.deepEqual(
    loadCardTrust(folder).anchors.map(({ name, keyHash }) => [name, keyHash]),
    [['a', first.keyHash]],
  );
  for (const [der, fault] of faulty) {
    writeFileSync(join(folder, 'b.cer'), der);
    assert.throws(
      () => loadCardTrust(folder),
      (error: Error) => /^b\.cer cannot/.test(error.message) && fault.test(error.message),
    );
  }
  rmSync(folder, { recursive: true });
});

function verify(der: Buffer): CardAnchor {
  return verifyCardPath(readCertificate(der), { anchors, profile: authenticationProfile, now });
}

function refused(der: Buffer, fault: string): void {
  assert.throws(
    () => verify(der),
    (error) => isClearRefusal(error) && new RegExp(fault).test((error as Error).message),
  );
}

function isClearRefusal(error: unknown): boolean {
  return (
    error instanceof DerFault ||
    (error instanceof Refusal && ['card_not_trusted', 'card_expired'].includes(error.reason))
  );
}

function make(options: Partial<AuthorityOptions>): Promise<Authority> {
  return makeAuthority({ purpose: 'authentication', generation: 1, now, keyKind: 'P-256', ...options });
}

function issue(authority: Authority, options: Partial<CardCertificateOptions> = {}): Promise<Buffer> {
  return issueCardCertificate(authority, {
    publicKey,
    serial: '5a17',
    notBefore: later(-86400),
    notAfter: later(86400),
    ...options,
  });
}

function extension(extnID: string, critical: boolean): Extension {
  return new Extension({ extnID, critical, extnValue: new asn1js.Null().toBER(false) });
}
