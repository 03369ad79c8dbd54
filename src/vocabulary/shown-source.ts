import { type Category, holderLabels } from './categories.ts';
import { isHandedOut, type Reading } from './reading.ts';
import type { Words } from './words.ts';

const tellingWhereOneLives: readonly Category['holder'][] = ['municipality', 'prefecture'];

/**
 * Where a record comes from, on the citizen's own screens: the agency by its name where there is a record of it; the
 * kind alone where the name would tell where somebody lives, because whoever holds the card may be who they fled from.
 * For everybody, or the missing name would be the mark of who hides.
 */
export function toShownSource(
  { holder }: Pick<Category, 'holder'>,
  { outcome, source }: Pick<Reading, 'outcome' | 'source'>,
): Words {
  const named = isHandedOut(outcome) && source !== null && !tellingWhereOneLives.includes(holder);
  return named ? source.name : holderLabels[holder];
}
