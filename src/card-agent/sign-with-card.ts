import { createHash, X509Certificate } from 'node:crypto';
import { CardFault, type SignAnswer, type SignOrder } from './card-order.ts';
import { CardSession } from './card-session.ts';
import { type CardSlot, isReturnValue } from './card-slot.ts';
import { isSignatureGood, toSignatureAlgorithm, toSignedData } from './signature-algorithm.ts';
import { isPin } from './pin.ts';
import { isWorse } from './tries.ts';

/** One login's work on the card. Whatever can fail without the PIN fails before the card sees it. */
export function signWithCard(card: CardSlot, order: SignOrder): SignAnswer {
  const triesBefore = card.readTries();
  // The card may have been changed for another one since the page told of its tries: told first, tried later.
  if (triesBefore === 'locked' || isWorse(triesBefore, order.toldTries)) {
    return { outcome: 'not_tried', tries: triesBefore };
  }
  const session = new CardSession(card);
  const certificate = session.readCertificate();
  const key = new X509Certificate(certificate).publicKey;
  const algorithm = toSignatureAlgorithm(key);
  if (!algorithm) throw new CardFault('agent_card_unreadable', 'key of an unknown kind');
  const data = toSignedData(algorithm, order.origin, order.nonce);
  // A login that was given up has its PIN wiped, which a card must not take for a wrong one.
  if (!isPin(order.pin)) throw new CardFault('agent_card_unreadable', 'the login was given up');
  try {
    session.login(order.pin);
  } catch (error) {
    const tries = card.readTries();
    const wrong = isWorse(tries, triesBefore) || isReturnValue(error, 'CKR_PIN_INCORRECT');
    if (wrong) return { outcome: 'wrong_pin', tries };
    throw error;
  }
  const signature = session.sign(algorithm, createHash(algorithm.hash).update(data).digest(), order.pin);
  // A card whose key is not its certificate's, or whose computation was disturbed, signs nothing worth sending.
  if (!isSignatureGood(algorithm, key, data, signature)) {
    throw new CardFault('agent_card_unreadable', 'the signature does not fit the certificate');
  }
  return { outcome: 'signed', signed: { certificate, algorithm: algorithm.name, signature } };
}
