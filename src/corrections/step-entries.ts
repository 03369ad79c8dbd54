import type { Correction } from '../stores/corrections.ts';
import type { StoredEntry } from '../stores/release.ts';
import type { CorrectionStep } from '../vocabulary/corrections.ts';
import type { CategoryName, CitizenId, CorrectionId } from '../vocabulary/identifiers.ts';

/** Makes the ledger's entry of a step, for the transaction that takes it. */
export type ToEntry = (taken: {
  citizen: CitizenId;
  correction: CorrectionId;
  category: CategoryName;
  step: CorrectionStep;
  processNumber: string | null;
  at: Date;
}) => StoredEntry;

/** An end and the restoring that comes with it, in this order: a millisecond parts them. */
export function toEndEntries(
  toEntry: ToEntry,
  { citizen, id: correction, category, processNumber }: Correction,
  end: CorrectionStep,
  at: Date,
): StoredEntry[] {
  const of = { citizen, correction, category, processNumber };
  return [
    toEntry({ ...of, step: end, at }),
    toEntry({ ...of, step: 'restored', at: new Date(at.getTime() + 1) }),
  ];
}
