/** What anybody may watch of the ledger: heads, leaf hashes, proofs between heads. Salted leaves reveal nobody. */
import type { Ledger, StoredTreeHead } from '../stores/ledger.ts';
import type { PublishedTree, StoredCosignature } from '../stores/published-tree.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { consistencyProofPlaces, toProof } from './merkle-tree.ts';

/** Leaves on one page: the width of a tile (C2SP tlog-tiles), so that a full page never changes again. */
export const leavesPerPage = 256;
/** Heads on one page of the history. */
export const headsPerPage = 256;

export interface PublishedHead {
  head: StoredTreeHead;
  cosignatures: readonly StoredCosignature[];
  /** False once a larger head was signed. */
  isLatest: boolean;
}

export interface PublishedLedger {
  /** @throws Refusal `ledger_empty` */
  latestHead(): Promise<PublishedHead>;
  /** The head over exactly this many leaves. @throws Refusal `ledger_part_unknown` */
  headOf(size: number): Promise<PublishedHead>;
  /** Heads over at least `size` leaves, smallest first. `isFull`: this page will never look otherwise. */
  headsFrom(size: number): Promise<{ heads: readonly StoredTreeHead[]; isFull: boolean }>;
  /** Page `page` of the leaf hashes, from 0. @throws Refusal `ledger_part_unknown` */
  leafPage(page: number): Promise<{ first: number; leaves: readonly Buffer[]; isFull: boolean }>;
  /**
   * That the tree of `second` leaves continues the tree of `first` unchanged (RFC 9162, 2.1.4).
   * @throws Refusal `ledger_part_unknown` where the ledger has no such trees
   */
  consistencyProof(first: number, second: number): Promise<readonly Buffer[]>;
}

export function createPublishedLedger(stores: {
  ledger: Pick<Ledger, 'latestHead' | 'nodes'>;
  publishedTree: Pick<PublishedTree, 'findHead' | 'listHeads' | 'leaves' | 'cosignatures'>;
}): PublishedLedger {
  const { ledger, publishedTree } = stores;
  const sizeNow = async (): Promise<number> => (await ledger.latestHead())?.size ?? 0;
  return {
    async latestHead() {
      const head = await ledger.latestHead();
      if (!head) throw new Refusal('ledger_empty');
      return { head, cosignatures: await publishedTree.cosignatures(head.size), isLatest: true };
    },

    async headOf(size) {
      const head = await publishedTree.findHead(size);
      if (!head) throw new Refusal('ledger_part_unknown', 'no head was signed over this many leaves');
      const cosignatures = await publishedTree.cosignatures(size);
      return { head, cosignatures, isLatest: (await sizeNow()) === size };
    },

    async headsFrom(size) {
      const heads = await publishedTree.listHeads(size, headsPerPage);
      return { heads, isFull: heads.length === headsPerPage };
    },

    async leafPage(page) {
      const first = page * leavesPerPage;
      const leaves = Number.isSafeInteger(first + leavesPerPage)
        ? await publishedTree.leaves(first, leavesPerPage)
        : [];
      if (leaves.length === 0) throw new Refusal('ledger_part_unknown', 'no leaf has its place there yet');
      return { first, leaves, isFull: leaves.length === leavesPerPage };
    },

    async consistencyProof(first, second) {
      if (first < 1 || first > second)
        throw new Refusal('ledger_part_unknown', 'a proof leads from a smaller tree to a larger one');
      if (second > (await sizeNow()))
        throw new Refusal('ledger_part_unknown', 'the tree is smaller than that');
      const places = consistencyProofPlaces(first, second);
      const flat = places.flat();
      return toProof(places, flat.length > 0 ? await ledger.nodes(flat) : []);
    },
  };
}
