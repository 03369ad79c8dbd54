/** For every rule of the profile a chain that breaks only it, signed by genuine keys: refused by that name, its twin not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PathProfile } from './path.ts';
import { type PathRule, pathRules } from './path-fault.ts';
import { type ChainPlan, forgeChain, planChain, policyOne } from './rehearsal/forged-chain.ts';
import { oddities } from './rehearsal/oddities.ts';
import { judgePath, type PathVerdict } from './rehearsal/path-verdict.ts';

interface RuleCase {
  rule: PathVerdict;
  /** Which oddity, and where in root, middle, holder: a negative place counts from the holder's end. */
  odd: string;
  at: number;
  /** The same place, odd in a way that is allowed; nothing odd where there is none. */
  twin?: string;
  intermediates?: number;
  profile?: Partial<PathProfile>;
}

const cases: readonly RuleCase[] = [
  { rule: 'encoding', odd: 'serial: padded', at: -1, twin: 'serial: of 20 bytes' },
  { rule: 'encoding', odd: 'extendedKeyUsage twice', at: -1 },
  { rule: 'encoding', odd: 'subjectAlternativeName of another shape', at: -1, twin: 'host a' },
  { rule: 'encoding', odd: 'subjectAlternativeName empty', at: -1, twin: 'host a' },
  { rule: 'encoding', odd: 'subjectAlternativeName empty', at: 1, twin: 'host a' },
  { rule: 'encoding', odd: 'distributionPoints of another shape', at: 0, twin: 'points to lists' },
  { rule: 'encoding', odd: 'a name of no form', at: -1, twin: 'registered number' },
  { rule: 'encoding', odd: 'basicConstraints of another shape', at: -1, twin: 'no authority' },
  { rule: 'encoding', odd: 'distributionPoints of another shape', at: -1, twin: 'points to lists' },
  { rule: 'encoding', odd: 'inhibitAnyPolicy of another shape', at: -1, twin: 'forbids any policy' },
  { rule: 'encoding', odd: 'policyConstraints empty', at: -1, twin: 'forbids mapping' },
  { rule: 'encoding', odd: 'constraints twice', at: 1, twin: 'forbids mapping' },
  { rule: 'encoding', odd: 'constraints the wrong way round', at: 1, twin: 'forbids mapping below' },
  { rule: 'encoding', odd: 'policy: the same twice', at: -1, twin: 'policy: two' },
  { rule: 'encoding', odd: 'policy: with a condition', at: -1, twin: 'policy: with an address' },
  { rule: 'encoding', odd: 'policyMappings empty', at: 1, twin: 'maps one to two and three' },
  { rule: 'encoding', odd: 'usage: nothing', at: -1, twin: 'usage: signature' },
  { rule: 'encoding', odd: 'its name in broken UTF-8', at: -1, twin: 'its name in UTF-8' },
  { rule: 'encoding', odd: 'its name in half a letter', at: -1, twin: 'its name in two bytes a letter' },
  {
    rule: 'encoding',
    odd: 'its name in three quarters of a letter',
    at: -1,
    twin: 'its name in four bytes a letter',
  },
  { rule: 'encoding', odd: 'an empty set in its name', at: -1, twin: 'two attributes in one' },
  { rule: 'encoding', odd: 'a day that does not exist', at: -1, twin: 'ends in 2060' },
  { rule: 'encoding', odd: 'a fraction of a second', at: -1 },
  { rule: 'version', odd: 'version 2', at: -1 },
  { rule: 'version', odd: 'version 4', at: 0 },
  { rule: 'serial', odd: 'serial: zero', at: -1 },
  { rule: 'serial', odd: 'serial: negative', at: 1 },
  { rule: 'serial', odd: 'serial: of 21 bytes', at: -1, twin: 'serial: of 20 bytes' },
  { rule: 'algorithm', odd: 'algorithm: SHA-1', at: -1, twin: 'algorithm: SHA-384' },
  { rule: 'algorithm', odd: 'algorithm: another outside', at: -1, twin: 'algorithm: with a null' },
  { rule: 'key', odd: 'key: RSA of 1024 bits', at: -1, twin: 'key: RSA of 2048 bits' },
  { rule: 'key', odd: 'key: secp256k1', at: -1, twin: 'key: P-384' },
  { rule: 'key', odd: 'key: a curve spelt out', at: -1, twin: 'key: P-384' },
  { rule: 'key', odd: 'key: Ed25519', at: -1, twin: 'key: RSA with exponent 3' },
  { rule: 'key', odd: 'key: P-521', at: -1 },
  { rule: 'unique-identifiers', odd: 'unique identifier', at: -1 },
  { rule: 'critical-extension', odd: 'unknown extension, critical', at: 0, twin: 'unknown extension' },
  { rule: 'critical-extension', odd: 'unknown extension, critical', at: 1, twin: 'unknown extension' },
  { rule: 'critical-extension', odd: 'unknown extension, critical', at: -1, twin: 'unknown extension' },
  { rule: 'critical-extension', odd: 'points to lists, critical', at: -1, twin: 'points to lists' },
  { rule: 'issuer', odd: 'signed by somebody else', at: -1 },
  { rule: 'issuer', odd: 'signed by somebody else', at: 1 },
  { rule: 'issuer', odd: 'another name', at: 1, twin: 'its name in capitals, with spaces' },
  { rule: 'issuer', odd: 'its name in wide letters', at: 1, twin: 'its name in UTF-8' },
  { rule: 'issuer', odd: 'left out', at: 1 },
  { rule: 'issuer', odd: 'key: secp256k1', at: 1, twin: 'key: P-521' },
  { rule: 'key-identifier', odd: 'another issuer’s key', at: -1 },
  { rule: 'key-identifier', odd: 'authorityKeyIdentifier absent', at: -1 },
  { rule: 'key-identifier', odd: 'another key of its own', at: 1 },
  { rule: 'key-identifier', odd: 'the issuer by a wrong serial', at: -1, twin: 'the issuer by serial' },
  { rule: 'key-identifier', odd: 'the issuer by a wrong name', at: -1, twin: 'the issuer by serial' },
  {
    rule: 'anchor',
    odd: 'basicConstraints critical or not',
    at: 0,
    profile: { constraintsMustBeCritical: false },
  },
  { rule: 'anchor', odd: 'forbids any policy', at: 0 },
  { rule: 'conformity', odd: 'keyUsage absent', at: 1 },
  { rule: 'conformity', odd: 'no authority, but a path length', at: -1, twin: 'no authority' },
  { rule: 'conformity', odd: 'maps one to two', at: -1 },
  {
    rule: 'conformity',
    odd: 'no name, named otherwise',
    at: -1,
    twin: 'no name, named otherwise and critical',
  },
  { rule: 'authority', odd: 'basicConstraints absent', at: 1 },
  { rule: 'authority', odd: 'no authority, written out', at: 1, twin: 'an authority' },
  { rule: 'authority', odd: 'usage: signature', at: 1, twin: 'usage: certificates' },
  { rule: 'authority', odd: 'usage: lists', at: 0, twin: 'usage: everything' },
  { rule: 'authority', odd: 'basicConstraints critical or not', at: 1 },
  { rule: 'authority', odd: 'permits hosts of a, not critical', at: 1 },
  { rule: 'holder', odd: 'an authority in everything', at: -1, twin: 'no authority' },
  { rule: 'validity', odd: 'ended a second ago', at: 1, twin: 'ends in a second' },
  { rule: 'validity', odd: 'begins in a second', at: 0, twin: 'begins now' },
  { rule: 'expired', odd: 'ended a second ago', at: -1, twin: 'ends in a second' },
  { rule: 'expired', odd: 'begins in a second', at: -1, twin: 'begins now' },
  { rule: 'path-length', odd: 'none below', at: 0, twin: 'one below' },
  { rule: 'path-length', odd: 'one below', at: 0, intermediates: 2 },
  { rule: 'path-length', odd: 'nothing', at: 0, profile: { mostIntermediates: 0 } },
  { rule: 'key-usage', odd: 'usage: encipherment', at: -1, twin: 'usage: signature' },
  { rule: 'key-usage', odd: 'usage: a zero', at: -1, twin: 'usage: signature' },
  { rule: 'key-purpose', odd: 'purpose: server', at: -1, twin: 'purpose: server, client' },
  { rule: 'key-purpose', odd: 'purpose: server', at: 1, twin: 'purpose: client' },
  { rule: 'key-purpose', odd: 'purpose: any', at: -1, twin: 'extendedKeyUsage absent' },
  { rule: 'policy', odd: 'maps to any', at: 1 },
  ...[{ policies: [policyOne], explicitPolicyRequired: true }].flatMap((profile): RuleCase[] => [
    { rule: 'policy', odd: 'policy: another', at: -1, twin: 'policy: two', profile },
    { rule: 'policy', odd: 'policies absent', at: 1, twin: 'policy: any', profile },
    { rule: 'policy', odd: 'policy: another', at: -1, twin: 'policy: any', profile },
  ]),
  { rule: 'name-constraints', odd: 'permits names elsewhere', at: 1, twin: 'permits names in Japan' },
  { rule: 'name-constraints', odd: 'excludes Japan in wide letters', at: 1, twin: 'permits every name' },
  { rule: 'name-constraints', odd: 'a subtree from one', at: 1, twin: 'permits hosts of a' },
];

