/** Companies that registered an encryption key: what they get, what nobody else can do with it. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { compactDecrypt, CompactEncrypt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { loadAgencies, loadPersonas, loadRelyingParties } from '../../stand-ins/personas.ts';
import { openTown } from '../../stand-ins/town.ts';
import { toEncryptionKey } from '../tokens/encryption-key.ts';
import { toStrongKey } from '../tokens/strong-key.ts';
import type { ClientId, ItemName } from '../vocabulary/identifiers.ts';
import type { PublicJwk } from '../vocabulary/jwk.ts';
import {
  type Answer,
  type ApiPlace,
  discount,
  issuerOfCertificate,
  openApiPlace,
} from './rehearsal/api-place.ts';

const world = {
  people: loadPersonas(),
  agencies: loadAgencies(),
  relyingParties: loadRelyingParties(),
  openTown,
};
const jwt = 'application/jwt';
const category = '/v1/self-information/disability_welfare';
const attestation = '/v1/attestations/rail-disability-discount';
const userinfo = '/v1/userinfo';
const requests = '/v1/self-information/requests';
const name = 'identity.name' as ItemName;
const items = [discount, issuerOfCertificate, name];

let place: ApiPlace;
before(async () => {
  place = await openApiPlace(world);
});
after(() => place.close());

interface Pair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}
const p256 = (): Pair => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = (modulusLength: number, publicExponent = 65537): Pair =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent });
const toJwk = ({ publicKey }: Pair, more: object = {}) =>
  ({ ...publicKey.export({ format: 'jwk' }), use: 'enc', kid: 'company-1', ...more }) as unknown as PublicJwk;

async function register(keys: readonly PublicJwk[]): Promise<void> {
  const company = await place.stores.relyingParties.find('rail-company' as ClientId);
  await place.stores.relyingParties.save({ ...(company ?? assert.fail()), jwks: { keys } });
}
/** Opens both layers, as the company would. */
async function open({ text }: Answer, { privateKey }: Pair, keyName: 'answers' | 'issuer' = 'answers') {
  const { plaintext, protectedHeader } = await compactDecrypt(text, privateKey);
  assert.equal(protectedHeader.cty, 'JWT');
  assert.equal(protectedHeader.enc, 'A256GCM');
  const { json } = await place.call('/v1/keys');
  const [answers] = json['keys'] as PublicJwk[];
  const key = keyName === 'answers' ? answers : place.issuerKey.publicJwk;
  const options = { audience: 'rail-company', algorithms: ['ES256'] };
  const inner = new TextDecoder().decode(plaintext);
  return (await jwtVerify(inner, await importJWK(key as never, 'ES256'), options)).payload;
}

test('category, attestation, userinfo and result come signed and encrypted, whichever algorithm was registered', async () => {
  const keys: [Pair, object, string][] = [
    [p256(), {}, 'ECDH-ES+A256KW'],
    [p256(), { alg: 'ECDH-ES' }, 'ECDH-ES'],
    [p256(), { alg: 'ECDH-ES+A256KW' }, 'ECDH-ES+A256KW'],
    [rsa(2048), {}, 'RSA-OAEP-256'],
  ];
  for (const [pair, more, algorithm] of keys) {
    await register([toJwk(pair, more)]);
    const consent = await place.addConsent('class-1', { items });
    const read = (path: string, accept = jwt) => place.call(path, { consent, accept });
    const answer = await read(category);
    assert.equal(answer.headers['content-type'], 'application/jwt');
    const header = decodeProtectedHeader(answer.text);
    assert.deepEqual([header.alg, header.kid], [algorithm, 'company-1']);
    assert.deepEqual((await open(answer, pair))['record'], { certificates: [{ issuer: '見本県' }] });
    assert.deepEqual((await open(await read(attestation), pair))['attestation'], {
      class: 1,
      companion: true,
      valid_until: null,
    });
    assert.equal((await open(await read(userinfo), pair, 'issuer'))['aud'], 'rail-company');
    assert.equal(
      (await read(category, '*/*')).text.split('.').length,
      5,
      'whoever takes anything gets it encrypted',
    );
    const accepted = await place.call(requests, { consent, method: 'POST', json: {} });
    const path = new URL(accepted.headers['location'] ?? '').pathname;
    let fetched = await read(path);
    for (let tries = 0; fetched.json['state'] === 'pending' && tries < 100; tries += 1) {
      await wait(20);
      fetched = await read(path);
    }
    const { results } = (await open(fetched, pair)) as { results: { record: unknown }[] };
    assert.deepEqual(results[0]?.record, { certificates: [{ issuer: '見本県' }] });
  }
});

