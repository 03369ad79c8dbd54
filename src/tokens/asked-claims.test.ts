/** Who somebody is, asked for by scopes or by claims: the same items reach the screen, the grant and the token. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { createFrontDoor } from '../front-door.ts';
import { openSqlitePlace, type Place } from '../stores/conformance/places.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import { byPhone } from '../vocabulary/rehearsal/authentication.ts';
import type { Company } from './rehearsal/company.ts';
import { ask, decide, obtainCode, openStage, type Stage } from './rehearsal/stage.ts';

const [name, address, gender] = ['identity.name', 'identity.address', 'identity.gender'] as ItemName[] as [
  ItemName,
  ItemName,
  ItemName,
];
const vouchedFor = (...claims: string[]): object => ({
  verified_claims: {
    verification: { trust_framework: null },
    claims: Object.fromEntries(claims.map((claim) => [claim, null])),
  },
});
const claimsOf = (userinfo: object): string => JSON.stringify({ userinfo });

let place: Place;
let stage: Stage;
let company: Company;
before(async () => {
  place = openSqlitePlace();
  stage = await openStage(place, createFrontDoor);
  const words = { ja: '本人確認のため', en: 'To know who you are' };
  company = await stage.register('bank', {
    purposes: [
      {
        id: 'open-account',
        title: words,
        requiredItems: [name],
        optionalItems: [address],
        retention: words,
        longestValidityDays: 30,
        mostReads: 3,
      },
    ],
  });
});
after(async () => {
  await stage?.close();
  await place?.close();
});

test('a scope, a claim and a claim to be vouched for ask for the same item', async () => {
  for (const form of [
    { scope: 'openid name address' },
    { scope: 'openid name', claims: claimsOf({ address: null }) },
    { claims: claimsOf({ name: { essential: true }, ...vouchedFor('address') }) },
    { claims: claimsOf({ email: null, ...vouchedFor('name', 'address', 'given_name') }) },
  ]) {
    const asked = await ask(stage, { company, form });
    stage.cards.insert(asked.path, stage.citizen);
    await asked.browser.get(asked.path);
    const screen = stage.consent.screens.at(-1);
    assert.deepEqual([screen?.asked.requiredItems, screen?.asked.optionalItems], [[name], [address]]);
  }
});

test('what was granted is what grant, token and row say; a claim that was not ticked is in none of them', async () => {
  const form = { scope: 'openid name', claims: claimsOf(vouchedFor('address')) };
  const { code, verifier } = await obtainCode(stage, { company, form });
  const { body } = await company.redeem(code, verifier);
  assert.deepEqual(String(body['scope']).split(' ').sort(), ['name', 'openid']);
  const access = decodeJwt(String(body['access_token']));
  assert.deepEqual((body['authorization_details'] as unknown as { items: string[] }[])[0]?.items, [name]);
  const consent = await stage.stores.consents.find(access['consent'] as never);
  assert.deepEqual(consent?.items, [name]);
  assert.deepEqual(consent?.verifiedClaims, [
    {
      trustFrameworks: null,
      time: null,
      claims: [{ name: 'address', values: null }],
      unsatisfiable: false,
    },
  ]);
});

test('a claim that the purpose does not register is refused, by the parameter that asked for it', async () => {
  const error = async (form: Record<string, string>): Promise<unknown[]> => {
    const { body } = await company.push(company.request(form).form);
    return [body['error'], body['error_description']];
  };
  assert.deepEqual(await error({ scope: 'openid gender' }), [
    'invalid_scope',
    `scope: item_not_registered: ${gender}`,
  ]);
  for (const userinfo of [{ gender: null }, vouchedFor('name', 'gender')])
    assert.deepEqual(await error({ claims: claimsOf(userinfo) }), [
      'invalid_request',
      `claims: item_not_registered: ${gender}`,
    ]);
  const details = JSON.stringify([{ type: 'self-information', purpose: 'open-account', items: [gender] }]);
  assert.deepEqual(await error({ authorization_details: details }), [
    'invalid_authorization_details',
    `authorization_details: item_not_registered: ${gender}`,
  ]);
  assert.equal((await error({ scope: 'openid profile' }))[0], 'invalid_scope');
  assert.equal(
    (await error({ claims: claimsOf({ email: null }) }))[1],
    'scope: nothing_asked: The request asks for nothing',
  );
});

test('a relayed login by phone is not enough to be told who somebody is', async () => {
  const asked = await ask(stage, { company, form: { scope: 'openid name' } });
  stage.cards.insert(asked.path, stage.citizen, byPhone);
  assert.match((await asked.browser.get(asked.path)).text, /login/);
  assert.ok((await decide(stage, asked)).searchParams.has('code'));
});
