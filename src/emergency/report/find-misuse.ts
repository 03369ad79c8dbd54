/**
 * What a supervisor should look at. Each rule is one pattern of misuse, with its threshold in the one table: nothing is
 * proved here, and an honest month raises nothing (the tests make both).
 */
import type { EmergencyCall } from '../../stores/emergency-calls.ts';
import { type Access, isDenied, toAccesses } from './to-accesses.ts';

export const findingKinds = {
  many_people: 'reaches many more people than crews usually do',
  mostly_empty: 'finds nothing far more often than others',
  mostly_denied: 'is refused far more often than others',
  person_by_many: 'one person, reached by several clients',
  person_again: 'one person, reached again and again by one crew',
  without_incident: 'states no incident',
  odd_hours: 'reads at night far more than others',
  guessed_numbers: 'insured numbers with wrong dates of birth',
  one_number_tried: 'one insured number, tried with several dates of birth',
  crowded_incident: 'one incident, many people, and no disaster was stated',
  dead_certificates: 'certificates that ran out or were revoked, such as copies are',
  closed_categories: 'asks for what an emergency does not reach',
  not_accredited: 'asks without an accreditation that counts',
  broke_off: 'calls that never ended',
} as const;
export type FindingKind = keyof typeof findingKinds;

export interface Finding {
  kind: FindingKind;
  client: string;
  /** Null where it concerns a client, or several. */
  operator: string | null;
  count: number;
  /** The median to compare with; null where the number speaks for itself. */
  usual: number | null;
  /** Citizens, to be given a name of this report alone. */
  person: string | null;
  /** References of some of the calls: the same stand on the person's page and in the ledger. */
  references: readonly string[];
}

/** Below these, chance alone does it. */
export const thresholds = {
  manyPeople: { least: 15, timesMedian: 4 },
  mostlyEmpty: { least: 6, share: 0.6, timesMedian: 3 },
  mostlyDenied: { least: 6, share: 0.6, timesMedian: 3 },
  personByMany: { clients: 3, days: 7 },
  personAgain: { times: 4 },
  withoutIncident: { least: 3, share: 0.25 },
  oddHours: { least: 8, share: 0.7, timesAll: 2, from: 0, until: 5 },
  guessedNumbers: { least: 6 },
  oneNumberTried: { least: 3 },
  crowdedIncident: { least: 5 },
  /** A card that ran out is in many a purse; one that was revoked was lost, or is another’s by now. */
  deadCertificates: { ranOut: 8, revoked: 4 },
  closedCategories: { least: 3 },
  brokeOff: { least: 3 },
} as const;

export function findMisuse(calls: readonly EmergencyCall[]): Finding[] {
  const accesses = toAccesses(calls);
  const crews = [...groupBy(accesses, ({ client, operator }) => `${client} ${operator}`).values()].filter(
    ([first]) => first?.operator !== '?',
  );
  return [
    ...findUnusualCrews(accesses, crews),
    ...findPeople(accesses, crews),
    ...findGuesses(calls),
    ...findIncidents(accesses),
    ...findByOutcome(calls),
  ];
}

function findUnusualCrews(accesses: readonly Access[], crews: readonly (readonly Access[])[]): Finding[] {
  const { manyPeople, mostlyEmpty, mostlyDenied, withoutIncident, oddHours } = thresholds;
  const peopleOf = (crew: readonly Access[]): number =>
    new Set(crew.flatMap(({ person }) => person ?? [])).size;
  const emptyShare = (crew: readonly Access[]) => shareOf(crew, ({ outcome }) => outcome === 'empty');
  const deniedShare = (crew: readonly Access[]) => shareOf(crew, isDenied);
  const usual = {
    people: median(crews.map(peopleOf)),
    empty: median(crews.map(emptyShare)),
    denied: median(crews.map(deniedShare)),
    night: shareOf(accesses, isAtNight),
  };
  return crews.flatMap((crew) => {
    const found: Finding[] = [];
    const add = (kind: FindingKind, count: number, compared: number | null, which: readonly Access[]) =>
      void found.push(toFinding(kind, which, { count, usual: compared }));
    const people = peopleOf(crew);
    if (people >= manyPeople.least && people > usual.people * manyPeople.timesMedian)
      add('many_people', people, usual.people, crew);
    const [empty, denied] = [emptyShare(crew), deniedShare(crew)];
    if (
      crew.length >= mostlyEmpty.least &&
      empty >= mostlyEmpty.share &&
      empty > usual.empty * mostlyEmpty.timesMedian
    )
      add(
        'mostly_empty',
        empty,
        usual.empty,
        crew.filter(({ outcome }) => outcome === 'empty'),
      );
    if (
      crew.length >= mostlyDenied.least &&
      denied >= mostlyDenied.share &&
      denied > usual.denied * mostlyDenied.timesMedian
    )
      add('mostly_denied', denied, usual.denied, crew.filter(isDenied));
    const loose = crew.filter(({ incident }) => incident === null);
    if (loose.length >= withoutIncident.least && loose.length >= crew.length * withoutIncident.share)
      add('without_incident', loose.length, null, loose);
    const night = shareOf(crew, isAtNight);
    if (crew.length >= oddHours.least && night >= oddHours.share && night > usual.night * oddHours.timesAll)
      add('odd_hours', night, usual.night, crew.filter(isAtNight));
    return found;
  });
}

