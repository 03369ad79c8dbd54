import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFreshFile, writePrivateJson } from '../fresh-file.ts';

/** What an agency holds about one category of one person. */
export interface HeldRecord {
  as_of: string;
  record: Readonly<Record<string, unknown>>;
}

/** Everybody an agency knows, by its own code of them. Somebody may be known and have no record. */
export type HeldRecords = Readonly<Record<string, Readonly<Record<string, HeldRecord>>>>;

export type Behaviour = 'answers' | 'down' | 'slow' | 'nonsense';

export const agencyFiles = {
  records: (folder: string, agency: string) => join(folder, `${agency}.json`),
  /** What the network presents to the agency. */
  credentials: (folder: string) => join(folder, 'settings', 'credentials.json'),
  behaviours: (folder: string) => join(folder, 'settings', 'behaviours.json'),
};

/** One agency's own view: its records, and how it behaves now. Both may be changed while it runs. */
export interface AgencyFolder {
  credential: string;
  records(): HeldRecords;
  behaviour(): Behaviour;
}

export function openAgencyFolder(folder: string, agency: string): AgencyFolder {
  const credential = loadCredentials(folder)[agency];
  if (!credential) throw new Error(`${agency} has no credential: run the set-up`);
  const behaviours = openFreshFile<Record<string, Behaviour>>(agencyFiles.behaviours(folder), {});
  return {
    credential,
    records: openFreshFile<HeldRecords>(agencyFiles.records(folder, agency), {}),
    behaviour: () => behaviours()[agency] ?? 'answers',
  };
}

/** Every agency that was set up, in the order of their ports. */
export function listAgencies(folder: string): string[] {
  return Object.keys(loadCredentials(folder)).sort();
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

function loadCredentials(folder: string): Record<string, string> {
  return JSON.parse(readFileSync(agencyFiles.credentials(folder), 'utf8')) as Record<string, string>;
}
