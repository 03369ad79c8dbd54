import { type Validator, judgeSet, printReport, type SetReport, type VectorSet } from './judge-set.ts';
import { loadLimbo, loadPkits } from './path-sets.ts';
import { loadWebEid, loadWycheproof } from './signature-sets.ts';

/** Every set of public cases; `now` is for those that name no time. */
export function loadVectorSets(vectors: URL, now: Date): VectorSet[] {
  return [
    loadPkits(vectors),
    loadLimbo(vectors, { name: 'x509-limbo', file: 'x509/limbo.json', leastAccepts: 20, now }),
    loadLimbo(vectors, { name: 'BetterTLS', file: 'x509/bettertls-sample.json', leastAccepts: 40, now }),
    loadWycheproof(vectors),
    loadWebEid(vectors),
  ];
}

/** Our own: it asks each case's question as it is put. */
export const ownValidator: Validator = (question) => question();

/** Judges every set and tells of it. Answers the exit code: 0 where everything will do. */
export function judgeVectors(
  sets: readonly VectorSet[],
  validator: Validator,
  { now, write }: { now: () => number; write: (text: string) => void },
): number {
  const reports: SetReport[] = sets.map((set) => judgeSet(set, validator, now));
  for (const report of reports) write(printReport(report));
  return reports.length > 0 && reports.every(({ faults }) => faults.length === 0) ? 0 : 1;
}
