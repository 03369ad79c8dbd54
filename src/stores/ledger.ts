import type { CitizenId, EntryId } from '../vocabulary/identifiers.ts';
import type { StoredEntry } from './release.ts';

/** A signed tree head: `signature` is a compact JWS over size, root and time. */
export interface StoredTreeHead {
  size: number;
  /** 32 bytes. */
  root: Buffer;
  at: Date;
  signature: string;
}

export interface IntegratedEntry extends StoredEntry {
  /** Position in the tree; null until integrated. */
  index: number | null;
}

/** What an integration writes: leaves get consecutive indexes from the current size on, and complete subtrees their hashes. */
export interface Integration {
  leaves: readonly { id: EntryId; index: number }[];
  /** Roots of complete subtrees: `level` 0 is a leaf; `index` counts nodes of that level from the left. */
  nodes: readonly { level: number; index: number; hash: Buffer }[];
  head: StoredTreeHead;
}

export interface Ledger {
  findEntry(id: EntryId): Promise<IntegratedEntry | undefined>;
  /** Newest first. */
  listByCitizen(citizen: CitizenId, limit: number): Promise<IntegratedEntry[]>;
  latestHead(): Promise<StoredTreeHead | undefined>;
  /** Hashes of complete subtrees, in the order asked; refuses with an Error if one is missing. */
  nodes(wanted: readonly { level: number; index: number }[]): Promise<Buffer[]>;
  /**
   * Integrates waiting entries, one integrator at a time (advisory lock on PostgreSQL): within one transaction
   * reads head and waiting leaves (oldest first, at most `limit`) and stores what `plan` makes of them.
   * Answers the new head, or undefined when nothing waits.
   */
  integrate(
    limit: number,
    plan: (
      head: StoredTreeHead | undefined,
      leaves: readonly { id: EntryId; leafHash: Buffer }[],
      nodes: (wanted: readonly { level: number; index: number }[]) => Promise<Buffer[]>,
    ) => Promise<Integration>,
  ): Promise<StoredTreeHead | undefined>;
}
