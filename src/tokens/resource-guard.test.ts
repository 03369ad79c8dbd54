/** What the API takes from whom: every way to come with the wrong token, the wrong proof, or somebody else's. */
import assert from 'node:assert/strict';
import { createHash, createPublicKey, generateKeyPairSync, randomUUID, sign, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { signJwt } from '../key-custody/sign-jwt.ts';
import type { SigningKey } from '../key-custody/signing-key.ts';
import { jwkThumbprint } from '../key-custody/thumbprint.ts';
import type { PublicJwk } from '../vocabulary/jwk.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { parseCompactJws } from './compact-jws.ts';
import { createDpopProofs } from './dpop-proof.ts';
import { Company, newKeyPair, newRsaKeyPair } from './rehearsal/company.ts';
import { createResourceGuard, type PresentedRequest } from './resource-guard.ts';

const issuer = 'http://localhost:3000';
const audience = `${issuer}/v1`;
const url = `${audience}/self-information/disability_welfare`;
let now = new Date();
const clock = { now: () => now };
const seconds = (): number => Math.floor(now.getTime() / 1000);

const key = newSigningKey();
const guard = createResourceGuard({ issuer, audience, key: key.publicJwk, clock });
const company = new Company({
  issuer,
  clientId: 'rail-company',
  redirectUri: 'http://127.0.0.1:3001/callback',
});
const jkt = jwkThumbprint(company.dpop.publicJwk);

function newToken(changes: Record<string, unknown> = {}, typ = 'at+jwt', signer: SigningKey = key): string {
  return signJwt(signer, typ, {
    iss: issuer,
    aud: audience,
    sub: 'pairwise',
    client_id: 'rail-company',
    consent: 'consent-1',
    jti: randomUUID(),
    iat: seconds(),
    exp: seconds() + 300,
    cnf: { jkt },
    ...changes,
  });
}

async function newRequest(
  token = newToken(),
  changes: Parameters<Company['proof']>[1] = {},
  request: Partial<PresentedRequest> = {},
): Promise<PresentedRequest> {
  const ath = createHash('sha256').update(token).digest('base64url');
  const claims = { htm: 'GET', ath, iat: seconds(), ...changes.claims };
  return {
    method: 'GET',
    url,
    authorization: `DPoP ${token}`,
    proof: await company.proof(url, { ...changes, claims }),
    ...request,
  };
}

function assertRefused(request: PresentedRequest, reason: string, detail?: string): void {
  assert.throws(
    () => guard.check(request),
    (error) => {
      assert.ok(error instanceof Refusal, String(error));
      assert.equal(error.reason, reason);
      if (detail) assert.equal(error.detail, `DPoP: ${detail}`);
      assert.equal(error.row.status, 401);
      return true;
    },
  );
}

test('takes a bound token with its proof, once after the other', async () => {
  const token = newToken({ scope: 'openid disability_welfare' });
  const access = guard.check(await newRequest(token));
  assert.equal(access.client, 'rail-company');
  assert.equal(access.consent, 'consent-1');
  assert.equal(access.scope, 'openid disability_welfare');
  const again = guard.check(await newRequest(token));
  assert.notEqual(again.replay.hash, access.replay.hash);
});

test('names the same proof by the same mark, and keeps it for as long as the proof could be sent', async () => {
  const request = await newRequest();
  const [one, other] = [guard.check(request), guard.check(request)];
  assert.equal(one.replay.hash, other.replay.hash);
  const lastMoment = one.replay.expiresAt.getTime() - 1000;
  now = new Date(lastMoment);
  guard.check(request);
  now = new Date(lastMoment + 1000);
  assertRefused(request, 'proof_invalid', 'iat');
  now = new Date();
});

test('tells a mark of one key from the same identifier of another', async () => {
  const other = newKeyPair();
  const jti = randomUUID();
  const bound = newToken({ cnf: { jkt: jwkThumbprint(other.publicJwk) } });
  const marks = [
    guard.check(await newRequest(newToken(), { claims: { jti } })).replay.hash,
    guard.check(await newRequest(bound, { key: other, claims: { jti } })).replay.hash,
  ];
  assert.notEqual(marks[0], marks[1]);
});

test('takes PS256 proofs', async () => {
  const rsa = newRsaKeyPair();
  const token = newToken({ cnf: { jkt: jwkThumbprint(rsa.publicJwk) } });
  assert.ok(guard.check(await newRequest(token, { key: rsa, header: { alg: 'PS256' } })));
});

describe('the token', () => {
  test('is missing', async () => {
    const request = await newRequest();
    assertRefused({ ...request, authorization: undefined }, 'token_missing');
    assertRefused({ ...request, authorization: '' }, 'token_missing');
  });

  test('is sent as a bearer token', async () => {
    const token = newToken();
    assertRefused(await newRequest(token, {}, { authorization: `Bearer ${token}` }), 'token_not_bound');
    assertRefused(
      { ...(await newRequest(token)), authorization: `Bearer ${token}`, proof: undefined },
      'token_not_bound',
    );
  });

  test('is no token', async () => {
    for (const authorization of [
      'DPoP',
      'DPoP ',
      'DPoP a b',
      'Basic abc',
      'DPoP x.y.z',
      'DPoP ....',
      `DPoP ${'a'.repeat(20_000)}`,
    ])
      assertRefused(await newRequest(newToken(), {}, { authorization }), 'token_invalid');
  });

  test('was altered, in any part', async () => {
    const [header, payload, signature] = newToken().split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const wider = Buffer.from(JSON.stringify({ ...claims, consent: 'consent-2' })).toString('base64url');
    const flipped = `${signature.slice(0, -4)}${signature.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
    for (const token of [
      `${header}.${wider}.${signature}`,
      `${header}.${payload}.${flipped}`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `${header}.${payload}.${signature}=`,
      `${header}.${payload}.${signature}.${signature}`,
      `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.${signature}`,
    ])
      assertRefused(await newRequest(token), 'token_invalid');
  });

  test('is signed by another key, even under our key’s name', async () => {
    const stranger = newSigningKey();
    assertRefused(await newRequest(newToken({}, 'at+jwt', stranger)), 'token_invalid');
    assertRefused(await newRequest(newToken({}, 'at+jwt', { ...stranger, kid: key.kid })), 'token_invalid');
  });

  test('is another kind of signed thing of ours', async () => {
    for (const typ of ['JWT', 'jwt', 'receipt+jwt', 'attestation+jwt', 'AT+JWT'])
      assertRefused(await newRequest(newToken({}, typ)), 'token_invalid');
  });

  test('is for another issuer or API, or for several', async () => {
    for (const changes of [
      { iss: 'http://localhost:3001' },
      { aud: issuer },
      { aud: [audience] },
      { aud: [audience, 'https://other.example'] },
      { aud: 'rail-company' },
    ])
      assertRefused(await newRequest(newToken(changes)), 'token_invalid');
  });

  test('lacks what it must say', async () => {
    for (const name of ['sub', 'client_id', 'consent', 'jti', 'exp', 'iat', 'cnf', 'aud', 'iss'])
      assertRefused(await newRequest(newToken({ [name]: undefined })), 'token_invalid');
    for (const changes of [
      { cnf: {} },
      { cnf: { jkt: 7 } },
      { cnf: 'jkt' },
      { exp: 'tomorrow' },
      { scope: ['openid'] },
      { consent: '' },
    ])
      assertRefused(await newRequest(newToken(changes)), 'token_invalid');
  });

  test('is from the future', async () => {
    assertRefused(await newRequest(newToken({ iat: seconds() + 60 })), 'token_invalid');
    assertRefused(await newRequest(newToken({ nbf: seconds() + 60 })), 'token_invalid');
  });

  test('has expired, also where it was taken a moment ago', async () => {
    const token = newToken();
    guard.check(await newRequest(token));
    now = new Date(now.getTime() + 300_000);
    assertRefused(await newRequest(token), 'token_expired');
    now = new Date();
  });

  test('is bound to another key', async () => {
    const thief = newKeyPair();
    assertRefused(await newRequest(newToken(), { key: thief }), 'token_not_bound');
    assertRefused(
      await newRequest(newToken({ cnf: { jkt: jwkThumbprint(thief.publicJwk) } })),
      'token_not_bound',
    );
  });
});

describe('the proof', () => {
  test('is missing', async () => {
    assertRefused({ ...(await newRequest()), proof: undefined }, 'proof_missing');
    assertRefused({ ...(await newRequest()), proof: '' }, 'proof_missing');
  });

  test('is not one', async () => {
    const { proof } = await newRequest();
    for (const other of [
      'x',
      'x.y.z',
      `${String(proof)}, ${String(proof)}`,
      `${String(proof)} `,
      '..',
      'e30.e30.e30',
    ])
      assertRefused(await newRequest(newToken(), {}, { proof: other }), 'proof_invalid');
  });

  test('is for another method, address, token or time', async () => {
    assertRefused(await newRequest(newToken(), { claims: { htm: 'POST' } }), 'proof_invalid', 'htm');
    assertRefused(await newRequest(newToken(), { claims: { htm: 'get' } }), 'proof_invalid', 'htm');
    for (const htu of [
      `${audience}/self-information/tax_income`,
      url.replace('http:', 'https:'),
      url.replace(':3000', ''),
      `${url}/`,
      'nonsense',
      7,
      undefined,
      url.replace('//', '//user@'),
    ])
      assertRefused(await newRequest(newToken(), { claims: { htu } }), 'proof_invalid', 'htu');
    const ath = createHash('sha256').update(newToken()).digest('base64url');
    assertRefused(await newRequest(newToken(), { claims: { ath } }), 'proof_invalid', 'ath');
    assertRefused(await newRequest(newToken(), { claims: { ath: undefined } }), 'proof_invalid', 'ath');
    for (const iat of [seconds() - 62, seconds() + 62, undefined, 'now', null])
      assertRefused(await newRequest(newToken(), { claims: { iat } }), 'proof_invalid', 'iat');
  });

  test('holds for an address written another way', async () => {
    for (const htu of [
      `${url}?page=1`,
      `${url}#top`,
      url.replace('localhost', 'LOCALHOST'),
      url.replace('/v1/', '/v1/x/../'),
    ])
      guard.check(await newRequest(newToken(), { claims: { htu } }));
  });

  test('has no identifier, or one too long to remember', async () => {
    for (const jti of [undefined, '', 7, 'x'.repeat(257)])
      assertRefused(await newRequest(newToken(), { claims: { jti } }), 'proof_invalid', 'jti');
  });

  test('is of another type or algorithm, or brings an extension nobody knows', async () => {
    assertRefused(await newRequest(newToken(), { header: { typ: 'jwt' } }), 'proof_invalid', 'typ');
    assertRefused(await newRequest(newToken(), { header: { typ: undefined } }), 'proof_invalid', 'typ');
    const rsa = newRsaKeyPair();
    assertRefused(
      await newRequest(newToken(), { key: rsa, header: { alg: 'RS256' } }),
      'proof_invalid',
      'alg',
    );
    const [header, payload, signature] = String((await newRequest()).proof).split('.') as [
      string,
      string,
      string,
    ];
    const critical = {
      ...(JSON.parse(Buffer.from(header, 'base64url').toString()) as object),
      crit: ['b64'],
    };
    const proof = `${Buffer.from(JSON.stringify(critical)).toString('base64url')}.${payload}.${signature}`;
    assertRefused(await newRequest(newToken(), {}, { proof }), 'proof_invalid');
  });

  test('brings no key, a private one, a weak one or a shared one', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 });
    for (const jwk of [
      undefined,
      'key',
      company.dpop.privateKey.export({ format: 'jwk' }),
      weak.publicKey.export({ format: 'jwk' }),
      { kty: 'oct', k: 'AAAA' },
    ])
      assertRefused(await newRequest(newToken(), { header: { jwk } }), 'proof_invalid', 'jwk');
  });

  test('is signed by another key than it brings', async () => {
    const thief = newKeyPair();
    const { kty, crv, x, y } = company.dpop.publicJwk;
    assertRefused(
      await newRequest(newToken(), { key: thief, header: { jwk: { kty, crv, x, y } } }),
      'proof_invalid',
      'signature',
    );
  });
});

