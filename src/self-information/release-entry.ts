/** What the ledger is told of a release, and of one that is refused: named the same way in consent, answer and receipt. */
import type { DisclosureLedger, EntryDraft } from '../disclosures/ledger.ts';
import type { RelyingParty } from '../stores/relying-parties.ts';
import { isAddressItem } from '../vocabulary/address-items.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import { identityCategory, type SourceKind } from '../vocabulary/identity.ts';
import { categoryOf, itemValues } from '../vocabulary/items.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import { isHandedOut, type JsonObject, type JsonValue, type Reading } from '../vocabulary/reading.ts';
import type { Reason } from '../vocabulary/refusals.ts';
import type { Admitted } from './gate.ts';
import { toIdentityValues } from './read-identity.ts';

/** The part of an entry that is known before anybody is asked. */
export type Named = Omit<EntryDraft, 'outcome' | 'asOf' | 'processNumber'>;

/** What is asked for. */
export interface Asked {
  /** Category name, or the policy's id with its version. */
  named: string;
  items: readonly ItemName[];
  /** The kind of agency, never which one: a municipality's name would tell where the person lives. */
  holder: SourceKind;
}

export function toNamed(
  { access, consent, call }: Admitted,
  asked: Asked,
  relyingParty: RelyingParty | undefined,
): Named {
  return {
    citizen: consent.citizen,
    subject: access.subject,
    client: consent.client,
    relyingParty: relyingParty?.legalName ?? { ja: consent.client, en: consent.client },
    consent: consent.id,
    purpose: consent.purpose,
    category: asked.named,
    items: asked.items,
    unseenItems: asked.items.filter((item) => consent.unseenItems.includes(item)),
    source: asked.holder,
    traceId: call.traceId,
  };
}

/**
 * The items that entry and receipt name: of those that were granted, an address only where it was handed out. A
 * concealed one then reads, in answer, receipt and entry, as one that was never ticked; and so does one that nobody
 * holds, or its absence would mark who hides. Where nothing else was granted, nothing was.
 */
export function toTold(
  { items, unseenItems }: Named,
  { record }: Reading,
): Pick<Named, 'items' | 'unseenItems'> {
  const isTold = (item: ItemName): boolean => !isAddressItem(item) || valuesOf(record, item).length > 0;
  return items.every(isTold)
    ? { items, unseenItems }
    : { items: items.filter(isTold), unseenItems: unseenItems.filter(isTold) };
}

function valuesOf(record: JsonObject | null, item: ItemName): readonly JsonValue[] {
  if (!record) return [];
  return categoryOf(item) === identityCategory ? toIdentityValues(record, item) : itemValues(record, item);
}

/** The part of an entry that the inquiry tells. */
export function saidBy(
  reading: Reading,
  answer?: JsonObject | null,
): Pick<EntryDraft, 'outcome' | 'asOf' | 'processNumber'> {
  return {
    outcome: outcomeOf(reading, answer),
    asOf: reading.asOf,
    processNumber: reading.processNumber,
  };
}

/**
 * What the entry says. An attestation says `released` for a yes and for a no alike: the relying party holds the
 * receipt, and "there is a record, but it does not qualify" is more than it asked for.
 */
function outcomeOf(reading: Reading, answer: JsonObject | null | undefined): string {
  if (answer !== undefined && costsRead(reading)) return 'released';
  if (reading.outcome === 'ok') return 'released';
  if (reading.outcome === 'stale') return 'released_stale';
  return reading.outcome;
}

/** An answer costs a read, "nothing to hand out" included; an outage costs none. */
export function costsRead({ outcome }: Reading): boolean {
  return isHandedOut(outcome) || outcome === 'no_record';
}

/** A refused read is part of the citizen's history too. The refusal stands even if it cannot be written down. */
export type RecordDenial = (admitted: Admitted, named: readonly Named[], reason: Reason) => Promise<void>;

export function createRecordDenial(d: {
  ledger: Pick<DisclosureLedger, 'appendTogether'>;
  log: Log;
}): RecordDenial {
  return async ({ access, call }, named, reason) => {
    // An outage reads as an outage in the history too, whatever kept the answer back.
    const outcome = reason === 'agency_unavailable' ? reason : `denied:${reason}`;
    const drafts = named.map((each) => ({ ...each, outcome, asOf: null, processNumber: null }));
    try {
      await d.ledger.appendTogether(drafts, { replay: access.replay, spend: null });
    } catch (error) {
      d.log.error('denial_not_recorded', { reason, trace_id: call.traceId, error: toErrorField(error) });
    }
  };
}
