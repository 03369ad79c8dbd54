import type { Queries, SqlValue } from './database.ts';

/** Few sizes, so that few statement texts exist: each is prepared once and kept. */
const chunkSizes = [64, 16, 4, 1] as const;

/** Cuts `rows` into chunks of the sizes that statements exist for. */
export function toChunks<Row>(rows: readonly Row[]): Row[][] {
  const chunks: Row[][] = [];
  for (let start = 0; start < rows.length;) {
    const left = rows.length - start;
    const size = chunkSizes.find((candidate) => candidate <= left) ?? 1;
    chunks.push(rows.slice(start, start + size));
    start += size;
  }
  return chunks;
}

/** `piece` as often as there are rows, joined. */
export function repeat(piece: string, count: number, separator = ', '): string {
  return Array.from({ length: count }, () => piece).join(separator);
}

/** Inserts rows in few statements; answers how many went in. `conflict` is an `ON CONFLICT` clause. */
export async function insertRows(
  queries: Queries,
  into: `${string} (${string})`,
  rows: readonly (readonly SqlValue[])[],
  conflict = '',
): Promise<number> {
  let inserted = 0;
  for (const chunk of toChunks(rows)) {
    const row = `(${repeat('?', chunk[0]?.length ?? 0)})`;
    const sql = `INSERT INTO ${into} VALUES ${repeat(row, chunk.length)} ${conflict}`;
    inserted += await queries.run(sql, chunk.flat());
  }
  return inserted;
}
