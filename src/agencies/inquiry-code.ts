import { createHmac } from 'node:crypto';
import type { Citizen } from '../stores/citizens.ts';
import type { Suppression } from '../stores/suppressions.ts';
import type { LinkCode } from '../vocabulary/identifiers.ts';

/**
 * The one place where suppression is decided. A person who asked that nothing be handed out is inquired about under
 * a code that nobody knows: network and agency honestly find nothing, in the time and with the faults of that moment.
 * An imitated "no record" would give itself away on the day the agency is down.
 *
 * 自己情報提供不可 alone hides the person's own information; "under application" (2) acts as yes. 自動応答不可 stops
 * inquiries of agencies and not the person's own; 不開示該当 hides the disclosure records, which do not pass here.
 */
export function toInquiryCode(citizen: Citizen, suppression: Suppression, decoyKey: Buffer): LinkCode {
  // Made for everybody, needed or not: the two ways cost the same.
  const decoy = toDecoyCode(citizen, decoyKey);
  return suppression.flags.no_self_information === 0 ? citizen.linkCode : decoy;
}

/** Always the same for one person, as a real code is: who looks at codes alone cannot tell which is which. */
function toDecoyCode(citizen: Citizen, decoyKey: Buffer): LinkCode {
  const digest = createHmac('sha256', decoyKey).update(citizen.id).digest();
  return digest.subarray(0, 16).toString('base64url') as LinkCode;
}
