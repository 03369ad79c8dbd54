/** The running server against the description it serves: every operation, in every representation, by supertest. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import request from 'supertest';
import { parse } from 'yaml';
import { decide } from '../../sandbox/citizen.ts';
import { RelyingParty, type Tokens } from '../../sandbox/relying-party.ts';
import type { World } from '../../sandbox/world.ts';
import { describeApi } from '../self-information/describe.ts';
import { checkContract } from '../self-information/rehearsal/contract.ts';
import { categories } from '../vocabulary/categories.ts';
import { identityClaims } from '../vocabulary/identity.ts';
import { openWorld } from './open-world.ts';
import { boxesOf, openSandboxCompany } from './sandbox-company.ts';

describe('the running server keeps the contract it serves', { concurrency: false }, () => {
  let world: World;
  let relyingParty: RelyingParty;
  let tokens: Tokens;
  before(async () => {
    world = await openWorld();
    const company = await openSandboxCompany(world);
    relyingParty = company.relyingParty;
    const all = categories.map(({ name }) => name);
    const items = identityClaims.map(({ item }) => item);
    const { citizen, consent, redeem } = await company.ask('class-1', all, { items });
    tokens = await redeem(await decide(citizen, consent, 'approve', { ticked: boxesOf(consent) }));
  });
  after(() => world?.stop());

  /** One call, held against the description whatever comes of it. */
  const call = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await request(world.addresses.issuer)
      .get(`/v1${path}`)
      .set({ accept: 'application/json', ...headers })
      .buffer(true)
      .parse((response, done) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => done(null, text));
      });
    const text = answer.body as string;
    checkContract(`/v1${path}`, {
      status: answer.status,
      headers: answer.headers as Record<string, string>,
      text,
    });
    const json = /json/.test(answer.headers['content-type'] ?? '')
      ? (JSON.parse(text) as Record<string, unknown>)
      : {};
    return { status: answer.status, headers: answer.headers as Record<string, string>, text, json };
  };
  const read = async (path: string, accept = 'application/json', changes: Record<string, string> = {}) =>
    call(path, { ...(await relyingParty.headersFor(tokens, path)), accept, ...changes });

  test('the description is served as it stands, for any origin', async () => {
    const served = await request(world.addresses.issuer).get('/openapi.yaml').expect(200);
    const { openapi, paths } = parse(served.text) as { openapi: string; paths: object };
    assert.equal(openapi, '3.1.1');
    assert.deepEqual(Object.keys(paths), Object.keys(describeApi(world.addresses.issuer)['paths'] as object));
    assert.equal(served.headers['access-control-allow-origin'], '*');
  });

  for (const { name } of categories) {
    test(`${name}: as JSON and as a JWT`, async () => {
      assert.equal((await read(`/self-information/${name}`)).status, 200);
      const signed = await read(`/self-information/${name}`, 'application/jwt');
      assert.equal(signed.headers['content-type'], 'application/jwt');
    });
  }

  test('userinfo: as JSON and as a JWT', async () => {
    const { status, json } = await read('/userinfo');
    assert.equal(status, 200);
    assert.ok(identityClaims.every(({ name }) => name in json));
    const signed = await read('/userinfo', 'application/jwt');
    assert.equal(signed.headers['content-type'], 'application/jwt');
  });

  test('the list, the receipt, the head of the ledger and the keys', async () => {
    assert.equal((await read('/self-information')).status, 200);
    const { json } = await read('/self-information/pension');
    const { receipt_url: receiptUrl } = json['receipt'] as { receipt_url: string };
    assert.equal((await call(new URL(receiptUrl).pathname.slice('/v1'.length))).status, 200);
    // The first head is signed with the first integration, a second after the first entry.
    for (let tries = 0; (await call('/ledger/head')).status === 404; tries += 1) {
      assert.ok(tries < 50, 'no head within ten seconds');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.equal((await call('/ledger/head')).status, 200);
    assert.equal((await call('/keys')).status, 200);
  });

  test('refusals are problems whose type is a page that explains them', async () => {
    const proofless = { dpop: 'nothing' };
    const refused = [
      await call('/self-information'),
      await read('/self-information/pension', 'application/json', proofless),
      await read('/self-information/pension', 'text/html'),
      await read('/self-information/no-such-category'),
      await read('/attestations/rail-disability-discount', 'application/jwt'),
      await call('/receipts/AAAAAAAAAAAAAAAAAAAAAA'),
    ];
    assert.deepEqual(
      refused.map(({ status, json }) => [status, json['reason']]),
      [
        [401, 'token_missing'],
        [401, 'proof_invalid'],
        [406, 'not_acceptable'],
        [404, 'category_not_found'],
        [403, 'item_not_granted'],
        [404, 'receipt_unknown'],
      ],
    );
    for (const { json } of refused) {
      const page = await request(world.addresses.issuer)
        .get(new URL(String(json['type'])).pathname)
        .expect(200);
      assert.match(page.text, new RegExp(String(json['reason'])));
    }
  });

  test('a token with one letter changed, and one of another company’s key, open nothing', async () => {
    const path = '/self-information/pension';
    const { authorization = '' } = await relyingParty.headersFor(tokens, path);
    const middle = authorization.length - 40;
    const changed = `${authorization.slice(0, middle)}${authorization[middle] === 'A' ? 'B' : 'A'}${authorization.slice(middle + 1)}`;
    assert.equal(
      (await read(path, 'application/json', { authorization: changed })).json['reason'],
      'token_invalid',
    );
    const thief = await RelyingParty.of(
      world.addresses.issuer,
      world.folders.clients,
      'rail-company',
      `${world.addresses.railCompany}/callback`,
    );
    const stolen = await call(path, await thief.headersFor(tokens, path));
    assert.deepEqual([stolen.status, stolen.json['reason']], [401, 'token_not_bound']);
  });
});
