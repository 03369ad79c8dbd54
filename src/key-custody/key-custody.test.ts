import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadFileKey } from './file-key.ts';
import { signJwt } from './sign-jwt.ts';
import { jwkThumbprint } from './thumbprint.ts';

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-keys-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function keyFile(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

test('a thumbprint is the one of RFC 7638, section 3.1, whatever else the key says', () => {
  const key = {
    kty: 'RSA',
    n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
    e: 'AQAB',
  };
  const expected = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs';
  assert.equal(jwkThumbprint(key), expected);
  assert.equal(jwkThumbprint({ use: 'sig', alg: 'RS256', kid: '2011-04-29', ...key }), expected);
  assert.throws(() => jwkThumbprint({ kty: 'oct', k: 'AAAA' }), TypeError);
});

test('whoever holds a key can sign and read its public half, and nothing else', () => {
  const key = loadFileKey(keyFile('good.jwk.json', p256));
  assert.deepEqual(Object.keys(key).sort(), ['algorithm', 'kid', 'publicJwk', 'sign']);
  assert.ok(!JSON.stringify(key).includes(p256.d as string));
  assert.equal(key.kid, jwkThumbprint(key.publicJwk));
  const data = Buffer.from('data');
  const signature = key.sign(data);
  assert.equal(signature.length, 64);
  const publicKey = createPublicKey({ key: { ...key.publicJwk }, format: 'jwk' });
  assert.ok(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature));
});

test('a key of another kind, a public key or no key is refused at the start', () => {
  const others = {
    'p384.jwk.json': generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ format: 'jwk' }),
    'rsa.jwk.json': generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
    'public.jwk.json': { ...p256, d: undefined },
    'nonsense.jwk.json': '{',
  };
  for (const [name, content] of Object.entries(others))
    assert.throws(() => loadFileKey(keyFile(name, content)), name);
  assert.throws(() => loadFileKey(join(folder, 'missing.jwk.json')));
});

test('a JWT names its kind, its key and its algorithm in the header', () => {
  const key = loadFileKey(keyFile('jwt.jwk.json', p256));
  const [header, claims, signature] = signJwt(key, 'attestation+jwt', { aud: 'rail-company' }).split('.');
  const decode = (part = ''): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
  assert.deepEqual(decode(header), { alg: 'ES256', typ: 'attestation+jwt', kid: key.kid });
  assert.deepEqual(decode(claims), { aud: 'rail-company' });
  const publicKey = createPublicKey({ key: { ...key.publicJwk }, format: 'jwk' });
  const signed = Buffer.from(`${header}.${claims}`);
  assert.ok(
    verify(
      'sha256',
      signed,
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature ?? '', 'base64url'),
    ),
  );
});
