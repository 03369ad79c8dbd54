/**
 * What a card tells of the PIN tries left: PKCS#11 has flags for it and no number. In order, best first.
 * Read from the token's flags and never from return values: those differ from module to module once a card is locked.
 */
export const triesInOrder = ['plenty', 'low', 'last', 'locked'] as const;
export type Tries = (typeof triesInOrder)[number];

// PKCS#11 v2.40, CK_TOKEN_INFO flags.
const userPinCountLow = 0x0001_0000;
const userPinFinalTry = 0x0002_0000;
const userPinLocked = 0x0004_0000;

export function toTries(tokenFlags: number): Tries {
  if (tokenFlags & userPinLocked) return 'locked';
  if (tokenFlags & userPinFinalTry) return 'last';
  if (tokenFlags & userPinCountLow) return 'low';
  return 'plenty';
}

/** Whether the card stands nearer to its lock than was said. */
export function isWorse(tries: Tries, than: Tries): boolean {
  return triesInOrder.indexOf(tries) > triesInOrder.indexOf(than);
}
