/** What our validator says of a forged chain: a path to the holder, or the rule that the first path broke. */
import { readCertificate } from '../certificate.ts';
import { keyUsageBit } from '../certificate-extensions.ts';
import { type PathProfile, toRefusal, verifyPath } from '../path.ts';
import { PathFault, type PathRule } from '../path-fault.ts';
import { clientAuthentication, type ForgedChain, forgedNow } from './forged-chain.ts';

export const openProfile: PathProfile = {
  policies: ['2.5.29.32.0'],
  explicitPolicyRequired: false,
  mappingInhibited: false,
  anyPolicyInhibited: false,
  mostIntermediates: 2,
  keyUsage: keyUsageBit.digitalSignature,
  keyPurpose: clientAuthentication,
  constraintsMustBeCritical: true,
  holderMayBeAuthority: false,
};

export type PathVerdict = 'accepted' | 'expired' | PathRule;

/** Only our own refusals are verdicts: whatever else is thrown goes on. */
export function judgePath(
  { anchor, intermediates, certificate }: ForgedChain,
  differently: Partial<PathProfile> = {},
): PathVerdict {
  try {
    verifyPath(readCertificate(certificate), {
      anchors: [readCertificate(anchor)],
      unverifiedIntermediates: intermediates.flatMap((der) => {
        try {
          return [readCertificate(der)];
        } catch (error) {
          toRefusal(error);
          return [];
        }
      }),
      profile: { ...openProfile, ...differently },
      now: forgedNow,
      areListsAsked: false,
    });
    return 'accepted';
  } catch (error) {
    const refusal = toRefusal(error);
    return refusal instanceof PathFault ? refusal.rule : 'expired';
  }
}
