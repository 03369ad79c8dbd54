import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { attestationQuestions } from '../../vocabulary/attestations.ts';
import type { CategoryName } from '../../vocabulary/identifiers.ts';
import { identityCategory } from '../../vocabulary/identity.ts';
import { itemsOf, releaseItems } from '../../vocabulary/items.ts';
import type { JsonObject } from '../../vocabulary/reading.ts';
import { answerPolicy } from './answer-policy.ts';
import { attestationPolicies, findPolicyInForce } from './policies.ts';
import type { AttestationPolicy, Condition } from './policy.ts';
import { casesByPolicy, type PolicyCase, usualDay } from './rehearsal/policy-cases.ts';

const casesOf = (id: string) => casesByPolicy[id] ?? assert.fail(`no table of cases for ${id}`);

function answerCase(policy: Pick<AttestationPolicy, 'id' | 'rule'>, each: PolicyCase): JsonObject | null {
  const usual = casesOf(policy.id);
  return answerPolicy(policy, each.record, {
    argument: each.argument ?? usual.argument,
    today: each.today ?? usualDay,
  });
}

for (const policy of attestationPolicies) {
  test(`${policy.id}: answers every case of its table`, () => {
    const { cases } = casesOf(policy.id);
    for (const each of cases) assert.deepEqual(answerCase(policy, each), each.answer, each.what);
    assert.ok(cases.some(({ answer }) => answer) && cases.some(({ answer }) => !answer));
  });

  test(`${policy.id}: each condition of its rule is needed by a case`, () => {
    const tellsApart = (where: readonly Condition[]): boolean =>
      casesOf(policy.id).cases.some(
        (each) =>
          JSON.stringify(answerCase({ ...policy, rule: { ...policy.rule, where } }, each)) !==
          JSON.stringify(each.answer),
      );
    assert.equal(tellsApart(policy.rule.where), false);
    for (const [what, weaker] of withoutOne(policy.rule.where)) assert.ok(tellsApart(weaker), what);
  });

  test(`${policy.id}: each of its preferences is needed by a case`, () => {
    const { prefer = [] } = policy.rule;
    for (const left of prefer) {
      const rule = { ...policy.rule, prefer: prefer.filter((each) => each !== left) };
      assert.ok(
        casesOf(policy.id).cases.some(
          (each) =>
            JSON.stringify(answerCase({ ...policy, rule }, each)) !== JSON.stringify(each.answer) ||
            JSON.stringify(answerCase({ ...policy, rule }, reversed(each))) !== JSON.stringify(each.answer),
        ),
        JSON.stringify(left),
      );
    }
  });

  test(`${policy.id}: reads nothing but its stated inputs`, () => {
    const question = attestationQuestions.find(({ name }) => name === policy.question);
    assert.ok(question);
    for (const each of casesOf(policy.id).cases) {
      if (!each.record || question.category === identityCategory) continue;
      const noise = { ...each.record, unheard_of: 1 };
      const cut = releaseItems(noise, question.category as CategoryName, new Set(policy.inputs));
      assert.deepEqual(answerCase(policy, { ...each, record: cut }), each.answer, each.what);
    }
    const known = itemsOf(question.category as CategoryName).map(({ name }) => name);
    for (const input of policy.inputs) assert.ok(known.includes(input), `${input} is an item`);
  });
}

test('whatever the record holds, there is the described answer or none, and no exception', () => {
  const days = fc.constantFrom(null, '', '2020-01-01', '2026-11-29', '2030-13-45', 7, true);
  const leaf = fc.oneof(fc.jsonValue({ maxDepth: 2 }), days) as fc.Arbitrary<never>;
  for (const policy of attestationPolicies) {
    const leaves = [...new Set(policy.inputs.map((input) => input.split('.').at(-1) ?? ''))];
    const one = fc.record(Object.fromEntries(leaves.map((name) => [name, leaf])), { requiredKeys: [] });
    const record = policy.rule.each ? fc.record({ [policy.rule.each]: fc.array(one) }) : one;
    fc.assert(
      fc.property(fc.oneof(record, fc.jsonValue()), (held) => {
        const answer = answerPolicy(policy, held as JsonObject, {
          argument: casesOf(policy.id).argument,
          today: usualDay,
        });
        if (answer !== null) assert.deepEqual(Object.keys(answer), Object.keys(policy.rule.answer));
      }),
      { numRuns: 300 },
    );
  }
});

test('a name that every object has is no member of a record', () => {
  const policy = {
    rule: { where: [{ item: 'constructor', isStated: true }], answer: { yes: { always: true } } },
  } as const;
  assert.equal(answerPolicy(policy, {}, { argument: null, today: usualDay }), null);
});

test('the version in force on a day answers, and none before the first', () => {
  const inForce = (day: string) => findPolicyInForce('rail-disability-discount', day)?.id;
  assert.equal(inForce('2024-03-31'), undefined);
  assert.equal(inForce('2024-04-01'), 'rail-disability-discount@2024-04');
  assert.equal(inForce('2025-03-31'), 'rail-disability-discount@2024-04');
  assert.equal(inForce('2025-04-01'), 'rail-disability-discount@2025-04');
  for (const name of ['', 'rail', 'rail-disability-discount@2025-04', '__proto__'])
    assert.equal(findPolicyInForce(name, usualDay), undefined);
});

/** The rule with one condition left out, at any depth; and of alternatives, with one more that always holds. */
function withoutOne(where: readonly Condition[]): [string, Condition[]][] {
  return where.flatMap((condition, at): [string, Condition[]][] => {
    const put = (...instead: Condition[]): Condition[] => where.toSpliced(at, 1, ...instead);
    const left: [string, Condition[]] = [`without ${JSON.stringify(condition)}`, put()];
    if (!('anyOf' in condition)) return [left];
    const inner = condition.anyOf.flatMap((conditions, index): [string, Condition[]][] => [
      ...withoutOne(conditions).map(([what, weaker]): [string, Condition[]] => [
        what,
        put({ anyOf: condition.anyOf.toSpliced(index, 1, weaker) }),
      ]),
      [`without ${JSON.stringify(conditions)}`, put({ anyOf: condition.anyOf.toSpliced(index, 1) })],
    ]);
    return [left, ...inner];
  });
}

/** The same cases the other way round: which of two comes first must not decide. */
function reversed(each: PolicyCase): PolicyCase {
  const turn = (value: unknown) => (Array.isArray(value) ? value.toReversed() : value);
  const record =
    each.record && Object.fromEntries(Object.entries(each.record).map(([name, held]) => [name, turn(held)]));
  return { ...each, record: record as JsonObject | null };
}
