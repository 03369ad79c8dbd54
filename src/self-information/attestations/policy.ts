import type { ItemName } from '../../vocabulary/identifiers.ts';
import type { JsonValue } from '../../vocabulary/reading.ts';

/**
 * A registered, versioned rule by which a question is answered. Data alone, for `answer-policy.ts` to follow: what it
 * reads, what must hold, and what is said then. A new rule is a new version with its own first day, so that what was
 * answered in the past stays explainable.
 */
export interface AttestationPolicy {
  /** `name@version`, as the answer, the receipt and the ledger quote it. */
  id: string;
  /** The question's name (vocabulary/attestations.ts). */
  question: string;
  /** Its first day in Japan, `YYYY-MM-DD`. A younger version that is in force takes its place. */
  inForceFrom: string;
  /** Where the rule comes from: law, ordinance or terms, with article; and what of it is a reading of ours. */
  basis: { ja: string; en: string };
  /** Of the record only these reach the rule. */
  inputs: readonly ItemName[];
  /** Whether a stale record still attests; where not, it reads as no record. Each rule's own word. */
  answersFromStale: boolean;
  rule: Rule;
}

export interface Rule {
  /** Where in the record the cases lie: a list's path. Without one the record itself is the only case. */
  each?: string;
  /** Only the cases in which this member is greatest are looked at: the latest assessment, whatever it says. */
  latestBy?: string;
  /** A case counts where all of these hold. */
  where: readonly Condition[];
  /** Which of the cases that count is answered from: the first of these that tells two apart decides. */
  prefer?: readonly Preference[];
  /** The answer's members, from that case. */
  answer: Readonly<Record<string, Said>>;
}

/** What a member of a case must be. A member of another type than the condition is about never fulfils it. */
export type Condition =
  | { item: string; isOneOf: readonly JsonValue[] }
  /** Null or absent. */
  | { item: string; isBlank: true }
  /** Something stands there: no blank, no empty text. */
  | { item: string; isStated: true }
  /** A day on which, or before which, it must not be today. */
  | { item: string; notAfterToday: true; orBlank?: true }
  | { item: string; notBeforeToday: true; orBlank?: true }
  /** A year, at most so many before this one in Japan. */
  | { item: string; yearsAgoAtMost: number }
  /** A day of birth whose anniversary of so many years, the registered value, has come. */
  | { item: string; yearsReached: 'argument' }
  /** The registered value itself. */
  | { item: string; is: 'argument' }
  /** A number under the registered value. */
  | { item: string; under: 'argument' }
  /** At the registered value's place in this order, or behind it. */
  | { item: string; order: readonly string[]; atLeast: 'argument' }
  | { anyOf: readonly (readonly Condition[])[] };

export type Preference =
  | { item: string; first: readonly JsonValue[] }
  /** The latest day; blank is later than all. */
  | { item: string; latest: true };

export type Said = { from: string } | { whether: string; isOneOf: readonly JsonValue[] } | { always: true };
