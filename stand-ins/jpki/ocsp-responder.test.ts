import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Authority } from '../../certs/authority.ts';
import { issueCardCertificate } from '../../certs/card-certificate.ts';
import {
  askOcspByOpenssl,
  judgeOcspByOpenssl,
  verifyByOpenssl,
  withoutOpenssl,
} from '../../certs/judged-by-openssl.ts';
import { issuedFile } from '../../certs/issued.ts';
import { makeJpki, openResponder } from '../../certs/make-jpki.ts';
import { issueOcspError } from '../../certs/ocsp-answer.ts';
import { type CrlServer, startCrlServer } from './crl-server.ts';
import { revoke, revokedFile } from './revoked.ts';

const skip = withoutOpenssl;
const now = new Date();
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
let folder: string;
let authorities: Authority[];
let server: CrlServer;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-ocsp-'));
  authorities = await makeJpki({ folder, now });
  server = await startCrlServer({ folder, port: 0 });
});
beforeEach(() => writeFileSync(revokedFile(folder), '[]'));
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function ask(question: Buffer, headers: Record<string, string> = {}, method = 'POST', path = '/ocsp') {
  const response = await fetch(`${server.address}${path}`, {
    method,
    headers: { 'content-type': 'application/ocsp-request', ...headers },
    ...(method === 'POST' && { body: Uint8Array.from(question) }),
  });
  return { status: response.status, answer: Buffer.from(await response.arrayBuffer()), response };
}

/** The whole dialogue, led by openssl. */
async function judge(authority: Authority, serial: string, hash: 'sha1' | 'sha256' = 'sha256') {
  const certificate = await issueCardCertificate(authority, {
    publicKey,
    serial,
    notBefore: new Date(now.getTime() - 1000),
    notAfter: new Date(now.getTime() + 3_600_000),
  });
  const dialogue = { issuer: authority.certificate, certificate, hash };
  const question = askOcspByOpenssl(dialogue);
  const { status, answer, response } = await ask(question);
  assert.equal(status, 200);
  assert.equal(response.headers.get('content-type'), 'application/ocsp-response');
  return judgeOcspByOpenssl(dialogue, question, answer);
}

describe('the OCSP responder of the stand-in JPKI', () => {
  test('openssl verifies its answers, nonce included, for every authority', { skip }, async () => {
    for (const authority of authorities)
      for (const hash of ['sha1', 'sha256'] as const) {
        const said = await judge(authority, '00c1', hash);
        assert.match(said, /Response verify OK/);
        assert.match(said, /: good/);
        assert.doesNotMatch(said, /WARNING|nonce/i);
      }
  });

  test(
    'a revocation is answered from the next question on, under that generation alone',
    { skip },
    async () => {
      const [g1, g2] = authorities as [Authority, Authority];
      assert.match(await judge(g1, 'c2'), /: good/);
      revoke(folder, { authority: 'authentication-g1', serial: 'c2', at: now.toISOString() });
      assert.match(await judge(g1, 'c2'), /: revoked[^]*Response verify OK/);
      assert.match(await judge(g1, 'c3'), /: good/);
      assert.match(await judge(g2, 'c2'), /: good/);
    },
  );

  test(
    'a certificate that the authority never issued is unknown, however well its key signed it',
    { skip },
    async () => {
      const [g1, g2] = authorities as [Authority, Authority];
      // Whoever stole the key enters nothing in the register.
      const stolen: Authority = { ...g1 };
      delete stolen.enter;
      assert.match(await judge(stolen, 'd1'), /: unknown[^]*Response verify OK/);
      await judge(g2, 'd1');
      assert.match(await judge(stolen, 'd1'), /: unknown/, 'the other generation issued it');
      assert.match(await judge(g1, '00d1'), /: good/);
      assert.match(await judge(stolen, 'd1'), /: good/, 'a serial that is taken cannot be told apart');
      revoke(folder, { authority: 'authentication-g1', serial: 'd2', at: now.toISOString() });
      assert.match(await judge(stolen, 'd2'), /: revoked/);
      appendFileSync(issuedFile(folder), 'no register\n');
      assert.match(await judge(stolen, 'd1'), /trylater/i);
      rmSync(issuedFile(folder));
    },
  );

  test('has an address for each authority, where it speaks of no other', async () => {
    const [g1] = authorities as [Authority];
    const certificate = await issueCardCertificate(g1, {
      publicKey,
      serial: 'e1',
      notBefore: now,
      notAfter: now,
    });
    const question = askOcspByOpenssl({ issuer: g1.certificate, certificate, hash: 'sha256' });
    const at = (path: string) => ask(question, {}, 'POST', path);
    assert.ok((await at('/ocsp/authentication-g1')).answer.length > 500);
    assert.deepEqual((await at('/ocsp/authentication-g2')).answer, issueOcspError(6));
    assert.deepEqual((await at('/ocsp/nobody')).answer, issueOcspError(6));
    assert.notEqual((await at('/ocsp/../ocsp/x/y')).status, 200);
  });

  test('its certificates are issued by each authority and kept over restarts', { skip }, async () => {
    for (const authority of authorities) {
      const { certificate } = await openResponder({ folder, authority, now });
      assert.equal(verifyByOpenssl({ anchor: authority.certificate, certificate, now }), 'OK');
      assert.deepEqual(readFileSync(join(folder, 'responders', `${authority.name}.cer`)), certificate);
    }
  });

  test('a JPKI from before there were responders gets them at the start', async () => {
    rmSync(join(folder, 'responders'), { recursive: true });
    for (const { name } of authorities) rmSync(join(folder, 'private', `${name}-responder.pem`));
    await server.close();
    server = await startCrlServer({ folder, port: 0 });
    assert.ok(existsSync(join(folder, 'responders', 'signature-g2.cer')));
  });

  test('says that it cannot say while its register cannot be read', { skip }, async () => {
    writeFileSync(revokedFile(folder), '[{"authority');
    const [g1] = authorities as [Authority];
    assert.match(await judge(g1, 'c4'), /trylater/i);
  });

  test('answers nothing to what is no question, and nothing about other authorities', { skip }, async () => {
    for (const nonsense of [Buffer.alloc(0), Buffer.from('nonsense'), Buffer.from('3000', 'hex')])
      assert.deepEqual((await ask(nonsense)).answer, issueOcspError(1));
    const [g1] = authorities as [Authority];
    const certificate = await issueCardCertificate(g1, {
      publicKey,
      serial: '1',
      notBefore: now,
      notAfter: now,
    });
    const question = askOcspByOpenssl({ issuer: g1.certificate, certificate, hash: 'sha256' });
    const other = Buffer.from(question);
    // Somewhere in the hash of the issuer's key.
    other.writeUInt8(other.readUInt8(85) ^ 1, 85);
    assert.deepEqual((await ask(other)).answer, issueOcspError(6));
    assert.equal((await ask(Buffer.alloc(5000))).status, 413);
    assert.equal((await ask(question, { 'content-type': 'text/plain' })).status, 415);
    assert.equal((await ask(question, {}, 'GET')).status, 405);
  });
});
