import { createPublicKey, hash, verify } from 'node:crypto';
import type { Clock } from '../vocabulary/clock.ts';
import { toNumericDate } from '../vocabulary/clock.ts';
import type { ClientId, ConsentId } from '../vocabulary/identifiers.ts';
import type { PublicJwk } from '../vocabulary/jwk.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { parseCompactJws, type UnverifiedJws } from './compact-jws.ts';
import { clockToleranceSeconds } from './lifetimes.ts';
import { createRecent } from './recent.ts';

/** What an access token of ours says (RFC 9068), its signature verified. */
export interface VerifiedToken {
  client: ClientId;
  /** Pairwise: another one at every company. */
  subject: string;
  consent: ConsentId;
  /** Space-separated; empty where only authorization_details were asked for. */
  scope: string;
  /** Thumbprint of the key it is bound to (RFC 9449, section 6). */
  boundTo: string;
  expiresAtSeconds: number;
}

export interface AccessTokens {
  /** @throws Refusal `token_invalid` or `token_expired` */
  verify(token: string): VerifiedToken;
}

/** Companies call several times within a token's five minutes. */
const mostRemembered = 10_000;

export function createAccessTokens(d: {
  issuer: string;
  audience: string;
  key: PublicJwk;
  clock: Clock;
}): AccessTokens {
  const key = createPublicKey({ key: d.key, format: 'jwk' });
  // Only what the signature proves is remembered; time is looked at on every call.
  const remembered = createRecent<VerifiedToken>(mostRemembered);

  function verifySignature(token: string): VerifiedToken {
    const jws = parseCompactJws(token);
    if (!jws || !isOurHeader(jws.header, d.key)) throw new Refusal('token_invalid');
    if (!verify('sha256', jws.signed, { key, dsaEncoding: 'ieee-p1363' }, jws.signature))
      throw new Refusal('token_invalid');
    return toVerifiedToken(jws.payload, d);
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

function toVerifiedToken(
  claims: UnverifiedJws['payload'],
  d: { issuer: string; audience: string; clock: Clock },
): VerifiedToken {
  const { iss, aud, sub, client_id: client, consent, scope = '', exp, iat, nbf, jti, cnf } = claims;
  const now = toNumericDate(d.clock.now());
  const boundTo = typeof cnf === 'object' && cnf !== null && 'jkt' in cnf ? cnf.jkt : undefined;
  const texts = [sub, client, consent, jti, boundTo];
  if (iss !== d.issuer || aud !== d.audience || typeof scope !== 'string') throw new Refusal('token_invalid');
  if (!texts.every((text) => typeof text === 'string' && text !== '')) throw new Refusal('token_invalid');
  if (typeof exp !== 'number' || typeof iat !== 'number' || iat > now + clockToleranceSeconds)
    throw new Refusal('token_invalid');
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= now + clockToleranceSeconds))
    throw new Refusal('token_invalid');
  return {
    client: client as ClientId,
    subject: sub as string,
    consent: consent as ConsentId,
    scope,
    boundTo: boundTo as string,
    expiresAtSeconds: exp,
  };
}
