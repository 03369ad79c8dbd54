/** The consent screen as somebody reads it who has only the page: headings, names and boxes, no identifier of ours. */
import type { HTMLElement } from 'node-html-parser';
import { attestations } from '../vocabulary/attestations.ts';
import { categories } from '../vocabulary/categories.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import { identityCategory, identityClaims, identityLabel } from '../vocabulary/identity.ts';
import { itemsOf } from '../vocabulary/items.ts';
import type { Language, Words } from '../vocabulary/words.ts';
import type { Page } from '../../sandbox/browser.ts';

export interface ShownItem {
  item: ItemName;
  /** As its box names it; null for what is always shared. */
  box: string | null;
  /** How many values stand beside it, blanks included. */
  values: number;
}

export interface ShownItems {
  required: ShownItem[];
  optional: ShownItem[];
}

/** Heading of the group, then name of the item: what a citizen goes by. */
const known = new Map<string, Map<string, ItemName>>();
const enter = (heading: Words, members: readonly { name: ItemName; label: Words }[]): void => {
  for (const language of ['ja', 'en'] as const)
    known.set(
      `${language} ${heading[language]}`,
      new Map(members.map(({ name, label }) => [label[language], name])),
    );
};
for (const { name, label } of categories) enter(label, itemsOf(name));
enter(
  { ja: '証明', en: 'Attestation' },
  attestations.map(({ item, label }) => ({ name: item, label })),
);
enter(
  identityLabel,
  identityClaims.map(({ item, schema }) => ({ name: item, label: schema['x-label'] })),
);
if (itemsOf(identityCategory).length !== identityClaims.length)
  throw new Error('an identity item without a claim');

export function readShownItems(consent: Page): ShownItems {
  const language = consent.html.querySelector('html')?.getAttribute('lang') as Language;
  const shown: ShownItems = { required: [], optional: [] };
  for (const group of consent.html.querySelectorAll('main .group')) {
    const names = known.get(`${language} ${textOf(group.querySelector('h4'))}`);
    const read = (label: HTMLElement | null, contents: HTMLElement | null, box: string | null): ShownItem => {
      const item = names?.get(textOf(label));
      if (!item || !contents) throw new Error(`the screen shows what no item is called: ${textOf(label)}`);
      return { item, box, values: countValues(contents) };
    };
    for (const fact of group.querySelectorAll('dl.summary > div'))
      shown.required.push(read(fact.querySelector('dt'), fact.querySelector('dd'), null));
    for (const choice of group.querySelectorAll('ul.choices > li')) {
      const box = choice.querySelector('input[name=item]');
      const label = choice.querySelector(`label[for="${box?.getAttribute('id')}"]`);
      shown.optional.push(read(label, choice.querySelector('.value'), box?.getAttribute('value') ?? ''));
    }
  }
  return shown;
}

function countValues(contents: HTMLElement): number {
  const values = contents.querySelectorAll('bdi, .blank');
  const isNothing = nothing.has(textOf(contents.querySelector('.blank')));
  return values.length === 1 && isNothing ? 0 : values.length;
}

const nothing = new Set([
  '該当する記載はありません',
  'Nothing is recorded here',
  '記録はありません',
  'No record',
]);

/** Without the mark beside a name that says that it is sensitive. */
function textOf(element: HTMLElement | null): string {
  const mark = element?.querySelector('.mark')?.text ?? '';
  const text = element?.text ?? '';
  return (mark === '' ? text : text.slice(0, text.length - mark.length)).trim();
}
