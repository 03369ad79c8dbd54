import pkcs11js, { type PKCS11 } from 'pkcs11js';
import { CardFault } from './card-order.ts';
import { type Tries, toTries } from './tries.ts';

/** As OpenSC shows the card's user authentication half. The other token asks for the signature password: never that one. */
const tokenLabel = 'JPKI (User Authentication PIN)';

/** The one slot with the card, while the module is initialised. */
export interface CardSlot {
  module: PKCS11;
  slot: Buffer;
  /** Read anew from the token at every call. */
  readTries(): Tries;
}

/**
 * Initialises the module, finds the card, lets `use` work with it, and always ends everything again: between two
 * logins the card may be changed, and no login may outlive the one it was given for.
 * @throws CardFault
 */
export function withCard<Result>(module: PKCS11, use: (card: CardSlot) => Result): Result {
  initialise(module);
  try {
    const slot = findSlot(module);
    try {
      return use({ module, slot, readTries: () => toTries(module.C_GetTokenInfo(slot).flags) });
    } finally {
      // Ends login state too (PKCS#11, C_CloseAllSessions): a library that keeps the card awake must not sign again.
      attempt(() => module.C_CloseAllSessions(slot));
    }
  } finally {
    attempt(() => module.C_Finalize());
  }
}

/** With CKF_OS_LOCKING_OK always: without it the library's own threads may crash the process. */
function initialise(module: PKCS11): void {
  const options = { flags: pkcs11js.CKF_OS_LOCKING_OK };
  try {
    module.C_Initialize(options);
  } catch (error) {
    if (!isReturnValue(error, 'CKR_CRYPTOKI_ALREADY_INITIALIZED')) throw error;
    // Left over from a worker that broke off: its sessions, and perhaps its login, end here.
    module.C_Finalize();
    module.C_Initialize(options);
  }
}

/** By label: slot numbers change, and the token's serial is `00000000` on every card. */
function findSlot(module: PKCS11): Buffer {
  const slots = module.C_GetSlotList(true).filter((slot) => labelOf(module, slot) === tokenLabel);
  if (slots.length > 1) throw new CardFault('agent_cards_several', `${slots.length} tokens of one label`);
  const [slot] = slots;
  if (!slot) throw new CardFault('agent_card_missing', 'no token of that label');
  return slot;
}

/** PKCS#11 pads labels to 32 characters with spaces. A slot that emptied meanwhile has none. */
function labelOf(module: PKCS11, slot: Buffer): string | undefined {
  try {
    return module.C_GetTokenInfo(slot).label.replace(/ +$/, '');
  } catch (error) {
    if (isReturnValue(error, 'CKR_TOKEN_NOT_PRESENT', 'CKR_TOKEN_NOT_RECOGNIZED', 'CKR_DEVICE_REMOVED'))
      return undefined;
    throw error;
  }
}

export function isReturnValue(error: unknown, ...names: string[]): boolean {
  return names.includes(toReturnValue(error));
}

/** A return value's name, or the kind of an exception: never its message, which may quote what it was given. */
export function toReturnValue(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return /^CKR_\w+/.exec(error.message)?.[0] ?? error.name;
}

/** Tidying up must not hide what went wrong before it. */
function attempt(tidyUp: () => void): void {
  try {
    tidyUp();
  } catch {
    // The module is being left in any case.
  }
}
