import type { SecretFault } from '../../consent-ui/agent-secret-words.ts';
import { cardHalves, type HalfName } from './card-half.ts';
import { findSlip } from './secret.ts';
import type { PostedSecret } from './secret-form.ts';
import type { Tries } from './tries.ts';

/** What keeps an entry from the card, and costs no try. A card that is not locked is never locked by one press of a key. */
export function findEntryFault(
  half: HalfName,
  { secret, lastTryConfirmed }: Omit<PostedSecret, 'formToken'>,
  toldTries: Tries,
): SecretFault | undefined {
  const slip = findSlip(cardHalves[half].secretForm, secret);
  if (slip) return slip;
  return toldTries === 'last' && !lastTryConfirmed ? 'last_try_not_confirmed' : undefined;
}
