/**
 * The table flag × viewer: what each of the three flags of the domain does to whom, and why. It is data, and the only
 * place that says so: whoever decides reads it here, and the tests walk it cell by cell.
 */
import type { Viewer } from './viewers.ts';

/** 不開示該当, 自己情報提供不可, 自動応答不可. */
export const suppressionFlags = ['non_disclosure', 'no_self_information', 'no_automatic_answer'] as const;
export type SuppressionFlag = (typeof suppressionFlags)[number];
/** 0 no, 1 yes, 2 under application (acts as 1). */
export type SuppressionValue = 0 | 1 | 2;
export type SuppressionFlags = Readonly<Record<SuppressionFlag, SuppressionValue>>;

/**
 * Whose eyes a flag acts on. `others_records` are the records of other people in which the flagged person occurs.
 */
export const suppressedViewers = [
  'person',
  'agent',
  'relying_party',
  'attestation',
  'other_agency',
  'emergency',
  'correction',
  'waiting_result',
  'others_records',
] as const satisfies readonly (Viewer | 'others_records')[];
export type SuppressedViewer = (typeof suppressedViewers)[number];

/**
 * - `records_withheld`: records and identity read as if there were none.
 * - `address_withheld`: a category that carries an address reads as if there were none; of the identity, the address is absent.
 * - `history_withheld`: who read what, and everything that would tell of it, is absent from my page.
 * - `waits`: no machine answers; an official does.
 * - `vanishes`: what is about the person is taken out of the record.
 */
export type SuppressionEffect =
  'records_withheld' | 'address_withheld' | 'history_withheld' | 'waits' | 'vanishes';

export interface SuppressionCell {
  /** Empty: the flag changes nothing here. */
  effects: readonly SuppressionEffect[];
  reason: string;
  /** Read in a public source, or decided by us where none says it. */
  source: 'domain' | 'ours';
}

type Row = Readonly<Record<SuppressedViewer, SuppressionCell>>;

export const suppressionTable: Readonly<Record<SuppressionFlag, Row>> = {
  non_disclosure: {
    person: domain(
      ['address_withheld', 'history_withheld'],
      'Whoever holds the card sees neither where the person lives nor whom they dealt with.',
    ),
    agent: domain(
      ['address_withheld', 'history_withheld'],
      'An agent sees what the person sees, and the agent may be who the person fled from.',
    ),
    relying_party: domain(
      ['address_withheld'],
      'The address stays back wherever it would be given; a company’s customer account may be in other hands.',
    ),
    attestation: domain(
      ['address_withheld'],
      'An answer about where somebody lives gives the address in part.',
    ),
    other_agency: ours(
      [],
      'Agencies answer for their own secrecy; 自動応答不可 is the flag that stops them. The record of the exchange is part of the history, and stays back from the person’s page.',
    ),
    emergency: ours(
      ['address_withheld'],
      'What is read in an ambulance carries no address; a category that came to carry one would stay back.',
    ),
    correction: ours(
      ['address_withheld'],
      'A report is made from what the person’s own view shows; it must not be a second view.',
    ),
    waiting_result: ours(
      ['address_withheld'],
      'A result is the same release, fetched later: it is what it would be at the moment of fetching.',
    ),
    others_records: ours(['vanishes'], 'Whoever stands in the household of others lives at its address.'),
  },
  no_self_information: {
    person: domain(['records_withheld'], 'The abuser may hold the card.'),
    agent: domain(['records_withheld'], 'The abuser may act as agent.'),
    relying_party: domain(
      ['records_withheld'],
      'Nothing is handed out through the API; whoever consents may not be the person.',
    ),
    attestation: domain(
      ['records_withheld'],
      'An answer about the record is self-information too: a yes says that there is one.',
    ),
    other_agency: ours(
      [],
      'The flag is about self-information; agencies ask for their duties, not for the person.',
    ),
    emergency: ours(
      ['records_withheld'],
      'The card does not work as insurance card, and an emergency read begins with the card. A crew works without the record; life is weighed against the place of a person in hiding, and the flag’s text decides.',
    ),
    correction: ours(['records_withheld'], 'There is nothing to report on in a view without records.'),
    waiting_result: ours(['records_withheld'], 'A flag acts on what was read before it and not yet fetched.'),
    others_records: domain(['vanishes'], 'A suppressed person vanishes from other people’s records.'),
  },
  no_automatic_answer: {
    person: domain([], 'The person still sees it.'),
    agent: ours([], 'As the person.'),
    relying_party: ours(
      [],
      'A release with consent is the person’s own reading; the flag names inquiries of other agencies.',
    ),
    attestation: ours([], 'As a release of the record.'),
    other_agency: domain(
      ['waits'],
      'An inquiry from another agency waits until an official answers by hand.',
    ),
    emergency: ours(
      [],
      'A medical institution is no agency of the network, and an ambulance cannot wait for an official.',
    ),
    correction: ours([], 'A report goes to an official anyway.'),
    waiting_result: ours([], 'As a release.'),
    others_records: ours([], 'The flag is about answering by machine, not about being seen.'),
  },
};

/** Whether any flag that is set has this effect for this viewer. "Under application" (2) acts as yes. */
export function acts(
  flags: SuppressionFlags | undefined,
  viewer: SuppressedViewer,
  effect: SuppressionEffect,
): boolean {
  return suppressionFlags.some(
    (flag) => flags && flags[flag] !== 0 && suppressionTable[flag][viewer].effects.includes(effect),
  );
}

function domain(effects: readonly SuppressionEffect[], reason: string): SuppressionCell {
  return { effects, reason, source: 'domain' };
}

function ours(effects: readonly SuppressionEffect[], reason: string): SuppressionCell {
  return { effects, reason, source: 'ours' };
}
