import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { loadAgencies, loadPersonas, loadRelyingParties } from '../../stand-ins/personas.ts';
import { openTown } from '../../stand-ins/town.ts';
import { createErasure } from '../disclosures/erasure.ts';
import { createPublishedLedger } from '../disclosures/published-ledger.ts';
import { attestationQuestions, attestations } from '../vocabulary/attestations.ts';
import { type ItemName, newIdentifier } from '../vocabulary/identifiers.ts';
import { identityCategory } from '../vocabulary/identity.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import {
  type Answer,
  type ApiPlace,
  discount,
  issuer,
  issuerOfCertificate,
  openApiPlace,
} from './rehearsal/api-place.ts';
import { describedStatuses, seen } from './rehearsal/contract.ts';

const world = {
  people: loadPersonas(),
  agencies: loadAgencies(),
  relyingParties: loadRelyingParties(),
  openTown,
};
const listing = '/v1/self-information';
const category = '/v1/self-information/disability_welfare';
const attestation = '/v1/attestations/rail-disability-discount';
const userinfo = '/v1/userinfo';
const watched = [
  '/v1/ledger/head',
  '/v1/ledger/heads/1',
  '/v1/ledger/heads/from/0',
  '/v1/ledger/leaves/0',
  '/v1/ledger/consistency/1/1',
];
const open = ['/v1/keys', ...watched, `/v1/receipts/${newIdentifier()}`];
/** Every question, with a value where one is registered. */
const questions = attestationQuestions.map((question) => ({
  path: `/v1/attestations/${question.name}`,
  item: attestations.find((each) => each.question === question)?.item ?? assert.fail(),
  isOfAgency: question.category !== identityCategory,
}));
const acceptFor = (path: string): string =>
  path.startsWith('/v1/attestations/') ? 'application/jwt' : 'application/json';
const reasonOf = ({ status, json }: Answer): string => `${status} ${String(json['reason'])}`;

let place: ApiPlace;
before(async () => {
  place = await openApiPlace(world);
});
after(() => place.close());

