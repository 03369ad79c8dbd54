import type { SuppressionFlag, SuppressionValue } from '../vocabulary/suppression-table.ts';
import type { CategoryName, CitizenId, CorrectionId } from '../vocabulary/identifiers.ts';
import type { Database, Queries } from './database.ts';
import { raiseSuppressionVersion, type Suppression, unsuppressed } from './suppressions.ts';

/** Why a category of somebody's records is handed out to nobody: a report about it is open. */
export interface RecordBlock {
  correction: CorrectionId;
  citizen: CitizenId;
  category: CategoryName;
  /** Reported as somebody else's: then it is shown to the citizen no longer, either. */
  hidesFromPerson: boolean;
}

/** What decides whether a category may be handed out, at one moment. */
export interface Shield extends Suppression {
  blocked: boolean;
  /** Of the blocks, one hides it from the citizen too. */
  hiddenFromPerson: boolean;
}

export interface RecordBlocks {
  /** Flags, version and blocks by one statement: a block that came between two reads would be missed. */
  findShield(citizen: CitizenId, category: CategoryName): Promise<Shield>;
}

export function createRecordBlocks(database: Database): RecordBlocks {
  return {
    async findShield(citizen, category) {
      const row = await database.get<
        Record<SuppressionFlag, SuppressionValue> & { version: number; blocks: number; hiding: number }
      >(
        `SELECT non_disclosure, no_self_information, no_automatic_answer, version,
           (SELECT COUNT(*) FROM record_blocks b WHERE b.citizen = citizens.id AND b.category = ?) AS blocks,
           (SELECT COUNT(*) FROM record_blocks b
            WHERE b.citizen = citizens.id AND b.category = ? AND b.hides_from_person) AS hiding
         FROM citizens JOIN suppressions ON suppressions.link_code = citizens.link_code
         WHERE citizens.id = ?`,
        [category, category, citizen],
      );
      // A block raises the version: who has no row there has no block.
      if (!row) return { ...unsuppressed, blocked: false, hiddenFromPerson: false };
      const { version, blocks, hiding, ...flags } = row;
      return { flags, version, blocked: Number(blocks) > 0, hiddenFromPerson: Number(hiding) > 0 };
    },
  };
}

/** Part of a transaction. What was read before the block is not released after it: the version moves with it. */
export async function addBlock(
  queries: Queries,
  dialect: Database['dialect'],
  block: RecordBlock,
): Promise<void> {
  await queries.run(
    `INSERT INTO record_blocks (correction, citizen, category, hides_from_person)
     VALUES (?, ?, ?, ${block.hidesFromPerson ? 'TRUE' : 'FALSE'})`,
    [block.correction, block.citizen, block.category],
  );
  await raiseSuppressionVersion(queries, dialect, block.citizen);
}

/** Part of a transaction. An empty answer that was read under the block is asked again, too. */
export async function liftBlock(
  queries: Queries,
  dialect: Database['dialect'],
  { correction, citizen }: Pick<RecordBlock, 'correction' | 'citizen'>,
): Promise<void> {
  await queries.run('DELETE FROM record_blocks WHERE correction = ?', [correction]);
  await raiseSuppressionVersion(queries, dialect, citizen);
}
