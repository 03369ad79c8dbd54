/** What form a value of an item has, in words for whoever builds on it. */
import type { ItemSchema } from '../src/vocabulary/category-schema.ts';
import { monthPattern } from '../src/vocabulary/item-kinds.ts';
import type { Words } from '../src/vocabulary/words.ts';

/** JSON type and what it is held to. */
export function formOf(schema: ItemSchema): Words {
  const [type] = [schema.type].flat();
  if (schema.enum) return { ja: 'コード表の値', en: 'A value of the code list' };
  if (schema.format === 'date') return { ja: '日付（YYYY-MM-DD）', en: 'A day (YYYY-MM-DD)' };
  if (schema.format === 'date-time')
    return { ja: '日時（RFC 3339、時差つき）', en: 'A moment with its offset (RFC 3339)' };
  if (schema.pattern === monthPattern) return { ja: '年月（YYYY-MM）', en: 'A month (YYYY-MM)' };
  if (type === 'boolean') return { ja: 'true または false', en: 'true or false' };
  if (type === 'integer') return { ja: '整数', en: 'A whole number' };
  if (type === 'number') return { ja: '数', en: 'A number' };
  if (schema.pattern) return { ja: `文字列（${schema.pattern}）`, en: `A text (${schema.pattern})` };
  return {
    ja: `文字列（${schema.maxLength ?? 200}文字まで）`,
    en: `A text of up to ${schema.maxLength ?? 200} characters`,
  };
}

/** By the end of its name, which says the unit. */
export function unitOf(name: string): Words | undefined {
  return units.find(({ end }) => end.test(name))?.words;
}

const units: readonly { end: RegExp; words: Words }[] = [
  { end: /_jpy$/, words: { ja: '円', en: 'Yen' } },
  { end: /_percent$/, words: { ja: '％', en: 'Percent' } },
  { end: /_cm$/, words: { ja: 'cm', en: 'Centimetres' } },
  { end: /_kg$/, words: { ja: 'kg', en: 'Kilograms' } },
  { end: /_ml$/, words: { ja: 'mL', en: 'Millilitres' } },
  { end: /_mmhg$/, words: { ja: 'mmHg', en: 'mmHg' } },
  { end: /_weeks$/, words: { ja: '週', en: 'Weeks' } },
  { end: /[._]days$/, words: { ja: '日', en: 'Days' } },
  { end: /[._](months|paid_months|exempted_months)$/, words: { ja: '月', en: 'Months' } },
  {
    end: /_count$|\.(dependants|general|specified|elderly|under_16|disabled)$/,
    words: { ja: '人・個', en: 'How many' },
  },
  { end: /_year$/, words: { ja: '西暦の年', en: 'Year of the Gregorian calendar' } },
];
