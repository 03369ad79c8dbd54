import type { AttestationWords } from '../vocabulary/attestations.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import type { JsonObject } from '../vocabulary/reading.ts';
import { railDisabilityDiscount } from './rail-disability-discount.ts';

/**
 * A registered, versioned question about a record that is answered instead of handing the record out.
 * A new rule is a new version: what was answered in the past stays explainable.
 */
export interface AttestationPolicy {
  /** `name@version`, as the answer, the receipt and the ledger quote it. */
  id: string;
  /** Name, item, category, and what citizen and company read about it: one source with the screens. */
  words: AttestationWords;
  /** Where the rule comes from. */
  basis: string;
  /** Of the category's record only these reach `answer`. */
  inputs: readonly ItemName[];
  /** Whether a stale record still attests; where not, it reads as no record. Each rule's own word. */
  answersFromStale: boolean;
  /**
   * The answer on a day (`YYYY-MM-DD`, Japan time), or null where the policy has nothing to attest.
   * Pure. `record` is null where there is nothing to hand out: to the asker both are the same null.
   */
  answer(record: JsonObject | null, today: string): JsonObject | null;
}

export const attestationPolicies: readonly AttestationPolicy[] = [railDisabilityDiscount];

export function findAttestationPolicy(name: string): AttestationPolicy | undefined {
  return attestationPolicies.find(({ words }) => words.name === name);
}
