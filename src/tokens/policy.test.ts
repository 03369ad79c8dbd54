/** Each rule of the profile, tried without. */
import { refusals } from '../vocabulary/refusals.ts';
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { decodeJwt, UnsecuredJWT } from 'jose';
import { createFrontDoor } from '../front-door.ts';
import { openSqlitePlace, type Place } from '../stores/conformance/places.ts';
import type { Company, OAuthAnswer } from './rehearsal/company.ts';
import { newKeyPair, newRsaKeyPair } from './rehearsal/company.ts';
import {
  ask,
  decide,
  details,
  discount,
  issuerItem,
  obtainCode,
  open,
  openStage,
  type Stage,
} from './rehearsal/stage.ts';

let place: Place;
let stage: Stage;
let company: Company;
before(async () => {
  place = openSqlitePlace();
  stage = await openStage(place, createFrontDoor);
  company = stage.company;
});
after(async () => {
  await stage?.close();
  await place?.close();
});

function assertRefused(answer: OAuthAnswer, status: number, error: string, description?: RegExp): void {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(answer.body['error'], error);
  if (description) assert.match(String(answer.body['error_description']), description);
}

describe('the authorization endpoint', () => {
  test('refuses a request that was not pushed, and sends nobody anywhere', async () => {
    const { form } = company.request({ authorization_details: details() });
    const page = await stage.browser().get(`/authorize?${new URLSearchParams(form).toString()}`);
    assert.equal(page.status, 400);
    assert.equal(page.location, null);
    assert.match(page.text, /<html/);
    assert.ok(stage.logged.some((line) => line.includes('"reason":"request_not_pushed"')));
  });

  test('knows no company that is not registered, and sends nobody to one', async () => {
    const { request_uri: uri } = (
      await company.push({ ...company.request({}).form, authorization_details: details() })
    ).body;
    const query = new URLSearchParams({ client_id: 'nobody', request_uri: String(uri) });
    const page = await stage.browser().get(`/authorize?${query.toString()}`);
    assert.deepEqual([page.status, page.location], [400, null]);
    assert.ok(stage.logged.some((line) => line.includes('"reason":"client_unknown"')));
  });

  test('ignores parameters beside the pushed request, response mode and redirect address included', async () => {
    const { form } = company.request({ authorization_details: details() });
    const pushed = await company.push(form);
    const query = new URLSearchParams({
      client_id: company.clientId,
      request_uri: String(pushed.body['request_uri']),
      response_mode: 'form_post',
      redirect_uri: 'https://attacker.example/',
      scope: 'tax_income',
    });
    const browser = stage.browser();
    const page = await browser.get(`/authorize?${query.toString()}`);
    const returned = await decide(
      stage,
      { browser, path: String(page.location), verifier: '', form },
      { decision: 'refuse' },
    );
    assert.equal(returned.origin + returned.pathname, company.redirectUri);
  });

  test('refuses an unknown, a repeated and another company’s request_uri with a page', async () => {
    const other = await stage.register('other-company');
    const pushed = await other.push(other.request({ authorization_details: details() }).form);
    const uri = String(pushed.body['request_uri']);
    const browser = stage.browser();
    const urn = 'urn:ietf:params:oauth:request_uri:';
    assert.equal((await open(stage, browser, company, `${urn}unknown`)).status, 400);
    assert.equal((await open(stage, browser, company, 'https://attacker.example/request.jwt')).status, 400);
    assert.equal((await open(stage, browser, company, uri)).status, 400);
    const twice = await browser.get(
      `/authorize?client_id=${other.clientId}&request_uri=${uri}&request_uri=${uri}`,
    );
    assert.equal(twice.status, 400);
    const unknown = await browser.get(`/authorize?client_id=nobody&request_uri=${encodeURIComponent(uri)}`);
    assert.equal(unknown.status, 400);
    assert.equal(unknown.location, null);
  });

  test('takes a NUL character in any parameter for a request that cannot be read, not for a defect of ours', async () => {
    const { request_uri: uri } = (
      await company.push(company.request({ authorization_details: details() }).form)
    ).body as { request_uri: string };
    const browser = stage.browser();
    assert.equal((await browser.get(`/authorize?client_id=%00&request_uri=${uri}`)).status, 400);
    const urn = 'urn:ietf:params:oauth:request_uri:';
    assert.equal((await open(stage, browser, company, `${urn}\0`)).status, 400);
    assertRefused(await company.redeem('\0', 'x'.repeat(43)), 400, 'invalid_request', /NUL/);
    assert.equal((await open(stage, browser, company, uri)).status, 303);
  });

  test('lets a pushed request live for a minute', async () => {
    const pushed = await company.push(company.request({ authorization_details: details() }).form);
    assert.equal(pushed.body['expires_in'], 60);
  });

  test('answers prompt=none with login_required: there is no session to answer from', async () => {
    const { form } = company.request({ authorization_details: details(), prompt: 'none' });
    const pushed = await company.push(form);
    const page = await open(stage, stage.browser(), company, String(pushed.body['request_uri']));
    assert.equal(new URL(String(page.location)).searchParams.get('error'), 'login_required');
    assert.equal(new URL(String(page.location)).searchParams.get('iss'), stage.issuer);
  });

  test('takes neither POST nor the library’s other routes', async () => {
    const browser = stage.browser();
    assert.equal((await browser.post('/authorize', {})).status, 405);
    assert.equal((await browser.get('/token')).status, 405);
    for (const path of [
      '/me',
      '/session/end',
      '/session/end/confirm',
      '/reg',
      '/token/introspection',
      '/token/revocation',
      '/device',
    ])
      assert.equal((await browser.get(path)).status, 404, path);
    assert.equal((await browser.post('/session/end/confirm', {})).status, 404);
  });
});

