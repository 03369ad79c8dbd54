/** Names of items, categories and outcomes in a person's words. */
import { findCategory } from '../src/vocabulary/categories.ts';
import type { ItemName } from '../src/vocabulary/identifiers.ts';
import { categoryOf, findItem, type Item } from '../src/vocabulary/items.ts';
import { identityCategory, identityLabel } from '../src/vocabulary/identity.ts';
import { refusals } from '../src/vocabulary/refusals.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { inLanguage, sameWords } from './readable.ts';

export interface LabelledGroup {
  /** Category name, `attestations` or `identity`. */
  name: string;
  label: Words;
  items: readonly Pick<Item, 'name' | 'label'>[];
}

/** Items under the heading of their category, in the order they come. */
export function itemsByGroup(items: readonly ItemName[]): LabelledGroup[] {
  const groups = new Map<string, ItemName[]>();
  for (const item of items) groups.set(categoryOf(item), [...(groups.get(categoryOf(item)) ?? []), item]);
  return [...groups].map(([name, members]) => ({
    name,
    label: groupLabel(name),
    items: members.map((item) => ({ name: item, label: itemLabel(item) })),
  }));
}

export function groupLabel(group: string): Words {
  if (group === 'attestations') return { ja: '証明', en: 'Attestation' };
  if (group === identityCategory) return identityLabel;
  return findCategory(group)?.label ?? sameWords(group);
}

/** An item that a later version dropped still has its name in an old consent. */
export function itemLabel(item: ItemName): Words {
  return findItem(item)?.label ?? sameWords(item);
}

/** Beyond so many, a line only counts: a table of everything is on the consent's own page. */
const mostNamed = 8;

/** Items in one line, each category named once. */
export function itemsInWords(items: readonly ItemName[], language: Language): string {
  const say = inLanguage(language);
  const [comma, stop] = language === 'ja' ? ['、', '／'] : [', ', '; '];
  return itemsByGroup(items)
    .map((group) => {
      const named = group.items.slice(0, mostNamed).map(({ label }) => say(label));
      const more = group.items.length - named.length;
      const rest = more > 0 ? say({ ja: ` ほか${more}項目`, en: ` and ${more} more` }) : '';
      return say({
        ja: `${group.label.ja}（${named.join(comma)}${rest}）`,
        en: `${group.label.en} (${named.join(comma)}${rest})`,
      });
    })
    .join(stop);
}

const outcomes: Readonly<Record<string, Words>> = {
  released: { ja: '提供されました', en: 'Shared' },
  released_stale: {
    ja: '提供されました（更新が遅れている、古い可能性のある情報です）',
    en: 'Shared, as a record that has not been updated for longer than it should be',
  },
  no_record: {
    ja: '渡せる記録がなく、何も提供されませんでした',
    en: 'There was nothing to hand out, so nothing was shared',
  },
  agency_unavailable: {
    ja: '情報を持っている機関から応答がなく、何も提供されませんでした',
    en: 'The agency did not answer, so nothing was shared',
  },
  not_connected: {
    ja: '情報を持っている機関が接続しておらず、何も提供されませんでした',
    en: 'The agency is not connected, so nothing was shared',
  },
};

/** An entry's outcome: `released`, `no_record`, …, or `denied:<reason>`. */
export function outcomeInWords(outcome: string): Words {
  if (Object.hasOwn(outcomes, outcome)) return outcomes[outcome] as Words;
  const reason = outcome.startsWith('denied:') ? outcome.slice('denied:'.length) : '';
  const denied = { ja: '断りました。何も提供されていません', en: 'Refused. Nothing was shared' };
  if (!Object.hasOwn(refusals, reason)) return denied;
  const { citizen } = refusals[reason as keyof typeof refusals];
  return { ja: `断りました（${citizen.ja}）`, en: `Refused (${citizen.en})` };
}
