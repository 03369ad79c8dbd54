import type { ItemSchema } from '../src/vocabulary/category-schema.ts';
import { monthPattern } from '../src/vocabulary/item-kinds.ts';
import type { JsonValue } from '../src/vocabulary/reading.ts';
import type { Language } from '../src/vocabulary/words.ts';
import { inLanguage, toReadableStamp } from './readable.ts';

/** One value of an item, or of a member of an attestation's answer. */
export interface HeldValue {
  language: Language;
  /** The item's or the member's name: its end says the unit. */
  name: string;
  schema: ItemSchema | null;
  value: JsonValue;
}

/**
 * What stands where no value does: an answer of its own where the vocabulary knows one ("no end"), else the plain word
 * for blank. Undefined for a value. A text without a visible character is blank to whoever looks at it.
 */
export function blankInWords({ language, schema, value }: HeldValue): string | undefined {
  if (value === null) return inLanguage(language)(schema?.['x-null-label'] ?? { ja: '空欄', en: 'Blank' });
  if (typeof value === 'string' && value.trim() === '')
    return inLanguage(language)({ ja: '空欄', en: 'Blank' });
  return undefined;
}

/** A value as a person reads it: codes by their labels, days, months, years and yen as they are spoken of. */
export function valueInWords({ language, name, schema, value }: HeldValue): string {
  const say = inLanguage(language);
  const label = schema?.['x-value-labels'];
  if (label && Object.hasOwn(label, String(value)))
    return say(label[String(value)] as { ja: string; en: string });
  if (typeof value === 'boolean') return say(value ? { ja: 'はい', en: 'Yes' } : { ja: 'いいえ', en: 'No' });
  if (typeof value === 'number') return numberInWords(name, value, language);
  if (typeof value === 'string') return textInWords(schema, value, language);
  // No item has a structure for a value; should one arrive, it is shown whole rather than hidden.
  return JSON.stringify(value);
}

function numberInWords(name: string, value: number, language: Language): string {
  const say = inLanguage(language);
  // A year is a name, not an amount: it has no thousands.
  if (name.endsWith('_year')) return say({ ja: `${value}年`, en: String(value) });
  const amount = value.toLocaleString('en-US', { maximumFractionDigits: 20 });
  return name.endsWith('_jpy') ? say({ ja: `${amount}円`, en: `${amount} yen` }) : amount;
}

function textInWords(schema: ItemSchema | null, value: string, language: Language): string {
  if (schema?.format) return toReadableStamp(value, language);
  if (schema?.pattern !== monthPattern || !new RegExp(monthPattern).test(value)) return value;
  if (language === 'ja') return `${value.slice(0, 4)}年${Number(value.slice(5))}月`;
  const firstDay = new Date(`${value}-01T12:00:00Z`);
  return new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    firstDay,
  );
}
