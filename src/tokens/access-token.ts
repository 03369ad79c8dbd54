import { createPublicKey, hash, verify } from 'node:crypto';
import type { Clock } from '../vocabulary/clock.ts';
import { toNumericDate } from '../vocabulary/clock.ts';
import type { ClientId, ConsentId } from '../vocabulary/identifiers.ts';
import type { PublicJwk } from '../vocabulary/jwk.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { parseCompactJws, type UnverifiedJws } from './compact-jws.ts';
import { clockToleranceSeconds } from './lifetimes.ts';
import { createRecent } from './recent.ts';

/** What every access token of ours says (RFC 9068), its signature verified. */
export interface BoundToken {
  client: ClientId;
  /** Space-separated; empty where only authorization_details were asked for. */
  scope: string;
  /** Thumbprint of the key it is bound to (RFC 9449, section 6). */
  boundTo: string;
  expiresAtSeconds: number;
}

/** One that a citizen's consent stands behind. */
export interface VerifiedToken extends BoundToken {
  /** Pairwise: another one at every company. */
  subject: string;
  consent: ConsentId;
}

export interface AccessTokens<Token extends BoundToken> {
  /** @throws Refusal `token_invalid` or `token_expired` */
  verify(token: string): Token;
}

/** Companies call several times within a token's five minutes. */
const mostRemembered = 10_000;

export interface AccessTokenRooms<Token extends BoundToken> {
  issuer: string;
  audience: string;
  key: PublicJwk;
  clock: Clock;
  /** What tokens for this audience say beyond that. @throws Refusal `token_invalid` */
  toToken(bound: BoundToken, claims: UnverifiedJws['payload']): Token;
}

export function createAccessTokens<Token extends BoundToken>(
  d: AccessTokenRooms<Token>,
): AccessTokens<Token> {
  const key = createPublicKey({ key: d.key, format: 'jwk' });
  // Only what the signature proves is remembered; time is looked at on every call.
  const remembered = createRecent<Token>(mostRemembered);

  function verifySignature(token: string): Token {
    const jws = parseCompactJws(token);
    if (!jws || !isOurHeader(jws.header, d.key)) throw new Refusal('token_invalid');
    if (!verify('sha256', jws.signed, { key, dsaEncoding: 'ieee-p1363' }, jws.signature))
      throw new Refusal('token_invalid');
    return d.toToken(toBoundToken(jws.payload, d), jws.payload);
  }

  return {
    verify(token) {
      const tokenHash = hash('sha256', token, 'base64url');
      let verified = remembered.get(tokenHash);
      if (!verified) remembered.set(tokenHash, (verified = verifySignature(token)));
      if (verified.expiresAtSeconds <= toNumericDate(d.clock.now())) throw new Refusal('token_expired');
      return verified;
    },
  };
}

/** An ID token is signed by the same key: `typ` is what tells them apart (RFC 9068, section 4; RFC 8725, 3.11). */
function isOurHeader({ typ, alg, kid }: UnverifiedJws['header'], key: PublicJwk): boolean {
  return typ === 'at+jwt' && alg === 'ES256' && kid === key.kid;
}

function toBoundToken(
  claims: UnverifiedJws['payload'],
  d: { issuer: string; audience: string; clock: Clock },
): BoundToken {
  const { iss, aud, client_id: client, scope = '', exp, iat, nbf, jti, cnf } = claims;
  const now = toNumericDate(d.clock.now());
  const boundTo = typeof cnf === 'object' && cnf !== null && 'jkt' in cnf ? cnf.jkt : undefined;
  if (iss !== d.issuer || aud !== d.audience || typeof scope !== 'string') throw new Refusal('token_invalid');
  if (![client, jti, boundTo].every(isText)) throw new Refusal('token_invalid');
  if (typeof exp !== 'number' || typeof iat !== 'number' || iat > now + clockToleranceSeconds)
    throw new Refusal('token_invalid');
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= now + clockToleranceSeconds))
    throw new Refusal('token_invalid');
  return { client: client as ClientId, scope, boundTo: boundTo as string, expiresAtSeconds: exp };
}

/** Of the resource API: for a person's subject, under a consent. */
export function toCitizenToken(bound: BoundToken, { sub, consent }: UnverifiedJws['payload']): VerifiedToken {
  if (!isText(sub) || !isText(consent)) throw new Refusal('token_invalid');
  return { ...bound, subject: sub, consent: consent as ConsentId };
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
