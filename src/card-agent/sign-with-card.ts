import { X509Certificate } from 'node:crypto';
import {
  CardFault,
  type NotAccepted,
  type ReadAnswer,
  type ReadOrder,
  type SignAnswer,
  type SignOrder,
} from './card-order.ts';
import { CardSession } from './card-session.ts';
import { type CardSlot, isReturnValue, toReturnValue } from './card-slot.ts';
import { isSecret } from './secret.ts';
import { toSigning } from './signing.ts';
import { isWorse, type Tries } from './tries.ts';

/** One signature's work on the card. Whatever can fail without the secret fails before the card sees it. */
export function signWithCard(card: CardSlot, { what, secret, toldTries }: SignOrder): SignAnswer {
  // A hash of somebody's choice would pass for a login, or a login for a document.
  if ((what.kind === 'login_token') !== (card.half.signs === 'login_token')) {
    throw new CardFault('agent_card_unreadable', 'this half signs other things');
  }
  const tries = card.readTries();
  if (mustNotTry(tries, toldTries)) return { outcome: 'not_tried', tries };
  const session = new CardSession(card);
  const known = card.half.certificateIsPublic ? toSigning(session.readCertificate(), what) : undefined;
  const refused = login(card, session, secret, tries);
  if (refused) return refused;
  const { certificate, algorithm, input, isGood } = known ?? toSigning(session.readCertificate(secret), what);
  const signature = session.sign(algorithm.mechanism, input, secret);
  // A card whose key is not its certificate's, or whose computation was disturbed, signs nothing worth sending.
  if (!isGood(signature)) {
    throw new CardFault('agent_card_unreadable', 'the signature does not fit the certificate');
  }
  const signed = { certificate: alone(certificate), algorithm: algorithm.name, signature: alone(signature) };
  return { outcome: 'signed', signed };
}

/** The certificate of a half that shows it to nobody who does not know its secret. */
export function readWithCard(card: CardSlot, { secret, toldTries }: ReadOrder): ReadAnswer {
  const tries = card.readTries();
  if (mustNotTry(tries, toldTries)) return { outcome: 'not_tried', tries };
  const session = new CardSession(card);
  const refused = login(card, session, secret, tries);
  if (refused) return refused;
  const certificate = session.readCertificate(secret);
  // Throws where it is none: nothing is handed out that only looks like one.
  return { outcome: 'read', certificate: alone(new X509Certificate(certificate).raw) };
}

/** In memory of its own: whoever is sent a small buffer of Node's is sent all others of its pool with it. */
function alone(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** The card may have been changed for another one since the page told of its tries: told first, tried later. */
function mustNotTry(tries: Tries, toldTries: Tries): boolean {
  return tries === 'locked' || isWorse(tries, toldTries);
}

function login(
  card: CardSlot,
  session: CardSession,
  secret: Uint8Array | null,
  triesBefore: Tries,
): NotAccepted | undefined {
  if (secret === null) return recognise(card, session);
  // A login that was given up has its secret wiped, which a card must not take for a wrong one.
  if (!isSecret(card.half.secretForm, secret)) {
    throw new CardFault('agent_card_unreadable', 'the login was given up');
  }
  try {
    session.login(secret);
    return undefined;
  } catch (error) {
    const tries = card.readTries();
    const wrong = isWorse(tries, triesBefore) || isReturnValue(error, 'CKR_PIN_INCORRECT');
    if (wrong) return { outcome: 'wrong_secret', tries };
    throw error;
  }
}

/** The device counts what it did not recognise, and what it did is nothing that anybody typed: no try of the PIN. */
function recognise(card: CardSlot, session: CardSession): undefined {
  if (!card.recognisesHolder()) throw new CardFault('agent_holder_not_recognised', 'it has no way to');
  try {
    session.login(null);
  } catch (error) {
    if (isReturnValue(error, ...notRecognised))
      throw new CardFault('agent_holder_not_recognised', toReturnValue(error));
    throw error;
  }
}

const notRecognised = [
  'CKR_PIN_INCORRECT',
  'CKR_PIN_LOCKED',
  'CKR_FUNCTION_CANCELED',
  'CKR_FUNCTION_REJECTED',
];