describe('what is asked for wrongly', () => {
  test('an unknown category, attestation, receipt or path is not found, in words of its own', async () => {
    const consent = await place.addConsent('class-1');
    const expected: [string, string][] = [
      ['/v1/self-information/weather', '404 category_not_found'],
      ['/v1/self-information/DISABILITY_WELFARE', '404 category_not_found'],
      ['/v1/self-information/__proto__', '404 category_not_found'],
      ['/v1/self-information/constructor', '404 category_not_found'],
      ['/v1/self-information/attestations', '404 category_not_found'],
      ['/v1/attestations/weather', '404 attestation_not_found'],
      ['/v1/attestations/rail-disability-discount@2025-04', '404 attestation_not_found'],
      ['/v1/receipts/x', '404 receipt_unknown'],
      [`/v1/receipts/${newIdentifier()}`, '404 receipt_unknown'],
      ['/v1/ledger/head', '404 ledger_empty'],
      ['/v1/ledger/heads/1', '404 ledger_part_unknown'],
      ['/v1/ledger/leaves/0', '404 ledger_part_unknown'],
      ['/v1/ledger/consistency/1/2', '404 ledger_part_unknown'],
      ['/v1/ledger/heads/01', '404 not_found'],
      ['/v1/ledger/heads/-1', '404 not_found'],
      ['/v1/ledger/heads/1e3', '404 not_found'],
      ['/v1/ledger/leaves/9007199254740993', '404 not_found'],
      ['/v1/ledger/leaves/9007199254740991', '404 ledger_part_unknown'],
      ['/v1/ledger/consistency/1/0x2', '404 not_found'],
      ['/v1/ledger/heads', '404 not_found'],
      ['/v1/nothing', '404 not_found'],
      ['/v1/', '404 not_found'],
      ['/v1/self-information/', '404 not_found'],
      [`${category}/`, '404 not_found'],
      [`${category}/certificates`, '404 not_found'],
      ['/v1/Keys', '404 not_found'],
      ['/v1//keys', '404 not_found'],
      ['/v1/self-information/disability%5Fwelfare', '404 not_found'],
      ['/v1/self-information/%00', '404 not_found'],
      ['/v1/self-information/disability_welfare%00', '404 not_found'],
      ['/v1/receipts/%2e%2e%2f%2e%2e%2fetc%2fpasswd', '404 not_found'],
      ['/v1/self-information/..%2fkeys', '404 not_found'],
      ['/v1/%zz', '404 not_found'],
    ];
    for (const [path, reason] of expected) {
      const answer = await place.call(path, {
        consent,
        accept: path.includes('/att') ? 'application/jwt' : '*/*',
      });
      assert.equal(reasonOf(answer), reason, path);
    }
    assert.equal((await place.stores.consents.find(consent.id))?.readsUsed, 0);
  });

  test('any other method is refused with what is allowed, HEAD too: it would spend a read for nothing', async () => {
    const consent = await place.addConsent('class-1');
    for (const method of ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])
      for (const path of [listing, category, attestation, ...open]) {
        const answer = await place.call(path, { consent, method });
        assert.equal(answer.status, 405, `${method} ${path}`);
        assert.equal(answer.headers['allow'], 'GET');
        assert.equal(answer.headers['access-control-allow-origin'], undefined);
      }
    const answer = await place.call(userinfo, { consent, method: 'DELETE' });
    assert.deepEqual([answer.status, answer.headers['allow']], [405, 'GET, POST']);
    assert.equal((await place.call('/v1/nothing', { method: 'POST' })).status, 404);
    assert.equal((await place.stores.consents.find(consent.id))?.readsUsed, 0);
  });

  test('an answer in another media type is refused before anything is read', async () => {
    const consent = await place.addConsent('class-1');
    for (const path of [listing, category, attestation, userinfo, ...open])
      for (const accept of [
        'text/html',
        'application/xml;q=1',
        'application/json;q=0, application/jwt;q=0',
      ]) {
        const answer = await place.call(path, { consent, accept });
        assert.equal(reasonOf(answer), '406 not_acceptable', path);
      }
    assert.equal(
      reasonOf(await place.call(attestation, { consent, accept: 'application/json' })),
      '406 not_acceptable',
    );
    assert.equal(
      (await place.call(category, { consent, accept: '*/*' })).headers['content-type'],
      'application/json; charset=utf-8',
    );
    assert.equal(
      (await place.call(category, { consent, accept: 'application/jwt, application/json;q=0.5' })).headers[
        'content-type'
      ],
      'application/jwt',
    );
    assert.equal((await place.stores.consents.find(consent.id))?.readsUsed, 2);
  });

  test('nothing is silently ignored: neither a query parameter nor a body', async () => {
    const consent = await place.addConsent('class-1');
    for (const path of [listing, category, attestation, userinfo, ...open]) {
      for (const query of ['items=all', 'access_token=x', 'x', '%00', 'a=1&a=2']) {
        const answer = await place.call(`${path}?${query}`, { consent, accept: acceptFor(path) });
        assert.equal(reasonOf(answer), '400 request_malformed', `${path}?${query}`);
      }
      const headers = [...place.headersFor(path, { consent }), 'Accept', acceptFor(path)];
      for (const framing of [
        ['Content-Length', '15'],
        ['Transfer-Encoding', 'chunked'],
      ]) {
        const answer = await place.call(path, {
          rawHeaders: [...headers, ...framing],
          body: '{"items":["*"]}',
        });
        assert.equal(reasonOf(answer), '400 request_malformed', path);
      }
      assert.notEqual(
        (await place.call(path, { rawHeaders: [...headers, 'Content-Length', '0'] })).status,
        400,
      );
    }
  });

  test('a header that is sent twice is refused, whatever its two values are', async () => {
    const consent = await place.addConsent('class-1');
    for (const name of ['Authorization', 'DPoP', 'Idempotency-Key']) {
      const headers = place.headersFor(category, { consent, idempotencyKey: 'a' });
      const value = headers[headers.indexOf(name) + 1] ?? '';
      for (const second of [value, 'x'])
        for (const spelling of [name, name.toUpperCase()]) {
          const answer = await place.call(category, { rawHeaders: [...headers, spelling, second] });
          assert.equal(reasonOf(answer), '400 request_malformed');
          assert.match(String(answer.json['detail']), /sent more than once/);
        }
    }
  });

  test('an Idempotency-Key that is none is refused, and spends nothing', async () => {
    const consent = await place.addConsent('class-1');
    for (const idempotencyKey of ['x'.repeat(256), 'two words', 'tab\there', 'é']) {
      const answer = await place.call(category, { consent, idempotencyKey });
      assert.equal(reasonOf(answer), '400 request_malformed', idempotencyKey);
    }
    const empty = place.headersFor(category, { consent });
    const answer = await place.call(category, { rawHeaders: [...empty, 'Idempotency-Key', ''] });
    assert.equal(reasonOf(answer), '400 request_malformed');
    assert.equal((await place.stores.consents.find(consent.id))?.readsUsed, 0);
  });
});