test('an answer in the open is refused before anybody is asked, and spends nothing', async () => {
  await register([toJwk(p256())]);
  const consent = await place.addConsent('class-1', { items });
  place.asked.length = 0;
  for (const path of [category, userinfo]) {
    const answer = await place.call(path, { consent, accept: 'application/json' });
    assert.deepEqual([answer.status, answer.json['reason']], [406, 'not_acceptable']);
    assert.match(String(answer.json['detail']), /encryption key/);
  }
  assert.deepEqual(place.asked, []);
  assert.equal((await place.stores.consents.find(consent.id))?.readsUsed, 0);
  assert.deepEqual(await place.entries(consent), []);
});

test('no other key opens it, a changed or stripped one opens for nobody, and two answers never share their text', async () => {
  const pair = p256();
  await register([toJwk(pair)]);
  const consent = await place.addConsent('class-1', { items });
  const one = await place.call(category, { consent, accept: jwt });
  const other = await place.call(attestation, { consent, accept: jwt });
  assert.ok(!Buffer.from(one.text.split('.')[3] ?? '', 'base64url').includes('見本県'));
  await assert.rejects(compactDecrypt(one.text, p256().privateKey));
  const parts = one.text.split('.');
  const others = other.text.split('.');
  for (const place of [0, 1, 2, 3, 4]) {
    const swapped = parts.map((part, index) => (index === place ? (others[place] ?? '') : part));
    if (swapped.join('.') !== one.text)
      await assert.rejects(compactDecrypt(swapped.join('.'), pair.privateKey), `part ${place}`);
  }
  await assert.rejects(compactDecrypt(parts.slice(0, 3).join('.'), pair.privateKey), 'a layer stripped');
  // Anybody can encrypt to the company; only what is inside says who did.
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"aud":"rail-company"}').toString('base64url')}.`;
  const forged = await new CompactEncrypt(Buffer.from(unsigned))
    .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', cty: 'JWT' })
    .encrypt(pair.publicKey);
  await assert.rejects(open({ ...one, text: forged }, pair));
  const [first, second] = [await place.call(category, { consent, accept: jwt }), one];
  assert.notEqual(first.text.split('.')[1], second.text.split('.')[1]);
  assert.equal((await open(one, pair))['aud'], 'rail-company');
});

test('a weak, private, ambiguous or foreign key is none that answers go out under: nothing goes out', async () => {
  const good = toJwk(p256());
  const weak: Record<string, PublicJwk[]> = {
    'a short RSA key': [toJwk(rsa(1024))],
    'an RSA key with exponent 3': [toJwk(rsa(2048, 3))],
    'another curve': [toJwk(generateKeyPairSync('ec', { namedCurve: 'P-384' }))],
    'a private half': [
      { ...p256().privateKey.export({ format: 'jwk' }), use: 'enc' } as unknown as PublicJwk,
    ],
    'a point off the curve': [{ ...good, y: good['x'] } as PublicJwk],
    'a symmetric key': [{ kty: 'oct', k: 'AAAA', use: 'enc' } as unknown as PublicJwk],
    RSA1_5: [toJwk(rsa(2048), { alg: 'RSA1_5' })],
    dir: [toJwk(p256(), { alg: 'dir' })],
    'operations of its own': [toJwk(p256(), { key_ops: ['verify'] })],
    'two at once': [good, toJwk(p256())],
  };
  const consent = await place.addConsent('class-1', { items });
  for (const [what, keys] of Object.entries(weak)) {
    await register(keys);
    for (const path of [category, attestation, userinfo]) {
      const answer = await place.call(path, { consent, accept: jwt });
      assert.deepEqual([answer.status, answer.json['reason']], [403, 'encryption_key_unusable'], what);
      assert.ok(!answer.text.includes('見本県'));
    }
    if (what !== 'two at once')
      assert.equal(toEncryptionKey(keys[0] as Record<string, unknown>), undefined, what);
  }
  assert.equal((await place.stores.consents.find(consent.id))?.readsUsed, 0);
});

test('a key for encryption is none to sign with, and one to sign with none to encrypt to', async () => {
  const pair = p256();
  assert.equal(toStrongKey(toJwk(pair)), undefined);
  assert.equal(toEncryptionKey({ ...toJwk(pair), use: 'sig' }), undefined);
  assert.equal(toEncryptionKey({ ...toJwk(pair), use: undefined }), undefined);
  await register([{ ...toJwk(pair), use: 'sig' } as PublicJwk]);
  const consent = await place.addConsent('class-1', { items });
  assert.equal((await place.call(category, { consent })).status, 200);
});
