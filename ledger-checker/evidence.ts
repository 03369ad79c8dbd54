/**
 * Proof of misbehaviour: statements that the ledger signed and that cannot all be true. Whoever has the ledger's public
 * key can verify one offline, believing neither the ledger nor whoever hands it over.
 */
import { type Head, openHead } from './head.ts';
import { isConsistent, proveConsistency, rootOf } from './tree.ts';
import { isObject, toBytes, type TrustedKey } from './signed.ts';

export const evidenceType = 'madoguchi-ledger-evidence';

export type Evidence =
  /** Two heads over equally many leaves, with different roots. */
  | { type: typeof evidenceType; kind: 'two_roots'; heads: [string, string] }
  /** The later head's tree began otherwise: with `root_in_later` after as many leaves as the earlier head has. */
  | {
      type: typeof evidenceType;
      kind: 'inconsistent_heads';
      heads: [string, string];
      root_in_later: string;
      consistency_proof: string[];
    }
  /** A smaller tree was signed after a larger one. */
  | { type: typeof evidenceType; kind: 'shrunk'; heads: [string, string] };

/** Nodes' clocks differ by less; a head signed longer after a larger one was signed knowing it. */
const clockToleranceSeconds = 60;

/** What two heads prove against their ledger by themselves; undefined where they prove nothing. */
export function compareHeads(one: Head, other: Head): Evidence | undefined {
  const [first, second] = one.signedAt <= other.signedAt ? [one, other] : [other, one];
  const heads: [string, string] = [first.statement, second.statement];
  if (one.size === other.size)
    return one.root.equals(other.root) ? undefined : { type: evidenceType, kind: 'two_roots', heads };
  if (second.size < first.size && second.signedAt - first.signedAt > clockToleranceSeconds)
    return { type: evidenceType, kind: 'shrunk', heads };
  return undefined;
}

/**
 * What the leaves under the later head prove: they fold to it, and their beginning does not fold to the earlier one.
 * Undefined where the leaves are not the later head's, or the heads are consistent.
 */
export function proveInconsistent(
  earlier: Head,
  later: Head,
  leavesOfLater: readonly Buffer[],
): Evidence | undefined {
  const leaves = leavesOfLater.slice(0, later.size);
  if (leaves.length !== later.size || earlier.size > later.size || !rootOf(leaves).equals(later.root))
    return undefined;
  const rootInLater = rootOf(leaves.slice(0, earlier.size));
  if (rootInLater.equals(earlier.root)) return undefined;
  return {
    type: evidenceType,
    kind: 'inconsistent_heads',
    heads: [earlier.statement, later.statement],
    root_in_later: rootInLater.toString('base64url'),
    consistency_proof: proveConsistency(leaves, earlier.size).map((hash) => hash.toString('base64url')),
  };
}

/** What the evidence proves, in words; throws where it proves nothing. */
export function verifyEvidence(text: string, keys: readonly TrustedKey[]): string {
  const given = JSON.parse(text) as unknown;
  if (!isObject(given) || given['type'] !== evidenceType || !Array.isArray(given['heads']))
    throw new Error('this is not evidence against a ledger');
  const heads = given['heads'] as unknown[];
  const [first, second] = [openHead(heads[0], keys), openHead(heads[1], keys)];
  if (first.ledger !== second.ledger) throw new Error('the two heads are of different ledgers');
  const { kind } = given;
  if (kind === 'two_roots' && first.size === second.size && !first.root.equals(second.root))
    return `The ledger ${first.ledger} signed two different trees of ${first.size} leaves: it showed different histories to different people.`;
  if (kind === 'shrunk' && compareHeads(first, second)?.kind === 'shrunk')
    return `The ledger ${first.ledger} signed a tree of ${second.size} leaves after one of ${first.size}: entries were taken back.`;
  if (kind === 'inconsistent_heads' && first.size <= second.size) {
    const rootInLater = toBytes(given['root_in_later'], 32);
    const proof = Array.isArray(given['consistency_proof'])
      ? given['consistency_proof'].map((hash) => toBytes(hash, 32))
      : [undefined];
    const isWhole = proof.every((hash) => hash !== undefined);
    if (
      rootInLater &&
      isWhole &&
      !rootInLater.equals(first.root) &&
      isConsistent({ size: first.size, root: rootInLater }, second, proof)
    )
      return `The ledger ${first.ledger} signed a tree of ${second.size} leaves that does not continue the tree of ${first.size} leaves that it had signed: its history was rewritten, or two were shown.`;
  }
  throw new Error('the two heads do not contradict each other');
}
