import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { errors } from 'oidc-provider';
import { toClaimsRequest } from './claims-request.ts';

const refused = (parameter: unknown, description: RegExp): void =>
  assert.throws(
    () => toClaimsRequest(parameter),
    (error: unknown) =>
      error instanceof errors.InvalidRequest && description.test(String(error.error_description)),
  );

test('what is asked for is read at both places; value and values come to the same', () => {
  const { idToken, userinfo } = toClaimsRequest(
    JSON.stringify({
      id_token: { acr: { essential: true, values: ['a', 'b'] }, auth_time: null },
      userinfo: { name: {}, gender: { value: 'female' }, verified_claims: [] },
    }),
  );
  assert.deepEqual(idToken.get('acr'), { essential: true, values: ['a', 'b'] });
  assert.deepEqual(idToken.get('auth_time'), { essential: false, values: null });
  assert.deepEqual(userinfo.get('gender'), { essential: false, values: ['female'] });
  assert.deepEqual([...userinfo.keys()], ['name', 'gender'], 'verified_claims has a syntax of its own');
});

test('no parameter asks for nothing', () => {
  for (const parameter of [undefined, '{}', '{"userinfo":null}'])
    assert.equal(toClaimsRequest(parameter).userinfo.size, 0);
});

test('what is not understood is passed over', () => {
  const claims = JSON.stringify({ userinfo: { shoe_size: { essential: true, at_least: 9 } }, wallet: 1 });
  assert.deepEqual(toClaimsRequest(claims).userinfo.get('shoe_size'), { essential: true, values: null });
});

test('what cannot be what it says is refused by its name, without repeating what was written', () => {
  refused('{', /^claims: must be a JSON object$/);
  refused('[]', /^claims: must be a JSON object$/);
  refused('null', /^claims: must be a JSON object$/);
  refused(`{"userinfo":{"${'x'.repeat(17_000)}":null}}`, /at most 16384 characters/);
  refused('{"id_token":[]}', /^claims: id_token: must be an object$/);
  refused('{"userinfo":{"name":true}}', /^claims: userinfo\.name: must be null or an object$/);
  refused('{"userinfo":{"name":{"essential":"yes"}}}', /userinfo\.name\.essential: must be true or false/);
  refused('{"id_token":{"acr":{"values":"a"}}}', /id_token\.acr\.values: must be a list/);
  refused('{"id_token":{"acr":{"values":[]}}}', /id_token\.acr\.values: must be a list/);
  refused('{"id_token":{"acr":{"value":"a","values":["a"]}}}', /by value or by values/);
  refused('{"userinfo":{"<b>\\"":1}}', /^claims: a claim: must be null or an object$/);
});

test('any text is either read or refused as an invalid request', () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ id_token: fc.jsonValue(), userinfo: fc.jsonValue() }).map((claims) => JSON.stringify(claims)),
  );
  fc.assert(
    fc.property(text, (parameter) => {
      try {
        toClaimsRequest(parameter);
      } catch (error) {
        assert.ok(error instanceof errors.InvalidRequest);
      }
    }),
  );
});

test('a name that objects have of their own is a claim like any other', () => {
  const { userinfo } = toClaimsRequest('{"userinfo":{"__proto__":null,"constructor":{"essential":true}}}');
  assert.deepEqual([...userinfo.keys()].sort(), ['__proto__', 'constructor']);
  assert.equal(toClaimsRequest('{"__proto__":{"userinfo":{"name":null}}}').userinfo.size, 0);
});
