import type { Evidence } from './evidence.ts';

/** What a check came to. A finding is the ledger's fault; what is undecided proves nothing, either way. */
export interface Report {
  findings: string[];
  undecided: string[];
  good: string[];
  evidence: Evidence[];
}

export const emptyReport = (): Report => ({ findings: [], undecided: [], good: [], evidence: [] });

/** 0: all is well. 1: something was found. 3: something could not be decided. (2 is wrong use.) */
export function exitCodeOf({ findings, undecided }: Report): number {
  if (findings.length > 0) return 1;
  return undecided.length > 0 ? 3 : 0;
}

export function sayReport(report: Report): string {
  const code = exitCodeOf(report);
  return [
    { 0: 'GOOD.', 1: 'NOT GOOD.', 3: 'UNDECIDED.' }[code],
    ...report.findings.map((line) => `- ${line}`),
    ...report.undecided.map((line) => `? ${line}`),
    ...report.good.map((line) => `+ ${line}`),
  ]
    .map((line) => (line ?? '').replaceAll(/\p{Cc}|\p{Cf}/gu, '?'))
    .join('\n');
}
