import type { CitizenId, ClientId, ConsentId, EntryId } from '../vocabulary/identifiers.ts';
import type { Database, Queries } from './database.ts';
import { insertRows, repeat, toChunks } from './many-rows.ts';
import type { StoredEntry } from './release.ts';

/** A signed tree head: `signature` is a compact JWS over size, root and time. */
export interface StoredTreeHead {
  size: number;
  /** 32 bytes. */
  root: Buffer;
  at: Date;
  signature: string;
}

export interface IntegratedEntry extends StoredEntry {
  /** Position in the tree; null until integrated. */
  index: number | null;
  /** Set where body and salt are gone (both empty then) and it is nobody's any more; id, leaf and place stay. */
  erasedAt: Date | null;
}

/** What an integration writes: leaves get consecutive indexes from the current size on, and complete subtrees their hashes. */
export interface Integration {
  leaves: readonly { id: EntryId; index: number }[];
  /** Roots of complete subtrees: `level` 0 is a leaf; `index` counts nodes of that level from the left. */
  nodes: readonly { level: number; index: number; hash: Buffer }[];
  head: StoredTreeHead;
}

export interface Ledger {
  findEntry(id: EntryId): Promise<IntegratedEntry | undefined>;
  /** Newest first. */
  listByCitizen(citizen: CitizenId, limit: number): Promise<IntegratedEntry[]>;
  latestHead(): Promise<StoredTreeHead | undefined>;
  /** Hashes of complete subtrees, in the order asked; refuses with an Error if one is missing. */
  nodes(wanted: readonly { level: number; index: number }[]): Promise<Buffer[]>;
  /**
   * Integrates waiting entries, one integrator at a time (advisory lock on PostgreSQL): within one transaction
   * reads head and waiting leaves (oldest first, at most `limit`) and stores what `plan` makes of them.
   * Answers the new head, or undefined when nothing waits.
   */
  integrate(
    limit: number,
    plan: (
      head: StoredTreeHead | undefined,
      leaves: readonly { id: EntryId; leafHash: Buffer }[],
      nodes: (wanted: readonly { level: number; index: number }[]) => Promise<Buffer[]>,
    ) => Promise<Integration>,
  ): Promise<StoredTreeHead | undefined>;
}

interface EntryRow {
  id: EntryId;
  citizen: CitizenId;
  client: ClientId | null;
  consent: ConsentId | null;
  at: number;
  body: string;
  salt: Buffer;
  leaf_hash: Buffer;
  leaf_index: number | null;
  erased_at: number | null;
}

const entryColumns = 'id, citizen, client, consent, at, body, salt, leaf_hash, leaf_index, erased_at';

const toEntry = (row: EntryRow): IntegratedEntry => ({
  id: row.id,
  citizen: row.citizen,
  client: row.client,
  consent: row.consent,
  at: new Date(row.at),
  body: row.body,
  salt: row.salt,
  leafHash: row.leaf_hash,
  index: row.leaf_index,
  erasedAt: row.erased_at === null ? null : new Date(row.erased_at),
});

/** The number under which integrators of all nodes queue up on PostgreSQL; any constant that nobody else uses. */
const integrationLock = 6962_9162;

/** Held until the commit. On SQLite BEGIN IMMEDIATE is the same promise. */
export async function holdIntegration(queries: Queries, dialect: Database['dialect']): Promise<void> {
  if (dialect === 'postgresql') await queries.get('SELECT pg_advisory_xact_lock(?)', [integrationLock]);
}

export function createLedger(database: Database): Ledger {
  return {
    async findEntry(id) {
      const row = await database.get<EntryRow>(`SELECT ${entryColumns} FROM ledger_entries WHERE id = ?`, [
        id,
      ]);
      return row && toEntry(row);
    },

    async listByCitizen(citizen, limit) {
      const rows = await database.all<EntryRow>(
        `SELECT ${entryColumns} FROM ledger_entries WHERE citizen = ? ORDER BY at DESC, id DESC LIMIT ?`,
        [citizen, limit],
      );
      return rows.map(toEntry);
    },

    latestHead: () => findHead(database),
    nodes: (wanted) => loadNodes(database, wanted),

    integrate: (limit, plan) =>
      database.transaction(async (queries) => {
        await holdIntegration(queries, database.dialect);
        const waiting = await queries.all<Pick<EntryRow, 'id' | 'leaf_hash'>>(
          'SELECT id, leaf_hash FROM ledger_entries WHERE leaf_index IS NULL ORDER BY at, id LIMIT ?',
          [limit],
        );
        if (waiting.length === 0) return undefined;
        const head = await findHead(queries);
        const leaves = waiting.map((row) => ({ id: row.id, leafHash: row.leaf_hash }));
        const integration = await plan(head, leaves, (wanted) => loadNodes(queries, wanted));
        checkIntegration(integration, head?.size ?? 0);
        await store(queries, integration);
        return integration.head;
      }),
  };
}

async function findHead(queries: Queries): Promise<StoredTreeHead | undefined> {
  const row = await queries.get<{ size: number; root: Buffer; at: number; signature: string }>(
    'SELECT size, root, at, signature FROM tree_heads ORDER BY size DESC LIMIT 1',
  );
  return row && { ...row, at: new Date(row.at) };
}

async function loadNodes(
  queries: Queries,
  wanted: readonly { level: number; index: number }[],
): Promise<Buffer[]> {
  const found = new Map<string, Buffer>();
  for (const chunk of toChunks(wanted)) {
    const rows = await queries.all<{ level: number; node_index: number; hash: Buffer }>(
      `SELECT level, node_index, hash FROM tree_nodes
       WHERE ${repeat('(level = ? AND node_index = ?)', chunk.length, ' OR ')}`,
      chunk.flatMap((node) => [node.level, node.index]),
    );
    for (const row of rows) found.set(`${row.level}/${row.node_index}`, row.hash);
  }
  return wanted.map((node) => {
    const hash = found.get(`${node.level}/${node.index}`);
    if (!hash) throw new Error(`the tree has no node ${node.index} on level ${node.level}`);
    return hash;
  });
}

/** A tree grows at its end, leaf by leaf; anything else would quietly rewrite history. */
function checkIntegration(integration: Integration, size: number): void {
  const consecutive = integration.leaves.every((leaf, position) => leaf.index === size + position);
  if (!consecutive || integration.head.size !== size + integration.leaves.length)
    throw new Error('an integration must continue the tree where it ends');
}

async function store(queries: Queries, { leaves, nodes, head }: Integration): Promise<void> {
  let indexed = 0;
  for (const chunk of toChunks(leaves))
    indexed += await queries.run(
      `UPDATE ledger_entries SET leaf_index = placed.column2
       FROM (VALUES ${repeat('(CAST(? AS text), CAST(? AS bigint))', chunk.length)}) AS placed
       WHERE ledger_entries.id = placed.column1 AND ledger_entries.leaf_index IS NULL`,
      chunk.flatMap((leaf) => [leaf.id, leaf.index]),
    );
  if (indexed !== leaves.length) throw new Error('a leaf is missing, or has its place already');
  await insertRows(
    queries,
    'tree_nodes (level, node_index, hash)',
    nodes.map((node) => [node.level, node.index, node.hash]),
  );
  await queries.run('INSERT INTO tree_heads (size, root, at, signature) VALUES (?, ?, ?, ?)', [
    head.size,
    head.root,
    head.at.getTime(),
    head.signature,
  ]);
}
