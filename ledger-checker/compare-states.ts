import { settleDispute } from './dispute.ts';
import { compareHeads, type Evidence } from './evidence.ts';
import { type Head, openHead } from './head.ts';
import type { Published } from './published.ts';
import type { Report } from './report.ts';
import type { TrustedKey } from './signed.ts';
import type { State } from './state.ts';
import { isConsistent } from './tree.ts';

/** How far behind others a view may be for honest reasons. */
const toleranceSeconds = 60;

/**
 * Whether two observers were shown one history. Heads of one size convict by themselves; others are joined through the
 * ledger, which cannot prove what is not so.
 */
export async function compareStates(
  mine: State,
  other: State,
  d: { published: Published | undefined; keys: readonly TrustedKey[]; now: Date },
  report: Report,
): Promise<void> {
  if (mine.head.ledger !== other.head.ledger)
    return void report.undecided.push('The other observer watches another ledger.');
  const contradiction = findContradiction(mine, other);
  if (contradiction) return accuse(report, contradiction);
  const shared = [...mine.earlier, mine.head].some(({ size }) => size === other.head.size);
  if (shared) return void report.good.push('You and the other observer were shown the same history.');
  if (!d.published)
    return void report.undecided.push(
      'Your heads are of different sizes: give --url, so that the ledger can be asked to join them.',
    );
  const latest = openHead((await d.published.head()).statement, d.keys);
  await join(mine.head, latest, d, report);
  await join(other.head, latest, d, report);
}

function findContradiction(mine: State, other: State): Evidence | undefined {
  for (const one of [mine.head, ...mine.earlier])
    for (const two of [other.head, ...other.earlier]) {
      const evidence = compareHeads(one, two);
      if (evidence) return evidence;
    }
  return undefined;
}

/** That what somebody was shown is the beginning of what the ledger shows now. */
async function join(
  shown: Head,
  latest: Head,
  d: { published: Published | undefined; now: Date },
  report: Report,
): Promise<void> {
  const contradiction = compareHeads(shown, latest);
  if (contradiction) return accuse(report, contradiction);
  if (shown.size > latest.size) {
    const isOld = d.now.getTime() / 1000 - shown.signedAt > toleranceSeconds;
    const sentence = `Somebody was shown ${shown.size} leaves; to you the ledger shows ${latest.size}`;
    if (isOld) report.findings.push(`${sentence}: entries are kept from you, or were taken back.`);
    else report.undecided.push(`${sentence}, a moment later. Ask again in a minute.`);
    return;
  }
  const proof = await d.published?.consistencyProof(shown.size, latest.size);
  if (proof && isConsistent(shown, latest, proof))
    return void report.good.push(
      `The head over ${shown.size} leaves is the beginning of what the ledger shows now.`,
    );
  const dispute = d.published && (await settleDispute(d.published, shown, latest));
  if (dispute?.kind === 'proven') return accuse(report, dispute.evidence);
  report.findings.push(
    `The ledger cannot show that the head over ${shown.size} leaves is the beginning of what it shows now: it shows different histories to different people, or its leaves were changed.`,
  );
}

function accuse(report: Report, evidence: Evidence): void {
  report.evidence.push(evidence);
  report.findings.push(
    'The ledger shows different histories to different people, and its own signatures prove it.',
  );
}
