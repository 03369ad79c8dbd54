/**
 * Vectors that nobody here wrote, read in place: Web eID's tokens of national cards, and NIST's path validation suite
 * as far as it fits a path of one. Skipped by name where the vectors are not at hand.
 */
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { toCardToken } from './card-token.ts';
import { readCertificate } from './certificate.ts';
import { keyUsageBit } from './certificate-extensions.ts';
import { verifyCardPath } from './certificate-path.ts';
import { isFresh, type VerifiedRevocationList, verifyRevocationList } from './revocation-list.ts';
import { fitsKey, isSignedFor } from './token-signature.ts';
import { type CardAnchor, checkIssuer } from './trust.ts';

const vectors = new URL('../../../shared/vectors/', import.meta.url);
const read = (path: string): Buffer => readFileSync(new URL(path, vectors));
const parse = <Content>(path: string): Content => JSON.parse(read(path).toString('utf8')) as Content;
const without = (path: string): string | false =>
  existsSync(new URL(path, vectors)) ? false : `shared/vectors/${path} is not here`;

interface TokenVector {
  name: string;
  origin: string;
  challengeNonce: string;
  expect: 'accept' | 'reject';
  token: Record<string, unknown>;
}

test(
  'tokens of national identity cards verify as Web eID says',
  { skip: without('web-eid/tokens.json') },
  () => {
    const tokens = parse<TokenVector[]>('web-eid/tokens.json');
    assert.ok(tokens.length >= 6);
    for (const { name, origin, challengeNonce: nonce, expect, token } of tokens) {
      const { unverifiedKey, ...signature } = toCardToken(token);
      const verdict = (site: string, challenge: string): boolean =>
        isSignedFor(signature, { origin: site, nonce: challenge }, unverifiedKey);
      // Those to be rejected carry the certificate of another card: in this step it shows in the signature.
      assert.equal(verdict(origin, nonce), expect === 'accept', name);
      assert.equal(verdict(`${origin}/`, nonce), false, `${name} for another origin`);
      assert.equal(verdict(origin, `${nonce}A`), false, `${name} for another challenge`);
    }
  },
);

interface WycheproofGroup {
  publicKeyDer: string;
  publicKey?: { curve: string };
  tests: { tcId: number; msg: string; sig: string; result: 'valid' | 'invalid' | 'acceptable' }[];
}

for (const [curve, size] of [
  ['secp256r1', 'sha256'],
  ['secp384r1', 'sha384'],
] as const) {
  const file = `jose-and-signatures/ecdsa_${curve}_${size}_p1363_test.json`;
  test(
    `ECDSA signatures of every odd length and value are told apart (${curve})`,
    { skip: without(file) },
    () => {
      const algorithm = size === 'sha256' ? 'ES256' : 'ES384';
      for (const { publicKeyDer, tests } of parse<{ testGroups: WycheproofGroup[] }>(file).testGroups) {
        const key = createPublicKey({ key: Buffer.from(publicKeyDer, 'hex'), format: 'der', type: 'spki' });
        for (const { tcId, msg, sig, result } of tests) {
          const signature = Buffer.from(sig, 'hex');
          const accepted =
            fitsKey({ algorithm, signature }, key) &&
            verify(size, Buffer.from(msg, 'hex'), { key, dsaEncoding: 'ieee-p1363' }, signature);
          assert.equal(accepted, result === 'valid', `test ${tcId}`);
        }
      }
    },
  );
}

interface PathCase {
  number: string;
  name: string;
  certs: string[];
  crls: string[];
  shouldValidate: boolean;
  initialPolicySet: string[];
  time: string;
}

/** Refused though the standard would accept, by section or case: each by a rule of the card profile. */
const stricter: Readonly<Record<string, string>> = {
  '4.1.4': 'DSA',
  '4.3': 'names are compared to the byte; no unique identifiers',
  '4.6.8': 'a CA’s certificate is no card’s',
  '4.8': 'a policy of the profile is required, anyPolicy is none',
  '4.10': 'no anchor with policy mappings or constraints',
  '4.12': 'no anchor with policy mappings or constraints',
  '4.13': 'no anchor with name constraints',
  '4.14': 'complete lists only: no distribution points, reasons or indirect ones',
  '4.15': 'no CA with delta lists',
};

test(
  'the path validation suite of NIST: nothing is accepted that must not be',
  { skip: without('x509/pkits/pkits.json') },
  () => {
    const cases = parse<PathCase[]>('x509/pkits/pkits.json').filter(({ certs }) => certs.length === 3);
    const wrongly: string[] = [];
    for (const one of cases) {
      const accepted = isAccepted(one);
      if (accepted && !one.shouldValidate) wrongly.push(`accepts ${one.name}`);
      if (!accepted && one.shouldValidate && !isStricter(one)) wrongly.push(`refuses ${one.name}`);
    }
    assert.ok(cases.length > 100);
    assert.deepEqual(wrongly, []);
  },
);

function isStricter({ number }: PathCase): boolean {
  return number in stricter || number.split('.').slice(0, 2).join('.') in stricter;
}

/** The suite's paths are root → CA → holder. Cards are signed by their anchor directly: the CA stands for the anchor. */
function isAccepted({ certs, crls, initialPolicySet, time }: PathCase): boolean {
  const now = new Date(time);
  try {
    const certificate = readCertificate(read(`x509/pkits/certs/${certs[1]}`));
    const anchor: CardAnchor = {
      name: 'stands for the anchor',
      der: Buffer.alloc(0),
      certificate,
      publicKey: checkIssuer(certificate),
      keyHash: 'one',
    };
    const holder = readCertificate(read(`x509/pkits/certs/${certs[2]}`));
    verifyCardPath(holder, {
      anchors: [anchor],
      profile: {
        policies: toPolicies(initialPolicySet),
        keyUsage: keyUsageBit.digitalSignature,
        keyPurpose: '1.3.6.1.5.5.7.3.2',
        mostIntermediates: 0,
      },
      now,
    });
    const fresh = crls.flatMap((file) => toLists(file, anchor)).filter((list) => isFresh(list, now));
    return fresh.length > 0 && fresh.every(({ revoked }) => !revoked.has(holder.serial));
  } catch {
    return false;
  }
}

function toLists(file: string, anchor: CardAnchor): VerifiedRevocationList[] {
  try {
    return [verifyRevocationList(read(`x509/pkits/crls/${file}`), anchor)];
  } catch {
    return [];
  }
}

function toPolicies(names: string[]): string[] {
  const numbers = names.includes('anyPolicy')
    ? Array.from({ length: 10 }, (_, index) => String(index + 1))
    : names.map((name) => name.replace('NIST-test-policy-', ''));
  return numbers.map((number) => `2.16.840.1.101.3.2.1.48.${number}`);
}
