/** A stored time (milliseconds since the epoch) as a Date; null stays null. */
export function toDate(stored: number | null): Date | null {
  return stored === null ? null : new Date(stored);
}
