/** What an official does at an agency's own desk while the world runs: enter a record, or take one away. */
import { readFileSync } from 'node:fs';
import type { World } from '../../sandbox/world.ts';
import { type HeldRecord, setRecord } from '../../stand-ins/agencies/agency-folder.ts';
import type { Persona } from '../../stand-ins/personas.ts';
import { type CodeKeys, toAgencyCode } from '../../stand-ins/provision-network/codes.ts';
import { networkFiles } from '../../stand-ins/provision-network/network-folder.ts';
import { findCategory } from '../vocabulary/categories.ts';

export function enterRecord(
  { folders }: World,
  persona: Persona,
  category: string,
  held: HeldRecord | undefined,
): void {
  const agency = persona.holders[findCategory(category)?.holder ?? ''];
  if (!agency) throw new Error(`nobody holds ${category} of ${persona.persona}`);
  const keys = {
    ...readKeys(networkFiles(folders.network).registerKey),
    ...readKeys(networkFiles(folders.network).key),
  };
  setRecord(
    folders.agencies,
    { agency, code: toAgencyCode(keys, agency, persona.person_number), category },
    held,
  );
}

function readKeys(file: string): CodeKeys {
  return JSON.parse(readFileSync(file, 'utf8')) as CodeKeys;
}