describe('the pushed request', () => {
  const good = {
    authorization_details: JSON.stringify([
      { type: 'self-information', purpose: 'discount-ticket', items: [discount] },
    ]),
  };
  const pushed = (changes: Record<string, string>, without: string[] = []): Promise<OAuthAnswer> => {
    const { form } = company.request({ ...good, ...changes });
    return company.push(Object.fromEntries(Object.entries(form).filter(([name]) => !without.includes(name))));
  };

  test('is refused without PKCE, and with plain PKCE', async () => {
    assertRefused(
      await pushed({}, ['code_challenge', 'code_challenge_method']),
      400,
      'invalid_request',
      /PKCE/,
    );
    assertRefused(
      await pushed({ code_challenge_method: 'plain' }),
      400,
      'invalid_request',
      /code_challenge_method/,
    );
    assertRefused(
      await pushed({}, ['code_challenge_method']),
      400,
      'invalid_request',
      /code_challenge_method/,
    );
    assertRefused(await pushed({ code_challenge: 'short' }), 400, 'invalid_request', /code_challenge/);
  });

  test('is refused as a request object, signed or not', async () => {
    const { form } = company.request(good);
    const unsigned = new UnsecuredJWT(form).setIssuer(company.clientId).setAudience(stage.issuer).encode();
    const signed = await company.assertion({ claims: form });
    for (const request of [unsigned, signed])
      assertRefused(
        await company.push({ client_id: company.clientId, request }),
        400,
        'request_not_supported',
      );
    assertRefused(
      await company.push({
        client_id: company.clientId,
        request_uri: 'https://attacker.example/request.jwt',
      }),
      400,
      'request_uri_not_supported',
    );
  });

  test('is refused for any response type or mode but code by query', async () => {
    for (const type of ['token', 'id_token', 'code id_token', 'code token', 'none'])
      assert.equal((await pushed({ response_type: type })).status, 400, type);
    for (const mode of ['fragment', 'form_post'])
      assertRefused(await pushed({ response_mode: mode }), 400, 'invalid_request', /response_mode/);
    for (const mode of ['jwt', 'web_message', 'query.jwt'])
      assertRefused(await pushed({ response_mode: mode }), 400, 'unsupported_response_mode');
  });

  test('is refused for an address that is not registered, to the letter', async () => {
    for (const address of [
      'https://attacker.example/callback',
      `${company.redirectUri}/`,
      `${company.redirectUri}?next=1`,
      company.redirectUri.replace('3999', '4000'),
      company.redirectUri.replace('127.0.0.1', 'localhost'),
    ])
      assertRefused(await pushed({ redirect_uri: address }), 400, 'invalid_request', /redirect_uri/);
    assertRefused(await pushed({}, ['redirect_uri']), 400, 'invalid_request', /redirect_uri/);
  });

  test('is refused for a parameter sent twice', async () => {
    const { form } = company.request(good);
    const body = new URLSearchParams({
      ...form,
      client_assertion: await company.assertion(),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    body.append('redirect_uri', 'https://attacker.example/');
    const answer = await fetch(`${stage.issuer}/par`, { method: 'POST', body });
    assert.equal(answer.status, 400);
    assert.match(
      String(((await answer.json()) as Record<string, unknown>)['error_description']),
      /redirect_uri/,
    );
  });

  test('is refused for anything that was not registered, with the parameter’s name', async () => {
    const refused: [Record<string, string>, string, RegExp][] = [
      [
        { authorization_details: details({ purpose: 'marketing' }) },
        'invalid_authorization_details',
        /^authorization_details: purpose_not_registered/,
      ],
      [
        { authorization_details: details({ items: ['tax_income.total_income_jpy'] }) },
        'invalid_authorization_details',
        /^authorization_details: item_not_registered/,
      ],
      [
        { authorization_details: details({ categories: ['tax_income'] }) },
        'invalid_authorization_details',
        /item_not_registered/,
      ],
      [
        { authorization_details: details({ categories: ['no_such_category'] }) },
        'invalid_authorization_details',
        /category_unknown/,
      ],
      [
        { authorization_details: details({ valid_until: '2099-01-01T00:00:00Z' }) },
        'invalid_authorization_details',
        /validity_too_long/,
      ],
      [
        { authorization_details: details({ valid_until: '2001-01-01T00:00:00Z' }) },
        'invalid_authorization_details',
        /valid_until/,
      ],
      [{ authorization_details: details({ reads: 11 }) }, 'invalid_authorization_details', /reads_too_many/],
      [{ authorization_details: details({ reads: -1 }) }, 'invalid_authorization_details', /reads/],
      [
        { authorization_details: details({ surprise: true }) },
        'invalid_authorization_details',
        /authorization_details/,
      ],
      [{ authorization_details: '[{"type":"payment_initiation"}]' }, 'invalid_authorization_details', /type/],
      [{ authorization_details: '{"type":"self-information"}' }, 'invalid_authorization_details', /array/],
      [{ authorization_details: 'no json' }, 'invalid_authorization_details', /authorization_details/],
      [
        { authorization_details: JSON.stringify([...JSON.parse(details()), ...JSON.parse(details())]) },
        'invalid_authorization_details',
        /authorization_details/,
      ],
      [{ scope: 'openid tax_income' }, 'invalid_scope', /^scope: item_not_registered: tax_income/],
      [{ scope: 'openid everything' }, 'invalid_scope', /^scope: category_unknown: everything/],
      [{ resource: 'https://attacker.example/' }, 'invalid_target', /./],
      [{ id_token_hint: 'x.y.z' }, 'invalid_request', /id_token_hint/],
    ];
    for (const [changes, error, description] of refused)
      assertRefused(await pushed(changes), 400, error, description);
    assertRefused(await pushed({}, ['authorization_details']), 400, 'invalid_scope', /nothing_asked/);
  });

  test('is refused without its body’s type, and when it is too large', async () => {
    const json = await fetch(`${stage.issuer}/par`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(json.status, 400);
    const large = await fetch(`${stage.issuer}/par`, {
      method: 'POST',
      body: new URLSearchParams({ state: 'x'.repeat(60_000) }),
    });
    assert.equal(large.status, 400);
  });

  test('can bind the code to the key that pushed it', async () => {
    const { form, verifier } = company.request(good);
    const answer = await company.push(form, { proof: await company.proof(`${stage.issuer}/par`) });
    const browser = stage.browser();
    const page = await open(stage, browser, company, String(answer.body['request_uri']));
    const returned = await decide(stage, { browser, path: String(page.location), verifier, form });
    const code = String(returned.searchParams.get('code'));
    const thief = await company.proof(`${stage.issuer}/token`, { key: newKeyPair() });
    assertRefused(await company.redeem(code, verifier, { proof: thief }), 400, 'invalid_grant', /DPoP/);
  });
});

describe('a company’s authentication', () => {
  const push = async (
    assertion: string | undefined,
    headers: Record<string, string> = {},
    form: Record<string, string> = {},
  ) =>
    company.push(
      { ...company.request({ authorization_details: details() }).form, ...form },
      { assertion, headers },
    );
  const refusedWith = async (
    changes: Parameters<Company['assertion']>[0],
    description?: RegExp,
  ): Promise<void> =>
    assertRefused(await push(await company.assertion(changes)), 401, 'invalid_client', description);

  test('is refused without an assertion, and with a secret in any place', async () => {
    assertRefused(await push(undefined), 401, 'invalid_client');
    assertRefused(await push(undefined, {}, { client_secret: 'secret' }), 401, 'invalid_client');
    const basic = `Basic ${Buffer.from(`${company.clientId}:secret`).toString('base64')}`;
    assertRefused(await push(undefined, { authorization: basic }), 401, 'invalid_client');
  });

  test('is refused with a shared secret’s signature, and with none', async () => {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = decodeJwt(await company.assertion());
    const signed = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
    const secret = JSON.stringify(company.key.publicJwk);
    const hmac = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
    assertRefused(await push(hmac), 401, 'invalid_client');
    assertRefused(await push(`${encode({ alg: 'none' })}.${encode(claims)}.`), 401, 'invalid_client');
  });

  test('takes ES256 and PS256, and refuses RS256', async () => {
    const key = newRsaKeyPair();
    const rsa = await stage.register('rsa-company', {}, key);
    const form = rsa.request({ authorization_details: details() }).form;
    const by = async (alg: string) => rsa.push(form, { assertion: await rsa.assertion({ alg }) });
    assert.equal((await by('PS256')).status, 201);
    assertRefused(await by('RS256'), 401, 'invalid_client', /alg/);
    assertRefused(await by('PS512'), 401, 'invalid_client');
  });

  test('takes the issuer as its one audience, and neither a list nor an endpoint', async () => {
    await refusedWith({ claims: { aud: [stage.issuer] } }, /aud must be the issuer/);
    await refusedWith({ claims: { aud: `${stage.issuer}/token` } }, /aud must be the issuer/);
    await refusedWith({ claims: { aud: `${stage.issuer}/par` } }, /aud must be the issuer/);
    await refusedWith({ claims: { aud: [stage.issuer, 'https://other.example'] } });
    await refusedWith({ claims: { aud: `${stage.issuer}/` } });
    await refusedWith({ claims: { aud: 'https://other.example' } });
  });

  test('takes an assertion once', async () => {
    const assertion = await company.assertion();
    assert.equal((await push(assertion)).status, 201);
    assertRefused(await push(assertion), 401, 'invalid_client', /jti/);
  });

  test('refuses an assertion that is expired, made for long, from the future, or without what it needs', async () => {
    const now = Math.floor(Date.now() / 1000);
    await refusedWith({ claims: { exp: now - 60 } });
    await refusedWith({ claims: { exp: now + 86_400 } }, /exp/);
    await refusedWith({ claims: { iat: now + 600 } }, /iat/);
    await refusedWith({ claims: { nbf: now + 600 } });
    await refusedWith({ claims: { jti: undefined } });
    await refusedWith({ claims: { exp: undefined } });
    await refusedWith({ claims: { iss: 'other-company' } });
  });

  test('refuses another key under the company’s name, and another company’s name under its key', async () => {
    await refusedWith({ key: newKeyPair(String(company.key.publicJwk.kid)) });
    const other = await stage.register('second-company');
    assertRefused(await push(await other.assertion()), 400, 'invalid_request');
    assertRefused(
      await push(
        await company.assertion({ claims: { sub: 'nobody', iss: 'nobody' } }),
        {},
        { client_id: 'nobody' },
      ),
      401,
      'invalid_client',
    );
  });

  test('does not know a company’s weak keys', async () => {
    const weak = newKeyPair();
    const sloppy = await stage.register(
      'sloppy-company',
      { jwks: { keys: [{ ...weak.publicJwk, d: 'AAAA' }] } },
      weak,
    );
    assertRefused(
      await sloppy.push(sloppy.request({ authorization_details: details() }).form),
      401,
      'invalid_client',
    );
  });
});

describe('the token endpoint', () => {
  test('refuses a company that brings no DPoP proof, and keeps the code for one that does', async () => {
    const { code, verifier } = await obtainCode(stage);
    assertRefused(await company.redeem(code, verifier, { proof: undefined }), 400, 'invalid_grant', /DPoP/);
    assert.equal((await company.redeem(code, verifier)).status, 200);
  });

  test('refuses a proof for another address, method, time or algorithm, and one without its parts', async () => {
    const { code, verifier } = await obtainCode(stage);
    const token = `${stage.issuer}/token`;
    const now = Math.floor(Date.now() / 1000);
    for (const proof of [
      await company.proof(`${stage.issuer}/par`),
      await company.proof('https://other.example/token'),
      await company.proof(token, { claims: { htm: 'GET' } }),
      await company.proof(token, { claims: { iat: now - 3600 } }),
      await company.proof(token, { claims: { jti: undefined } }),
      await company.proof(token, { header: { typ: 'jwt' } }),
      await company.proof(token, { key: newRsaKeyPair(), header: { alg: 'RS256' } }),
      'no proof',
    ])
      assertRefused(await company.redeem(code, verifier, { proof }), 400, 'invalid_dpop_proof');
    assert.equal((await company.redeem(code, verifier)).status, 200);
  });

  test('refuses a proof that was used before', async () => {
    const [one, other] = [await obtainCode(stage), await obtainCode(stage)];
    const proof = await company.proof(`${stage.issuer}/token`);
    assert.equal((await company.redeem(one.code, one.verifier, { proof })).status, 200);
    assertRefused(
      await company.redeem(other.code, other.verifier, { proof }),
      400,
      'invalid_grant',
      /DPoP: this proof was used/,
    );
  });

  test('refuses a code without its verifier, with another, and for another address', async () => {
    const { code, verifier } = await obtainCode(stage);
    assertRefused(await company.redeem(code, 'x'.repeat(43)), 400, 'invalid_grant', /code_verifier/);
    assertRefused(await company.redeem(code, ''), 400, 'invalid_grant', /code_verifier/);
    const form = { redirect_uri: `${company.redirectUri}/` };
    assertRefused(await company.redeem(code, verifier, { form }), 400, 'invalid_grant', /redirect_uri/);
    assert.equal((await company.redeem(code, verifier)).status, 200);
  });

  test('refuses a code from another company, which ends nothing for the one it was given to', async () => {
    const { code, verifier } = await obtainCode(stage);
    const other = await stage.register('thief-company');
    const form = { redirect_uri: company.redirectUri };
    assertRefused(await other.redeem(code, verifier, { form }), 400, 'invalid_grant');
    const answer = await company.redeem(code, verifier);
    assert.equal(answer.status, 200);
    assertRefused(await other.refresh(String(answer.body['refresh_token'])), 400, 'invalid_grant');
    assert.equal((await company.refresh(String(answer.body['refresh_token']))).status, 200);
  });

  test('refuses every other grant type', async () => {
    // Known, and not this company’s: emergency-grant.test.ts.
    const ownToken = await company.redeem('code', 'verifier', { form: { grant_type: 'client_credentials' } });
    assertRefused(ownToken, 400, 'invalid_request', /not allowed for this client/);
    for (const type of [
      'password',
      'implicit',
      'urn:ietf:params:oauth:grant-type:device_code',
      'urn:ietf:params:oauth:grant-type:token-exchange',
    ])
      assertRefused(
        await company.redeem('code', 'verifier', { form: { grant_type: type } }),
        400,
        'unsupported_grant_type',
      );
  });

  test('gives neither a wider nor a seemingly narrower token than was granted', async () => {
    const { code, verifier } = await obtainCode(stage);
    assertRefused(
      await company.redeem(code, verifier, { form: { authorization_details: details() } }),
      400,
      'invalid_authorization_details',
      /authorization_details/,
    );
    assertRefused(
      await company.redeem(code, verifier, { form: { resource: 'https://other.example/' } }),
      400,
      'invalid_target',
    );
    // Which is spent by it: the library looks at the resource after the code.
    const wide = await obtainCode(stage, {
      form: { scope: 'openid disability_welfare' },
      decision: { decision: 'approve', item: issuerItem },
    });
    const answer = await company.redeem(wide.code, wide.verifier);
    const refresh = String(answer.body['refresh_token']);
    const by = (scope: string) => company.refresh(refresh, { form: { scope } });
    assertRefused(await by('openid disability_welfare tax_income'), 400, 'invalid_scope');
    assertRefused(await by('openid'), 400, 'invalid_scope', /^scope: cannot be narrowed/);
    assert.equal((await by('disability_welfare openid')).status, 200);
  });

  test('speaks JSON to whoever asks, and tells nothing of what is inside', async () => {
    const answer = await company.redeem('unknown', 'x'.repeat(43), { headers: { accept: 'text/html' } });
    assertRefused(answer, 400, 'invalid_grant', /^code: unknown or used$/);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
  });
});

describe('what is granted', () => {
  test('names the ticked items alone, with purpose, validity and reads', async () => {
    const wanted = {
      authorization_details: details({
        reads: 3,
        valid_until: new Date(Date.now() + 86_400_000).toISOString(),
      }),
    };
    const { code, verifier } = await obtainCode(stage, { form: wanted });
    const answer = await company.redeem(code, verifier);
    const [granted] = answer.body['authorization_details'] as [Record<string, unknown>];
    assert.deepEqual(granted, {
      ...granted,
      type: 'self-information',
      purpose: 'discount-ticket',
      items: [discount],
      reads: 3,
    });
    assert.equal(answer.body['scope'], 'openid');
  });

  test('by scope grants the category of which something was ticked', async () => {
    const form = { scope: 'openid disability_welfare' };
    const ticked = await obtainCode(stage, { form, decision: { decision: 'approve', item: issuerItem } });
    const answer = await company.redeem(ticked.code, ticked.verifier);
    assert.equal(answer.body['scope'], 'openid disability_welfare');
    assert.deepEqual((answer.body['authorization_details'] as [{ items: string[] }])[0].items, [issuerItem]);
  });

  test('knows a citizen by one name per company, and by the same at every visit', async () => {
    const other = await stage.register('third-company');
    const subjectAt = async (at: Company): Promise<unknown> => {
      const { code, verifier } = await obtainCode(stage, { company: at });
      const { body } = await at.redeem(code, verifier);
      assert.equal(decodeJwt(String(body['access_token'])).sub, decodeJwt(String(body['id_token'])).sub);
      return decodeJwt(String(body['id_token'])).sub;
    };
    assert.equal(await subjectAt(company), await subjectAt(company));
    assert.notEqual(await subjectAt(company), await subjectAt(other));
  });

  test('is access_denied where the citizen says no, and nothing is granted', async () => {
    const asked = await ask(stage);
    const returned = await decide(stage, asked, { decision: 'refuse' });
    assert.equal(returned.searchParams.get('error'), 'access_denied');
    assert.equal(returned.searchParams.get('error_description'), refusals.consent_denied.title);
    assert.equal(returned.searchParams.get('state'), asked.form['state']);
    assert.equal(returned.searchParams.get('iss'), stage.issuer);
    const [consent] = await stage.stores.consents.listByCitizen(stage.citizen);
    assert.equal(consent?.decision, 'refused');
    assert.equal(await stage.stores.oidcPayloads.find('Grant', String(consent?.id)), undefined);
  });
});

test('a request line that names another host changes no address in discovery', async () => {
  const { port, host } = new URL(stage.issuer);
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), 'localhost', () => {
      socket.write(
        `GET http://attacker.example/.well-known/openid-configuration HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
    });
    socket
      .on('data', (chunk) => (text += String(chunk)))
      .on('end', () => resolve(text))
      .on('error', reject);
  });
  assert.doesNotMatch(answer, /attacker/);
});

test('the log names no code, token, assertion or proof of all this', async () => {
  const { code, verifier } = await obtainCode(stage);
  const assertion = await company.assertion();
  const { body } = await company.redeem(code, verifier, { assertion });
  await company.redeem(code, verifier);
  const log = stage.logged.join('');
  for (const secret of [
    code,
    verifier,
    assertion,
    body['access_token'],
    body['refresh_token'],
    stage.citizen,
  ])
    assert.ok(!log.includes(String(secret)));
  assert.match(log, /"event":"oauth_refused"/);
});