function findPeople(accesses: readonly Access[], crews: readonly (readonly Access[])[]): Finding[] {
  const { personByMany, personAgain } = thresholds;
  const span = personByMany.days * 86_400_000;
  const named = accesses.filter(({ person }) => person !== null);
  const byMany = [...groupBy(named, ({ person }) => String(person))].flatMap(([person, of]) => {
    const near = of.map(({ at }) =>
      of.filter((other) => other.at >= at && other.at.getTime() - at.getTime() < span),
    );
    const densest = near.sort((one, other) => countOf(other, 'client') - countOf(one, 'client'))[0] ?? [];
    const clients = countOf(densest, 'client');
    if (clients < personByMany.clients) return [];
    return [{ ...toFinding('person_by_many', densest, { count: clients, person }), operator: null }];
  });
  const again = crews.flatMap((crew) =>
    [
      ...groupBy(
        crew.filter(({ person }) => person !== null),
        ({ person }) => String(person),
      ),
    ]
      .filter(([, of]) => of.length >= personAgain.times)
      .map(([person, of]) => toFinding('person_again', of, { count: of.length, person })),
  );
  return [...byMany, ...again];
}

/** A name that was none, by number: the crew that tried, and the number that was tried. */
function findGuesses(calls: readonly EmergencyCall[]): Finding[] {
  const failed = calls.filter(
    ({ namedBy, outcome }) => namedBy === 'insured_number' && outcome === 'denied:emergency_person_not_found',
  );
  const byCrew = [...groupBy(failed, ({ client, operator }) => `${client} ${operator ?? '?'}`).values()]
    .filter((of) => of.length >= thresholds.guessedNumbers.least)
    .map((of) => toFinding('guessed_numbers', toAccesses(of), { count: of.length }));
  const byNumber = [...groupBy(failed, ({ numberHash }) => numberHash ?? '').values()]
    .filter((of) => of.length >= thresholds.oneNumberTried.least)
    .map((of) => toFinding('one_number_tried', toAccesses(of), { count: of.length }));
  return [...byCrew, ...byNumber];
}

function findIncidents(accesses: readonly Access[]): Finding[] {
  const numbered = accesses.filter(({ incident, reason }) => incident !== null && reason !== 'disaster');
  return [...groupBy(numbered, ({ client, incident }) => `${client} ${incident ?? ''}`).values()]
    .filter((of) => countOf(of, 'person') >= thresholds.crowdedIncident.least)
    .map((of) => toFinding('crowded_incident', of, { count: countOf(of, 'person') }));
}

function findByOutcome(calls: readonly EmergencyCall[]): Finding[] {
  const rules: readonly [FindingKind, readonly string[], number][] = [
    ['dead_certificates', ['denied:card_revoked'], thresholds.deadCertificates.revoked],
    ['dead_certificates', ['denied:card_expired'], thresholds.deadCertificates.ranOut],
    ['closed_categories', ['denied:emergency_category_closed'], thresholds.closedCategories.least],
    ['not_accredited', ['denied:accreditation_missing'], 1],
    ['broke_off', ['begun'], thresholds.brokeOff.least],
  ];
  return rules.flatMap(([kind, outcomes, least]) => {
    // Accesses: the same card tried twice is one card.
    const which = toAccesses(calls.filter(({ outcome }) => outcomes.includes(outcome)));
    return [...groupBy(which, ({ client, operator }) => `${client} ${operator}`).values()]
      .filter((of) => of.length >= least)
      .map((of) => toFinding(kind, of, { count: of.length }));
  });
}

const mostReferences = 5;

function toFinding(
  kind: FindingKind,
  accesses: readonly Access[],
  told: { count: number; usual?: number | null; person?: string },
): Finding {
  const { client = '?', operator = '?' } = accesses[0] ?? {};
  return {
    kind,
    client,
    operator: operator === '?' ? null : operator,
    count: told.count,
    usual: told.usual ?? null,
    person: told.person ?? null,
    references: accesses.slice(0, mostReferences).flatMap(({ calls }) => calls[0]?.id ?? []),
  };
}

/** In Japan, where the crews are. */
export function isAtNight({ at }: Pick<Access, 'at'>): boolean {
  const hour = new Date(at.getTime() + 9 * 3_600_000).getUTCHours();
  return hour >= thresholds.oddHours.from && hour < thresholds.oddHours.until;
}

export function shareOf<Entry>(entries: readonly Entry[], is: (entry: Entry) => boolean): number {
  return entries.length === 0 ? 0 : entries.filter(is).length / entries.length;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

export function groupBy<Entry>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string,
): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
}

function countOf(accesses: readonly Access[], member: 'client' | 'person'): number {
  return new Set(accesses.flatMap((access) => access[member] ?? [])).size;
}
