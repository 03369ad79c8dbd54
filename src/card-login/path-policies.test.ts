/** Under which policies a path was issued (RFC 5280, 6.1): authorities between may narrow, rename, or ask for one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PathProfile } from './path.ts';
import { make, toMappings, toPolicies, toPolicyConstraints } from './rehearsal/forged-extensions.ts';
import {
  type ChainPlan,
  drop,
  forgeChain,
  type LinkPlan,
  planChain,
  policyOne as one,
  policyThree as three,
  policyTwo as two,
  put,
} from './rehearsal/forged-chain.ts';
import { judgePath, type PathVerdict } from './rehearsal/path-verdict.ts';
import { integer } from './rehearsal/write-der.ts';

const any = '2.5.29.32.0';
type Change = (link: LinkPlan) => void;

const policies =
  (...names: string[]): Change =>
  (link) =>
    put(link, 'policies', toPolicies(...names));
const none: Change = (link) => drop(link, 'policies');
const maps =
  (...pairs: (readonly [string, string])[]): Change =>
  (link) =>
    put(link, 'policyMappings', toMappings(...pairs));
const asks =
  (requireExplicit: number): Change =>
  (link) =>
    link.extensions.push(make('policyConstraints', toPolicyConstraints({ requireExplicit }), true));
const noMapping =
  (inhibitMapping: number): Change =>
  (link) =>
    link.extensions.push(make('policyConstraints', toPolicyConstraints({ inhibitMapping }), true));
const noAny =
  (count: number): Change =>
  (link) =>
    link.extensions.push(make('inhibitAnyPolicy', integer(count), true));
const renewed: Change = (link) => {
  link.issuer = link.subject;
};

/** Changes from the one below the anchor to the holder. */
function judge(changes: readonly (readonly Change[])[], profile: Partial<PathProfile> = {}): PathVerdict {
  const plan: ChainPlan = planChain(changes.length - 1);
  for (const [at, some] of changes.entries())
    for (const change of some) {
      const link = plan.links[at + 1];
      if (link) change(link);
    }
  return judgePath(forgeChain(plan), { explicitPolicyRequired: true, policies: [one], ...profile });
}
const [ok, no] = ['accepted', 'policy'] as const;

test('a policy holds where everybody names it', () => {
  assert.equal(judge([[], []]), ok);
  assert.equal(judge([[policies(two)], []]), no);
  assert.equal(judge([[], [policies(two)]]), no);
  assert.equal(judge([[none], []]), no);
  assert.equal(judge([[], [none]]), no);
  assert.equal(judge([[policies(one, two)], [policies(two, one)]]), ok);
  assert.equal(judge([[policies(one, two)], [policies(two)]]), no, 'asked for another one');
  assert.equal(judge([[policies(one, two)], [policies(two)]], { policies: [three, two] }), ok);
  assert.equal(
    judge([[policies(one)], [policies(two)]], { policies: [any] }),
    no,
    'asked for any, and issued under none',
  );
});

test('where none is asked for, none is needed', () => {
  assert.equal(judge([[none], [none]], { explicitPolicyRequired: false }), ok);
  assert.equal(judge([[policies(two)], []], { explicitPolicyRequired: false }), ok);
});

test('any policy stands for each of them, until that is forbidden', () => {
  assert.equal(judge([[policies(any)], [policies(one)]]), ok);
  assert.equal(judge([[policies(one)], [policies(any)]]), ok);
  assert.equal(judge([[policies(any)], [policies(any)]]), ok);
  assert.equal(judge([[policies(any)], [policies(one)]], { anyPolicyInhibited: true }), no);
  assert.equal(judge([[policies(any, one)], [policies(one)]], { anyPolicyInhibited: true }), ok);
  assert.equal(judge([[policies(one), noAny(0)], [policies(any)]]), no);
  assert.equal(judge([[policies(one), noAny(1)], [policies(any)]]), ok);
  assert.equal(judge([[policies(one), noAny(1)], [], [policies(any)]]), no);
  assert.equal(
    judge([[policies(one), noAny(2)], [policies(one), noAny(0)], [policies(any)]]),
    no,
    'the least counts',
  );
});