function chainOf(odd: string | undefined, { at, intermediates = 1 }: RuleCase) {
  const plan: ChainPlan = planChain(intermediates);
  const place = at < 0 ? plan.links.length + at : at;
  const link = plan.links[place];
  if (odd !== undefined && odd !== 'nothing' && link) {
    const oddity = oddities[odd];
    assert.ok(oddity, odd);
    oddity(link, plan, place);
  }
  return forgeChain(plan);
}

for (const one of cases)
  test(`${one.rule}: ${one.odd} at ${one.at}, ${one.twin ?? 'but not without'}`, () => {
    assert.equal(judgePath(chainOf(one.odd, one), one.profile), one.rule);
    // Where the profile itself is what is odd, the twin is the usual one.
    const profile = one.odd === 'nothing' ? {} : one.profile;
    assert.equal(judgePath(chainOf(one.twin, one), profile), 'accepted');
  });

test('every rule has such a case here, or a test of its own', () => {
  const elsewhere: readonly PathRule[] = [
    'work',
    'common-name',
    'revoked',
    'revocation-unknown',
    'indirect-lists',
  ];
  const here = new Set<string>(cases.map(({ rule }) => rule));
  assert.deepEqual(
    pathRules.filter((rule) => !here.has(rule)),
    elsewhere,
  );
});
