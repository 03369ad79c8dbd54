import type { SigningKey } from '../key-custody/signing-key.ts';
import type { Integration, Ledger } from '../stores/ledger.ts';
import type { Clock } from '../vocabulary/clock.ts';
import { foldRight, frontierOf, growTree, type TreeNode } from './merkle-tree.ts';
import { signTreeHead } from './statements.ts';

type Plan = Parameters<Ledger['integrate']>[1];

/**
 * How waiting leaves enter the tree. Only the frontier (one hash per level) is read, and it must fold to the root
 * that was signed last: a tree whose nodes were changed in the database does not grow any further.
 */
export function createPlan(key: SigningKey, origin: string, clock: Clock): Plan {
  return async (head, leaves, nodes): Promise<Integration> => {
    const size = head?.size ?? 0;
    const places = frontierOf(size);
    const hashes = places.length > 0 ? await nodes(places) : [];
    if (head && !foldRight(hashes).equals(head.root))
      throw new Error('the stored tree does not fold to the root of its signed head');
    const frontier = places.map((place, at): TreeNode => ({ ...place, hash: hashes[at] as Buffer }));
    const grown = growTree(
      frontier,
      size,
      leaves.map(({ leafHash }) => leafHash),
    );
    const at = clock.now();
    const newSize = size + leaves.length;
    return {
      leaves: leaves.map(({ id }, offset) => ({ id, index: size + offset })),
      nodes: grown.nodes,
      head: {
        size: newSize,
        root: grown.root,
        at,
        signature: signTreeHead(key, origin, newSize, grown.root, at),
      },
    };
  };
}
