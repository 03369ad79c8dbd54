/** What the citizen chose, read strictly: a form that no page of ours can send decides nothing. */
import type { ItemName } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { Asked } from './asked.ts';

const decisions = ['approve', 'refuse', 'look_again'] as const;

export interface Choice {
  decision: (typeof decisions)[number];
  /** Ticked. */
  items: ReadonlySet<ItemName>;
  /** Ticked to be granted without having been seen. */
  unseen: ReadonlySet<ItemName>;
}

/** `unseen`: the items that were not there to be seen on the page that sent this. @throws Refusal `decision_malformed` */
export function readChoice(form: URLSearchParams, asked: Asked, unseen: readonly ItemName[]): Choice {
  for (const name of form.keys()) {
    if (!['form_token', 'decision', 'stay', 'item', 'unseen'].includes(name))
      throw new Refusal('decision_malformed', 'a field that the page does not have');
  }
  // The Enter key: nothing is decided, and the page stays with its ticks.
  const [given, ...more] = [...form.getAll('decision'), ...form.getAll('stay').map(() => 'look_again')];
  const decision = decisions.find((each) => each === given);
  if (!decision || more.length > 0) throw new Refusal('decision_malformed', 'decision: exactly one');
  return {
    decision,
    items: readItems(form, 'item', [...asked.requiredItems, ...asked.optionalItems]),
    unseen: readItems(form, 'unseen', unseen),
  };
}

function readItems(
  form: URLSearchParams,
  field: 'item' | 'unseen',
  offered: readonly ItemName[],
): ReadonlySet<ItemName> {
  const given = form.getAll(field);
  const items = new Set(offered.filter((item) => given.includes(item)));
  // Fewer than given: one was not offered, or came twice.
  if (items.size !== given.length)
    throw new Refusal('decision_malformed', `${field}: not offered, or named twice`);
  return items;
}
