import type { randomBytes } from 'node:crypto';
import type { StoredEntry } from '../stores/release.ts';
import type { CorrectionStep } from '../vocabulary/corrections.ts';
import type { CategoryName, CitizenId, CorrectionId, EntryId } from '../vocabulary/identifiers.ts';
import { toRow } from './entry.ts';

/** One step of a citizen's report about their record. */
export interface CorrectionStepTaken {
  citizen: CitizenId;
  correction: CorrectionId;
  category: CategoryName;
  step: CorrectionStep;
  /** 処理通番 of the report, once it has one. */
  processNumber: string | null;
  at: Date;
}

/** Names and the step: neither what was reported, nor which part of the record, nor a word of the citizen's. */
function toCorrectionBody(taken: CorrectionStepTaken, id: EntryId, origin: string) {
  return {
    id,
    at: taken.at.toISOString(),
    ledger: origin,
    kind: 'correction' as const,
    correction: taken.correction,
    category: taken.category,
    step: taken.step,
    process_number: taken.processNumber,
  };
}

export type CorrectionBody = Readonly<ReturnType<typeof toCorrectionBody>>;

export function toStoredCorrectionStep(
  taken: CorrectionStepTaken,
  origin: string,
  random: typeof randomBytes,
): StoredEntry {
  const of = { citizen: taken.citizen, client: null, consent: null, at: taken.at };
  return toRow(of, (id) => toCorrectionBody(taken, id, origin), random);
}
