/** Where the time comes from. Passed in everywhere, so that a test can state it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Seconds since the epoch, the unit of JWT claims (RFC 7519, NumericDate). */
export function toNumericDate(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
