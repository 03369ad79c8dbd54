import type { GroupSchema, ItemSchema, ListSchema, NodeSchema } from './category-schema.ts';
import type { Words } from './words.ts';

/** What an item says beyond its kind. */
export interface ItemFacts {
  /** What a value says, beyond its label: what it counts, since when, by which rule. */
  meaning?: readonly [ja: string, en: string];
  /** Where it differs from the rest of its category. */
  sensitivity?: ItemSchema['x-sensitivity'];
  /** The standard whose member this follows; the name and the meaning, not a claim of conformance. */
  standard?: string;
  /** The agency always states it: blank is a fault of the record. */
  neverBlank?: true;
  /** What blank means, where it is an answer: no end, never given back. Else it reads as blank. */
  whenBlank?: readonly [ja: string, en: string];
  pattern?: string;
  maxLength?: number;
}

type Members = Readonly<Record<string, NodeSchema>>;
type ValueLabels = Readonly<Record<string, readonly [ja: string, en: string]>>;
type NamedItem = (ja: string, en: string, facts?: ItemFacts) => ItemSchema;

/** The kinds of items that records are made of, each with its label in both languages. */
export interface ItemKinds {
  text: NamedItem;
  /** A day in Japan, `YYYY-MM-DD`. Members are named `*_on`, `*_from`, `*_until`. */
  day: NamedItem;
  /** A month, `YYYY-MM`: `monthPattern`. */
  month: NamedItem;
  /** A moment with its offset (RFC 3339). Members are named `*_at`. */
  moment: NamedItem;
  /** A year of the Gregorian calendar; a school or tax year by the year in which it begins. Members are named `*_year`. */
  year: NamedItem;
  /** Whole yen. Members are named `*_jpy`. */
  yen: NamedItem;
  /** How many: whole, never negative. */
  count: NamedItem;
  quantity: NamedItem;
  flag: NamedItem;
  oneOf(ja: string, en: string, values: ValueLabels, facts?: ItemFacts): ItemSchema;
  /** As `oneOf`, of whole numbers. */
  oneOfNumbers(ja: string, en: string, values: ValueLabels, facts?: ItemFacts): ItemSchema;
  /** `{code, system, display}`: a code means nothing without the system it is from. */
  coded(ja: string, en: string, standard?: string): GroupSchema;
  group(ja: string, en: string, members: Members): GroupSchema;
  list(ja: string, en: string, maxItems: number, members: Members, required?: readonly string[]): ListSchema;
}

/** Also how a reader tells a month from any other text. */
export const monthPattern = '^[0-9]{4}-(0[1-9]|1[0-2])$';

/** @param usualSensitivity of the category's items; a single item may differ. */
export function itemKinds(usualSensitivity: ItemSchema['x-sensitivity']): ItemKinds {
  const item = (
    type: 'string' | 'integer' | 'number' | 'boolean',
    label: Words,
    facts: ItemFacts = {},
    rules: Partial<ItemSchema> = {},
  ): ItemSchema => ({
    type: facts.neverBlank ? type : [type, 'null'],
    ...rules,
    ...(facts.pattern === undefined ? {} : { pattern: facts.pattern }),
    ...(facts.maxLength === undefined ? {} : { maxLength: facts.maxLength }),
    'x-label': label,
    ...(facts.meaning && { 'x-meaning': { ja: facts.meaning[0], en: facts.meaning[1] } }),
    'x-sensitivity': facts.sensitivity ?? usualSensitivity,
    ...(facts.standard === undefined ? {} : { 'x-standard-ref': facts.standard }),
    ...(facts.whenBlank && { 'x-null-label': { ja: facts.whenBlank[0], en: facts.whenBlank[1] } }),
  });
  const named =
    (type: Parameters<typeof item>[0], rules?: Partial<ItemSchema>): NamedItem =>
    (ja, en, facts) =>
      item(type, { ja, en }, facts, rules);
  const choice = (
    type: 'string' | 'integer',
    label: Words,
    labels: ValueLabels,
    facts: ItemFacts = {},
  ): ItemSchema => {
    const values = Object.keys(labels).map((value) => (type === 'integer' ? Number(value) : value));
    return item(type, label, facts, {
      enum: facts.neverBlank ? values : [...values, null],
      'x-value-labels': Object.fromEntries(
        Object.entries(labels).map(([value, [ja, en]]) => [value, { ja, en }]),
      ),
    });
  };
  const text = named('string', { maxLength: 200 });
  const group = (ja: string, en: string, properties: Members): GroupSchema => ({
    type: 'object',
    'x-label': { ja, en },
    properties,
    additionalProperties: false,
  });

  return {
    text,
    day: named('string', { format: 'date' }),
    month: named('string', { pattern: monthPattern }),
    moment: named('string', { format: 'date-time' }),
    year: named('integer', { minimum: 1900, maximum: 2200 }),
    yen: named('integer', { minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    count: named('integer', { minimum: 0, maximum: 1_000_000 }),
    quantity: named('number'),
    flag: named('boolean'),
    oneOf: (ja, en, values, facts) => choice('string', { ja, en }, values, facts),
    oneOfNumbers: (ja, en, values, facts) => choice('integer', { ja, en }, values, facts),
    coded: (ja, en, standard) =>
      group(ja, en, {
        code: text(`${ja}のコード`, `${en}: code`, standard === undefined ? {} : { standard }),
        system: text(`${ja}のコード体系`, `${en}: code system`, { sensitivity: 1 }),
        display: text(ja, en),
      }),
    group,
    list: (ja, en, maxItems, members, required) => ({
      type: 'array',
      'x-label': { ja, en },
      maxItems,
      items: {
        type: 'object',
        properties: members,
        ...(required ? { required } : {}),
        additionalProperties: false,
      },
    }),
  };
}
