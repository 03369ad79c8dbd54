/** PKITS, x509-limbo and BetterTLS: each case with its own anchors, policies, purposes, depth and time. */
import { readFileSync } from 'node:fs';
import { readCertificate, type UnverifiedCertificate } from '../certificate.ts';
import { anyPolicy, keyUsageBit } from '../certificate-extensions.ts';
import { type PathProfile, type PathQuestion, toRefusal, verifyPath } from '../path.ts';
import { PathFault } from '../path-fault.ts';
import { readLists, verifyUnrevokedPath } from '../path-revocation.ts';
import type { Verdict, VectorSet } from './judge-set.ts';
import { leftOut } from './left-out.ts';

/** Where a case says nothing. Deeper than cards ever go: the depth of cards is an input too. */
const open: PathProfile = {
  policies: [anyPolicy],
  explicitPolicyRequired: false,
  mappingInhibited: false,
  anyPolicyInhibited: false,
  mostIntermediates: 8,
  keyUsage: undefined,
  keyPurpose: undefined,
  constraintsMustBeCritical: true,
  holderMayBeAuthority: true,
};

interface PkitsCase {
  name: string;
  certs: [string, ...string[]];
  crls: string[];
  shouldValidate: boolean;
  initialPolicySet: string[];
  initialExplicitPolicy: boolean;
  initialPolicyMappingInhibit: boolean;
  initialInhibitAnyPolicy: boolean;
  time: string;
}

export function loadPkits(vectors: URL): VectorSet {
  const folder = new URL('x509/pkits/', vectors);
  const read = (path: string): Buffer => readFileSync(new URL(path, folder));
  const cases = JSON.parse(read('pkits.json').toString('utf8')) as PkitsCase[];
  return {
    name: 'PKITS',
    leastAccepts: 100,
    cases: cases.map((one) => ({
      id: one.name,
      expect: one.shouldValidate ? 'accept' : 'reject',
      question: () =>
        verdictOf(() => {
          const certificates = one.certs.map((file) => readCertificate(read(`certs/${file}`)));
          return {
            holder: certificates.at(-1),
            lists: one.crls.map((file) => read(`crls/${file}`)),
            anchors: certificates.slice(0, 1),
            unverifiedIntermediates: certificates.slice(1, -1),
            now: new Date(one.time),
            areListsAsked: true,
            profile: {
              ...open,
              policies: one.initialPolicySet.map(toPolicy),
              explicitPolicyRequired: one.initialExplicitPolicy,
              mappingInhibited: one.initialPolicyMappingInhibit,
              anyPolicyInhibited: one.initialInhibitAnyPolicy,
              // The suite is older than RFC 5280, which wants them critical.
              constraintsMustBeCritical: false,
            },
          };
        }),
    })),
  };
}

function toPolicy(name: string): string {
  return name === 'anyPolicy' ? anyPolicy : name.replace('NIST-test-policy-', '2.16.840.1.101.3.2.1.48.');
}

interface LimboCase {
  id: string;
  expected_result: 'SUCCESS' | 'FAILURE';
  validation_kind: 'SERVER' | 'CLIENT';
  trusted_certs: string[];
  untrusted_intermediates: string[];
  peer_certificate: string;
  validation_time: string | null;
  key_usage: string[];
  extended_key_usage: string[];
  max_chain_depth: number | null;
  crls: string[];
}

/** x509-limbo's form; BetterTLS is told in it too. `now` is for the cases that name no time. */
export function loadLimbo(
  vectors: URL,
  { name, file, leastAccepts, now }: { name: string; file: string; leastAccepts: number; now: Date },
): VectorSet {
  const { testcases } = JSON.parse(readFileSync(new URL(file, vectors), 'utf8')) as {
    testcases: LimboCase[];
  };
  return {
    name,
    leastAccepts,
    leftOut: new Map([...leftOut].filter(([id]) => id.startsWith('bettertls::') === (name === 'BetterTLS'))),
    cases: testcases.map((one) => ({
      id: one.id,
      expect: one.expected_result === 'SUCCESS' ? 'accept' : 'reject',
      question: () =>
        verdictOf(() => ({
          holder: readCertificate(toDer(one.peer_certificate)),
          lists: one.crls.map(toDer),
          anchors: one.trusted_certs.flatMap(readIfReadable),
          unverifiedIntermediates: one.untrusted_intermediates.flatMap(readIfReadable),
          now: one.validation_time === null ? now : new Date(one.validation_time),
          areListsAsked: one.crls.length > 0,
          profile: {
            ...open,
            mostIntermediates: one.max_chain_depth ?? open.mostIntermediates,
            keyUsage: one.key_usage.includes('digitalSignature') ? keyUsageBit.digitalSignature : undefined,
            keyPurpose: toPurpose(one),
          },
        })),
    })),
  };
}

function toPurpose({ validation_kind, extended_key_usage }: LimboCase): string {
  const purpose = extended_key_usage[0] ?? (validation_kind === 'CLIENT' ? 'clientAuth' : 'serverAuth');
  return purpose === 'clientAuth' ? '1.3.6.1.5.5.7.3.2' : '1.3.6.1.5.5.7.3.1';
}

function toDer(pem: string): Buffer {
  return Buffer.from(pem.replaceAll(/-----[^-]*-----/g, ''), 'base64');
}

/** A candidate that cannot be read is no candidate; the caller who sent it cannot do better with it. */
function readIfReadable(pem: string): UnverifiedCertificate[] {
  try {
    return [readCertificate(toDer(pem))];
  } catch (error) {
    toRefusal(error);
    return [];
  }
}

function verdictOf(
  ask: () => PathQuestion & { holder: UnverifiedCertificate | undefined; lists: Buffer[] },
): Verdict {
  return verdictBy(() => {
    const { holder, lists, ...question } = ask();
    if (!holder) throw new PathFault('encoding', 'no certificate');
    if (question.areListsAsked) verifyUnrevokedPath(holder, question, readLists(lists));
    else verifyPath(holder, question);
  });
}

/** Only our own refusals are verdicts: anything else that is thrown ends the run. */
export function verdictBy(verify: () => void): Verdict {
  try {
    verify();
    return 'accept';
  } catch (error) {
    const refusal = toRefusal(error);
    if (refusal instanceof PathFault) return { rule: refusal.rule };
    return { rule: refusal.reason === 'card_expired' ? 'expired' : 'unnamed' };
  }
}
