/**
 * Chains with odd things in them, signed by genuine keys afterwards, put to us and to OpenSSL's strict mode: what it
 * refuses we refuse. (Bytes damaged after signing, which hardly ever get past the signature: path-differential.test.ts.)
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { withoutOpenssl } from '../../certs/judged-by-openssl.ts';
import type { PathProfile } from './path.ts';
import { type PathRule, stricterRules } from './path-fault.ts';
import { askOpenssl, compareVerdicts, type NamedChain } from './rehearsal/compare-verdicts.ts';
import { forgeChain, planChain } from './rehearsal/forged-chain.ts';
import { oddities } from './rehearsal/oddities.ts';
import { judgePath } from './rehearsal/path-verdict.ts';

const skip = withoutOpenssl;
const names = Object.keys(oddities);
let made = 0;

/** Each oddity at the place of the chain that it is for; a damage is the last hand on what is signed. */
interface Plan {
  intermediates: number;
  odd: readonly { name: string; at: number }[];
  damage?: { at: number; place: number; mask: number } | undefined;
}

function makeChain({ intermediates, odd, damage }: Plan): NamedChain {
  const plan = planChain(intermediates, ` ${(made += 1)}`);
  for (const { name, at } of odd) {
    const place = at % plan.links.length;
    const link = plan.links[place];
    if (link) oddities[name]?.(link, plan, place);
  }
  // Never the anchor: it is chosen, not met. One that names another as its issuer is one to us and none to OpenSSL,
  // which would have its issuer too (PROFILE.md, `anchor`).
  const damaged = damage && plan.links[1 + (damage.at % (plan.links.length - 1))];
  if (damaged)
    damaged.alter = (signed) => {
      const bytes = Buffer.from(signed);
      const place = Math.floor(damage.place * bytes.length);
      bytes.writeUInt8(bytes.readUInt8(place) ^ damage.mask, place);
      return bytes;
    };
  return { name: JSON.stringify({ intermediates, odd, damage }), chain: forgeChain(plan) };
}

/** Every oddity alone, at every place of a chain of three. */
const ofEveryOddity = skip
  ? new Map<NamedChain, string>()
  : askOpenssl(
      names.flatMap((name) => [0, 1, 2].map((at) => makeChain({ intermediates: 1, odd: [{ name, at }] }))),
    );

test(
  'of one odd thing in a chain, whatever it is and wherever, OpenSSL lets pass no less than we do',
  { skip },
  () => {
    const { bothAccept, bothRefuse, stricter, lenient, slowestMilliseconds } = compareVerdicts(ofEveryOddity);
    assert.deepEqual(lenient, []);
    assert.ok(bothAccept > 300, `${bothAccept} accepted by both`);
    assert.ok(bothRefuse > 200, `${bothRefuse} refused by both`);
    assert.ok([...stricter.values()].reduce((sum, count) => sum + count, 0) > 100);
    assert.ok(slowestMilliseconds < 500, `${slowestMilliseconds} ms`);
  },
);

test('a validator that overlooks one rule is caught by these very chains', { skip }, () => {
  const rules: readonly (PathRule | 'expired')[] = [
    'encoding',
    'version',
    'algorithm',
    'key',
    'critical-extension',
    'issuer',
    'key-identifier',
    'anchor',
    'conformity',
    'authority',
    'validity',
    'expired',
    'path-length',
    'key-usage',
    'key-purpose',
    'policy',
    'name-constraints',
  ];
  const ours = new Map([...ofEveryOddity.keys()].map(({ chain }) => [chain, judgePath(chain)]));
  const overlooking = (rule: PathRule | 'expired') =>
    compareVerdicts(ofEveryOddity, {}, (chain) => {
      const verdict = ours.get(chain) ?? 'issuer';
      return verdict === rule ? 'accepted' : verdict;
    });
  const caught = rules.filter((rule) => overlooking(rule).lenient.length > 0);
  assert.deepEqual(caught, rules);
  assert.ok(
    compareVerdicts(ofEveryOddity, {}, () => 'issuer').bothAccept === 0,
    'and one that refuses all accepts none',
  );
  assert.deepEqual(
    stricterRules.filter((rule) => !caught.includes(rule)),
    ['serial', 'unique-identifiers', 'work', 'common-name', 'indirect-lists'],
    'where we are stricter than OpenSSL too, it cannot tell',
  );
});

const odd = fc.record({ name: fc.constantFrom(...names), at: fc.nat(3) });
const plan: fc.Arbitrary<Plan> = fc.record({
  intermediates: fc.nat(2),
  odd: fc.array(odd, { maxLength: 3 }),
  damage: fc.option(
    fc.record({
      at: fc.nat(3),
      place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      mask: fc.integer({ min: 1, max: 255 }),
    }),
    { freq: 3, nil: undefined },
  ),
});
const differently: fc.Arbitrary<Partial<PathProfile>> = fc.record({
  policies: fc.constantFrom(['2.5.29.32.0'], ['1.2.392.1'], ['1.2.392.2'], ['1.2.392.2', '1.2.392.3']),
  explicitPolicyRequired: fc.boolean(),
  mappingInhibited: fc.boolean(),
  anyPolicyInhibited: fc.boolean(),
});

test(
  'of many odd things together neither, with bytes that were changed before signing, under any policies',
  { skip },
  () => {
    const counted = { bothAccept: 0, bothRefuse: 0, slowestMilliseconds: 0 };
    const lenient: string[] = [];
    // No failing property: to shrink it would mean to ask openssl for minutes, and each chain tells of itself.
    fc.assert(
      fc.property(fc.array(plan, { minLength: 32, maxLength: 32 }), differently, (plans, profile) => {
        const found = compareVerdicts(askOpenssl(plans.map(makeChain), profile), profile);
        counted.bothAccept += found.bothAccept;
        counted.bothRefuse += found.bothRefuse;
        counted.slowestMilliseconds = Math.max(counted.slowestMilliseconds, found.slowestMilliseconds);
        lenient.push(...found.lenient.map((chain) => `${chain}, asked ${JSON.stringify(profile)}`));
      }),
      {
        numRuns: 40,
        interruptAfterTimeLimit: 9000,
        markInterruptAsFailure: false,
        seed: randomInt(2 ** 31),
      },
    );
    assert.deepEqual(lenient, []);
    const { bothAccept, bothRefuse, slowestMilliseconds } = counted;
    assert.ok(bothAccept >= 10 && bothRefuse >= 50, `${bothAccept} accepted, ${bothRefuse} refused by both`);
    assert.ok(slowestMilliseconds < 500, `${slowestMilliseconds} ms`);
  },
);
