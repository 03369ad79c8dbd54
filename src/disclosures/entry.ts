import type { randomBytes } from 'node:crypto';
import type { StoredEntry } from '../stores/release.ts';
import {
  newIdentifier,
  type CitizenId,
  type ClientId,
  type ConsentId,
  type EntryId,
  type ItemName,
  type TraceId,
} from '../vocabulary/identifiers.ts';
import type { SourceKind } from '../vocabulary/identity.ts';
import type { JsonObject } from '../vocabulary/reading.ts';
import type { Words } from '../vocabulary/words.ts';
import { toCanonicalJson } from './canonical-json.ts';
import { leafHashOf } from './merkle-tree.ts';

/** Who asked, for whom, under which decision, for what, with which end. Names of items only: no field can hold a value. */
export interface EntryDraft {
  /** Stays in the row, for the citizen's own history; never in the body, which relying parties may hold. */
  citizen: CitizenId;
  /** The pairwise subject the relying party knows the citizen by. */
  subject: string;
  client: ClientId;
  relyingParty: Words;
  consent: ConsentId;
  purpose: string;
  /** A category's name, an attestation policy's id with its version, or `identity`. */
  category: string;
  items: readonly ItemName[];
  /** The part of `items` that was granted without its value having been seen. */
  unseenItems: readonly ItemName[];
  /** `released`, `released_stale`, `no_record`, `agency_unavailable`, `not_connected`, or `denied:<reason>`. */
  outcome: string;
  /** The kind of holder, never which one: a municipality's name would tell where the person lives. */
  source: SourceKind;
  asOf: string | null;
  traceId: TraceId;
  /** 処理通番. */
  processNumber: string | null;
}

/** What is hashed and shown: the draft without the citizen, with id, time and the ledger it belongs to. */
export type EntryBody = Readonly<ReturnType<typeof toEntryBody>>;

export function toEntryBody(draft: EntryDraft, id: EntryId, at: Date, origin: string) {
  return {
    id,
    at: at.toISOString(),
    ledger: origin,
    subject: draft.subject,
    client_id: draft.client,
    relying_party: { ja: draft.relyingParty.ja, en: draft.relyingParty.en },
    consent: draft.consent,
    purpose: draft.purpose,
    category: draft.category,
    items: [...draft.items],
    unseen_items: [...draft.unseenItems],
    outcome: draft.outcome,
    source: draft.source,
    as_of: draft.asOf,
    trace_id: draft.traceId,
    process_number: draft.processNumber,
  };
}

/**
 * Turns a draft into a row. The salt keeps the leaf silent once entry and salt are erased: without it,
 * whoever knows a person's subject could try out entries until the hash fits.
 */
export function toStoredEntry(
  draft: EntryDraft,
  at: Date,
  origin: string,
  random: typeof randomBytes,
): StoredEntry {
  const { citizen, client, consent } = draft;
  return toRow({ citizen, client, consent, at }, (id) => toEntryBody(draft, id, at, origin), random);
}

/** Whatever an entry says: a fresh id, its canonical JSON, and the salted leaf over it. */
export function toRow(
  of: Pick<StoredEntry, 'citizen' | 'client' | 'consent' | 'at'>,
  toBody: (id: EntryId) => object,
  random: typeof randomBytes,
): StoredEntry {
  const id = newIdentifier<EntryId>(random);
  const body = toCanonicalJson(toBody(id) as JsonObject);
  const salt = random(32);
  return { ...of, id, body, salt, leafHash: leafHashOf(salt, body) };
}
