import type { AgencyId, CategoryName } from './identifiers.ts';
import type { Words } from './words.ts';

/**
 * What became of asking for one category. Only `ok` and `stale` carry a record; `stale` is a record that is handed out
 * and older than its holder promises. Suppressed reads as `no_record`, never as stale. `outdated` is told to the citizen
 * alone, of who they are: the certificate that said so no longer holds, and the next one may say something else.
 */
export type Outcome = 'ok' | 'stale' | 'no_record' | 'not_connected' | 'agency_unavailable' | 'outdated';

/** Outcomes with which a record comes. */
export type HandedOut = 'ok' | 'stale';

export function isHandedOut(outcome: Outcome): outcome is HandedOut {
  return outcome === 'ok' || outcome === 'stale';
}

export type JsonObject = { readonly [name: string]: JsonValue };
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** The answer of the provision network to one inquiry about one category of one person. */
export interface Reading {
  category: CategoryName;
  outcome: Outcome;
  /** The whole record as the agency holds it, valid against the category's schema; null unless `ok` or `stale`. */
  record: JsonObject | null;
  /** When the agency last updated it (RFC 3339, with offset). */
  asOf: string | null;
  source: { agency: AgencyId; name: Words } | null;
  /** After how many seconds another try makes sense; set with `agency_unavailable`. */
  retryAfterSeconds: number | null;
  /** 処理通番: the provision network's number of this exchange; null if it never got one. */
  processNumber: string | null;
}
