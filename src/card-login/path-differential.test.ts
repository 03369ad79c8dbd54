/** Certificates damaged in every way, put to us and to OpenSSL: what it refuses we refuse, and always as a refusal. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomInt } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeAuthority } from '../../certs/authority.ts';
import { issueCardCertificate } from '../../certs/card-certificate.ts';
import { verifyByOpenssl, withoutOpenssl } from '../../certs/judged-by-openssl.ts';
import { readCertificate } from './certificate.ts';
import { anyPolicy, keyUsageBit } from './certificate-extensions.ts';
import { toRefusal, verifyPath } from './path.ts';

const now = new Date('2026-11-24T03:00:00Z');
const budgetMilliseconds = 12_000;
const at = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

test(
  'a damaged path is never taken for good where OpenSSL refuses it',
  { skip: withoutOpenssl },
  async () => {
    const root = await makeAuthority({
      purpose: 'authentication',
      generation: 1,
      now,
      keyKind: 'P-256',
      subject: [['CN', 'root']],
    });
    const middle = await makeAuthority({
      purpose: 'authentication',
      generation: 1,
      now,
      keyKind: 'P-256',
      subject: [['CN', 'middle']],
      issuedBy: root,
    });
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const certificate = await issueCardCertificate(middle, {
      publicKey,
      serial: '5a17',
      notBefore: at(-9999),
      notAfter: at(9999),
    });
    const sound = { anchor: root.certificate, intermediates: [middle.certificate], certificate };
    assert.ok(isAccepted(sound));
    assert.equal(verifyByOpenssl({ ...sound, now }), 'OK');

    // The anchor is ours: nobody else has a hand on it, and it is checked when it is loaded.
    const parts = ['certificate', 'intermediate'] as const;
    const damage = fc.record({
      part: fc.constantFrom(...parts),
      kind: fc.constantFrom('flip', 'swap', 'length', 'cut', 'double'),
      place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      size: fc.integer({ min: 1, max: 255 }),
    });
    const counted = { accepted: 0, asked: 0 };
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const of = (part: (typeof parts)[number], der: Buffer): Buffer =>
          damages.filter((one) => one.part === part).reduce((bytes, one) => spoil(bytes, one), der);
        const path = {
          anchor: sound.anchor,
          intermediates: [of('intermediate', middle.certificate)],
          certificate: of('certificate', certificate),
        };
        counted.asked += 1;
        if (!isAccepted(path)) return;
        counted.accepted += 1;
        assert.equal(verifyByOpenssl({ ...path, now }), 'OK');
      }),
      {
        numRuns: 20_000,
        interruptAfterTimeLimit: budgetMilliseconds,
        markInterruptAsFailure: false,
        seed: randomInt(2 ** 31),
      },
    );
    assert.ok(counted.asked > 200, 'enough was asked');
  },
);

interface Damage {
  kind: string;
  place: number;
  size: number;
}

/** Bits flipped, two stretches swapped (extensions among them), a byte taken for a length changed, cut off, doubled. */
function spoil(der: Buffer, { kind, place, size }: Damage): Buffer {
  const bytes = Buffer.from(der);
  if (bytes.length === 0) return bytes;
  const start = Math.floor(place * bytes.length);
  const end = Math.min(bytes.length, start + size);
  if (kind === 'flip') bytes.writeUInt8(bytes.readUInt8(start) ^ size, start);
  if (kind === 'length') bytes.writeUInt8((bytes.readUInt8(start) + (size % 3) + 1) & 0xff, start);
  if (kind === 'cut') return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  if (kind === 'double') return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  if (kind === 'swap') {
    const half = start + Math.floor((end - start) / 2);
    return Buffer.concat([
      bytes.subarray(0, start),
      bytes.subarray(half, end),
      bytes.subarray(start, half),
      bytes.subarray(end),
    ]);
  }
  return bytes;
}

/** Only our own refusals say no: anything else that is thrown fails the test. */
function isAccepted(path: {
  anchor: Buffer;
  intermediates: readonly Buffer[];
  certificate: Buffer;
}): boolean {
  try {
    verifyPath(readCertificate(path.certificate), {
      anchors: [readCertificate(path.anchor)],
      unverifiedIntermediates: path.intermediates.map((der) => readCertificate(der)),
      now,
      areListsAsked: false,
      profile: {
        policies: [anyPolicy],
        explicitPolicyRequired: false,
        mappingInhibited: true,
        anyPolicyInhibited: false,
        mostIntermediates: 2,
        keyUsage: keyUsageBit.digitalSignature,
        keyPurpose: '1.3.6.1.5.5.7.3.2',
        constraintsMustBeCritical: true,
        holderMayBeAuthority: false,
      },
    });
    return true;
  } catch (error) {
    toRefusal(error);
    return false;
  }
}
