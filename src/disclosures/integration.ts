import type { SigningKey } from '../key-custody/signing-key.ts';
import type { Integration, Ledger, StoredTreeHead } from '../stores/ledger.ts';
import type { Clock } from '../vocabulary/clock.ts';
import { foldRight, frontierOf, growTree, type TreeNode } from './merkle-tree.ts';
import { signTreeHead, treeHeadType, verifyStatement, type TreeHead } from './statements.ts';

type Plan = Parameters<Ledger['integrate']>[1];

/**
 * How waiting leaves enter the tree. Only the frontier (one hash per level) is read, and it must fold to the root
 * that was signed last, by us: a tree whose nodes or head were changed in the database does not grow any further,
 * or our next signature would cover the change.
 */
export function createPlan(key: SigningKey, origin: string, clock: Clock): Plan {
  return async (head, leaves, nodes): Promise<Integration> => {
    const size = head?.size ?? 0;
    if (head) checkHead(head, key, origin);
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

/** The columns of a head are for queries; what holds is what was signed. */
function checkHead(head: StoredTreeHead, key: SigningKey, origin: string): void {
  const signed = verifyStatement(head.signature, treeHeadType, key.publicJwk) as TreeHead;
  if (signed.iss !== origin || signed.size !== head.size || signed.root !== head.root.toString('base64url'))
    throw new Error('the stored tree head is not the one that was signed');
}
