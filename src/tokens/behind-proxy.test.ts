/** In production a proxy ends TLS: the provider still speaks of https, whatever headers come in. */
import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import Koa from 'koa';
import { createFrontDoor } from '../front-door.ts';
import { openSqlitePlace, type Place } from '../stores/conformance/places.ts';
import { openStores } from '../stores/open-stores.ts';
import type { RelyingParty } from '../stores/relying-parties.ts';
import type { Stores } from '../stores/stores.ts';
import { systemClock } from '../vocabulary/clock.ts';
import type { ClientId } from '../vocabulary/identifiers.ts';
import { createLog } from '../vocabulary/log.ts';
import { Company } from './rehearsal/company.ts';
import { createCards, createPlainConsent } from './rehearsal/rooms.ts';
import { details, discount, issuerItem, newSigningKey } from './rehearsal/stage.ts';
import { createTokens } from './tokens.ts';

const issuer = 'https://madoguchi.example';
const company = new Company({
  issuer,
  clientId: 'rail-company',
  redirectUri: 'https://rail.example/callback',
});
const server = createServer();
let place: Place;
let stores: Stores;
before(async () => {
  place = openSqlitePlace();
  stores = await openStores({ url: await place.newDatabase(), clock: systemClock });
  await stores.relyingParties.save(draft());
  const log = createLog(systemClock, () => undefined);
  const tokens = await createTokens({
    stores,
    clock: systemClock,
    log,
    issuer,
    apiAudience: `${issuer}/v1`,
    emergencyAudience: `${issuer}/v1/emergency-access`,
    signingKey: newSigningKey(),
    cookieKeys: ['synthetic cookie key'],
    pairwiseSalt: 'synthetic salt',
    cardLogin: createCards(),
    consent: createPlainConsent(stores),
  });
  const app = new Koa({ proxy: true });
  app.use(createFrontDoor({ issuer, clock: systemClock, log }));
  app.use(tokens.routes.routes());
  app.use(tokens.mountProvider);
  server.on('request', app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await stores?.close();
  await place?.close();
});

test('discovery names https addresses, with and without the proxy’s headers', async () => {
  for (const headers of [{}, { 'x-forwarded-proto': 'https' }, { 'x-forwarded-proto': 'http' }]) {
    const { body } = await call('GET', '/.well-known/openid-configuration', { headers });
    const document = JSON.parse(body) as Record<string, unknown>;
    for (const [name, value] of Object.entries(document))
      if (/_endpoint$|_uri$/.test(name)) assert.ok(String(value).startsWith(`${issuer}/`), name);
  }
});

test('a host that only the proxy’s header names is refused', async () => {
  const headers = { 'x-forwarded-host': 'attacker.example' };
  assert.equal((await call('GET', '/.well-known/openid-configuration', { headers })).status, 421);
});

test('proofs are for https addresses, and cookies are for https alone', async () => {
  const { form } = company.request({ authorization_details: details() });
  const pushed = await call('POST', '/par', {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      dpop: await company.proof(`${issuer}/par`),
    },
    body: new URLSearchParams({
      ...form,
      client_assertion: await company.assertion(),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    }).toString(),
  });
  assert.equal(pushed.status, 201, pushed.body);
  const { request_uri: uri } = JSON.parse(pushed.body) as { request_uri: string };
  const query = new URLSearchParams({ client_id: company.clientId, request_uri: uri });
  const opened = await call('GET', `/authorize?${query.toString()}`);
  assert.equal(opened.status, 303);
  const cookies = opened.headers['set-cookie'] ?? [];
  assert.equal(cookies.length, 4, 'interaction and resume, each with its signature');
  for (const cookie of cookies) {
    assert.match(cookie, /^__Secure-madoguchi_(interaction|resume)/);
    assert.match(cookie, /; secure/i);
    assert.match(cookie, /; httponly/i);
    assert.match(cookie, /; samesite=lax/i);
    assert.match(cookie, /; path=\/(interaction|authorize)\/[\w-]+/i);
  }
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

function call(
  method: string,
  path: string,
  { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path, headers: { host: 'madoguchi.example', ...headers } },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => (text += String(chunk)));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
        );
      },
    );
    sent.on('error', reject).end(body);
  });
}

function draft(): RelyingParty {
  const words = { ja: '試験鉄道株式会社', en: 'Synthetic Railways' };
  const purpose = {
    requiredItems: [discount],
    optionalItems: [issuerItem],
    longestValidityDays: 30,
    mostReads: 10,
  };
  return {
    clientId: company.clientId as ClientId,
    legalName: words,
    corporateNumber: '0000000000000',
    domain: 'rail.example',
    contact: 'contact@rail.example',
    redirectUris: [company.redirectUri],
    jwks: { keys: [company.key.publicJwk] },
    purposes: [{ id: 'discount-ticket', title: words, retention: words, ...purpose }],
  };
}
