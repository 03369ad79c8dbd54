import type { IdentityClaimName } from './identity.ts';
import type { JsonValue } from './reading.ts';

/**
 * The rules under which a signature certificate vouches for somebody here. A name of our own, and one that says what it
 * is: none of the frameworks of the eKYC-IDA registry is claimed, since no law made this house a verifier.
 */
export const trustFramework = 'madoguchi_stand_in_jpki';

/** One set of claims that a company wants vouched for (OpenID Connect for Identity Assurance 1.0, section 5.5). */
export interface AskedVerifiedClaims {
  /** Of which it shall be one; null where any will do. */
  trustFrameworks: readonly JsonValue[] | null;
  /** Null where the time of verification is not asked for. */
  time: { maxAgeSeconds: number | null } | null;
  claims: readonly { name: IdentityClaimName; values: readonly JsonValue[] | null }[];
  /** Something is insisted on that no verification of ours has. */
  unsatisfiable: boolean;
}
