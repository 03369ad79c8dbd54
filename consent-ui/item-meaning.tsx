import type { VNode } from 'preact';
import type { ItemName } from '../src/vocabulary/identifiers.ts';
import { findItem } from '../src/vocabulary/items.ts';
import type { JsonValue } from '../src/vocabulary/reading.ts';
import type { Language } from '../src/vocabulary/words.ts';
import { itemLabel } from './labels.ts';
import { inLanguage } from './readable.ts';

/**
 * What an item means, folded away: there for whoever wonders, one short line for whoever does not. An attestation has
 * its own words above it.
 */
export function ItemMeaning(view: {
  language: Language;
  item: ItemName;
  values: readonly (JsonValue | null)[];
}): VNode | null {
  const { language, item, values } = view;
  const schema = findItem(item)?.schema;
  if (!schema) return null;
  const say = inLanguage(language);
  const blank = values.includes(null) ? schema['x-nullable'] : undefined;
  return (
    <details class="meaning">
      <summary>
        {say({ ja: '説明', en: 'What this means' })}
        <span class="for-listeners">{`: ${say(itemLabel(item))}`}</span>
      </summary>
      <p>{say(schema['x-meaning'])}</p>
      {blank && (
        <p class="hint">
          {say({ ja: '空欄: ', en: 'Blank: ' })}
          {say(blank)}
        </p>
      )}
    </details>
  );
}
