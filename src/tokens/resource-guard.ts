import type { ReplayMark } from '../stores/release.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { PublicJwk } from '../vocabulary/jwk.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import {
  type AccessTokens,
  type BoundToken,
  createAccessTokens,
  toCitizenToken,
  type VerifiedToken,
} from './access-token.ts';
import { createDpopProofs, type DpopProofs } from './dpop-proof.ts';

export interface PresentedRequest {
  method: string;
  /** Absolute, with our own origin: the address the proof must be for. */
  url: string;
  authorization: string | undefined;
  proof: string | undefined;
}

/** Only this room makes one: token and proof are sound, and belong together. */
export interface VerifiedAccess extends Omit<VerifiedToken, 'boundTo' | 'expiresAtSeconds'> {
  /** Of the proof: who releases something records it, so that the same request serves once. */
  replay: ReplayMark;
}

/**
 * Whether a request to the API comes from whom it was granted to. Says nothing of the consent: that is read afresh by
 * the gate, because a token cannot know that it was withdrawn. Synchronous: P-256 on a worker costs half as much again.
 */
export interface ResourceGuard {
  /** @throws Refusal `token_missing`, `token_invalid`, `token_expired`, `token_not_bound`, `proof_missing`, `proof_invalid` */
  check(request: PresentedRequest): VerifiedAccess;
}

export function createResourceGuard(d: {
  issuer: string;
  audience: string;
  key: PublicJwk;
  clock: Clock;
}): ResourceGuard {
  const check = createBoundCheck(createAccessTokens({ ...d, toToken: toCitizenToken }), createDpopProofs(d));
  return {
    check(request) {
      const { token, replay } = check(request);
      const { client, subject, consent, scope } = token;
      return { client, subject, consent, scope, replay };
    },
  };
}

/** Token and proof, each sound, and of one key: what every guard of ours asks. */
export function createBoundCheck<Token extends BoundToken>(
  tokens: AccessTokens<Token>,
  proofs: DpopProofs,
): (request: PresentedRequest) => { token: Token; replay: ReplayMark } {
  return ({ method, url, authorization, proof: presentedProof }) => {
    const presented = toToken(authorization);
    const token = tokens.verify(presented);
    if (!presentedProof) throw new Refusal('proof_missing');
    const proof = proofs.verify(presentedProof, { method, url, token: presented });
    if (proof.thumbprint !== token.boundTo) throw new Refusal('token_not_bound');
    return { token, replay: proof.replay };
  };
}

function toToken(authorization: string | undefined): string {
  if (!authorization) throw new Refusal('token_missing');
  const [, scheme = '', token] = /^([A-Za-z]+) +(\S+)$/.exec(authorization) ?? [];
  // RFC 9449, section 7.2: a bound token is never accepted as a bearer token.
  if (token && scheme.toLowerCase() === 'bearer') throw new Refusal('token_not_bound', 'scheme');
  if (!token || scheme.toLowerCase() !== 'dpop') throw new Refusal('token_invalid', 'Authorization');
  return token;
}
