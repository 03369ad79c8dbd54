import type { CitizenId, ClientId, ConsentId, ItemName } from '../vocabulary/identifiers.ts';

/** A citizen's decision as it was stored. This row is the truth: grant, token, answer, receipt and ledger follow it. */
export interface Consent {
  /** Also the id of the OAuth grant made from it. */
  id: ConsentId;
  decision: 'approved' | 'refused';
  citizen: CitizenId;
  client: ClientId;
  /** The registered purpose's id. */
  purpose: string;
  /** Granted items, sorted; for a refused decision the items that were asked for. */
  items: readonly ItemName[];
  /** The part of `items` that was granted without its value having been seen. */
  unseenItems: readonly ItemName[];
  decidedAt: Date;
  /** The last moment at which it can be read under. */
  validUntil: Date;
  readsGranted: number;
  readsUsed: number;
  withdrawnAt: Date | null;
}

export interface Consents {
  /** Stores a decision, durably. */
  add(consent: Consent): Promise<void>;
  find(id: ConsentId): Promise<Consent | undefined>;
  /** Newest first. */
  listByCitizen(citizen: CitizenId): Promise<Consent[]>;
  /** Withdraws an approved consent of this citizen; false if there is none that is not withdrawn yet. Durable, and acts at once. */
  withdraw(id: ConsentId, citizen: CitizenId, at: Date): Promise<boolean>;
}
