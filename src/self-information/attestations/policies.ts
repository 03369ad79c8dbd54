import { healthInsuranceValid, singleParentSupport } from './entitlements.ts';
import type { AttestationPolicy } from './policy.ts';
import { railDisabilityDiscounts } from './rail-disability-discount.ts';
import { ageOver, careLevelAtLeast, incomeUnder, residence } from './thresholds.ts';

/** Every version of every policy. */
export const attestationPolicies: readonly AttestationPolicy[] = [
  ...railDisabilityDiscounts,
  ageOver,
  residence,
  careLevelAtLeast,
  healthInsuranceValid,
  singleParentSupport,
  incomeUnder,
];

/** The youngest version that is in force on that day (`YYYY-MM-DD`, Japan); undefined where there is none yet. */
export function findPolicyInForce(question: string, today: string): AttestationPolicy | undefined {
  return attestationPolicies
    .filter((policy) => policy.question === question && policy.inForceFrom <= today)
    .reduce<AttestationPolicy | undefined>(
      (youngest, policy) => (youngest && youngest.inForceFrom > policy.inForceFrom ? youngest : policy),
      undefined,
    );
}
