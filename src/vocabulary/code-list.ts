import type { Words } from './words.ts';

/** The values that a coded item may have: data, with where they are from and how much of it stands here. */
export interface CodeList {
  /** Its file's name, and the last part of its address. */
  name: string;
  label: Words;
  /** What a coded value names beside its code, so that nobody takes it for another list's. */
  system: string;
  /** Its public name; where there is none, that it is ours. */
  source: Words;
  /** Edition of the source, or the month as of which it was written down. */
  version: string;
  /** An excerpt is no ground for refusing another code of the same system. */
  extent: 'complete' | 'excerpt';
  /** Whether the source has these very codes, or names the kinds alone and the codes are stand-ins of this project. */
  codesFrom: 'the_source' | 'this_project';
  codes: readonly Code[];
}

export type Code = readonly [code: string, ja: string, en: string];

/** Where a list without a published system stands: a name, not an address that anybody answers at. */
const ownSystems = 'https://madoguchi.example/code-lists/';

export function codeList(
  name: string,
  { system = `${ownSystems}${name}`, ...facts }: Omit<CodeList, 'name' | 'system'> & { system?: string },
): CodeList {
  return { name, system, ...facts };
}

export function wordsOf(list: CodeList): Readonly<Record<string, Words>> {
  return Object.fromEntries(list.codes.map(([code, ja, en]) => [code, { ja, en }]));
}
