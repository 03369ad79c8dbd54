/** Wycheproof's signatures, as certificates and tokens carry them, and Web eID's tokens of national cards. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { toCardToken } from '../card-token.ts';
import { readCertificate } from '../certificate.ts';
import { anyPolicy, keyUsageBit } from '../certificate-extensions.ts';
import { verifyPath } from '../path.ts';
import { PathFault } from '../path-fault.ts';
import { isSignedBy, isStrongKey } from '../signature-algorithms.ts';
import { fitsKey, isSignatureOver, isSignedFor } from '../token-signature.ts';
import type { VectorSet } from './judge-set.ts';
import { verdictBy } from './path-sets.ts';

interface WycheproofGroup {
  publicKeyDer: string;
  tests: { tcId: number; msg: string; sig: string; result: 'valid' | 'invalid' | 'acceptable' }[];
}

/** A signature by this key over these bytes, as the room checks it. */
type Check = (key: KeyObject, signed: Buffer, signature: Buffer) => boolean;

const inToken =
  (algorithm: string): Check =>
  (key, signed, signature) =>
    isStrongKey(key) &&
    fitsKey({ algorithm, signature }, key) &&
    isSignatureOver({ algorithm, signature }, signed, key);

const inCertificate =
  (keyType: 'rsa' | 'ec', hash: 'sha256' | 'sha384'): Check =>
  (key, signed, signature) =>
    isStrongKey(key) && isSignedBy(key, { algorithm: { hash, keyType }, signed, signature });

/** Absent on purpose: Ed25519, JWS and JWK, which neither cards nor their certificates have. */
const wycheproof: readonly (readonly [file: string, check: Check])[] = [
  ['ecdsa_secp256r1_sha256', inCertificate('ec', 'sha256')],
  ['ecdsa_secp384r1_sha384', inCertificate('ec', 'sha384')],
  ['ecdsa_secp256r1_sha256_p1363', inToken('ES256')],
  ['ecdsa_secp384r1_sha384_p1363', inToken('ES384')],
  ['rsa_signature_2048_sha256', inCertificate('rsa', 'sha256')],
  ['rsa_signature_3072_sha256', inToken('RS256')],
  ['rsa_signature_4096_sha256', inToken('RS256')],
  ['rsa_pss_2048_sha256_mgf1_32', inToken('PS256')],
];

export function loadWycheproof(vectors: URL): VectorSet {
  const cases = wycheproof.flatMap(([file, check]) => {
    const text = readFileSync(new URL(`jose-and-signatures/${file}_test.json`, vectors), 'utf8');
    const { testGroups } = JSON.parse(text) as { testGroups: WycheproofGroup[] };
    return testGroups.flatMap(({ publicKeyDer, tests }) => {
      const key = createPublicKey({ key: Buffer.from(publicKeyDer, 'hex'), format: 'der', type: 'spki' });
      return tests.map(({ tcId, msg, sig, result }) => ({
        id: `${file} ${tcId}`,
        // What is only acceptable is a second way to write a signature: refused.
        expect: result === 'valid' ? ('accept' as const) : ('reject' as const),
        question: () =>
          verdictBy(() => {
            if (!check(key, Buffer.from(msg, 'hex'), Buffer.from(sig, 'hex')))
              throw new PathFault('issuer', 'the signature is not by this key');
          }),
      }));
    });
  });
  return {
    name: 'Wycheproof',
    cases,
    leastAccepts: cases.filter(({ expect }) => expect === 'accept').length,
  };
}

interface TokenVector {
  name: string;
  origin: string;
  challengeNonce: string;
  at: string;
  expect: 'accept' | 'reject';
  token: Record<string, unknown>;
}

/** The whole of a login but for revocation, whose servers are not at hand: token, signature, path. */
export function loadWebEid(vectors: URL): VectorSet {
  const folder = new URL('web-eid/', vectors);
  const tokens = JSON.parse(readFileSync(new URL('tokens.json', folder), 'utf8')) as TokenVector[];
  const certificates = new URL('certs/', folder);
  const anchors = readdirSync(certificates).map((file) =>
    readCertificate(toDer(readFileSync(new URL(encodeURIComponent(file), certificates)))),
  );
  const cases = tokens.map(({ name, origin, challengeNonce: nonce, at, expect, token }) => ({
    id: name,
    expect,
    question: () =>
      verdictBy(() => {
        const { unverifiedCertificate, unverifiedKey, ...signature } = toCardToken(token);
        if (!isSignedFor(signature, { origin, nonce }, unverifiedKey))
          throw new PathFault('issuer', 'the card did not sign this');
        verifyPath(unverifiedCertificate, {
          anchors,
          unverifiedIntermediates: [],
          now: new Date(at),
          areListsAsked: false,
          profile: {
            policies: [anyPolicy],
            explicitPolicyRequired: true,
            mappingInhibited: true,
            anyPolicyInhibited: false,
            mostIntermediates: 0,
            keyUsage: keyUsageBit.digitalSignature,
            keyPurpose: '1.3.6.1.5.5.7.3.2',
            constraintsMustBeCritical: true,
            holderMayBeAuthority: false,
          },
        });
      }),
  }));
  return { name: 'Web eID', cases, leastAccepts: cases.filter(({ expect }) => expect === 'accept').length };
}

function toDer(file: Buffer): Buffer {
  if (file[0] === 0x30) return file;
  return Buffer.from(file.toString('latin1').replaceAll(/-----[^-]*-----/g, ''), 'base64');
}
