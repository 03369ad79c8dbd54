/**
 * Names of items, outcomes and values as a person reads them. Everything comes from the one table of categories and
 * attestations, so that screen, receipt and API speak of the same things.
 */
import { type AttestationWords, findAttestationWords } from '../src/vocabulary/attestations.ts';
import { findCategory } from '../src/vocabulary/categories.ts';
import type { ItemSchema, NodeSchema } from '../src/vocabulary/category-schema.ts';
import type { ItemName } from '../src/vocabulary/identifiers.ts';
import { monthPattern } from '../src/vocabulary/item-kinds.ts';
import { categoryOf, findItem } from '../src/vocabulary/items.ts';
import type { JsonObject, JsonValue } from '../src/vocabulary/reading.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { sameWords, toReadableStamp } from './readable.ts';

/** Items of one category, or the attestations. */
export interface LabelledGroup {
  /** Category name, or `attestations`. */
  name: string;
  label: Words;
  items: readonly LabelledItem[];
}

export interface LabelledItem {
  name: ItemName;
  label: Words;
}

const attestationsLabel: Words = { ja: '答えだけを伝える項目', en: 'Answers only' };
const nothingHeld: Words = { ja: '記載なし', en: 'Nothing recorded' };
const nothingAttested: Words = { ja: '対象となる記録はありません', en: 'No record that this applies to' };
const yesNo: Readonly<Record<'true' | 'false', Words>> = {
  true: { ja: 'はい', en: 'Yes' },
  false: { ja: 'いいえ', en: 'No' },
};

/** Groups and items in the order in which they come first. */
export function itemsByGroup(items: readonly ItemName[]): LabelledGroup[] {
  const groups = new Map<string, LabelledItem[]>();
  for (const name of items) {
    const group = categoryOf(name);
    groups.set(group, [...(groups.get(group) ?? []), { name, label: labelOf(name) }]);
  }
  return [...groups].map(([name, members]) => ({ name, label: groupLabel(name), items: members }));
}

/** `障害保険福祉（手帳の種類、交付した自治体）`; attestations stand without their group. */
export function itemsInWords(items: readonly ItemName[], language: Language): string {
  const [comma, open, close] = language === 'ja' ? ['、', '（', '）'] : [', ', ' (', ')'];
  return itemsByGroup(items)
    .map((group) => {
      const labels = group.items.map(({ label }) => label[language]).join(comma);
      return group.name === 'attestations' ? labels : `${group.label[language]}${open}${labels}${close}`;
    })
    .join(comma);
}

/** What became of a read, from the ledger's outcome. The reason of a denial is not for reading: it says why in words. */
export function outcomeInWords(outcome: string): Words {
  if (Object.hasOwn(outcomes, outcome)) return outcomes[outcome] ?? denied;
  const reason = outcome.startsWith('denied:') ? outcome.slice('denied:'.length) : '';
  return (Object.hasOwn(denials, reason) ? denials[reason] : undefined) ?? denied;
}

const denied: Words = { ja: '提供していません', en: 'Not shared' };

const outcomes: Readonly<Record<string, Words>> = {
  released: { ja: '提供しました', en: 'Shared' },
  no_record: { ja: '提供できる情報がありませんでした', en: 'There was nothing to share' },
  not_connected: {
    ja: '情報を持つ機関が、まだつながっていません。提供していません',
    en: 'The agency is not connected yet. Not shared',
  },
  agency_unavailable: {
    ja: '情報を持つ機関から応答がありませんでした。提供していません',
    en: 'The agency did not answer. Not shared',
  },
};

const denials: Readonly<Record<string, Words>> = {
  consent_withdrawn: {
    ja: '同意が取り消されていたので、提供していません',
    en: 'Not shared, because the consent was withdrawn',
  },
  consent_expired: {
    ja: '同意の期限が切れていたので、提供していません',
    en: 'Not shared, because the consent had expired',
  },
  reads_used_up: {
    ja: '決めた回数を使い切っていたので、提供していません',
    en: 'Not shared, because all reads had been used',
  },
  item_not_granted: {
    ja: '同意していない項目だったので、提供していません',
    en: 'Not shared, because you had not agreed to it',
  },
};

/** One value in words. Codes and numbers that mean something to no person are told by their labels. */
export function valueInWords(item: ItemName, value: JsonValue | null, language: Language): string {
  const attestation = findAttestationWords(item);
  if (attestation) return answerInWords(attestation, value, language);
  const schema = findItem(item)?.schema;
  return leafInWords(schema ?? undefined, item, value, language);
}

function answerInWords(attestation: AttestationWords, answer: JsonValue | null, language: Language): string {
  if (!isGroup(answer)) return nothingAttested[language];
  const [comma, colon] = language === 'ja' ? ['、', '：'] : ['; ', ': '];
  return Object.entries(attestation.answer.properties)
    .filter((member): member is [string, ItemSchema] => isItem(member[1]))
    .map(([name, schema]) => {
      const value = Object.hasOwn(answer, name) ? (answer[name] ?? null) : null;
      return `${schema['x-label'][language]}${colon}${leafInWords(schema, name, value, language)}`;
    })
    .join(comma);
}

function leafInWords(
  schema: ItemSchema | undefined,
  name: string,
  value: JsonValue | null,
  language: Language,
): string {
  if (value === null || value === '') return nothingHeld[language];
  const key = String(value);
  const labels = schema?.['x-value-labels'];
  if (labels && Object.hasOwn(labels, key)) return labels[key]?.[language] ?? key;
  if (typeof value === 'boolean') return yesNo[value ? 'true' : 'false'][language];
  if (typeof value === 'number') return numberInWords(name, value, language);
  if (typeof value === 'string') return textInWords(schema, value, language);
  return nothingHeld[language];
}

function numberInWords(name: string, value: number, language: Language): string {
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB';
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(value);
  if (name.endsWith('_jpy')) return language === 'ja' ? `${number}円` : `¥${number}`;
  // A year is a name, not an amount: no thousands separator.
  if (name.endsWith('_year')) return language === 'ja' ? `${value}年` : String(value);
  return number;
}

function textInWords(schema: ItemSchema | undefined, value: string, language: Language): string {
  if (schema?.format) return toReadableStamp(value, language);
  if (schema?.pattern !== monthPattern || !new RegExp(monthPattern).test(value)) return value;
  const [year, month] = value.split('-');
  if (language === 'ja') return `${year}年${Number(month)}月`;
  const firstDay = new Date(`${value}-01T12:00:00Z`);
  return new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    firstDay,
  );
}

/** An item that the table does not know any more, in an old receipt, is told by its name. */
function labelOf(item: ItemName): Words {
  return findItem(item)?.label ?? sameWords(item);
}

function groupLabel(name: string): Words {
  return name === 'attestations' ? attestationsLabel : (findCategory(name)?.label ?? sameWords(name));
}

function isItem(node: NodeSchema): node is ItemSchema {
  return node.type !== 'object' && node.type !== 'array';
}

function isGroup(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
