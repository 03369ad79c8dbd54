import type { ReplayMark } from '../stores/release.ts';
import type { Clock } from '../vocabulary/clock.ts';
import { emergencyScope } from '../vocabulary/emergency.ts';
import type { ClientId } from '../vocabulary/identifiers.ts';
import type { PublicJwk } from '../vocabulary/jwk.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { type BoundToken, createAccessTokens } from './access-token.ts';
import type { UnverifiedJws } from './compact-jws.ts';
import { createDpopProofs } from './dpop-proof.ts';
import { createBoundCheck, type PresentedRequest } from './resource-guard.ts';

/** Only this room makes one: the token is the client's own, for this one door, and comes with its key's proof. */
export interface VerifiedClient {
  client: ClientId;
  replay: ReplayMark;
}

/**
 * Whether a request comes from a client that a token of its own was issued to. Nobody's consent stands behind it: what
 * it opens is decided by the door, which reads the accreditation afresh.
 */
export interface ClientGuard {
  /** @throws Refusal as ResourceGuard */
  check(request: PresentedRequest): VerifiedClient;
}

export function createClientGuard(d: {
  issuer: string;
  /** Of this door alone: a token for the resource API has another, and the other way round. */
  audience: string;
  key: PublicJwk;
  clock: Clock;
}): ClientGuard {
  const check = createBoundCheck(createAccessTokens({ ...d, toToken: toClientToken }), createDpopProofs(d));
  return {
    check(request) {
      const { token, replay } = check(request);
      return { client: token.client, replay };
    },
  };
}

/** RFC 9068, section 2.2: where no person is involved the subject is the client. The audience is the first lock, this is the second. */
function toClientToken(bound: BoundToken, { sub, consent }: UnverifiedJws['payload']): BoundToken {
  if (sub !== bound.client || consent !== undefined || bound.scope !== emergencyScope)
    throw new Refusal('token_invalid');
  return bound;
}
