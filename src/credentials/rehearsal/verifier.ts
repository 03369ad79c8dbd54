/** A small verifier, written from RFC 9901 and the profile, without a line of the issuer's. */
import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { inflateSync } from 'node:zlib';

export interface Expected {
  aud: string;
  nonce: string;
  issuer: string;
  vct: string;
  /** From `/.well-known/jwt-vc-issuer`. */
  keys: readonly (JsonWebKey & { kid?: string })[];
  /** Fetches a status list token by its address. */
  fetchStatus(uri: string): Promise<string>;
  now?: number;
}

/** The claims that were shown. @throws Error that says what does not hold */
export async function verifyPresentation(text: string, expected: Expected): Promise<Record<string, unknown>> {
  const now = expected.now ?? Math.floor(Date.now() / 1000);
  const parts = text.split('~');
  const binding = parts.pop() ?? '';
  const [jwt = '', ...disclosures] = parts;
  const issued = open(jwt, 'dc+sd-jwt', ({ kid }) => expected.keys.find((key) => key.kid === kid));
  if (issued['iss'] !== expected.issuer) throw new Error('another issuer');
  if (issued['vct'] !== expected.vct) throw new Error('another type');
  if (Number(issued['exp']) <= now || Number(issued['iat']) > now) throw new Error('not in its time');
  if (binding === '') throw new Error('not bound to its holder');
  const { jwk } = issued['cnf'] as { jwk: JsonWebKey };
  const bound = open(binding, 'kb+jwt', () => jwk);
  if (bound['aud'] !== expected.aud) throw new Error('for another verifier');
  if (bound['nonce'] !== expected.nonce) throw new Error('another nonce');
  if (Math.abs(now - Number(bound['iat'])) > 300) throw new Error('bound too long ago');
  const shown = text.slice(0, text.length - binding.length);
  if (bound['sd_hash'] !== digest(shown)) throw new Error('not what the holder signed');
  await checkStatus(issued, expected);
  return readDisclosures(disclosures, issued);
}

function readDisclosures(
  disclosures: readonly string[],
  issued: Record<string, unknown>,
): Record<string, unknown> {
  const digests = issued['_sd'] as string[];
  const claims: Record<string, unknown> = {};
  for (const disclosure of disclosures) {
    if (!digests.includes(digest(disclosure))) throw new Error('a disclosure that was not issued');
    const [, name, value] = JSON.parse(Buffer.from(disclosure, 'base64url').toString()) as [
      string,
      string,
      unknown,
    ];
    if (name in claims || name in issued) throw new Error('a claim twice');
    claims[name] = value;
  }
  return claims;
}

async function checkStatus(issued: Record<string, unknown>, expected: Expected): Promise<void> {
  const { idx, uri } = (issued['status'] as { status_list: { idx: number; uri: string } }).status_list;
  const list = open(await expected.fetchStatus(uri), 'statuslist+jwt', ({ kid }) =>
    expected.keys.find((key) => key.kid === kid),
  );
  if (list['sub'] !== uri) throw new Error('another status list');
  const bits = inflateSync(Buffer.from((list['status_list'] as { lst: string }).lst, 'base64url'));
  if (((bits[idx >> 3] ?? 0xff) >> (idx & 7)) & 1) throw new Error('no longer valid');
}

function open(
  jws: string,
  typ: string,
  keyOf: (header: { kid?: string }) => JsonWebKey | undefined,
): Record<string, unknown> {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const read = JSON.parse(Buffer.from(header, 'base64url').toString()) as {
    typ: string;
    alg: string;
    kid?: string;
  };
  if (read.typ !== typ || read.alg !== 'ES256') throw new Error(`no ${typ}`);
  const key = keyOf(read);
  if (!key) throw new Error('an unknown key');
  const holds = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key: createPublicKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!holds) throw new Error(`the signature of the ${typ} does not hold`);
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
