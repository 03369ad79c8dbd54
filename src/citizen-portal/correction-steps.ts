import type { CorrectionStepView } from '../../consent-ui/correction-steps.tsx';
import type { Stores } from '../stores/stores.ts';
import type { CorrectionStep } from '../vocabulary/corrections.ts';
import type { CitizenId } from '../vocabulary/identifiers.ts';
import { mostEntries } from './history.ts';
import { receiptPathOf } from './receipts.ts';

/** By report, the first step first. Its citizen's own doing, and no disclosure: no flag withholds it. */
export async function loadCorrectionSteps(
  ledger: Pick<Stores['ledger'], 'listByCitizen'>,
  citizen: CitizenId,
): Promise<ReadonlyMap<string, readonly CorrectionStepView[]>> {
  const byReport = new Map<string, CorrectionStepView[]>();
  const newestFirst = await ledger.listByCitizen(citizen, mostEntries);
  for (const { id, at, body } of newestFirst.reverse()) {
    const told = JSON.parse(body) as { kind?: string; correction?: string; step?: CorrectionStep };
    if (told.kind !== 'correction' || !told.correction || !told.step) continue;
    const steps = byReport.get(told.correction) ?? [];
    byReport.set(told.correction, steps);
    steps.push({ at, step: told.step, receiptPath: receiptPathOf(id) });
  }
  return byReport;
}
