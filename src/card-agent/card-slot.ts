import pkcs11js, { type PKCS11 } from 'pkcs11js';
import { type CardHalf, cardHalves, type HalfName } from './card-half.ts';
import { CardFault } from './card-order.ts';
import { type Tries, toTries } from './tries.ts';

/** The one slot with the card's half that is asked for, while the module is initialised. */
export interface CardSlot {
  module: PKCS11;
  slot: Buffer;
  half: CardHalf;
  /** Read anew from the token at every call. */
  readTries(): Tries;
  /** Whether the token can find out by itself that its holder is there (PKCS#11: a protected authentication path). */
  recognisesHolder(): boolean;
}

/**
 * Initialises the module, finds the card, lets `use` work with it, and always ends everything again: between two
 * logins the card may be changed, and no login may outlive the one it was given for.
 * @throws CardFault
 */
export function withCard<Result>(module: PKCS11, name: HalfName, use: (card: CardSlot) => Result): Result {
  initialise(module);
  try {
    const half = cardHalves[name];
    const slot = findSlot(module, half);
    try {
      const readFlags = (): number => module.C_GetTokenInfo(slot).flags;
      return use({
        module,
        slot,
        half,
        readTries: () => toTries(readFlags()),
        recognisesHolder: () => (readFlags() & pkcs11js.CKF_PROTECTED_AUTHENTICATION_PATH) !== 0,
      });
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

/** By label. A second card counts whatever half it shows: a child's and a parent's lie side by side. */
function findSlot(module: PKCS11, half: CardHalf): Buffer {
  const tokens = module.C_GetSlotList(true).map((slot) => ({ slot, label: labelOf(module, slot) }));
  const withLabel = (wanted: string): Buffer[] =>
    tokens.filter(({ label }) => label === wanted).map(({ slot }) => slot);
  const halves = Object.values(cardHalves).map(({ tokenLabel }) => withLabel(tokenLabel).length);
  const mostOfOne = Math.max(...halves);
  if (mostOfOne > 1) throw new CardFault('agent_cards_several', `${mostOfOne} tokens of one label`);
  const [slot] = withLabel(half.tokenLabel);
  if (slot) return slot;
  const isOfChild =
    half === cardHalves.signature && withLabel(cardHalves.authentication.tokenLabel).length > 0;
  if (half === cardHalves.phone) throw new CardFault('agent_phone_missing', 'no token of a phone');
  throw isOfChild
    ? new CardFault('agent_signature_missing', 'a card without the signature half')
    : new CardFault('agent_card_missing', 'no token of that label');
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
