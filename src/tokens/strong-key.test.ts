import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { toStrongKey } from './strong-key.ts';

const rsa = (modulusLength: number, publicExponent = 65537): Record<string, unknown> => ({
  ...generateKeyPairSync('rsa', { modulusLength, publicExponent }).publicKey.export({ format: 'jwk' }),
});
const ec = (namedCurve: string): Record<string, unknown> => ({
  ...generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' }),
});

test('takes P-256 and RSA of 2048 to 4096 bits', () => {
  assert.equal(toStrongKey(ec('P-256'))?.algorithm, 'ES256');
  assert.equal(toStrongKey({ ...ec('P-256'), alg: 'ES256', use: 'sig', kid: 'a' })?.algorithm, 'ES256');
  assert.equal(toStrongKey(rsa(2048))?.algorithm, 'PS256');
  assert.equal(toStrongKey(rsa(3072))?.algorithm, 'PS256');
});

test('refuses short keys, other curves and other kinds', () => {
  assert.equal(toStrongKey(rsa(1024)), undefined);
  assert.equal(toStrongKey(ec('P-384')), undefined);
  assert.equal(toStrongKey(ec('secp256k1')), undefined);
  assert.equal(toStrongKey({ kty: 'oct', k: 'AAAA' }), undefined);
  assert.equal(toStrongKey(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })), undefined);
  for (const nonsense of [undefined, null, 'key', 7, [], {}]) assert.equal(toStrongKey(nonsense), undefined);
});

test('refuses public exponents other than 65537, 1 above all', () => {
  assert.equal(toStrongKey({ ...rsa(2048), e: 'AQ' }), undefined);
  assert.equal(toStrongKey(rsa(2048, 3)), undefined);
  assert.equal(toStrongKey({ ...rsa(2048), e: 'AAEAAQ' }), undefined);
});

test('refuses moduli longer than anyone needs, and ones with leading zeros', () => {
  const modulus = Buffer.alloc(1024, 0xff).toString('base64url');
  assert.equal(toStrongKey({ kty: 'RSA', n: modulus, e: 'AQAB' }), undefined);
  const padded = Buffer.concat([Buffer.alloc(1), Buffer.from(String(rsa(2048)['n']), 'base64url')]);
  assert.equal(toStrongKey({ kty: 'RSA', n: padded.toString('base64url'), e: 'AQAB' }), undefined);
});

test('refuses a modulus with the fingerprint of the faulty card generator (ROCA)', () => {
  // Not a real modulus, but one that looks like one of those: a power of 65537 modulo the product of the small primes.
  const primes = [
    2n,
    3n,
    5n,
    7n,
    11n,
    13n,
    17n,
    19n,
    23n,
    29n,
    31n,
    37n,
    41n,
    43n,
    47n,
    53n,
    59n,
    61n,
    67n,
    71n,
    73n,
  ];
  const more = [
    79n,
    83n,
    89n,
    97n,
    101n,
    103n,
    107n,
    109n,
    113n,
    127n,
    131n,
    137n,
    139n,
    149n,
    151n,
    157n,
    163n,
    167n,
  ];
  const product = [...primes, ...more].reduce((left, right) => left * right);
  const base = (2n ** 2047n / product + 1n) * product + (65537n ** 5n % product);
  const n = Buffer.from(base.toString(16).padStart(512, '0'), 'hex').toString('base64url');
  assert.equal(Buffer.from(n, 'base64url').length, 256);
  assert.equal(toStrongKey({ kty: 'RSA', n, e: 'AQAB' }), undefined);
});

test('refuses a private key in a public place', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  assert.equal(toStrongKey(privateKey.export({ format: 'jwk' })), undefined);
});

test('refuses a point that is not on the curve, and coordinates of another length', () => {
  const key = ec('P-256');
  assert.equal(toStrongKey({ ...key, x: key['y'], y: key['x'] }), undefined);
  assert.equal(toStrongKey({ ...key, x: `${String(key['x'])}AA` }), undefined);
  assert.equal(toStrongKey({ ...key, x: 7 }), undefined);
});

test('refuses a key whose alg says something else', () => {
  assert.equal(toStrongKey({ ...rsa(2048), alg: 'RS256' }), undefined);
  assert.equal(toStrongKey({ ...ec('P-256'), alg: 'ES384' }), undefined);
});
