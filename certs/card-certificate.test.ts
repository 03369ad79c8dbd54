import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { before, describe, test } from 'node:test';
import * as asn1js from 'asn1js';
import { makeAuthority, yearsFrom, type Authority } from './authority.ts';
import { issueCardCertificate, type CardCertificateOptions } from './card-certificate.ts';
import { toExtension } from './extensions.ts';
import { printByOpenssl, verifyByOpenssl, withoutOpenssl } from './judged-by-openssl.ts';
import { issueRevocationList } from './revocation-list.ts';

const skip = withoutOpenssl;
const now = new Date('2026-11-01T00:00:00Z');
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const holder = {
  name: '試験　花子',
  sex: 'female',
  birthOn: '1990-04-00',
  address: '東京都千代田区試験町一丁目',
};

let authentication: Authority;
let signature: Authority;
before(async () => {
  authentication = await makeAuthority({ purpose: 'authentication', generation: 1, now });
  signature = await makeAuthority({ purpose: 'signature', generation: 1, now });
});

function issue(authority: Authority, wish: Partial<CardCertificateOptions> = {}): Promise<Buffer> {
  return issueCardCertificate(authority, {
    publicKey,
    serial: '1a2b3c',
    notBefore: yearsFrom(now, -1),
    notAfter: yearsFrom(now, 4),
    ...wish,
  });
}

const judge = (certificate: Buffer, authority = authentication): string =>
  verifyByOpenssl({ anchor: authority.certificate, certificate, now });

describe('a card certificate', () => {
  test('is accepted by openssl under its authority, with its list', { skip }, async () => {
    for (const authority of [authentication, signature]) {
      const certificate = await issue(authority, { attributes: holder });
      const revocationList = await issueRevocationList(authority, {
        revoked: [{ serial: 'ffff', at: now }],
        thisUpdate: yearsFrom(now, -1),
        nextUpdate: yearsFrom(now, 1),
      });
      assert.equal(
        verifyByOpenssl({ anchor: authority.certificate, certificate, revocationList, now }),
        'OK',
      );
    }
  });

  test('for logging in names nobody, and says what it is for', { skip }, async () => {
    const text = printByOpenssl(await issue(authentication));
    assert.match(
      text,
      /Issuer: C=JP,O=JPKI,OU=JPKI for user authentication,OU=Japan Agency for Local Authority Information Systems\n/,
    );
    assert.match(text, /Subject: C=JP,CN=[0-9A-Z]{14}13101001A\n/);
    assert.match(text, /X509v3 Key Usage: critical\s+Digital Signature\n/);
    assert.match(text, /Policy: 1\.2\.392\.200149\.8\.5\.1\.3\.30\n/);
    assert.match(
      text,
      /DirName:C=JP,O=JPKI,OU=JPKI for user authentication,OU=CRL Distribution Points,OU=Tokyo-to,CN=Chiyoda-ku CRLDP/,
    );
    assert.doesNotMatch(text, /Subject Alternative Name|URI:/);
  });

  test('for signing carries the four attributes of its holder', { skip }, async () => {
    const text = printByOpenssl(await issue(signature, { attributes: holder }));
    assert.match(text, /Subject: C=JP,L=Tokyo-to,L=Chiyoda-ku,CN=[0-9A-Z]{14}13101001S\n/);
    assert.match(text, /X509v3 Key Usage: critical\s+Digital Signature, Non Repudiation\n/);
    assert.match(text, /Policy: 1\.2\.392\.200149\.8\.5\.1\.1\.20\n/);
    const arc = '1.2.392.200149.8.5.5';
    const expected = [holder.name, '00000', '2', '419900400', holder.address, '0000000000000'].map(
      (value, index) => `othername: ${arc}.${index + 1}::${value}`,
    );
    assert.ok(text.includes(expected.join(', ')), text);
  });

  test('keeps a serial that begins with a one bit positive', async () => {
    for (const serial of ['80', 'ff00', '7f', '0f', 'a1b2c3d4e5f60718'])
      assert.equal(
        new X509Certificate(await issue(authentication, { serial })).serialNumber,
        serial.toUpperCase().padStart(2, '0'),
      );
  });

  test('says years after 2049 in four digits', async () => {
    const certificate = await issue(authentication, { notAfter: new Date('2050-01-01T00:00:00Z') });
    assert.match(new X509Certificate(certificate).validTo, /2050/);
    assert.ok(certificate.includes(Buffer.from('20500101000000Z')));
  });

  test('of the next generation has an elliptic curve key, as may its authority', { skip }, async () => {
    for (const keyKind of ['P-256', 'P-384'] as const) {
      const authority = await makeAuthority({ purpose: 'authentication', generation: 2, now, keyKind });
      const pair = generateKeyPairSync('ec', { namedCurve: keyKind });
      const certificate = await issue(authority, { publicKey: pair.publicKey });
      assert.equal(judge(certificate, authority), 'OK');
    }
  });
});

describe('a certificate made wrong on purpose', () => {
  test('is wrong in just that', { skip }, async () => {
    const foreign = await makeAuthority({ purpose: 'authentication', generation: 1, now });
    const unknown = toExtension('1.2.392.200149.8.5.99', true, new asn1js.Null());
    assert.equal(
      judge(await issue(authentication, { notAfter: yearsFrom(now, -1) })),
      'certificate has expired',
    );
    assert.equal(
      judge(await issue(authentication, { notBefore: yearsFrom(now, 1) })),
      'certificate is not yet valid',
    );
    assert.equal(
      judge(await issue(authentication, { extraExtensions: [unknown] })),
      'unhandled critical extension',
    );
    assert.match(judge(await issue(foreign)), /unable to get local issuer certificate|signature failure/);

    const otherPolicy = printByOpenssl(await issue(authentication, { policyOid: '1.2.3' }));
    assert.match(otherPolicy, /Policy: 1\.2\.3\n/);
    const bare = printByOpenssl(
      await issue(authentication, { policyOid: null, keyUsage: null, authorityKey: null }),
    );
    assert.doesNotMatch(bare, /Policy:|X509v3 Key Usage|Authority Key Identifier/);
    const uses = printByOpenssl(
      await issue(authentication, { keyUsage: ['keyEncipherment', 'keyCertSign'] }),
    );
    assert.match(uses, /X509v3 Key Usage: critical\s+Key Encipherment, Certificate Sign\n/);
    const version1 = printByOpenssl(
      await issue(authentication, {
        alter: (certificate) => {
          certificate.version = 0;
          delete certificate.extensions;
        },
      }),
    );
    assert.match(version1, /Version: 1 /);
  });

  test('may stand under authorities in between', { skip }, async () => {
    const subject = [
      ['C', 'JP'],
      ['O', 'In between'],
    ] as const;
    const between = await makeAuthority({
      purpose: 'authentication',
      generation: 1,
      now,
      subject,
      issuedBy: authentication,
    });
    const none = await makeAuthority({
      purpose: 'authentication',
      generation: 1,
      now,
      subject,
      issuedBy: authentication,
      isAuthority: false,
      keyUsage: ['digitalSignature'],
    });
    const verify = async (authority: Authority): Promise<string> =>
      verifyByOpenssl({
        anchor: authentication.certificate,
        intermediates: [authority.certificate],
        certificate: await issue(authority),
        now,
      });
    assert.equal(await verify(between), 'OK');
    assert.notEqual(await verify(none), 'OK');
  });
});
