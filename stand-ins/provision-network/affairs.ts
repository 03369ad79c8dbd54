/**
 * Who may ask whom for what: affairs (事務) and procedures (事務手続), in the shape of the tables of the number act and
 * invented for the sandbox. What is not listed is not passed on.
 */
import { readFileSync } from 'node:fs';
import type { Words } from '../../src/vocabulary/words.ts';

export interface Affair {
  code: string;
  label: Words;
  /** Kinds of agencies. */
  inquirer: string;
  /** Its records are not disclosed to the person. */
  withheld: boolean;
  procedures: readonly Procedure[];
}

export interface Procedure {
  code: string;
  label: Words;
  provider: string;
  /** A category. */
  information: string;
}

const { affairs } = JSON.parse(readFileSync(new URL('affairs.json', import.meta.url), 'utf8')) as {
  affairs: readonly Affair[];
};

export function findProcedure(
  affair: string,
  procedure: string,
): { affair: Affair; procedure: Procedure } | undefined {
  const found = affairs.find(({ code }) => code === affair);
  const step = found?.procedures.find(({ code }) => code === procedure);
  return found && step && { affair: found, procedure: step };
}
