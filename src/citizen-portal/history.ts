import type { ConsentView, ReadView } from '../../consent-ui/my-page.tsx';
import type { Consent } from '../stores/consents.ts';
import type { IntegratedEntry } from '../stores/ledger.ts';
import type { RelyingParties } from '../stores/relying-parties.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import type { Words } from '../vocabulary/words.ts';

/** A consent as my page tells it. */
export async function toConsentView(
  consent: Consent,
  relyingParties: Pick<RelyingParties, 'find'>,
  now: Date,
): Promise<ConsentView> {
  const relyingParty = await relyingParties.find(consent.client);
  const purpose = relyingParty?.purposes.find(({ id }) => id === consent.purpose);
  return {
    id: consent.id,
    // A company that is gone since still has a name in the history.
    relyingParty: relyingParty?.legalName ?? { ja: consent.client, en: consent.client },
    purpose: purpose?.title ?? { ja: consent.purpose, en: consent.purpose },
    decidedAt: consent.decidedAt,
    validUntil: consent.validUntil,
    state: stateOf(consent, now),
    readsLeft: consent.readsGranted - consent.readsUsed,
    detailPath: `/my/consents/${consent.id}`,
    withdrawPath: `/my/consents/${consent.id}/withdraw`,
  };
}

function stateOf(consent: Consent, now: Date): ConsentView['state'] {
  if (consent.decision === 'refused') return 'refused';
  if (consent.withdrawnAt) return 'withdrawn';
  if (consent.validUntil < now) return 'expired';
  return consent.readsUsed < consent.readsGranted ? 'active' : 'used_up';
}

/** What an entry's body holds, as far as my page tells it (disclosures/, `EntryBody`). */
interface ToldEntry {
  relying_party: Words;
  items: readonly ItemName[];
  outcome: string;
  trace_id: string;
}

/** One line of "who read what when". */
export function toReadView(entry: IntegratedEntry): ReadView {
  const told = JSON.parse(entry.body) as ToldEntry;
  return {
    at: entry.at,
    relyingParty: told.relying_party,
    items: told.items,
    outcome: told.outcome,
    reference: told.trace_id,
    receiptPath: `/v1/receipts/${entry.id}`,
  };
}
