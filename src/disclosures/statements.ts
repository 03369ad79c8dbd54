/**
 * The two things the ledger signs, and the one that its witnesses do, each a compact JWS with a `typ` of its own, so that
 * none passes for another.
 */
import { createPublicKey, verify } from 'node:crypto';
import type { SigningKey } from '../key-custody/signing-key.ts';
import { signJwt } from '../key-custody/sign-jwt.ts';
import { jwkThumbprint } from '../key-custody/thumbprint.ts';
import type { StoredEntry } from '../stores/release.ts';
import { toNumericDate } from '../vocabulary/clock.ts';
import type { PublicJwk } from '../vocabulary/jwk.ts';

export const promiseType = 'madoguchi-promise+jwt';
export const treeHeadType = 'madoguchi-tree-head+jwt';
export const cosignatureType = 'madoguchi-cosignature+jwt';

/** The longest an entry may wait for its place in the tree; in practice about a second. */
export const integrationPromisedSeconds = 60;

/** “The entry with this leaf hash is recorded and will stand in the tree by `integrated_by`.” */
export interface InclusionPromise {
  iss: string;
  entry: string;
  leaf_hash: string;
  iat: number;
  integrated_by: number;
}

/** “The tree of this ledger had this root when it had this many leaves.” */
export interface TreeHead {
  iss: string;
  size: number;
  root: string;
  iat: number;
}

/** “I saw this head of that ledger, and it continues every head of it that I cosigned before.” `iss` is the witness. */
export interface Cosignature {
  iss: string;
  ledger: string;
  size: number;
  root: string;
  iat: number;
}

export function signPromise(
  key: SigningKey,
  origin: string,
  entry: Pick<StoredEntry, 'id' | 'leafHash' | 'at'>,
) {
  const iat = toNumericDate(entry.at);
  const claims: InclusionPromise = {
    iss: origin,
    entry: entry.id,
    leaf_hash: entry.leafHash.toString('base64url'),
    iat,
    integrated_by: iat + integrationPromisedSeconds,
  };
  return signJwt(key, promiseType, { ...claims });
}

export function signTreeHead(key: SigningKey, origin: string, size: number, root: Buffer, at: Date): string {
  const claims: TreeHead = { iss: origin, size, root: root.toString('base64url'), iat: toNumericDate(at) };
  return signJwt(key, treeHeadType, { ...claims });
}

/**
 * Proves that `statement` was signed by the holder of `publicJwk` as a `typ`, and answers its claims; throws otherwise.
 * Algorithm and key are the caller's: the statement's header is compared with them and never chooses (RFC 8725, 3.1).
 */
export function verifyStatement(statement: string, typ: string, publicJwk: PublicJwk): unknown {
  const parts = statement.split('.');
  const [header, claims, signature] = parts;
  if (parts.length !== 3 || !header || !claims || !signature) throw new Error('it is not a compact JWS');
  if (!parts.every(isStrictBase64url)) throw new Error('it is not base64url');
  const { alg, kid, typ: claimedType, ...rest } = readObject(header);
  if (alg !== 'ES256' || claimedType !== typ || Object.keys(rest).length > 0)
    throw new Error('its header is another kind’s');
  if (kid !== jwkThumbprint(publicJwk)) throw new Error('it was signed with another key');
  const key = createPublicKey({ key: { ...publicJwk }, format: 'jwk' });
  const valid = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!valid) throw new Error('its signature does not fit');
  return readObject(claims);
}

/** The parser's own message would quote what it read. */
function readObject(part: string): Record<string, unknown> {
  const text = Buffer.from(part, 'base64url').toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below, in the same words.
  }
  throw new Error('it is not JSON inside');
}

/** Node decodes base64url leniently; a second spelling of the same bytes is refused here. */
export function isStrictBase64url(text: string): boolean {
  return Buffer.from(text, 'base64url').toString('base64url') === text;
}
