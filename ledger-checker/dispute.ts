import { type Evidence, proveInconsistent } from './evidence.ts';
import type { Head } from './head.ts';
import type { Published } from './published.ts';
import { rootOf } from './tree.ts';

/** What lies behind two signed heads whose consistency the ledger could not show. */
export type Dispute =
  /** The ledger's own leaves convict it: transferable. */
  | { kind: 'proven'; evidence: Evidence }
  /** The leaves that it hands out are not those that it signed. */
  | { kind: 'leaves_altered'; isOldPart: boolean }
  /** Leaves and heads fit each other; only the proof that was handed out did not. */
  | { kind: 'proof_alone' };

/** Reads every leaf: dear, and only done once something is wrong. */
export async function settleDispute(published: Published, earlier: Head, later: Head): Promise<Dispute> {
  const leaves: Buffer[] = [];
  for await (const leaf of published.leaves(0, later.size)) leaves.push(leaf);
  const isLater = leaves.length === later.size && rootOf(leaves).equals(later.root);
  const isEarlier = rootOf(leaves.slice(0, earlier.size)).equals(earlier.root);
  if (!isLater) return { kind: 'leaves_altered', isOldPart: !isEarlier };
  const evidence = proveInconsistent(earlier, later, leaves);
  return evidence ? { kind: 'proven', evidence } : { kind: 'proof_alone' };
}
