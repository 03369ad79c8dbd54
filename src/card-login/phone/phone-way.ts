import { keyUsageBit } from '../certificate-extensions.ts';
import type { CardProfile } from '../certificate-path.ts';
import type { LoginWay } from '../verify-card-login.ts';

/**
 * The certificate for user authentication on a phone. The identifier of its real policy is not public: this one stands
 * in for it, from the arc that is kept for examples (2.999), so that no certificate of anybody's bears it by chance.
 */
export const phoneAuthenticationProfile: CardProfile = {
  policies: ['2.999.392.1'],
  keyUsage: keyUsageBit.digitalSignature,
  keyPurpose: '1.3.6.1.5.5.7.3.2', // clientAuth, as on the card
  mostIntermediates: 0,
};

export const phoneFactors = ['pin', 'biometrics'] as const;
export type PhoneFactor = (typeof phoneFactors)[number];

/**
 * A phone at another device than the one that is logged in: what it proves can be relayed, so it counts as less than a
 * card. Which factor unlocked its key is the phone's own word; no signature tells it, and nothing here hangs on it.
 */
export function phoneWay(factor: PhoneFactor): LoginWay {
  return {
    kind: 'phone_authentication',
    profile: phoneAuthenticationProfile,
    factor,
    assurance: 'cross_device',
  };
}