describe('who asks', () => {
  test('without a sound token and its proof nothing is told, and the challenge says how to do it right', async () => {
    const consent = await place.addConsent('class-1');
    const [, token = '', , proof = ''] = place.headersFor(category, { consent });
    const now = Math.floor(Date.now() / 1000);
    const cases: [Parameters<ApiPlace['call']>[1], string, RegExp][] = [
      [{}, 'token_missing', /^DPoP algs="ES256 PS256"$/],
      [{ rawHeaders: ['DPoP', proof] }, 'token_missing', /^DPoP algs=/],
      [{ rawHeaders: ['Authorization', token] }, 'proof_missing', /error="invalid_dpop_proof"/],
      [
        { rawHeaders: ['Authorization', token.replace('DPoP', 'Bearer')] },
        'token_not_bound',
        /error="invalid_token"/,
      ],
      [{ rawHeaders: ['Authorization', 'DPoP x', 'DPoP', proof] }, 'token_invalid', /error="invalid_token"/],
      [{ rawHeaders: ['Authorization', 'Basic eA=='] }, 'token_invalid', /error="invalid_token"/],
      [{ consent, token: { exp: now - 1 } }, 'token_expired', /error="invalid_token"/],
      [{ consent, token: { aud: issuer } }, 'token_invalid', /./],
      [{ consent, token: { iss: 'http://localhost:4000' } }, 'token_invalid', /./],
      [{ consent, token: { cnf: { jkt: 'x' } } }, 'token_not_bound', /./],
      [{ consent, token: { consent: 7 } }, 'token_invalid', /./],
      [{ consent, proof: { htm: 'POST' } }, 'proof_invalid', /error="invalid_dpop_proof"/],
      [{ consent, proof: { htu: `${issuer}/v1/keys` } }, 'proof_invalid', /./],
      [{ consent, proof: { htu: 'http://127.0.0.1:3000/v1/self-information' } }, 'proof_invalid', /./],
      [{ consent, proof: { iat: now - 3600 } }, 'proof_invalid', /./],
      [{ consent, proof: { ath: 'x' } }, 'proof_invalid', /./],
    ];
    for (const path of [listing, category, attestation, userinfo])
      for (const [options, reason, challenge] of cases) {
        const answer = await place.call(path, { accept: acceptFor(path), ...withAccept(options, path) });
        assert.equal(reasonOf(answer), `401 ${reason}`, path);
        assert.match(answer.headers['www-authenticate'] ?? '', challenge);
      }
    assert.deepEqual(await place.entries(consent), []);
  });

  test('every answer and refusal has a trace id and is stored by nobody', async () => {
    const consent = await place.addConsent('class-1');
    for (const answer of [
      await place.call(category, { consent }),
      await place.call(category),
      await place.call('/v1/nothing'),
      await place.call(listing, { consent }),
    ]) {
      assert.match(answer.headers['x-trace-id'] ?? '', /^[0-9a-f]{32}$/);
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      if (answer.status >= 400) assert.equal(answer.json['trace_id'], answer.headers['x-trace-id']);
    }
    const [entry] = await place.entries(consent);
    assert.ok(
      place.log.some((line) => line.includes(String(entry?.['trace_id']))),
      'log and entry share the trace',
    );
  });

  test('only public halves of keys are published, and the ledger’s is the one of its receipts', async () => {
    const { json, headers } = await place.call('/v1/keys');
    const keys = json['keys'] as Record<string, string>[];
    assert.equal(headers['cache-control'], 'public, max-age=300');
    assert.equal(keys[1]?.['kid'], place.ledgerPlace.key.kid);
    for (const key of keys)
      assert.deepEqual(Object.keys(key).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  test('each policy’s answer and words are of one source', async () => {
    const consent = await place.addConsent('class-1', { items: [discount] });
    const { json } = await place.call(listing, { consent });
    assert.deepEqual(json['attestations'], [
      { policy: 'rail-disability-discount@2025-04', item: discount, href: `${issuer}${attestation}` },
    ]);
  });
});

test('every status that openapi.yaml describes was answered, for every operation, as it is described', async () => {
  const consent = await place.addConsent('class-1', {
    items: [...questions.map(({ item }) => item), issuerOfCertificate, 'identity.name' as ItemName],
  });
  const withdrawn = await place.addConsent('class-1', { withdrawnAt: new Date() });
  place.town.behave('municipality-990035', 'down');
  const unavailable = await place.addConsent('agency-down');
  const attested = questions.map(({ path }) => path);
  for (const path of [listing, category, ...attested, userinfo]) {
    await place.call(path, { consent, accept: acceptFor(path) });
    await place.call(path, { consent: withdrawn, accept: acceptFor(path) });
  }
  for (const path of attested) {
    await place.call(path);
    await place.call(path, { consent, accept: 'application/json' });
    await place.call(`${path}?x=1`, { consent, accept: acceptFor(path) });
  }
  const { json } = await place.call(category, { consent });
  const receipt = `/v1/receipts/${(json['receipt'] as { entry: string }).entry}`;
  await place.call(receipt);
  await place.ledgerPlace.ledger.integrateNow();
  const size = (await place.ledgerPlace.ledger.latestHead())?.size ?? 0;
  const told = [`/v1/ledger/heads/${size}`, '/v1/ledger/heads/none', '/v1/ledger/heads/from/none'];
  const untold = ['/v1/ledger/leaves/none', '/v1/ledger/consistency/0/1', '/v1/receipts/none'];
  for (const path of [receipt, ...watched, ...told, ...untold, '/v1/keys']) await place.call(path);
  const erasable = await place.addConsent('class-2');
  const { json: read } = await place.call(category, { consent: erasable });
  const gone = `/v1/receipts/${(read['receipt'] as { entry: string }).entry}`;
  const erased = createErasure({
    erasures: place.stores.erasures,
    clock: place.clock,
    origin: issuer,
    retentionDays: 1,
  });
  assert.equal(await erased.eraseCitizen(erasable.citizen), 1);
  assert.equal(reasonOf(await place.call(gone)), '410 entry_erased');
  for (const agency of ['municipality-990060', 'insurer-99000016'])
    place.town.behave(agency, 'not_connected');
  const ofAgencies = questions.filter(({ isOfAgency }) => isOfAgency);
  const notConnected = await place.addConsent('not-connected', {
    items: [issuerOfCertificate, ...ofAgencies.map(({ item }) => item)],
  });
  for (const path of [category, ...ofAgencies.map(({ path }) => path)]) {
    await place.call(path, { consent: unavailable, accept: acceptFor(path) });
    await place.call(path, { consent: notConnected, accept: acceptFor(path) });
  }
  const failing = (error: Error) => ({
    consents: { find: () => Promise.reject(error) },
    ledger: {
      append: () => Promise.reject(error),
      appendTogether: () => Promise.reject(error),
      receipt: () => Promise.reject(error),
      published: createPublishedLedger(failingStores(error)),
    },
    answersKey: {
      ...place.ledgerPlace.key,
      get publicJwk(): never {
        throw error;
      },
    },
  });
  const ours = new TypeError('with a value: 見本県');
  for (const error of [ours, new Refusal('store_unavailable', 'SQLITE_FULL')]) {
    const broken = await openApiPlace(world, failing(error));
    const asking = await broken.addConsent('class-1');
    for (const path of [listing, category, ...attested, userinfo, receipt, ...watched, '/v1/keys']) {
      if (error !== ours && path === '/v1/keys') continue;
      const answer = await broken.call(path, { consent: asking, accept: acceptFor(path) });
      assert.equal(answer.status, error === ours ? 500 : 503, path);
      assert.doesNotMatch(answer.text, /見本県|SQLITE|TypeError|\.ts:/);
    }
    assert.ok(!broken.log.join('').includes('見本県'));
    await broken.close();
  }
  assert.deepEqual(
    describedStatuses().filter((status) => !status.includes('/requests') && !seen.has(status)),
    [],
  );
});

function failingStores(error: Error): Parameters<typeof createPublishedLedger>[0] {
  const fail = (): Promise<never> => Promise.reject(error);
  return {
    ledger: { latestHead: fail, nodes: fail },
    publishedTree: { findHead: fail, listHeads: fail, leaves: fail, cosignatures: fail },
  };
}

/** Raw headers come without Accept; the attestation has only one media type. */
function withAccept(
  options: Parameters<ApiPlace['call']>[1] = {},
  path: string,
): Parameters<ApiPlace['call']>[1] {
  const { rawHeaders } = options;
  return rawHeaders ? { ...options, rawHeaders: [...rawHeaders, 'Accept', acceptFor(path)] } : options;
}
