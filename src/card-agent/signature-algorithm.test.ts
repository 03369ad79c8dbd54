import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isSignatureGood, toSignatureAlgorithm, toSignedData } from './signature-algorithm.ts';

interface Vector {
  name: string;
  origin: string;
  challengeNonce: string;
  expect: string;
  token: { algorithm: string; unverifiedCertificate: string; signature: string };
}

/** Real Web eID tokens that nobody here wrote; kept beside the project, not in it. */
const vectorsFile = new URL('../../../shared/vectors/web-eid/tokens.json', import.meta.url);
const vectors = existsSync(vectorsFile) ? (JSON.parse(readFileSync(vectorsFile, 'utf8')) as Vector[]) : [];
const accepted = vectors.filter(({ expect }) => expect === 'accept');

test(
  'what is signed is what real Web eID tokens of national cards sign',
  { skip: !accepted.length && 'no vectors' },
  () => {
    for (const { name, origin, challengeNonce, token } of accepted) {
      const key = new X509Certificate(Buffer.from(token.unverifiedCertificate, 'base64')).publicKey;
      const algorithm = toSignatureAlgorithm(key);
      if (token.algorithm.startsWith('PS')) continue; // A card with PSS; ours has none.
      assert.equal(algorithm?.name, token.algorithm, name);
      const signature = Buffer.from(token.signature, 'base64');
      const good = (from: string, nonce: string): boolean =>
        algorithm !== undefined &&
        isSignatureGood(algorithm, key, toSignedData(algorithm, from, nonce), signature);
      assert.ok(good(origin, challengeNonce), name);
      assert.ok(!good(`${origin}/`, challengeNonce), name);
      assert.ok(
        !good(origin + challengeNonce[0], challengeNonce.slice(1)),
        'no byte moves from nonce to origin',
      );
    }
  },
);

test('the algorithm follows the certificate’s key, and an unknown or weak key has none', () => {
  const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).publicKey;
  const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).publicKey;
  assert.equal(toSignatureAlgorithm(rsa(2048))?.name, 'RS256');
  assert.equal(toSignatureAlgorithm(ec('P-256'))?.name, 'ES256');
  assert.equal(toSignatureAlgorithm(ec('P-384'))?.name, 'ES384');
  assert.equal(toSignatureAlgorithm(rsa(1024)), undefined);
  assert.equal(toSignatureAlgorithm(ec('P-521')), undefined);
  assert.equal(toSignatureAlgorithm(ec('secp256k1')), undefined);
  assert.equal(toSignatureAlgorithm(generateKeyPairSync('ed25519').publicKey), undefined);
});