test('a new key of the same authority does not use up what is counted', () => {
  const selfIssued = (changes: readonly Change[]) => {
    const plan = planChain(2);
    const [, first, second, holder] = plan.links;
    assert.ok(first && second && holder);
    second.subject = first.subject;
    renewed(second);
    holder.issuer = second.subject;
    for (const change of changes) change(first);
    put(holder, 'policies', toPolicies(any));
    return judgePath(forgeChain(plan), { explicitPolicyRequired: true, policies: [one] });
  };
  assert.equal(selfIssued([noAny(1)]), ok);
  assert.equal(selfIssued([noAny(0)]), no);
});

test('an authority may call a policy by another name for those below', () => {
  assert.equal(judge([[maps([one, two])], [policies(two)]]), ok);
  assert.equal(judge([[maps([one, two])], [policies(one)]]), no, 'the old name is gone');
  assert.equal(judge([[maps([one, two], [one, three])], [policies(three)]]), ok);
  assert.equal(judge([[maps([one, two])], [policies(two), maps([two, three])], [policies(three)]]), ok);
  assert.equal(
    judge([[maps([two, one])], [policies(one)]]),
    ok,
    'of a policy that it has not itself nothing is renamed',
  );
  assert.equal(
    judge([[policies(two), maps([two, one])], [policies(one)]]),
    no,
    'the name is one that is asked for, the policy not',
  );
  assert.equal(judge([[policies(two), maps([two, one])], [policies(one)]], { policies: [two] }), ok);
  assert.equal(
    judge([[policies(any), maps([one, two])], [policies(two)]]),
    ok,
    'any policy has each to be renamed',
  );
});

test('no name for any policy, and none that any policy goes by', () => {
  assert.equal(judge([[policies(one), maps([one, any])], [policies(two)]]), no);
  assert.equal(judge([[policies(any), maps([any, one])], [policies(one)]]), no);
});

test('where renaming is forbidden, what is renamed is gone', () => {
  assert.equal(judge([[maps([one, two])], [policies(two)]], { mappingInhibited: true }), no);
  assert.equal(judge([[maps([one, two])], [policies(one)]], { mappingInhibited: true }), no);
  assert.equal(
    judge([[policies(one, three), maps([one, two])], [policies(three)]], {
      mappingInhibited: true,
      policies: [three],
    }),
    ok,
  );
  assert.equal(judge([[noMapping(0)], [maps([one, two])], [policies(two)]]), no);
  assert.equal(judge([[noMapping(1)], [maps([one, two])], [policies(two)]]), ok);
  assert.equal(
    judge([[noMapping(1)], [], [maps([one, two])], [policies(two)]], { mostIntermediates: 3 }),
    no,
  );
});

test('an authority may ask for a policy where the profile does not', () => {
  const open = { explicitPolicyRequired: false };
  assert.equal(judge([[asks(0)], []], open), ok);
  assert.equal(judge([[asks(0)], [none]], open), no);
  assert.equal(judge([[asks(0), none], []], open), no, 'itself too');
  assert.equal(judge([[asks(1)], [none]], open), no, 'one certificate later, which is the last');
  assert.equal(judge([[asks(2)], [none]], open), ok);
  assert.equal(judge([[asks(2)], [], [none]], open), no);
  assert.equal(judge([[], [asks(0), none]], open), no, 'the holder’s own');
  assert.equal(judge([[], [asks(1), none]], open), ok, 'of those below the holder there are none');
  assert.equal(
    judge([[asks(0)], [policies(one)]], { ...open, policies: [two] }),
    no,
    'and then under one that is asked for',
  );
});

test('policies that multiply end the work, not the process', () => {
  const many = (from: number, count: number): string[] =>
    Array.from({ length: count }, (_, at) => `1.3.${from}.${at}`);
  const pairs = many(1, 20).flatMap((old) => many(2, 7).map((name) => [old, name] as const));
  const wide = judge([
    [policies(...many(1, 20)), maps(...pairs)],
    [
      policies(...many(2, 7)),
      maps(...many(2, 7).flatMap((old) => many(3, 20).map((name) => [old, name] as const))),
    ],
    [policies(...many(3, 20))],
  ]);
  assert.equal(wide, 'work');
});
