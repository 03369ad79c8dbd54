import { constants, hash, type KeyObject, verify } from 'node:crypto';
import { jwkThumbprint } from '../key-custody/thumbprint.ts';
import type { ReplayMark } from '../stores/release.ts';
import { type Clock, toNumericDate } from '../vocabulary/clock.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { parseCompactJws, type UnverifiedJws } from './compact-jws.ts';
import { createRecent } from './recent.ts';
import { type SenderAlgorithm, type StrongKey, toStrongKey } from './strong-key.ts';

/** A DPoP proof (RFC 9449) that holds for this very request and token. */
export interface VerifiedProof {
  /** Thumbprint of the key that made it (RFC 7638). */
  thumbprint: string;
  /** Held for as long as the proof could be sent again. */
  replay: ReplayMark;
}

export interface DpopProofs {
  /** @throws Refusal `proof_invalid`; the detail names the member that does not hold */
  verify(proof: string, request: { method: string; url: string; token: string }): VerifiedProof;
}

interface ProofKey {
  algorithm: SenderAlgorithm;
  key: KeyObject;
  thumbprint: string;
}

/** RFC 9449, section 11.1: seconds, not minutes. Both ways, because either clock may be the wrong one. */
const windowSeconds = 60;
/** A client's header is the same text for as long as it keeps its key. */
const mostKeys = 2000;

export function createDpopProofs({ clock }: { clock: Clock }): DpopProofs {
  const keys = createRecent<ProofKey>(mostKeys);

  function keyOf({ encodedHeader, header }: UnverifiedJws): ProofKey {
    let key = keys.get(encodedHeader);
    if (!key) keys.set(encodedHeader, (key = toProofKey(header)));
    return key;
  }

  return {
    verify(proof, { method, url, token }) {
      const jws = parseCompactJws(proof);
      if (!jws) throw new Refusal('proof_invalid', 'DPoP: not one compact JWS');
      const key = keyOf(jws);
      const { htm, htu, iat, jti, ath } = jws.payload;
      check(typeof jti === 'string' && jti.length >= 1 && jti.length <= 256, 'jti');
      check(htm === method, 'htm');
      check(typeof htu === 'string' && toComparable(htu) === toComparable(url), 'htu');
      check(typeof iat === 'number' && Number.isFinite(iat), 'iat');
      check(Math.abs(toNumericDate(clock.now()) - (iat as number)) <= windowSeconds, 'iat');
      check(ath === hash('sha256', token, 'base64url'), 'ath');
      check(isSignedBy(key, jws), 'signature');
      return {
        thumbprint: key.thumbprint,
        replay: {
          // By key and identifier, not by the proof's text: an ECDSA signature has more than one spelling.
          hash: hash('sha256', `${key.thumbprint}.${jti as string}`, 'base64url'),
          expiresAt: new Date(((iat as number) + windowSeconds + 1) * 1000),
        },
      };
    },
  };
}

function check(holds: boolean, member: string): asserts holds {
  if (!holds) throw new Refusal('proof_invalid', `DPoP: ${member}`);
}

function toProofKey({ typ, alg, jwk }: UnverifiedJws['header']): ProofKey {
  check(typ === 'dpop+jwt', 'typ');
  const strong = toStrongKey(jwk);
  check(strong !== undefined, 'jwk');
  check(strong.algorithm === alg, 'alg');
  return { ...strong, thumbprint: jwkThumbprint(jwk as Record<string, unknown>) };
}

/** Whether the key made this signature, in the one way that JWS has for its algorithm (RFC 7518, 3.4 and 3.5). */
export function isSignedBy(
  { algorithm, key }: StrongKey,
  { signed, signature }: Pick<UnverifiedJws, 'signed' | 'signature'>,
): boolean {
  return algorithm === 'ES256'
    ? verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature)
    : verify(
        'sha256',
        signed,
        { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
        signature,
      );
}

/** RFC 9449, section 4.3: compared after normalisation (RFC 3986), without query and fragment. */
function toComparable(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { origin, pathname, username, password } = new URL(address);
  return username || password ? null : origin + pathname;
}
