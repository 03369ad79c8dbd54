import type { StoredCosignature } from '../stores/published-tree.ts';
import type { EntryId } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { RecordedBody } from './recorded-body.ts';

/** What someone can keep of one entry: `pending` for about a second, then `complete`, until its text is `erased`. */
export type Receipt =
  | { state: 'erased'; id: EntryId; at: Date }
  | { state: 'pending'; id: EntryId; at: Date; promise: string }
  | {
      state: 'complete';
      id: EntryId;
      at: Date;
      promise: string;
      entry: RecordedBody;
      salt: Buffer;
      leafIndex: number;
      /** Of the tree under that head. */
      treeSize: number;
      /** Sibling hashes from the leaf up (RFC 9162, 2.1.3). */
      inclusionProof: readonly Buffer[];
      /** The signed head of a tree that holds the leaf, a compact JWS. */
      treeHead: string;
      /** By witnesses, of that head. */
      cosignatures: readonly StoredCosignature[];
    };

/**
 * A receipt as it is downloaded; binary members are base64url. The ledger's key is not in it, on purpose:
 * a receipt that brings its own key proves nothing. Refuses (`entry_erased`) where there is nothing left to show.
 */
export type ReceiptDocument = ReturnType<typeof toReceiptDocument>;

export function toReceiptDocument(receipt: Receipt) {
  if (receipt.state === 'erased') throw new Refusal('entry_erased');
  if (receipt.state === 'pending')
    return { type: 'madoguchi-receipt', state: 'pending' as const, id: receipt.id, promise: receipt.promise };
  return {
    type: 'madoguchi-receipt',
    state: 'complete' as const,
    id: receipt.id,
    entry: receipt.entry,
    salt: receipt.salt.toString('base64url'),
    leaf_index: receipt.leafIndex,
    inclusion_proof: receipt.inclusionProof.map((hash) => hash.toString('base64url')),
    tree_head: receipt.treeHead,
    cosignatures: receipt.cosignatures.map(({ witness, cosignature }) => ({ witness, cosignature })),
    promise: receipt.promise,
  };
}
