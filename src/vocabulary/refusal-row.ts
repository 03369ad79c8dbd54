import type { Words } from './words.ts';

/** What every refusal says, and to whom. One row holds all of it; no room words a refusal by itself. */
export interface RefusalRow {
  /** HTTP status of the page or of the problem document (RFC 9110). */
  status: number;
  /** The OAuth error code told to a client, where the refusal can reach one (RFC 6749, 9126, 9396, 9449). */
  oauthError?: string;
  /** RFC 9457 `title`: short, in English, the same for every occurrence. */
  title: string;
  /** What the citizen reads: what happened and what to do next. Never blames, never tells internals. */
  citizen: Words;
  /** What the operator reads in the catalogue: what it means and where to look. */
  operator: string;
  /** What an integrator can do about it. */
  integrator: string;
}

/** Keeps the literal reasons as the table's keys. */
export function refusalRows<Reason extends string>(
  rows: Record<Reason, RefusalRow>,
): Record<Reason, RefusalRow> {
  return rows;
}
