import type { Database } from './database.ts';
import type { StoredTreeHead } from './ledger.ts';
import { repeat } from './many-rows.ts';

/** A witness's signature over a head, as it came and was verified: a compact JWS. */
export interface StoredCosignature {
  /** The name under which the operator knows the witness. */
  witness: string;
  cosignature: string;
}

/** What of the ledger anybody may read: heads, leaf hashes, cosignatures. Nothing here leads to an entry. */
export interface PublishedTree {
  /** The head that was signed over exactly this many leaves. */
  findHead(size: number): Promise<StoredTreeHead | undefined>;
  /** Heads over at least this many leaves, smallest first. */
  listHeads(fromSize: number, limit: number): Promise<StoredTreeHead[]>;
  /**
   * Leaf hashes from `first` on, at most `limit`, up to the first that is missing: a hole in the database must not
   * move the leaves behind it to other places.
   */
  leaves(first: number, limit: number): Promise<Buffer[]>;
  /** Keeps a cosignature; a witness has one for each head, and its first one stays. */
  addCosignature(size: number, cosignature: StoredCosignature): Promise<void>;
  /** By witness. */
  cosignatures(size: number): Promise<StoredCosignature[]>;
  /** The largest head that one of these witnesses cosigned, with what they signed. */
  latestCosigned(
    witnesses: readonly string[],
  ): Promise<{ head: StoredTreeHead; cosignatures: StoredCosignature[] } | undefined>;
}

interface HeadRow {
  size: number;
  root: Buffer;
  at: number;
  signature: string;
}

const headColumns = 'size, root, at, signature';
const toHead = (row: HeadRow): StoredTreeHead => ({ ...row, at: new Date(row.at) });

export function createPublishedTree(database: Database): PublishedTree {
  const findHead = async (size: number): Promise<StoredTreeHead | undefined> => {
    const row = await database.get<HeadRow>(`SELECT ${headColumns} FROM tree_heads WHERE size = ?`, [size]);
    return row && toHead(row);
  };
  const cosignatures = (size: number): Promise<StoredCosignature[]> =>
    database.all('SELECT witness, cosignature FROM tree_head_cosignatures WHERE size = ? ORDER BY witness', [
      size,
    ]);
  return {
    findHead,
    cosignatures,

    async listHeads(fromSize, limit) {
      const rows = await database.all<HeadRow>(
        `SELECT ${headColumns} FROM tree_heads WHERE size >= ? ORDER BY size LIMIT ?`,
        [fromSize, limit],
      );
      return rows.map(toHead);
    },

    async leaves(first, limit) {
      const rows = await database.all<{ node_index: number; hash: Buffer }>(
        `SELECT node_index, hash FROM tree_nodes
         WHERE level = 0 AND node_index >= ? AND node_index < ? ORDER BY node_index`,
        [first, first + limit],
      );
      const hole = rows.findIndex((row, at) => row.node_index !== first + at);
      return (hole === -1 ? rows : rows.slice(0, hole)).map(({ hash }) => hash);
    },

    async addCosignature(size, { witness, cosignature }) {
      await database.run(
        `INSERT INTO tree_head_cosignatures (size, witness, cosignature) VALUES (?, ?, ?)
         ON CONFLICT (size, witness) DO NOTHING`,
        [size, witness, cosignature],
      );
    },

    async latestCosigned(witnesses) {
      if (witnesses.length === 0) return undefined;
      const row = await database.get<{ size: number }>(
        `SELECT size FROM tree_head_cosignatures WHERE witness IN (${repeat('?', witnesses.length)})
         ORDER BY size DESC LIMIT 1`,
        witnesses,
      );
      const head = row && (await findHead(row.size));
      return head && { head, cosignatures: await cosignatures(head.size) };
    },
  };
}
