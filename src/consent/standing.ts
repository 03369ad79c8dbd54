import type { Consent } from '../stores/consents.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';

/**
 * Whether a consent, read afresh, still lets these items be read: the citizen's own decision first, then time,
 * number and extent. The store asks the same again in the release's own statement (stores/release.ts), in the same order.
 * @throws Refusal `consent_withdrawn`, `consent_expired`, `reads_used_up`, `item_not_granted`
 */
export function checkStanding(consent: Consent, now: Date, items: readonly ItemName[] = []): void {
  // A refused decision never had a token; should one turn up, there is as little to read under it as after a withdrawal.
  if (consent.decision !== 'approved' || consent.withdrawnAt !== null) throw new Refusal('consent_withdrawn');
  if (consent.validUntil < now) throw new Refusal('consent_expired');
  if (consent.readsUsed >= consent.readsGranted) throw new Refusal('reads_used_up');
  const granted = new Set(consent.items);
  if (!items.every((item) => granted.has(item))) throw new Refusal('item_not_granted');
}
