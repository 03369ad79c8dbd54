/**
 * A PIN is four bytes in memory that threads share, so that there is one copy to wipe.
 * Never a string outside the one call that hands it to the card.
 */
const pinLength = 4;

/** The user authentication PIN is exactly four digits: anything else must not cost a try. */
export function isPin(bytes: Uint8Array): boolean {
  return bytes.length === pinLength && bytes.every((byte) => byte >= 0x30 && byte <= 0x39);
}

/** Copies a posted PIN out of its request, or answers undefined where it cannot be one. */
export function takePin(posted: Uint8Array): Uint8Array | undefined {
  if (!isPin(posted)) return undefined;
  const pin = new Uint8Array(new SharedArrayBuffer(pinLength));
  pin.set(posted);
  return pin;
}

export function wipe(bytes: Uint8Array): void {
  bytes.fill(0);
}
