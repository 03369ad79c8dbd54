import type { EmergencyCall } from '../../stores/emergency-calls.ts';
import {
  type Finding,
  findingKinds,
  findMisuse,
  groupBy,
  isAtNight,
  median,
  shareOf,
} from './find-misuse.ts';
import { type Access, isDenied, toAccesses } from './to-accesses.ts';

export interface ReportSpan {
  from: Date;
  until: Date;
  /** Told alone; the medians are of all. */
  client: string | null;
}

/**
 * The report in plain words. Persons are numbered as they come, in this report alone: no name, no number and no id of a
 * citizen is in it. Who has to know more asks the ledger by reference.
 */
export function sayReport(calls: readonly EmergencyCall[], { from, until, client }: ReportSpan): string {
  const isWanted = (of: { client: string }): boolean => client === null || of.client === client;
  const accesses = toAccesses(calls);
  const findings = findMisuse(calls).filter(isWanted);
  const nameOf = createPseudonyms();
  const byClient = groupBy(accesses, (access) => access.client);
  const usual = median([...byClient.values()].map(({ length }) => length));
  return [
    `Emergency access from ${from.toISOString()} until ${until.toISOString()}${client === null ? '' : `, client ${client}`}`,
    `${calls.filter(isWanted).length} calls, ${accesses.filter(isWanted).length} accesses`,
    '',
    ...[...byClient]
      .filter(([name]) => isWanted({ client: name }))
      .flatMap(([name, of]) => sayClient(name, of, usual)),
    findings.length === 0 ? 'Nothing stands out.' : `To look at: ${findings.length}`,
    ...findings.map((finding) => sayFinding(finding, nameOf)),
    '',
  ].join('\n');
}

function sayClient(client: string, accesses: readonly Access[], usual: number): string[] {
  const people = new Set(accesses.flatMap(({ person }) => person ?? [])).size;
  const naming = [...groupBy(accesses, ({ namedBy }) => namedBy ?? 'nobody named')];
  const crews = groupBy(accesses, ({ operator }) => operator);
  return [
    `${client}: ${accesses.length} accesses (median of clients ${usual}), ${people} people, ${crews.size} crews or terminals`,
    `  named by      ${naming.map(([how, { length }]) => `${how} ${length}`).join(', ')}`,
    `  empty         ${toPercent(shareOf(accesses, ({ outcome }) => outcome === 'empty'))}`,
    `  denied        ${toPercent(shareOf(accesses, isDenied))}`,
    `  no incident   ${accesses.filter(({ incident }) => incident === null).length}`,
    `  at night      ${toPercent(shareOf(accesses, isAtNight))}`,
    ...[...crews].map(
      ([crew, of]) => `  crew ${crew}: ${of.length} accesses, ${countIncidents(of)} incidents`,
    ),
    '',
  ];
}

function countIncidents(accesses: readonly Access[]): number {
  return new Set(accesses.flatMap(({ incident }) => incident ?? [])).size;
}

function sayFinding(finding: Finding, nameOf: (person: string) => string): string {
  const { kind, client, operator, count, usual, person, references } = finding;
  const who = `${client}${operator === null ? '' : `, crew ${operator}`}`;
  const number = Number.isInteger(count) ? String(count) : toPercent(count);
  const compared =
    usual === null ? '' : ` (usual ${Number.isInteger(usual) && usual >= 1 ? usual : toPercent(usual)})`;
  const whom = person === null ? '' : `, ${nameOf(person)}`;
  return `- ${kind}: ${who}${whom}: ${number}${compared}: ${findingKinds[kind]}\n    references ${references.join(' ')}`;
}

function createPseudonyms(): (person: string) => string {
  const names = new Map<string, string>();
  return (person) => {
    const name = names.get(person) ?? `person ${names.size + 1}`;
    names.set(person, name);
    return name;
  };
}

function toPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
