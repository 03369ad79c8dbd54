/**
 * Agencies of the sandbox really ask each other, so that a persona's page has something to tell: their municipality
 * examines a claim for child allowance, and asks another municipality for tax and the pension service for the pension.
 */
import { readFileSync } from 'node:fs';
import type { AgencyId } from '../src/vocabulary/identifiers.ts';
import { inquireOther } from '../stand-ins/agencies/inquire-other.ts';
import { type CodeKeys, toAgencyCode } from '../stand-ins/provision-network/codes.ts';
import { networkFiles } from '../stand-ins/provision-network/network-folder.ts';

export async function performExchanges(options: {
  networkFolder: string;
  agenciesFolder: string;
  networkUrl: string;
  person: { person_number: string; holders: Readonly<Record<string, string | undefined>> };
}): Promise<string[]> {
  const { networkFolder, agenciesFolder: folder, networkUrl, person } = options;
  const files = networkFiles(networkFolder);
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as CodeKeys;
  const keys = { ...read(files.key), register: read(files.registerKey).register };
  const asking = (person.holders['municipality'] ?? '') as AgencyId;
  const former = asking === 'municipality-990019' ? 'municipality-990027' : 'municipality-990019';
  const shared = {
    code: toAgencyCode(keys, asking, person.person_number),
    affair: 'S56',
    section: { ja: '子育て支援課', en: 'Childcare section' },
  };
  const inquiries = [
    { ...shared, provider: former, procedure: 'S56-1', information: 'tax_income' },
    { ...shared, provider: 'pension-service', procedure: 'S56-2', information: 'pension' },
  ];
  const outcomes: string[] = [];
  for (const inquiry of inquiries) {
    const { body } = await inquireOther({ folder, agency: asking, networkUrl, inquiry });
    outcomes.push(String(body['outcome'] ?? body['error']));
  }
  return outcomes;
}
