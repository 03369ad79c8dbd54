/** At a hospital's counter with real cards, and in an ambulance without the patient's word: the same house, two doors. */
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { importJWK, type JWK, SignJWT } from 'jose';
import { createCounterClient } from '../../examples/medical-counter/madoguchi.ts';
import { createMedicalCounter } from '../../examples/medical-counter/server.ts';
import { Browser, type Page } from '../../sandbox/browser.ts';
import { decide, goBack, headingOf, logIn, openCardAgent, typePin } from '../../sandbox/citizen.ts';
import { insertCard } from '../../sandbox/reader.ts';
import type { World } from '../../sandbox/world.ts';
import { cardFiles } from '../../stand-ins/cards/card-folder.ts';
import { openStores } from '../stores/open-stores.ts';
import type { Stores } from '../stores/stores.ts';
import { systemClock } from '../vocabulary/clock.ts';
import type { CitizenId, ClientId } from '../vocabulary/identifiers.ts';
import { openWorld } from './open-world.ts';
import { boxesOf } from './sandbox-company.ts';
import { logInAs, personaOf } from './shop.ts';

describe('medical institutions', { concurrency: false }, () => {
  let world: World;
  let stores: Stores;
  let counter: Server;
  let origin: string;
  /** Everything that was sent to the hospital. */
  const received: string[] = [];
  before(async () => {
    world = await openWorld({ card: 'class-1' });
    stores = await openStores({ url: `sqlite:${world.folders.database}`, clock: systemClock });
    counter = createServer();
    await new Promise<void>((resolve) => counter.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(counter.address() as AddressInfo).port}`;
    const hospital = await stores.relyingParties.find('mihon-hospital' as ClientId);
    assert.ok(hospital);
    await stores.relyingParties.save({ ...hospital, redirectUris: [`${origin}/callback`] });
    const madoguchi = await createCounterClient({
      issuer: world.addresses.issuer,
      clientId: 'mihon-hospital',
      jwk: await keyOf('mihon-hospital'),
      redirectUri: `${origin}/callback`,
    });
    const answer = createMedicalCounter({ origin, issuer: world.addresses.issuer, madoguchi }).callback();
    counter.on('request', (request, response) => {
      received.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
      request.on('data', (chunk: Buffer) => received.push(chunk.toString()));
      void answer(request, response);
    });
  });
  after(async () => {
    counter?.close();
    counter?.closeAllConnections();
    await stores?.close();
    await world?.stop();
  });

  const keyOf = async (client: string): Promise<JWK> => {
    const file = readFileSync(join(world.folders.clients, `${client}.jwks.json`), 'utf8');
    const [jwk] = (JSON.parse(file) as { keys: JWK[] }).keys;
    return jwk ?? assert.fail('no key');
  };
  const begin = async (terminal: Browser, kind: 'reception' | 'treatment'): Promise<Page> =>
    terminal.submit(await terminal.open(origin), {}, undefined, `form#${kind}`);
  const citizenOf = async (persona: string): Promise<CitizenId> => {
    const { issuer_key_hash: issuerKeyHash, serial } = JSON.parse(
      readFileSync(join(world.folders.cards, persona, 'card.json'), 'utf8'),
    ).authentication as { issuer_key_hash: string; serial: string };
    const found = await stores.citizens.findByCertificate({
      issuerKeyHash,
      serial,
      kind: 'user_authentication',
    });
    return found?.id ?? assert.fail('nobody has this card');
  };
  const consentsOf = async (persona: string) => stores.consents.listByCitizen(await citizenOf(persona));

  test('at reception the card and its PIN are enough for the insurance card: one read, for today', async () => {
    const terminal = new Browser();
    const consent = await logInAs(world, terminal, await begin(terminal, 'reception'), 'class-1');
    assert.match(consent.html.querySelector('main')?.text ?? '', /見本病院/);
    const shown = await decide(terminal, consent, 'approve');
    assert.equal(headingOf(shown), '受け取った情報');
    const { record } = personaOf('class-1').records['health_insurance_card'] ?? assert.fail();
    assert.ok(
      shown.html.querySelector('#health_insurance_card pre')?.text.includes(String(record['number'])),
    );
    const [given] = await consentsOf('class-1');
    assert.deepEqual(
      [given?.readsGranted, given?.readsUsed, given?.authentication.assurance],
      [1, 1, 'card'],
    );
    const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
    assert.equal(given?.validUntil.toISOString(), new Date(`${today}T23:59:59+09:00`).toISOString());

    // The next patient: the terminal knows nobody, and neither do we.
    const next = await terminal.submit(shown, {}, undefined, 'form[action="/next"]');
    assert.equal(headingOf(next), '受付');
    assert.equal((await terminal.open(`${origin}/visit`)).status, 400);
    const again = await begin(terminal, 'reception');
    assert.ok(
      again.html.querySelector(`a[href^="${world.addresses.cardAgent}"]`),
      'the card is asked for again',
    );
    const myPage = await terminal.open(`${world.addresses.issuer}/my`);
    assert.ok(myPage.html.querySelector(`a[href^="${world.addresses.cardAgent}"]`), 'my page is closed');
  });

  test('for treatment the patient signs, ticks what they want to show, and the rest stays back', async () => {
    const terminal = new Browser();
    const loginPage = await begin(terminal, 'treatment');
    insertCard(world.folders, 'class-1');
    const pinPage = await openCardAgent(terminal, loginPage, world.addresses.cardAgent);
    const afterPin = await goBack(terminal, await typePin(terminal, pinPage, personaOf('class-1').card.pin));
    assert.equal(headingOf(afterPin), '署名用パスワードによる確認', 'the PIN is not enough for medicines');
    const consent = await logInAs(world, terminal, await begin(terminal, 'treatment'), 'class-1');
    const ticked = boxesOf(consent).filter((item) => item.startsWith('treatments_medications.'));
    assert.ok(ticked.length > 0 && ticked.length < boxesOf(consent).length);
    const shown = await decide(terminal, consent, 'approve', { ticked });
    assert.equal(headingOf(shown), '受け取った情報');
    assert.ok(shown.html.querySelector('#treatments_medications pre'));
    assert.equal(shown.html.querySelector('#health_checkups'), null, 'not ticked, not asked for');
    const [given] = await consentsOf('class-1');
    assert.equal(given?.authentication.assurance, 'signature');
  });

  test('refusing is one click, and the counter goes on without a record', async () => {
    const terminal = new Browser();
    const consent = await logInAs(world, terminal, await begin(terminal, 'reception'), 'class-1');
    const left = await decide(terminal, consent, 'refuse');
    assert.equal(headingOf(left), '情報を受け取らずに受け付けました');
    const [given] = await consentsOf('class-1');
    assert.deepEqual([given?.decision, given?.readsUsed], ['refused', 0]);
  });

  test('neither PIN nor password ever came to the hospital', () => {
    const { pin, signature_password: password } = personaOf('class-1').card;
    assert.ok(received.length > 10);
    const bodies = received.filter((line) => !/^(GET|POST) /.test(line)).join('\n');
    assert.ok(!bodies.includes(pin) && !received.join('\n').includes(String(password)));
  });

  /** What stands in an ambulance: the brigade's keys, and a reader that needs no PIN. */
  async function openAmbulance(client = 'mihon-fire-department') {
    const { issuer } = world.addresses;
    const jwk = await keyOf(client);
    const key = (await importJWK(jwk, 'ES256')) as CryptoKey;
    const dpop = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const assertion = await new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256', kid: String(jwk.kid) })
      .setIssuer(client)
      .setSubject(client)
      .setAudience(issuer)
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(key);
    const answer = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: { dpop: proofFor(dpop, `${issuer}/token`) },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'emergency_access',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }),
    });
    const { access_token: token, ...rest } = (await answer.json()) as Record<string, string>;
    return {
      token,
      refused: rest,
      async reach(body: Record<string, unknown>, path = '/v1/emergency-access') {
        const url = `${issuer}${path}`;
        const reached = await fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `DPoP ${token}`,
            dpop: proofFor(dpop, url, token),
          },
          body: JSON.stringify(body),
        });
        return { status: reached.status, json: (await reached.json()) as Record<string, unknown> };
      },
    };
  }
  const certificateOf = (persona: string): string =>
    readFileSync(cardFiles(join(world.folders.cards, persona)).authenticationCertificate).toString('base64');
  const call = {
    reason: 'unconscious',
    incident: 'F2026-004711',
    operator: 'A12',
    categories: ['health_insurance_card', 'treatments_medications', 'health_checkups'],
  };

  test('an ambulance reads by the card without a PIN, and the person finds it on their page at once', async () => {
    const ambulance = await openAmbulance();
    const { status, json } = await ambulance.reach({
      ...call,
      person: { certificate: certificateOf('class-1') },
    });
    assert.equal(status, 200, JSON.stringify(json));
    const told = json['categories'] as { outcome: string }[];
    assert.ok(
      told.every(({ outcome }) => outcome === 'ok' || outcome === 'stale'),
      JSON.stringify(told),
    );
    insertCard(world.folders, 'class-1');
    const citizen = new Browser();
    const myPage = await logIn(
      citizen,
      await citizen.open(`${world.addresses.issuer}/my`),
      world.addresses.cardAgent,
      personaOf('class-1').card.pin,
    );
    const section = myPage.html.querySelector('section.emergencies') ?? assert.fail('no section of its own');
    for (const words of ['見本市消防局', '意識がない', 'F2026-004711', 'A12', '新しい記録'])
      assert.ok(section.text.includes(words), words);
    const ordinary = myPage.html.querySelector('section[aria-labelledby=history]')?.text ?? '';
    assert.ok(!ordinary.includes('見本市消防局'));
    const receipt = await fetch(
      new URL(section.querySelector('a')?.getAttribute('href') ?? '', world.addresses.issuer),
    );
    assert.equal(receipt.status, 200);
  });

  test('by insured number the date of birth must be theirs; a revoked card opens nothing and tells its person', async () => {
    const ambulance = await openAmbulance();
    const { birth_on, records } = personaOf('class-1');
    const card = records['health_insurance_card']?.record as unknown as {
      insurer: { number: string };
      symbol: string;
      number: string;
      branch_number: string;
    };
    const { symbol, number, branch_number } = card;
    const insured = { insurer_number: card.insurer.number, symbol, number, branch_number, birth_on };
    assert.equal((await ambulance.reach({ ...call, person: { insured } })).status, 200);
    const wrong = await ambulance.reach({
      ...call,
      person: { insured: { ...insured, birth_on: '1999-09-09' } },
    });
    assert.deepEqual([wrong.status, wrong.json['reason']], [404, 'emergency_person_not_found']);
    const revoked = await ambulance.reach({
      ...call,
      person: { certificate: certificateOf('revoked-card') },
    });
    assert.deepEqual([revoked.status, revoked.json['reason']], [403, 'card_revoked']);
    const [entry] = await stores.ledger.listByCitizen(await citizenOf('revoked-card'), 1);
    assert.match(entry?.body ?? '', /"outcome":"denied:card_revoked"/);
  });

  test('the hospital is accredited for nothing of the kind, and gets no such token', async () => {
    const { token, refused } = await openAmbulance('mihon-hospital');
    assert.equal(token, undefined);
    assert.equal(refused['error'], 'invalid_request');
  });

  test('the emergency token reads nothing else', async () => {
    const ambulance = await openAmbulance();
    const { status } = await ambulance.reach(call, '/v1/userinfo');
    assert.equal(status, 400, 'a body is refused before the token is looked at');
    const url = `${world.addresses.issuer}/v1/self-information/health_insurance_card`;
    const answer = await fetch(url, { headers: { authorization: `DPoP ${ambulance.token}` } });
    assert.equal(answer.status, 401);
    assert.equal(((await answer.json()) as { reason: string }).reason, 'token_invalid');
  });

  test('no log of all this names a person, a certificate, an incident or a crew', () => {
    const logs = world.logs();
    assert.match(logs, /"event":"emergency_access"/);
    const { name, birth_on, card } = personaOf('class-1');
    for (const secret of [
      name.ja,
      birth_on,
      card.serial,
      'F2026-004711',
      '"A12"',
      certificateOf('class-1').slice(0, 60),
    ])
      assert.ok(!logs.includes(secret), secret);
  });
});

function proofFor(
  { privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject },
  url: string,
  token?: string,
): string {
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const ath = token && createHash('sha256').update(token).digest('base64url');
  const claims = {
    jti: randomUUID(),
    htm: 'POST',
    htu: url,
    iat: Math.floor(Date.now() / 1000),
    ...(ath && { ath }),
  };
  const signed = `${encode({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
