/**
 * Which insured number is whose, as the insurers' common platform keeps it. In reality another party's, asked over a
 * line of its own; here it lies in the network's folder.
 */
import { openFreshFile, writePrivateJson } from '../fresh-file.ts';
import type { Persona } from '../personas.ts';
import { type CodeKeys, toResidentId } from './codes.ts';
import { networkFiles } from './network-folder.ts';

export interface InsuredEntry {
  /** The person's block. */
  id: string;
  insurer_number: string;
  symbol: string;
  number: string;
  branch_number: string;
}

export function openInsuredNumbers(folder: string): () => readonly InsuredEntry[] {
  return openFreshFile<readonly InsuredEntry[]>(networkFiles(folder).insuredNumbers, []);
}

/** From the insurance cards of the fixtures: each as its insurer reported it. */
export function provisionInsuredNumbers(options: {
  folder: string;
  personas: readonly Pick<Persona, 'person_number' | 'records'>[];
  codeKeys: Pick<CodeKeys, 'register'>;
}): void {
  const entries = options.personas.flatMap(({ person_number, records }): InsuredEntry[] => {
    const card = records['health_insurance_card']?.record as InsuranceCard | undefined;
    if (!card) return [];
    const { insurer, symbol, number, branch_number } = card;
    const id = toResidentId(options.codeKeys, person_number);
    return [{ id, insurer_number: insurer.number, symbol: symbol ?? '', number, branch_number }];
  });
  writePrivateJson(networkFiles(options.folder).insuredNumbers, entries);
}

interface InsuranceCard {
  insurer: { number: string };
  symbol: string | null;
  number: string;
  branch_number: string;
}
