import type { JsonObject } from '../vocabulary/reading.ts';
import { railDisabilityDiscount } from './rail-disability-discount.ts';

/**
 * A registered, versioned question about a record that is answered instead of handing the record out.
 * A new rule is a new version: what was answered in the past stays explainable.
 */
export interface AttestationPolicy {
  /** `name@version`, as the answer, the receipt and the ledger quote it. */
  id: string;
  /** The last part of the address and of the item's name: `attestations.<name>`. */
  name: string;
  /** Where the rule comes from. */
  basis: string;
  /** The category whose record is read; of it, only `inputs` reach `answer`. */
  category: string;
  inputs: readonly string[];
  /**
   * The answer on a day (`YYYY-MM-DD`, Japan time), or null where the policy has nothing to attest.
   * Pure. `record` is null where there is nothing to hand out: to the asker both are the same null.
   */
  answer(record: JsonObject | null, today: string): JsonObject | null;
}

export const attestationPolicies: readonly AttestationPolicy[] = [railDisabilityDiscount];

export function findAttestationPolicy(name: string): AttestationPolicy | undefined {
  return attestationPolicies.find((policy) => policy.name === name);
}
