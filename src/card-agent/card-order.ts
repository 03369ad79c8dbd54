/** What the agent asks of the card, and what can come of it: the words between the program and its worker thread. */
import type { HalfName } from './card-half.ts';
import type { HashFunction } from './signature-algorithm.ts';
import type { Tries } from './tries.ts';

/** Looks whether a card with this half is there, and how many tries its flags tell. Costs none. */
export interface LookOrder {
  kind: 'look';
  half: HalfName;
}

interface WithSecret {
  half: HalfName;
  /**
   * In memory that both threads share, so that it is wiped in one place and no copy stays behind. Null where the device
   * itself shall recognise its holder: then no secret passes through here.
   */
  secret: Uint8Array | null;
  /** What the page told of the tries left, before the secret was entered. */
  toldTries: Tries;
}

export interface SignOrder extends WithSecret {
  kind: 'sign';
  what: ToSign;
}

/** Reads a certificate that is not shown before the secret. */
export interface ReadOrder extends WithSecret {
  kind: 'read';
}

export type ToSign =
  | { kind: 'login_token'; origin: string; nonce: string }
  /** Text that its signer has read as it stands here. */
  | { kind: 'statement'; text: string }
  /** A fingerprint whose document this program never sees; only for the holder of this very certificate. */
  | { kind: 'digest'; digest: Uint8Array; hashFunction: HashFunction; certificate: Uint8Array };

export type CardOrder = LookOrder | SignOrder | ReadOrder;

export interface CardSignature {
  /** DER. Unverified: the site alone decides whom it trusts. */
  certificate: Uint8Array;
  algorithm: string;
  signature: Uint8Array;
}

export type CardFaultReason =
  | 'agent_card_missing'
  | 'agent_cards_several'
  | 'agent_card_unreadable'
  | 'agent_holder_not_recognised'
  | 'agent_phone_missing'
  | 'agent_signature_missing'
  | 'agent_signer_differs';

export type NotAccepted =
  | { outcome: 'wrong_secret'; tries: Tries }
  /** The card stands nearer to its lock than the page had told, or is locked. */
  | { outcome: 'not_tried'; tries: Tries };

export type SignAnswer = { outcome: 'signed'; signed: CardSignature } | NotAccepted;
export type ReadAnswer = { outcome: 'read'; certificate: Uint8Array } | NotAccepted;

export type CardAnswer =
  | SignAnswer
  | ReadAnswer
  | { outcome: 'looked'; tries: Tries; recognisesHolder: boolean }
  | { outcome: 'fault'; reason: CardFaultReason; error: string };

/** The card cannot be worked with. `error` names a return value or a state, never data of the card. */
export class CardFault extends Error {
  override readonly name = 'CardFault';
  readonly reason: CardFaultReason;
  readonly error: string;

  constructor(reason: CardFaultReason, error: string) {
    super(`${reason}: ${error}`);
    this.reason = reason;
    this.error = error;
  }
}
