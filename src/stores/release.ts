import type { CitizenId, ClientId, ConsentId, EntryId } from '../vocabulary/identifiers.ts';

/** An entry of the ledger as it is stored; `body` is its canonical JSON (RFC 8785), whose hash with `salt` is the leaf. */
export interface StoredEntry {
  id: EntryId;
  citizen: CitizenId;
  client: ClientId;
  consent: ConsentId;
  at: Date;
  body: string;
  /** 32 random bytes. */
  salt: Buffer;
  /** 32 bytes: RFC 9162 leaf hash over body and salt. */
  leafHash: Buffer;
}

/** What makes a release conditional: it changes the consent's row, or is refused. */
export interface Spend {
  consent: ConsentId;
  now: Date;
  /** The version under which the agencies were asked; another one now refuses the release. */
  suppressionVersion: number;
  /** False for an answer that costs no read. */
  spendsRead: boolean;
  /** SHA-256 of the Idempotency-Key with what was asked, base64url; a repeat within 60 s spends no other read. */
  idempotencyHash: string | null;
}

/** The proof's replay mark: unique until it expires. */
export interface ReplayMark {
  hash: string;
  expiresAt: Date;
}

/** One release: entry, replay mark and condition, all or nothing. `spend: null` records a read that handed nothing out. */
export interface Release {
  entry: StoredEntry;
  replay: ReplayMark | null;
  spend: Spend | null;
}

export type ReleaseResult =
  | { outcome: 'committed'; readsLeft: number | null }
  | { outcome: 'replayed' }
  | { outcome: 'consent_withdrawn' }
  | { outcome: 'consent_expired' }
  | { outcome: 'reads_used_up' }
  | { outcome: 'suppression_changed' };

export interface Releases {
  /**
   * Commits a group of releases in one durable transaction and answers one result each, in order.
   * A release whose condition does not hold is left out alone; the rest of the group commits.
   * Rejects (Refusal `ledger_unavailable`) when the transaction fails: then nothing of the group is recorded.
   */
  commit(group: readonly Release[]): Promise<ReleaseResult[]>;
}
