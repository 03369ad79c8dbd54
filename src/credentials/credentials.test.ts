/** Credentials from the counter to a verifier: over HTTP, from real records, with a wallet and a verifier of our own and one of strangers. */
import assert from 'node:assert/strict';
import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  randomBytes,
  verify,
} from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import Koa from 'koa';
import { loadAgencies, loadPersonas, loadRelyingParties } from '../../stand-ins/personas.ts';
import { openTown } from '../../stand-ins/town.ts';
import { answerQuestion } from '../self-information/attestations/read-attestation.ts';
import { type ApiPlace, openApiPlace } from '../self-information/rehearsal/api-place.ts';
import { current } from '../self-information/rehearsal/identities.ts';
import { createLog } from '../vocabulary/log.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { type CredentialRooms, type Credentials, createCredentials } from './credentials.ts';
import { mostPerBatch } from './issue-batch.ts';
import {
  type Carried,
  collect,
  fetchNonce,
  newKey,
  type Post,
  present,
  proveKey,
  publicJwk,
  readOffer,
  redeem,
  requestBatch,
  signJws,
} from './rehearsal/wallet.ts';
import { type Expected, verifyPresentation } from './rehearsal/verifier.ts';

const issuer = 'http://localhost:3000';
const rail = 'attestations.rail-disability-discount' as ItemName;
const railVct = `${issuer}/credentials/types/rail-disability-discount`;

let place: ApiPlace;
let desk: Desk;
before(async () => {
  place = await openApiPlace({
    people: loadPersonas(),
    agencies: loadAgencies(),
    relyingParties: loadRelyingParties(),
    openTown,
  });
  place.identities.set(place.citizenOf('class-1'), current({ birthOn: '1985-04-12' }));
  desk = await openDesk();
});
after(async () => {
  desk.close();
  await place.close();
});

interface Desk {
  credentials: Credentials;
  log: string[];
  /** Moves this desk's clock. */
  later(seconds: number): void;
  post: Post;
  get(path: string): Promise<{ status: number; text: string; type: string | null }>;
  close(): void;
}

