import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkIdentityFiles } from '../../src/agencies/network-identity.ts';
import type { Mention } from '../provision-network/agency-protocol.ts';
import { openFreshFile, writePrivateJson } from '../fresh-file.ts';
import { identityFilesIn } from '../network-identity.ts';

/** What an agency holds about one category of one person. */
export interface HeldRecord {
  as_of: string;
  record: Readonly<Record<string, unknown>>;
  /** Whom places of it are about; told from the record where it is not said. */
  mentions?: readonly Mention[];
}

/** Everybody an agency knows, by its own code of them. Somebody may be known and have no record. */
export type HeldRecords = Readonly<Record<string, Readonly<Record<string, HeldRecord>>>>;

export type Behaviour = 'answers' | 'down' | 'slow' | 'nonsense';

export const agencyFiles = {
  records: (folder: string, agency: string) => join(folder, `${agency}.json`),
  /** The agencies that were set up. */
  agencies: (folder: string) => join(folder, 'settings', 'agencies.json'),
  /** An agency's own certificate and key. */
  identity: (folder: string, agency: string) => join(folder, 'settings', 'tls', agency),
  /** Citizens' reports that came in, appended by the agency's program alone. */
  inbox: (folder: string, agency: string) => join(folder, 'inbox', `${agency}.jsonl`),
  /** What its officials answered, written by them alone. */
  answers: (folder: string, agency: string) => join(folder, 'answers', `${agency}.json`),
  /** 自動応答不可: people, by the agency's own codes, about whom no machine answers another agency. */
  byHand: (folder: string, agency: string) => join(folder, 'by-hand', `${agency}.json`),
  /** Inquiries of other agencies that an official answered by hand. */
  released: (folder: string, agency: string) => join(folder, 'released', `${agency}.json`),
  behaviours: (folder: string) => join(folder, 'settings', 'behaviours.json'),
};

/** One agency's own view: its records, and how it behaves now. Both may be changed while it runs. */
export interface AgencyFolder {
  identity: NetworkIdentityFiles;
  records(): HeldRecords;
  behaviour(): Behaviour;
}

export function openAgencyFolder(folder: string, agency: string): AgencyFolder {
  const behaviours = openFreshFile<Record<string, Behaviour>>(agencyFiles.behaviours(folder), {});
  return {
    identity: identityFilesIn(agencyFiles.identity(folder, agency)),
    records: openFreshFile<HeldRecords>(agencyFiles.records(folder, agency), {}),
    behaviour: () => behaviours()[agency] ?? 'answers',
  };
}

/** Every agency that was set up, in the order of their ports. */
export function listAgencies(folder: string): string[] {
  return (JSON.parse(readFileSync(agencyFiles.agencies(folder), 'utf8')) as string[]).sort();
}

/** Makes an agency behave so from its next connection or request on. */
export function setBehaviour(folder: string, agency: string, behaviour: Behaviour): void {
  const path = agencyFiles.behaviours(folder);
  const others = openFreshFile<Record<string, Behaviour>>(path, {})();
  writePrivateJson(path, { ...others, [agency]: behaviour });
}

/** Replaces what an agency holds about one category of one person; `undefined` takes it away. */
export function setRecord(
  folder: string,
  where: { agency: string; code: string; category: string },
  held: HeldRecord | undefined,
): void {
  const path = agencyFiles.records(folder, where.agency);
  const records = openFreshFile<HeldRecords>(path, {})();
  const others = Object.entries(records[where.code] ?? {}).filter(
    ([category]) => category !== where.category,
  );
  const now = held ? [...others, [where.category, held] as const] : others;
  writePrivateJson(path, { ...records, [where.code]: Object.fromEntries(now) });
}
