import type { randomBytes } from 'node:crypto';
import type { StoredEntry } from '../stores/release.ts';
import type { EmergencyReason, NamingMethod } from '../vocabulary/emergency.ts';
import type {
  CategoryName,
  CitizenId,
  ClientId,
  EntryId,
  ItemName,
  TraceId,
} from '../vocabulary/identifiers.ts';
import type { HolderKind } from '../vocabulary/categories.ts';
import type { Words } from '../vocabulary/words.ts';
import { toRow } from './entry.ts';

/** What one agency's part of the answer was. Names of items only: no field can hold a value. */
export interface EmergencyAnswerDraft {
  category: CategoryName;
  items: readonly ItemName[];
  /** As a release has it. */
  outcome: string;
  source: HolderKind;
  asOf: string | null;
  processNumber: string | null;
}

/** Who reached for the record of somebody who could not be asked, why, how they were known, and with which end. */
export interface EmergencyEntryDraft {
  /** Stays in the row. */
  citizen: CitizenId;
  client: ClientId;
  relyingParty: Words;
  /** Who answers for the client, as the registration said it at that moment; null where none counted. */
  accreditation: { authority: Words; number: string } | null;
  operator: string;
  reason: EmergencyReason;
  incident: string | null;
  namedBy: NamingMethod;
  /** `answered`, or `denied:<reason>`. */
  outcome: string;
  answers: readonly EmergencyAnswerDraft[];
  /** Until when the same crew may ask again for the same incident; null where nothing was opened. */
  accessUntil: Date | null;
  traceId: TraceId;
}

/**
 * What is hashed and shown. There is no consent, and no subject: the client knows the person by no name of ours. Neither
 * the certificate nor its serial, and not the insured number: whoever holds the receipt must not be able to use it as one.
 */
function toEmergencyEntryBody(draft: EmergencyEntryDraft, id: EntryId, at: Date, origin: string) {
  const { accreditation, relyingParty } = draft;
  return {
    id,
    at: at.toISOString(),
    ledger: origin,
    kind: 'emergency_access' as const,
    client_id: draft.client,
    relying_party: { ja: relyingParty.ja, en: relyingParty.en },
    accreditation: accreditation && {
      authority: { ja: accreditation.authority.ja, en: accreditation.authority.en },
      number: accreditation.number,
    },
    operator: draft.operator,
    reason: draft.reason,
    incident: draft.incident,
    named_by: draft.namedBy,
    outcome: draft.outcome,
    answers: draft.answers.map(({ category, items, outcome, source, asOf, processNumber }) => ({
      category,
      items: [...items],
      outcome,
      source,
      as_of: asOf,
      process_number: processNumber,
    })),
    access_until: draft.accessUntil?.toISOString() ?? null,
    trace_id: draft.traceId,
  };
}

export type EmergencyEntryBody = Readonly<ReturnType<typeof toEmergencyEntryBody>>;

export function toStoredEmergency(
  draft: EmergencyEntryDraft,
  at: Date,
  origin: string,
  random: typeof randomBytes,
): StoredEntry {
  const { citizen, client } = draft;
  return toRow(
    { citizen, client, consent: null, at },
    (id) => toEmergencyEntryBody(draft, id, at, origin),
    random,
  );
}