async function openDesk(changes: Partial<CredentialRooms> = {}): Promise<Desk> {
  let ahead = 0;
  const clock = { now: () => new Date(Date.now() + ahead * 1000) };
  const log: string[] = [];
  const credentials = createCredentials({
    issuer,
    key: place.ledgerPlace.key,
    offers: place.stores.credentialOffers,
    issued: place.stores.issuedCredentials,
    async answerNow(citizen, attestation, traceId) {
      const wanted = { citizen, attestation, viewer: 'attestation', traceId, now: clock.now() } as const;
      const rooms = {
        agencies: place.agencies,
        identity: { identities: place.identities, suppressions: place.stores.suppressions },
      };
      const { reading, ...answered } = await answerQuestion(rooms, wanted);
      return { outcome: reading.outcome, ...answered };
    },
    ledger: place.ledgerPlace.ledger,
    clock,
    log: createLog(clock, (line) => log.push(line)),
    nonceKey: randomBytes(32),
    ...changes,
  });
  const server: Server = createServer(new Koa().use(credentials.routes.routes()).callback());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    credentials,
    log,
    later: (seconds) => void (ahead += seconds),
    async post(path, body, headers) {
      const answer = await fetch(origin + path, { method: 'POST', body, headers });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
    async get(path) {
      const answer = await fetch(origin + path);
      return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') };
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function offer(persona: string, item = rail) {
  const made = await desk.credentials.offer(place.citizenOf(persona), item);
  assert.ok(made, 'there is something to attest');
  return made.offer;
}

async function expected(changes: Partial<Expected> = {}): Promise<Expected> {
  const { text } = await desk.get('/.well-known/jwt-vc-issuer');
  const metadata = JSON.parse(text) as { issuer: string; jwks: { keys: Expected['keys'] } };
  return {
    aud: 'https://gate.rail.example',
    nonce: 'n-1',
    issuer: metadata.issuer,
    vct: railVct,
    keys: metadata.jwks.keys,
    fetchStatus: async (uri) => (await desk.get(new URL(uri).pathname)).text,
    ...changes,
  };
}

const show = (carried: Carried, names: readonly string[], at: Pick<Expected, 'aud' | 'nonce'>) =>
  present(carried, names, at);

test('an answer goes into the wallet, and a verifier sees the claims that were shown and no others', async () => {
  const [carried] = await collect(desk.post, await offer('class-1'), 1);
  assert.ok(carried);
  const at = await expected();
  assert.deepEqual(await verifyPresentation(show(carried, ['class', 'companion', 'valid_until'], at), at), {
    class: 1,
    companion: true,
    valid_until: null,
  });
  assert.deepEqual(await verifyPresentation(show(carried, ['companion'], at), at), { companion: true });
  assert.deepEqual(await verifyPresentation(show(carried, [], at), at), {});
});

test('a registered value is part of the type: of an age only that it is reached', async () => {
  const [carried] = await collect(
    desk.post,
    await offer('class-1', 'attestations.age-over.20' as ItemName),
    1,
  );
  const at = await expected({ vct: `${issuer}/credentials/types/age-over.20` });
  assert.ok(carried);
  assert.deepEqual(await verifyPresentation(show(carried, ['reached'], at), at), { reached: true });
  await assert.rejects(verifyPresentation(show(carried, ['reached'], at), await expected()), /another type/);
});

test('a library that nobody here wrote finds the same: signature, binding, digests and status', async () => {
  const [carried] = await collect(desk.post, await offer('class-1'), 1);
  assert.ok(carried);
  const at = await expected();
  const [issuerKey] = at.keys;
  assert.ok(issuerKey);
  const check = (jwk: JsonWebKey) => (data: string, signature: string) =>
    verify(
      'sha256',
      Buffer.from(data),
      { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
  const judge = new SDJwtVcInstance({
    hasher: (data, algorithm) =>
      createHash(algorithm.replace('-', ''))
        .update(data as string)
        .digest(),
    hashAlg: 'sha-256',
    verifier: check(issuerKey),
    kbVerifier: (data, signature) => check(publicJwk(carried.key) as JsonWebKey)(data, signature),
    statusVerifier: check(issuerKey),
    statusListFetcher: (uri) => at.fetchStatus(uri),
  });
  const shown = show(carried, ['class', 'valid_until'], at);
  const { payload, kb } = await judge.verify(shown, { keyBindingNonce: at.nonce });
  const { class: fareClass, valid_until, companion } = payload as unknown as Record<string, unknown>;
  assert.deepEqual([fareClass, valid_until, companion], [1, null, undefined]);
  assert.equal(kb?.payload.aud, at.aud);
  await assert.rejects(judge.verify(shown, { keyBindingNonce: 'another' }));
});

test('two verifiers cannot tell that two credentials are one person’s: all they share, everybody of that day shares', async () => {
  const batch = await collect(desk.post, await offer('class-1'), mostPerBatch);
  const [other] = await collect(desk.post, await offer('with-phone'), 1);
  const own = (carried: Carried | undefined): Record<string, unknown> => claimsOf(carried?.credential ?? '');
  const drawn = (claims: Record<string, unknown>): string[] => [
    ...(claims['_sd'] as string[]),
    JSON.stringify(claims['cnf']),
    JSON.stringify(claims['status']),
  ];
  const seen = batch.flatMap((carried) => [
    ...drawn(own(carried)),
    ...carried.credential.split('~').slice(1, -1),
  ]);
  assert.equal(new Set(seen).size, seen.length, 'nothing drawn comes twice');
  const common = ({ _sd, cnf, status, ...rest }: Record<string, unknown>) => {
    assert.ok(_sd && cnf);
    return { ...rest, uri: (status as { status_list: { uri: string } }).status_list.uri };
  };
  for (const carried of batch) {
    assert.deepEqual(common(own(carried)), common(own(other)));
    assert.equal((own(carried)['_sd'] as string[]).length, 8, 'as many digests, whatever they say');
  }
  const { iat, exp } = own(other) as { iat: number; exp: number };
  assert.deepEqual([iat % 86_400, exp - iat], [0, 4 * 86_400], 'whole days: no moment of issue');
  const places = batch.map(
    (each) => (own(each)['status'] as { status_list: { idx: number } }).status_list.idx,
  );
  const neighbours = places.filter(
    (place_, index) => index > 0 && Math.abs(place_ - (places[index - 1] ?? 0)) < 50,
  );
  assert.ok(neighbours.length < 5, 'places are drawn, not counted');
});

test('what is shown cannot be used again elsewhere, by another, or changed', async () => {
  const [one, two] = await collect(desk.post, await offer('class-1'), 2);
  assert.ok(one && two);
  const at = await expected();
  const refused = async (text: string, why: RegExp, changes: Partial<Expected> = {}) =>
    assert.rejects(verifyPresentation(text, { ...at, ...changes }), why);
  const shown = show(one, ['class'], at);
  await refused(shown, /another verifier/, { aud: 'https://shop.example' });
  await refused(shown, /another nonce/, { nonce: 'n-2' });
  await refused(shown, /too long ago/, { now: Math.floor(Date.now() / 1000) + 301 });
  await refused(shown, /not in its time/, { now: Math.floor(Date.now() / 1000) + 5 * 86_400 });
  await refused(shown, /another issuer/, { issuer: 'https://elsewhere.example' });
  await refused(shown.slice(0, shown.lastIndexOf('~') + 1), /not bound/);
  await refused(show({ ...one, key: two.key }, ['class'], at), /signature of the kb/);
  const [jwt = '', disclosure = '', binding = ''] = shown.split('~');
  const forged = Buffer.from(JSON.stringify(['c2FsdA', 'class', 2])).toString('base64url');
  await refused([jwt, forged, binding].join('~'), /not what the holder signed/);
  await refused(present({ ...one, credential: `${jwt}~${forged}~` }, ['class'], at), /not issued/);
  await refused([jwt, binding].join('~'), /not what the holder signed/);
  await refused(
    present({ ...one, credential: `${jwt}~${disclosure}~${disclosure}~` }, ['class'], at),
    /twice/,
  );
  const [header = '', , signature = ''] = jwt.split('.');
  const other = Buffer.from(JSON.stringify({ ...claimsOf(jwt), cnf: { jwk: publicJwk(two.key) } })).toString(
    'base64url',
  );
  await refused(
    show({ ...two, credential: `${header}.${other}.${signature}~${disclosure}~` }, ['class'], at),
    /signature of the dc\+sd-jwt/,
  );
});

test('made invalid by its holder, a whole batch fails at every verifier; another’s cannot be ended', async () => {
  const [one, two] = await collect(desk.post, await offer('class-2'), 2);
  assert.ok(one && two);
  const at = await expected();
  const [batch] = await place.stores.issuedCredentials.listByCitizen(place.citizenOf('class-2'), new Date());
  assert.equal(batch?.count, 2);
  const { revoke } = place.stores.issuedCredentials;
  assert.equal(await revoke(batch.batch, place.citizenOf('class-1'), new Date()), false);
  await verifyPresentation(show(one, ['class'], at), at);
  assert.equal(await revoke(batch.batch, place.citizenOf('class-2'), new Date()), true);
  assert.equal(await revoke(batch.batch, place.citizenOf('class-2'), new Date()), false);
  desk.later(6);
  for (const carried of [one, two])
    await assert.rejects(verifyPresentation(show(carried, ['class'], at), at), /no longer valid/);
});

test('a flag that is set acts on what is carried already, and stops an offer on its way', async () => {
  const citizen = place.citizenOf('intellectual');
  const [carried] = await collect(desk.post, await offer('intellectual'), 1);
  assert.ok(carried);
  const pending = await offer('intellectual');
  await place.stores.suppressions.set(citizen, 'no_self_information', 2);
  desk.later(6);
  const at = await expected();
  await assert.rejects(verifyPresentation(show(carried, ['class'], at), at), /no longer valid/);
  await assert.rejects(collect(desk.post, pending, 1), /credential_request_denied/, 'credential_denied');
  assert.equal(await desk.credentials.offer(citizen, rail), null);
  await place.stores.suppressions.set(citizen, 'no_self_information', 0);
});

test('a flag that is set while the agency answers stops the batch', async () => {
  const citizen = place.citizenOf('intellectual');
  const pending = await offer('intellectual');
  place.meanwhile(() => place.stores.suppressions.set(citizen, 'non_disclosure', 0));
  await assert.rejects(collect(desk.post, pending, 1), /"status":503/);
  place.meanwhile(undefined);
});

test('so does a flag of somebody else in the record behind the answer', async () => {
  const pending = await offer('ex-spouse', 'attestations.residence.990019' as ItemName);
  const other = place.citizenOf('suppressed');
  place.meanwhile(() => place.stores.suppressions.set(other, 'non_disclosure', 1));
  await assert.rejects(collect(desk.post, pending, 1), /"status":503/);
  place.meanwhile(undefined);
});

test('suppressed, without a record, not qualified: there is nothing to offer, in the same words', async () => {
  for (const persona of ['suppressed', 'long-name', 'no-certificate', 'mental-no-photo'])
    assert.equal(await desk.credentials.offer(place.citizenOf(persona), rail), null, persona);
  await assert.rejects(
    desk.credentials.offer(place.citizenOf('class-1'), 'household.address' as ItemName),
    (error) => error instanceof Refusal && error.reason === 'attestation_not_found',
  );
});

test('an outage is an outage: no offer, and no word that there is nothing', async () => {
  place.town.behave('municipality-990035', 'down');
  await assert.rejects(
    desk.credentials.offer(place.citizenOf('agency-down'), rail),
    (error) => error instanceof Refusal && error.reason === 'agency_unavailable',
  );
});

test('three wrong numbers end an offer, however many are tried at once', async () => {
  const made = await offer('class-1');
  const read = readOffer(made.address);
  const wrong = Array.from({ length: 12 }, (_, at) =>
    String((Number(made.transactionCode) + 1 + at) % 1_000_000).padStart(6, '0'),
  );
  const answers = await Promise.all(wrong.map((number) => redeem(desk.post, read, number)));
  for (const { status, body } of answers)
    assert.deepEqual([status, body['error']], [400, 'invalid_grant'], 'credential_offer_invalid');
  assert.equal(
    (await redeem(desk.post, read, made.transactionCode)).status,
    400,
    'the right one is too late',
  );
});

test('two wrong numbers leave a third try; of parallel right ones a single one wins', async () => {
  const made = await offer('class-1');
  const read = readOffer(made.address);
  const wrong = String((Number(made.transactionCode) + 1) % 1_000_000).padStart(6, '0');
  for (const number of [wrong, made.transactionCode.slice(1)])
    assert.equal((await redeem(desk.post, read, number)).status, 400);
  assert.equal((await redeem(desk.post, read, made.transactionCode)).status, 200);
  const another = await offer('class-1');
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => redeem(desk.post, readOffer(another.address), another.transactionCode)),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal((await redeem(desk.post, { ...read, code: 'x' }, wrong)).body['error'], 'invalid_grant');
});

test('an offer and its token run out', async () => {
  const late = await openDesk();
  const made = await offer('class-1');
  late.later(11 * 60);
  assert.equal((await redeem(late.post, readOffer(made.address), made.transactionCode)).status, 400);
  const fresh = await offer('class-1');
  const { body } = await redeem(desk.post, readOffer(fresh.address), fresh.transactionCode);
  const answer = await requestBatch(late.post, String(body['access_token']), 'rail-disability-discount', [
    'x',
  ]);
  assert.deepEqual([answer.status, answer.body['error']], [401, 'invalid_token'], 'credential_token_invalid');
  late.close();
});

async function token(item = rail): Promise<string> {
  const made = await offer('class-1', item);
  const { body } = await redeem(desk.post, readOffer(made.address), made.transactionCode);
  return String(body['access_token']);
}

test('proofs that do not hold are refused, and the token stands for the next try', async () => {
  const access = await token();
  const nonce = await fetchNonce(desk.post);
  const key = newKey();
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
  const claims = { aud: issuer, nonce };
  const good = proveKey(key, claims);
  const [time = '', mark = ''] = nonce.split('.');
  const stale = [
    proveKey(key, { aud: issuer, nonce: 'made up' }),
    proveKey(key, { aud: issuer, nonce: `${Number(time) + 1}.${mark}` }),
    proveKey(key, claims, { payload: { nonce: undefined } }),
  ];
  const invalid: string[][] = [
    [proveKey(key, { aud: 'https://elsewhere.example', nonce })],
    [proveKey(key, claims, { payload: { iat: Math.floor(Date.now() / 1000) + 3600 } })],
    [proveKey(key, claims, { payload: { iat: 'now' } })],
    [proveKey(key, claims, { header: { typ: 'JWT' } })],
    [proveKey(key, claims, { header: { alg: 'none' } })],
    [proveKey(key, claims, { header: { jwk: rsa, alg: 'PS256' } })],
    [proveKey(key, claims, { header: { jwk: key.export({ format: 'jwk' }) } })],
    [proveKey(key, claims, { header: { jwk: publicJwk(newKey()) } })],
    [proveKey(key, claims, { header: { jwk: undefined, kid: 'did:example:1' } })],
    [good, good],
    [good, proveKey(key, claims, { payload: { extra: 1 } })],
    ['nonsense'],
  ];
  const ask = (proofs: string[]) => requestBatch(desk.post, access, 'rail-disability-discount', proofs);
  for (const proofs of invalid) {
    const { status, body } = await ask(proofs);
    assert.deepEqual(
      [status, body['error']],
      [400, 'invalid_proof'],
      `key_proof_invalid: ${proofs[0] ?? ''}`,
    );
  }
  for (const proof of stale) {
    const { status, body } = await ask([proof]);
    assert.deepEqual([status, body['error']], [400, 'invalid_nonce'], 'key_proof_stale');
  }
  const wrong = await requestBatch(desk.post, access, 'age-over.20', [good]);
  assert.deepEqual(
    [wrong.status, wrong.body['error']],
    [400, 'unknown_credential_configuration'],
    'credential_unknown',
  );
  const many = Array.from({ length: mostPerBatch + 1 }, () => proveKey(newKey(), claims));
  for (const proofs of [many, []])
    assert.equal((await ask(proofs)).body['error'], 'invalid_request', 'credential_request_malformed');
  assert.equal((await ask([good])).status, 200, 'nothing above has cost the token');
  assert.equal((await ask([good])).status, 401, 'a token is for one batch');
});

test('of parallel requests with one token a single one gets a batch', async () => {
  const access = await token();
  const nonce = await fetchNonce(desk.post);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      requestBatch(desk.post, access, 'rail-disability-discount', [
        proveKey(newKey(), { aud: issuer, nonce }),
      ]),
    ),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401, 401, 401, 401, 401, 401]);
});

test('a nonce lives five minutes, and serves at no other counter', async () => {
  const slow = await openDesk();
  const nonce = await fetchNonce(slow.post);
  const ask = async (within: Desk): Promise<unknown> => {
    const made = await within.credentials.offer(place.citizenOf('class-1'), rail);
    const { body } = await redeem(
      within.post,
      readOffer(made?.offer.address ?? ''),
      made?.offer.transactionCode ?? '',
    );
    const proof = proveKey(newKey(), { aud: issuer, nonce });
    const answer = await requestBatch(within.post, String(body['access_token']), 'rail-disability-discount', [
      proof,
    ]);
    return answer.body['error'] ?? answer.status;
  };
  assert.equal(await ask(desk), 'invalid_nonce', 'the other counter’s');
  slow.later(299);
  assert.equal(await ask(slow), 200);
  slow.later(3);
  assert.equal(await ask(slow), 'invalid_nonce');
  slow.close();
});

test('every issue is in the ledger before it leaves; where it cannot be written, nothing leaves', async () => {
  const citizen = place.citizenOf('next-card');
  await collect(desk.post, await offer('next-card'), 3);
  const [entry] = await place.stores.ledger.listByCitizen(citizen, 5);
  const body = JSON.parse(entry?.body ?? '{}') as Record<string, unknown>;
  assert.deepEqual(
    [body['kind'], body['item'], body['policy'], body['count']],
    ['credential_issued', rail, 'rail-disability-discount@2025-04', 3],
  );
  assert.ok(!entry?.body.includes(citizen));
  const failing = await openDesk({
    ledger: { recordCredentialIssue: () => Promise.reject(new Refusal('ledger_unavailable')) },
  });
  const made = await offer('next-card');
  await assert.rejects(collect(failing.post, made, 1), /"status":503/);
  const [carried] = await place.stores.issuedCredentials.listByCitizen(citizen, new Date());
  assert.equal(carried?.count, 3, 'no place was taken for it');
  failing.close();
});

test('neither log nor store keeps a code, a token, a key or an answer', async () => {
  const made = await offer('class-1');
  const { code } = readOffer(made.address);
  const [carried] = await collect(desk.post, made, 1);
  assert.ok(carried);
  const kept = JSON.stringify([
    desk.log,
    await place.stores.database.all('SELECT * FROM credential_offers'),
    await place.stores.database.all('SELECT * FROM issued_credentials'),
  ]);
  for (const secret of [code, carried.credential.split('~')[1] ?? '', String(publicJwk(carried.key)['x'])])
    assert.ok(!kept.includes(secret), secret);
  assert.ok(!desk.log.join('').includes(made.transactionCode));
});

test('the status list is one for all, signed, and tells places only', async () => {
  const day = Math.floor(Date.now() / 86_400_000);
  const { text, type } = await desk.get(`/credentials/status/${day}`);
  assert.equal(type, 'application/statuslist+jwt');
  const {
    status_list: list,
    ttl,
    exp,
    iat,
    sub,
  } = claimsOf(text) as {
    status_list: { bits: number; lst: string };
    ttl: number;
    exp: number;
    iat: number;
    sub: string;
  };
  assert.deepEqual([list.bits, ttl, exp - iat, sub], [1, 60, 300, `${issuer}/credentials/status/${day}`]);
  assert.equal(inflateSync(Buffer.from(list.lst, 'base64url')).length, 131_072 / 8);
  for (const path of ['0', '1', 'x', `0${day}`, `${day}0`, '-1'])
    assert.equal((await desk.get(`/credentials/status/${path}`)).status, 404, path);
});

test('metadata describes what is done: configurations, batch size, and where tokens come from', async () => {
  const read = async (path: string) => JSON.parse((await desk.get(path)).text) as Record<string, unknown>;
  const metadata = await read('/.well-known/openid-credential-issuer');
  assert.deepEqual(metadata['batch_credential_issuance'], { batch_size: mostPerBatch });
  const configurations = metadata['credential_configurations_supported'] as Record<string, { vct: string }>;
  assert.equal(configurations['rail-disability-discount']?.vct, railVct);
  const type = await read('/credentials/types/rail-disability-discount');
  assert.equal(type['vct'], railVct);
  assert.deepEqual(
    (type['claims'] as { path: string[] }[]).map(({ path }) => path[0]),
    ['class', 'companion', 'valid_until'],
  );
  const server = await read('/.well-known/oauth-authorization-server/credentials');
  assert.deepEqual([server['issuer']], metadata['authorization_servers']);
  assert.equal((await desk.get('/credentials/types/age-over.19')).status, 404);
  const keys = JSON.stringify(await read('/.well-known/jwt-vc-issuer'));
  assert.ok(!keys.includes('"d"'));
});

test('requests that are none are refused in OAuth’s words', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const pre = 'grant_type=urn:ietf:params:oauth:grant-type:pre-authorized_code';
  for (const body of [
    '',
    pre,
    `${pre}&tx_code=1`,
    `${pre}&pre-authorized_code=a&pre-authorized_code=b&tx_code=1`,
    'grant_type=password',
  ]) {
    const answer = await desk.post('/credentials/token', body, form);
    assert.deepEqual([answer.status, answer.body['error']], [400, 'invalid_request'], body);
  }
  assert.equal(
    (await desk.post('/credentials/token', '{}', { 'content-type': 'application/json' })).status,
    415,
  );
  const access = await token();
  const json = { 'content-type': 'application/json', authorization: `Bearer ${access}` };
  for (const body of [
    '',
    '{',
    '[]',
    '{"proofs":{}}',
    '{"credential_configuration_id":"x","proofs":{"ldp_vp":[]}}',
  ])
    assert.equal(
      (await desk.post('/credentials/credential', body, json)).body['error'],
      'invalid_request',
      body,
    );
  assert.equal((await desk.post('/credentials/credential', 'x'.repeat(70_000), json)).status, 413);
  for (const authorization of ['', 'Bearer', `DPoP ${access}`, `Bearer ${access}x`]) {
    const answer = await desk.post('/credentials/credential', '{}', { ...json, authorization });
    assert.equal(answer.status, 401, authorization);
  }
});

test('a signature of the wallet’s own makes no credential', async () => {
  const key = newKey();
  const at = await expected();
  const made = signJws(
    key,
    { typ: 'dc+sd-jwt', alg: 'ES256', kid: at.keys[0]?.kid },
    {
      iss: issuer,
      vct: railVct,
      iat: 0,
      exp: 4_000_000_000,
      cnf: { jwk: publicJwk(key) },
      _sd: [],
    },
  );
  await assert.rejects(
    verifyPresentation(present({ credential: `${made}~`, key }, [], at), at),
    /signature of the dc\+sd-jwt/,
  );
});

function claimsOf(jws: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}
