import type { CitizenId } from '../vocabulary/identifiers.ts';
import {
  type SuppressionFlag,
  suppressionFlags,
  type SuppressionFlags,
  type SuppressionValue,
} from '../vocabulary/suppression-table.ts';
import type { Database } from './database.ts';

export interface Suppression {
  flags: SuppressionFlags;
  /** Grows by one with every change; 0 where no flag was ever set. A release is refused if it moved meanwhile. */
  version: number;
}

export interface Suppressions {
  /** Never undefined: a citizen without a row has all flags 0 and version 0. */
  find(citizen: CitizenId): Promise<Suppression>;
  set(citizen: CitizenId, flag: SuppressionFlag, value: SuppressionValue): Promise<void>;
}

type SuppressionRow = Record<SuppressionFlag | 'version', SuppressionValue>;

const unsuppressed: Suppression = {
  flags: { non_disclosure: 0, no_self_information: 0, no_automatic_answer: 0 },
  version: 0,
};

export function createSuppressions(database: Database): Suppressions {
  return {
    async find(citizen) {
      const row = await database.get<SuppressionRow>(
        'SELECT non_disclosure, no_self_information, no_automatic_answer, version FROM suppressions WHERE citizen = ?',
        [citizen],
      );
      if (!row) return unsuppressed;
      const { version, ...values } = row;
      return { flags: values, version };
    },

    async set(citizen, flag, value) {
      // The names that may become part of a statement, whatever a caller's types claim.
      if (!suppressionFlags.includes(flag)) throw new TypeError('no such flag');
      await database.transaction(async (queries) => {
        // A release holds this row shared while it checks the version: a flag set meanwhile waits for its commit,
        // and a release that comes later sees the new version. On SQLite one writer at a time says it all.
        if (database.dialect === 'postgresql')
          await queries.all('SELECT id FROM citizens WHERE id = ? FOR UPDATE', [citizen]);
        await queries.run(
          `INSERT INTO suppressions (citizen, ${flag}, version) VALUES (?, ?, 1)
           ON CONFLICT (citizen) DO UPDATE SET ${flag} = excluded.${flag}, version = suppressions.version + 1`,
          [citizen, value],
        );
      });
    },
  };
}
