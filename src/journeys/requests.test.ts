/**
 * Several categories at once, on PostgreSQL: asked of one process, which is stopped in the middle; worked on to its
 * end by another; told to the company by an event; fetched, once.
 */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { findFreeAddresses, portOf } from '../../sandbox/addresses.ts';
import { decide } from '../../sandbox/citizen.ts';
import { type Program, startProgram } from '../../sandbox/program.ts';
import type { ApiAnswer, Tokens } from '../../sandbox/relying-party.ts';
import { serverSettings, type World } from '../../sandbox/world.ts';
import { openPostgresqlPlace, type Place, whyNoPostgresql } from '../stores/conformance/places.ts';
import { openStores } from '../stores/open-stores.ts';
import { systemClock } from '../vocabulary/clock.ts';
import type { ClientId } from '../vocabulary/identifiers.ts';
import { openWorld } from './open-world.ts';
import { openSandboxCompany, type SandboxCompany } from './sandbox-company.ts';

describe('a request for several categories', { skip: await whyNoPostgresql(), concurrency: false }, () => {
  let place: Place;
  let world: World;
  let second: Program;
  let restarted: Program | undefined;
  let receiver: Server;
  let company: SandboxCompany;
  let tokens: Tokens;
  let accepted: ApiAnswer;
  let path: string;
  const events: { type: string | undefined; token: string }[] = [];
  const server = (name: string, port: string, databaseUrl: string): Promise<Program> =>
    startProgram({
      name,
      file: 'src/main.ts',
      environment: {
        ...serverSettings(world.folders, world.addresses),
        MADOGUCHI_DATABASE_URL: databaseUrl,
        MADOGUCHI_LISTEN_HOSTS: '127.0.0.1,::1',
        MADOGUCHI_LISTEN_PORT: port,
      },
    });
  let databaseUrl: string;

  before(async () => {
    receiver = createServer(async (incoming, response) => {
      let token = '';
      for await (const chunk of incoming) token += chunk;
      events.push({ type: incoming.headers['content-type'], token });
      // The first try is not taken: it comes again.
      response.writeHead(events.length === 1 ? 503 : 202).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    place = await openPostgresqlPlace();
    databaseUrl = await place.newAddress();
    world = await openWorld({ databaseUrl });
    const stores = await openStores({ url: databaseUrl, clock: systemClock });
    const registered = await stores.relyingParties.find('sandbox-company' as ClientId);
    assert.ok(registered);
    const eventEndpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`;
    await stores.relyingParties.save({ ...registered, eventEndpoint });
    await stores.close();
    second = await server('second server', portOf((await findFreeAddresses()).issuer), databaseUrl);
    company = await openSandboxCompany(world);
  });
  after(async () => {
    receiver?.close();
    receiver?.closeAllConnections();
    await restarted?.stop();
    await second?.stop();
    await world?.stop();
    await place?.close();
  });

  test('is taken in, though one of the agencies is slow', async () => {
    const { citizen, consent, redeem } = await company.ask('agency-slow', [
      'disability_welfare',
      'health_insurance_card',
    ]);
    const boxes = (name: string) =>
      consent.html.querySelectorAll(`input[name=${name}]`).map((box) => box.getAttribute('value') ?? '');
    tokens = await redeem(
      await decide(citizen, consent, 'approve', { ticked: boxes('item'), unseen: boxes('unseen') }),
    );
    const key = { 'idempotency-key': 'journey' };
    accepted = await company.relyingParty.post(tokens, '/self-information/requests', {}, key);
    assert.equal(accepted.status, 202, accepted.text);
    path = new URL(accepted.headers.get('location') ?? '').pathname.slice('/v1'.length);
    const again = await company.relyingParty.post(tokens, '/self-information/requests', {}, key);
    assert.equal(again.headers.get('location'), accepted.headers.get('location'));
    assert.equal((await company.relyingParty.read(tokens, path)).body?.['state'], 'pending');
  });

  test('survives the stop of the process that took it in, and is told when it is completed', async () => {
    assert.equal(await world.programs['server']?.stop(), 0);
    for (let tries = 0; events.length < 2 && tries < 200; tries += 1) await wait(100);
    assert.equal(events.length, 2, 'told again after it was not taken');
    restarted = await server('restarted server', portOf(world.addresses.issuer), databaseUrl);
    const keys = (await (await fetch(`${world.addresses.issuer}/v1/keys`)).json()) as JSONWebKeySet;
    const told = await Promise.all(
      events.map(({ token }) =>
        jwtVerify(token, createLocalJWKSet(keys), {
          typ: 'secevent+jwt',
          issuer: world.addresses.issuer,
          audience: 'sandbox-company',
        }),
      ),
    );
    const [first, next] = told.map(({ payload }) => payload);
    assert.equal(events[0]?.type, 'application/secevent+jwt');
    assert.equal(first?.jti, next?.jti);
    assert.deepEqual(first?.['events'], {
      [`${world.addresses.issuer}/events/request-completed`]: { request: accepted.headers.get('location') },
    });
    assert.equal((first?.['sub_id'] as { sub: string }).sub, tokens.answer.claims()?.sub);
  });

  test('hands out what came, says of each category what became of it, and hands it out once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => company.relyingParty.read(tokens, path)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 410, 410]);
    const { body } = answers.find(({ status }) => status === 200) ?? assert.fail();
    const outcomes = (body?.['results'] as { category: string; outcome: string }[]).map(
      ({ category, outcome }) => [category, outcome],
    );
    assert.deepEqual(outcomes, [
      ['disability_welfare', 'agency_unavailable'],
      ['health_insurance_card', 'ok'],
    ]);
    for (const output of [
      second.output(),
      restarted?.output() ?? '',
      world.programs['server']?.output() ?? '',
    ])
      assert.doesNotMatch(output, /"level":"error"|\n {4}at /);
  });
});
