import type { EmergencyView } from '../../consent-ui/emergencies.tsx';
import type { IntegratedEntry } from '../stores/ledger.ts';
import type { EmergencyReason, NamingMethod } from '../vocabulary/emergency.ts';
import type { Words } from '../vocabulary/words.ts';
import { receiptPathOf } from './receipts.ts';

/** What the entry of an emergency access holds, as far as my page tells it (disclosures/, `EmergencyEntryBody`). */
interface ToldEmergency {
  relying_party: Words;
  accreditation: { authority: Words } | null;
  operator: string;
  reason: EmergencyReason;
  incident: string | null;
  named_by: NamingMethod;
  outcome: string;
  answers: readonly { category: string; outcome: string }[];
  trace_id: string;
}

/** @param since the citizen's login before the present one; undefined where there was none: then everything is new */
export function toEmergencyView(entry: IntegratedEntry, since: Date | undefined): EmergencyView {
  const told = JSON.parse(entry.body) as ToldEmergency;
  return {
    at: entry.at,
    relyingParty: told.relying_party,
    authority: told.accreditation?.authority ?? null,
    reason: told.reason,
    incident: told.incident,
    operator: told.operator,
    namedBy: told.named_by,
    outcome: told.outcome,
    answers: told.answers.map(({ category, outcome }) => ({ category, outcome })),
    reference: told.trace_id,
    receiptPath: receiptPathOf(entry.id),
    isNew: since === undefined || entry.at > since,
  };
}
