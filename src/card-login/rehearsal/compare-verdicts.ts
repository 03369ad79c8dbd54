/** Our verdicts beside openssl's, over many chains. */
import type { PathProfile } from '../path.ts';
import { type ForgedChain, forgedNow } from './forged-chain.ts';
import { judgeByOpenssl } from './openssl-verdicts.ts';
import { judgePath, openProfile, type PathVerdict } from './path-verdict.ts';

export type PathJudge = (chain: ForgedChain, differently: Partial<PathProfile>) => PathVerdict;

export interface NamedChain {
  name: string;
  chain: ForgedChain;
}

export interface Comparison {
  bothAccept: number;
  bothRefuse: number;
  /** Refused by us alone, by rule. */
  stricter: ReadonlyMap<string, number>;
  /** Accepted by us alone: there must be none. */
  lenient: readonly string[];
  slowestMilliseconds: number;
}

/** What openssl says, once, to be compared with as many validators as one likes. */
export function askOpenssl(
  chains: readonly NamedChain[],
  differently: Partial<PathProfile> = {},
): ReadonlyMap<NamedChain, string> {
  const verdicts = judgeByOpenssl(
    chains.map(({ chain }) => chain),
    { ...openProfile, ...differently, now: forgedNow },
  );
  return new Map(chains.map((chain, at) => [chain, verdicts[at] ?? '']));
}

export function compareVerdicts(
  theirs: ReadonlyMap<NamedChain, string>,
  differently: Partial<PathProfile> = {},
  judge: PathJudge = judgePath,
): Comparison {
  const counted = { bothAccept: 0, bothRefuse: 0, slowestMilliseconds: 0 };
  const stricter = new Map<string, number>();
  const lenient: string[] = [];
  for (const [{ name, chain }, reason] of theirs) {
    const start = performance.now();
    const ours = judge(chain, differently);
    counted.slowestMilliseconds = Math.max(counted.slowestMilliseconds, performance.now() - start);
    if (ours === 'accepted' && reason === 'OK') counted.bothAccept += 1;
    else if (ours === 'accepted') lenient.push(`${name}: ${reason}`);
    else if (reason === 'OK') stricter.set(ours, (stricter.get(ours) ?? 0) + 1);
    else counted.bothRefuse += 1;
  }
  return { ...counted, stricter, lenient };
}
