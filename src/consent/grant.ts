import type { ConsentFault } from '../../consent-ui/consent-faults.tsx';
import type { ItemName } from '../vocabulary/identifiers.ts';
import type { Asked } from './asked.ts';
import type { Choice } from './choice.ts';

export interface Granted {
  /** Sorted. */
  items: readonly ItemName[];
  unseenItems: readonly ItemName[];
}

/**
 * What an approval grants: the required items and the ticked ones, nothing else; or why it grants nothing yet.
 * An item that was not there to be seen needs its own word.
 */
export function toGranted(
  asked: Asked,
  choice: Omit<Choice, 'decision'>,
  unseen: readonly ItemName[],
): Granted | { faults: readonly ConsentFault[] } {
  const items = [...new Set([...asked.requiredItems, ...choice.items])].sort();
  if (items.length === 0 && choice.unseen.size === 0) return { faults: [{ kind: 'nothing_ticked' }] };
  const faults = unseen.flatMap((item): ConsentFault[] => {
    if (items.includes(item) === choice.unseen.has(item)) return [];
    return [{ kind: choice.unseen.has(item) ? 'ticked_unseen_only' : 'unseen_not_ticked', item }];
  });
  return faults.length > 0
    ? { faults }
    : { items, unseenItems: items.filter((item) => choice.unseen.has(item)) };
}
