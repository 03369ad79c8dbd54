/** What a request needs of its login: for the items, and for what the company asks of the login itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { errors } from 'oidc-provider';
import {
  type Assurance,
  assurancesInOrder,
  highestOf,
  isAtLeast,
  toAcr,
} from '../vocabulary/authentication.ts';
import { byCard, byPhone, bySignature } from '../vocabulary/rehearsal/authentication.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import { isYoungEnough, toAskedAuthentication, toSaidAcr } from './asked-authentication.ts';
import { toClaimsRequest } from './claims-request.ts';

const harmless = 'child_allowance.children_count' as ItemName;
const discount = 'attestations.rail-disability-discount' as ItemName;
const unknown = 'dropped_long_ago.item' as ItemName;
const [phone, card, signature] = assurancesInOrder.map(toAcr) as [string, string, string];
const anyLogin = { essential: null, assurance: 'card', maxAgeSeconds: null } as const;

function needs(
  items: readonly ItemName[],
  { acr, ...parameters }: { acr?: unknown; acr_values?: string; max_age?: string } = {},
) {
  const claims = acr === undefined ? undefined : JSON.stringify({ id_token: { acr } });
  return toAskedAuthentication(
    { requiredItems: items, optionalItems: [] },
    toClaimsRequest(claims),
    parameters,
  );
}

test('the most demanding item decides, an optional one too', () => {
  assert.equal(needs([harmless]).assurance, 'cross_device');
  assert.equal(needs([harmless, discount]).assurance, 'card');
  const optional = { requiredItems: [harmless], optionalItems: [discount] };
  assert.equal(toAskedAuthentication(optional, toClaimsRequest(undefined), {}).assurance, 'card');
  assert.equal(needs([unknown]).assurance, 'signature', 'what nobody knows needs the strongest');
});

test('acr_values is a wish: the first one known is aimed at, never less than the items need', () => {
  assert.equal(needs([discount], { acr_values: signature }).assurance, 'signature');
  assert.equal(needs([discount], { acr_values: `urn:other ${signature} ${card}` }).assurance, 'signature');
  assert.equal(needs([harmless], { acr_values: `${card} ${signature}` }).assurance, 'card');
  assert.equal(needs([discount], { acr_values: phone }).assurance, 'card');
  assert.equal(needs([discount], { acr_values: 'urn:other' }).assurance, 'card', 'unknown ones are ignored');
  assert.equal(needs([discount], { acr_values: '' }).assurance, 'card');
});

test('an acr that is not essential is a wish as well', () => {
  assert.equal(needs([discount], { acr: { value: signature } }).assurance, 'signature');
  assert.equal(needs([discount], { acr: { value: signature } }).essential, null);
  assert.equal(needs([discount], { acr: null }).assurance, 'card');
  assert.equal(needs([discount], { acr: { essential: true } }).essential, null, 'any acr is told anyway');
  assert.equal(needs([discount], { acr: { values: ['urn:other', 5] } }).assurance, 'card');
});

test('of essential values the least that will do is asked for', () => {
  const acr = { essential: true, values: [signature, card] };
  assert.deepEqual(needs([harmless], { acr }), {
    assurance: 'card',
    essential: ['signature', 'card'],
    maxAgeSeconds: null,
  });
});

test('essential values that nobody can meet are refused before anybody is asked', () => {
  for (const acr of [
    { essential: true, value: 'urn:other' },
    { essential: true, values: ['urn:other', 7, null] },
  ])
    assert.throws(() => needs([discount], { acr }), errors.UnmetAuthenticationRequirements);
});

test('the ID token names what was proved, or the highest essential class that it satisfies', () => {
  assert.equal(toSaidAcr(byCard, anyLogin), card);
  assert.equal(toSaidAcr(bySignature, anyLogin), signature);
  assert.equal(toSaidAcr(bySignature, { ...anyLogin, essential: ['card'] }), card);
  assert.equal(toSaidAcr(bySignature, { ...anyLogin, essential: ['cross_device', 'card'] }), card);
  assert.equal(toSaidAcr(byPhone, { ...anyLogin, essential: ['cross_device'] }), phone);
});

test('whatever is asked, a login that will do is enough for the items and satisfies what is essential', () => {
  const assurance = fc.constantFrom<Assurance>(...assurancesInOrder);
  const login = { cross_device: byPhone, card: byCard, signature: bySignature };
  fc.assert(
    fc.property(
      fc.subarray([harmless, discount], { minLength: 1 }),
      fc.array(assurance, { minLength: 1 }),
      fc.array(assurance),
      fc.boolean(),
      assurance,
      (items, values, wishes, essential, held) => {
        const asked = needs(items, {
          acr: { essential, values: values.map(toAcr) },
          acr_values: wishes.map(toAcr).join(' '),
        });
        assert.ok(isAtLeast(asked.assurance, needs(items).assurance));
        if (!isAtLeast(held, asked.assurance)) return;
        const said = toSaidAcr(login[held], asked);
        if (essential) assert.ok(values.map(toAcr).includes(said));
        else assert.equal(said, toAcr(held));
        assert.ok(isAtLeast(highestOf([held]), asked.assurance));
      },
    ),
  );
});

test('a login is as old as its first signature, and young enough to the very second', () => {
  const at = new Date(byCard.used[0].at).getTime();
  const after = (seconds: number): Date => new Date(at + seconds * 1000);
  const asked = needs([discount], { max_age: '60' });
  assert.equal(asked.maxAgeSeconds, 60);
  assert.ok(isYoungEnough(byCard, asked, after(60)));
  assert.ok(!isYoungEnough(byCard, asked, after(60.001)));
  assert.ok(isYoungEnough(byCard, needs([discount]), after(1_000_000)), 'nobody asked');
  const [login, ...others] = bySignature.used;
  const later = {
    ...bySignature,
    used: [login, ...others.map((each) => ({ ...each, at: after(59).toISOString() }))] as const,
  };
  assert.ok(!isYoungEnough(later, asked, after(61)), 'a step-up makes the login no younger');
});
