/** The day for which the fixtures are written: a record that they date a day earlier is a day old, whenever it is asked for. */
const fixturesDay = Date.parse('2026-11-02T09:00:00+09:00');
const dayMilliseconds = 86_400_000;
const japanMilliseconds = 9 * 3_600_000;

/**
 * Fixtures stand still, agencies do not: they renew their copies, so what was fresh when it was written down stays
 * fresh, and what was left lying stays as old as it was. Moves by whole days, in Japan’s time.
 */
export function ofSameAge(asOf: string, now: Date = new Date()): string {
  const days = Math.floor((now.getTime() - fixturesDay) / dayMilliseconds);
  const moved = new Date(Date.parse(asOf) + days * dayMilliseconds + japanMilliseconds);
  return `${moved.toISOString().slice(0, 19)}+09:00`;
}
