import type { Stores } from '../stores/stores.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { RevocationAnswer } from './revocation.ts';

/**
 * Keeps what proved that a certificate is not revoked. To be awaited before the login is accepted: what an entry in
 * the audit trail points to by its hash must be there first. A login whose evidence cannot be kept is refused.
 */
export function createKeepEvidence(d: {
  stores: Pick<Stores, 'revocationEvidence'>;
  clock: Clock;
}): (answer: RevocationAnswer) => Promise<void> {
  return ({ method, asOf, evidence }) =>
    d.stores.revocationEvidence.keep({
      ...evidence,
      kind: method,
      asOf,
      firstUsedAt: d.clock.now(),
    });
}