test('a check costs well under a millisecond', async () => {
  const tokens = Array.from({ length: 20 }, () => newToken());
  const requests = await Promise.all(
    Array.from({ length: 400 }, (_, index) => newRequest(tokens[index % 20])),
  );
  for (const request of requests.slice(0, 100)) guard.check(request);
  const began = process.cpuUsage();
  for (const request of requests.slice(100)) guard.check(request);
  const { user, system } = process.cpuUsage(began);
  const milliseconds = (user + system) / 1000 / 300;
  // Measured 0.2; the bound leaves room for a slow machine, and none for an import of the key at every call.
  assert.ok(milliseconds < 1, `${milliseconds.toFixed(3)} ms`);
});

/** From public test vectors that lie beside the repository, where they are. */
const vectorFile = fileURLToPath(new URL('../../../shared/vectors/oauth/rfc-vectors.json', import.meta.url));
const skip = existsSync(vectorFile) ? false : 'no test vectors at ../shared/vectors/oauth';

describe('the worked examples of the RFCs', { skip }, () => {
  const vectors = skip
    ? {}
    : (JSON.parse(readFileSync(vectorFile, 'utf8')) as Record<string, Record<string, string>>);

  test('RFC 7638: a key’s thumbprint', () => {
    const { jwk, thumbprint } = vectors['rfc7638-3.1'] as unknown as { jwk: PublicJwk; thumbprint: string };
    assert.equal(jwkThumbprint(jwk), thumbprint);
  });

  test('RFC 9449, 7.1: a proof for a resource is taken at its time', () => {
    const example = vectors['rfc9449-7.1'] as Record<string, string>;
    const proofs = createDpopProofs({ clock: { now: () => new Date(Number(example['iat']) * 1000) } });
    const request = {
      method: String(example['htm']),
      url: String(example['htu']),
      token: String(example['access_token']),
    };
    const verified = proofs.verify(String(example['proof']), request);
    assert.equal(verified.thumbprint, vectors['rfc9449-4.1']?.['jkt']);
    assert.throws(() => proofs.verify(String(example['proof']), { ...request, token: 'another' }), /ath/);
  });

  test('RFC 9449, 4.1: a proof for the token endpoint is no proof for a resource', () => {
    const example = vectors['rfc9449-4.1'] as Record<string, string>;
    const proofs = createDpopProofs({ clock: { now: () => new Date(Number(example['iat']) * 1000) } });
    const request = { method: String(example['htm']), url: String(example['htu']), token: 'any' };
    assert.throws(() => proofs.verify(String(example['proof']), request), /ath/);
    const jws = parseCompactJws(String(example['proof']));
    assert.ok(jws);
    const publicKey = createPublicKey({ key: jws.header['jwk'] as PublicJwk, format: 'jwk' });
    assert.ok(verify('sha256', jws.signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, jws.signature));
  });
});

function newSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' }) as unknown as PublicJwk;
  const kid = jwkThumbprint(jwk);
  return {
    kid,
    algorithm: 'ES256',
    publicJwk: { ...jwk, kid },
    sign: (data) => sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
}
