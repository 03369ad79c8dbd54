import type { CitizenId, ItemName } from '../vocabulary/identifiers.ts';
import type { JsonValue, Outcome } from '../vocabulary/reading.ts';
import type { Words } from '../vocabulary/words.ts';

/** What would be shared of one category, or by one attestation, if it were read at this moment. */
export interface PreviewedGroup {
  /** Category name, `attestations` or `identity`. */
  group: string;
  items: readonly ItemName[];
  outcome: Outcome;
  /** Every value of an item, across lists; of an attestation the one answer, null where nothing is attested. */
  values: ReadonlyMap<ItemName, readonly (JsonValue | null)[]>;
  /** When the agency last updated it (RFC 3339, with offset). */
  asOf: string | null;
  source: Words | null;
  /** Items in whose text a common character is known to stand for a rare one. */
  substituted?: readonly ItemName[];
}

/**
 * The gate's own way to the records, handed in from the floor above: the screen shows what an answer would hold,
 * suppression included, or the screen would be a second door. The agencies do not learn who asks.
 */
export type Preview = (citizen: CitizenId, items: readonly ItemName[]) => Promise<PreviewedGroup[]>;
