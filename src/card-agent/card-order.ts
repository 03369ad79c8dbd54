/** What the agent asks of the card, and what can come of it: the words between the program and its worker thread. */
import type { Tries } from './tries.ts';

/** Looks whether a card is there, and how many tries its flags tell. Costs none. */
export interface LookOrder {
  kind: 'look';
}

export interface SignOrder {
  kind: 'sign';
  /** In memory that both threads share, so that it is wiped in one place and no copy stays behind. */
  pin: Uint8Array;
  origin: string;
  nonce: string;
  /** What the PIN page told of the tries left, before the PIN was entered. */
  toldTries: Tries;
}

export type CardOrder = LookOrder | SignOrder;

export interface CardSignature {
  /** DER. Unverified: the site alone decides whom it trusts. */
  certificate: Uint8Array;
  algorithm: string;
  signature: Uint8Array;
}

export type CardFaultReason = 'agent_card_missing' | 'agent_cards_several' | 'agent_card_unreadable';

export type SignAnswer =
  | { outcome: 'signed'; signed: CardSignature }
  | { outcome: 'wrong_pin'; tries: Tries }
  /** The card stands nearer to its lock than the page had told, or is locked. */
  | { outcome: 'not_tried'; tries: Tries };

export type CardAnswer =
  | SignAnswer
  | { outcome: 'looked'; tries: Tries }
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
