/** A small holder: fetches a batch by an offer, keeps its keys, and shows a credential to one verifier. */
import { generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto';

export interface Carried {
  /** The issuer's JWT with all disclosures. */
  credential: string;
  key: KeyObject;
}

export interface Told {
  status: number;
  body: Record<string, unknown>;
}

export type Post = (path: string, body: string, headers: Record<string, string>) => Promise<Told>;

export interface ReadOffer {
  issuer: string;
  configuration: string;
  code: string;
}

export function readOffer(address: string): ReadOffer {
  const offer = JSON.parse(new URL(address).searchParams.get('credential_offer') ?? '') as {
    credential_issuer: string;
    credential_configuration_ids: [string];
    grants: Record<string, { 'pre-authorized_code': string }>;
  };
  const [grant] = Object.values(offer.grants);
  return {
    issuer: offer.credential_issuer,
    configuration: offer.credential_configuration_ids[0],
    code: grant?.['pre-authorized_code'] ?? '',
  };
}

export function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

export function publicJwk(key: KeyObject): Record<string, unknown> {
  const { kty, crv, x, y } = key.export({ format: 'jwk' });
  return { kty, crv, x, y };
}

export function signJws(key: KeyObject, header: object, payload: object): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode(header)}.${encode(payload)}`;
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

/** What a wallet signs for each key. A test may change either part. */
export function proveKey(
  key: KeyObject,
  claims: { aud: string; nonce: string },
  { header = {}, payload = {} }: { header?: object; payload?: object } = {},
): string {
  const iat = Math.floor(Date.now() / 1000);
  return signJws(
    key,
    { typ: 'openid4vci-proof+jwt', alg: 'ES256', jwk: publicJwk(key), ...header },
    { ...claims, iat, ...payload },
  );
}

export async function redeem(post: Post, offer: ReadOffer, transactionCode: string): Promise<Told> {
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:pre-authorized_code',
    'pre-authorized_code': offer.code,
    tx_code: transactionCode,
  });
  return post('/credentials/token', form.toString(), { 'content-type': 'application/x-www-form-urlencoded' });
}

export async function fetchNonce(post: Post): Promise<string> {
  return String((await post('/credentials/nonce', '', {})).body['c_nonce']);
}

export async function requestBatch(
  post: Post,
  token: string,
  configuration: string,
  proofs: readonly string[],
): Promise<Told> {
  return post(
    '/credentials/credential',
    JSON.stringify({ credential_configuration_id: configuration, proofs: { jwt: proofs } }),
    { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  );
}

/** The whole way, for `count` verifiers. */
export async function collect(
  post: Post,
  made: { address: string; transactionCode: string },
  count: number,
): Promise<Carried[]> {
  const offer = readOffer(made.address);
  const { body } = await redeem(post, offer, made.transactionCode);
  const nonce = await fetchNonce(post);
  const keys = Array.from({ length: count }, newKey);
  const proofs = keys.map((key) => proveKey(key, { aud: offer.issuer, nonce }));
  const issued = await requestBatch(post, String(body['access_token']), offer.configuration, proofs);
  if (issued.status !== 200) throw new Error(JSON.stringify(issued));
  const credentials = issued.body['credentials'] as { credential: string }[];
  return credentials.map(({ credential }, at) => ({ credential, key: keys[at] as KeyObject }));
}

/** Shows the named claims and no others, for one verifier and one moment (RFC 9901, section 4.3). */
export function present(
  { credential, key }: Carried,
  names: readonly string[],
  { aud, nonce }: { aud: string; nonce: string },
): string {
  const [jwt = '', ...disclosures] = credential.split('~').filter((part) => part !== '');
  const shown = disclosures.filter((disclosure) => names.includes(nameOf(disclosure)));
  const presented = `${[jwt, ...shown].join('~')}~`;
  const iat = Math.floor(Date.now() / 1000);
  const binding = { aud, nonce, iat, sd_hash: hash('sha256', presented, 'base64url') };
  return presented + signJws(key, { typ: 'kb+jwt', alg: 'ES256' }, binding);
}

export function nameOf(disclosure: string): string {
  return (JSON.parse(Buffer.from(disclosure, 'base64url').toString()) as [string, string])[1];
}
