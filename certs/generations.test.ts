import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { yearsFrom, type Authority } from './authority.ts';
import { issueCardCertificate } from './card-certificate.ts';
import { verifyByOpenssl, withoutOpenssl } from './judged-by-openssl.ts';
import { authorityNames, loadAuthority, makeJpki } from './make-jpki.ts';
import { issueRevocationList } from './revocation-list.ts';

const skip = withoutOpenssl;
const now = new Date('2026-11-01T00:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'madoguchi-jpki-'));
after(() => rmSync(folder, { recursive: true }));
const authorities = await makeJpki({ folder, now });
const [g1, g2] = authorities as [Authority, Authority];

describe('two generations of one authority', () => {
  test('bear one name and have a key each', () => {
    const [first, second] = [g1, g2].map(({ certificate }) => new X509Certificate(certificate));
    assert.equal(first?.subject, second?.subject);
    assert.equal(
      first?.subject,
      'C=JP\nO=JPKI\nOU=JPKI for user authentication\nOU=Japan Agency for Local Authority Information Systems',
    );
    assert.notEqual(g1.keyHash, g2.keyHash);
  });

  test('issue the same serial, and each certificate verifies under its own key alone', { skip }, async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const options = { publicKey, serial: '77', notBefore: now, notAfter: yearsFrom(now, 5) };
    for (const [issuer, other] of [
      [g1, g2],
      [g2, g1],
    ] as const) {
      const certificate = await issueCardCertificate(issuer, options);
      const judge = (authority: Authority): string =>
        verifyByOpenssl({ anchor: authority.certificate, certificate, now: yearsFrom(now, 1) });
      assert.equal(judge(issuer), 'OK');
      assert.notEqual(judge(other), 'OK');
      const x509 = new X509Certificate(certificate);
      assert.equal(x509.verify(issuer.publicKey), true);
      assert.equal(x509.verify(other.publicKey), false);
    }
  });

  test(
    'a list of one revokes no card of the other, though serial and issuer name are the same',
    { skip },
    async () => {
      const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const options = { publicKey, serial: '77', notBefore: now, notAfter: yearsFrom(now, 5) };
      const revocationList = await issueRevocationList(g1, {
        revoked: [{ serial: '77', at: now }],
        thisUpdate: now,
        nextUpdate: yearsFrom(now, 2),
      });
      const judge = async (authority: Authority): Promise<string> =>
        verifyByOpenssl({
          anchor: authority.certificate,
          certificate: await issueCardCertificate(authority, options),
          revocationList,
          now: yearsFrom(now, 1),
        });
      assert.equal(await judge(g1), 'certificate revoked');
      assert.notEqual(await judge(g2), 'certificate revoked');
    },
  );
});

describe('the JPKI on disk', () => {
  test('is made once and found again', async () => {
    const again = await makeJpki({ folder, now: yearsFrom(now, 1) });
    assert.deepEqual(
      again.map(({ certificate }) => certificate),
      authorities.map(({ certificate }) => certificate),
    );
    assert.deepEqual(
      again.map(({ keyHash }) => keyHash),
      authorities.map(({ keyHash }) => keyHash),
    );
  });

  test('is for its owner alone to read', () => {
    for (const name of authorityNames)
      assert.equal(statSync(join(folder, 'private', `${name}.pem`)).mode & 0o777, 0o600);
    assert.equal(statSync(join(folder, 'private')).mode & 0o777, 0o700);
  });

  test('signs after loading as it did before', { skip }, async () => {
    const loaded = await loadAuthority(folder, 'signature-g2');
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const certificate = await issueCardCertificate(loaded, {
      publicKey,
      serial: '1',
      notBefore: now,
      notAfter: yearsFrom(now, 5),
    });
    const { certificate: anchor } = authorities.find(({ name }) => name === 'signature-g2') as Authority;
    assert.equal(verifyByOpenssl({ anchor, certificate, now: yearsFrom(now, 1) }), 'OK');
  });

  test('is completed where making it was cut off before a key was written', async () => {
    const half = mkdtempSync(join(tmpdir(), 'madoguchi-jpki-'));
    try {
      await makeJpki({ folder: half, now });
      unlinkSync(join(half, 'private', 'authentication-g2.pem'));
      const [first, second] = (await makeJpki({ folder: half, now })) as [Authority, Authority];
      assert.equal(
        new X509Certificate(second.certificate).publicKey.equals(second.publicKey),
        true,
        'the certificate left over from the first attempt is replaced',
      );
      assert.notEqual(first.keyHash, second.keyHash);
    } finally {
      rmSync(half, { recursive: true });
    }
  });

  test('is refused where a certificate lies beside another’s key', async () => {
    const mixed = mkdtempSync(join(tmpdir(), 'madoguchi-jpki-'));
    try {
      cpSync(folder, mixed, { recursive: true });
      cpSync(join(folder, 'anchors/authentication-g2.cer'), join(mixed, 'anchors/authentication-g1.cer'));
      await assert.rejects(makeJpki({ folder: mixed, now }), /do not belong together/);
    } finally {
      rmSync(mixed, { recursive: true });
    }
  });

  test('has no authority of a foreign name, nor one outside its folder', async () => {
    for (const name of ['authentication-g3', '../private/authentication-g1', ''])
      await assert.rejects(loadAuthority(folder, name), /no authority of the stand-in JPKI/);
  });
});
