import type { Stores } from '../stores/stores.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { RevocationSource } from './revocation.ts';

/**
 * A source that keeps what proved its answer before it answers: what an entry in the audit trail points to by its hash
 * must be there first. A login whose evidence cannot be kept is refused.
 */
export function keepEvidence(
  source: RevocationSource,
  d: { stores: Pick<Stores, 'revocationEvidence'>; clock: Clock },
): RevocationSource {
  return {
    async check(certificate, issuer, now) {
      const answer = await source.check(certificate, issuer, now);
      const { method: kind, asOf, evidence } = answer;
      await d.stores.revocationEvidence.keep({ ...evidence, kind, asOf, firstUsedAt: d.clock.now() });
      return answer;
    },
  };
}
