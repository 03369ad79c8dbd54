import { blankSays, type BlankKind } from './blank.ts';
import {
  type GroupSchema,
  type ItemSchema,
  type ListSchema,
  noPublicStandard,
  type NodeSchema,
} from './category-schema.ts';
import { type CodeList, wordsOf } from './code-list.ts';
import type { UpdateFrequency } from './update-frequencies.ts';
import type { Words } from './words.ts';

/** What an item says beyond its kind. */
export interface ItemFacts {
  /** What a value says, beyond its label: what it counts, since when, by which rule, in which unit. */
  meaning: readonly [ja: string, en: string];
  /** Where it differs from the rest of its category. */
  sensitivity?: ItemSchema['x-sensitivity'];
  /** The standard whose member this follows; the name and the meaning, not a claim of conformance. */
  standard?: string;
  /** Codes that a text is usually one of; holders write others too, and those are taken. */
  codeList?: CodeList;
  /** Where it differs from the rest of its category. */
  updateFrequency?: UpdateFrequency;
  /** The agency always states it: blank is a fault of the record. */
  neverBlank?: true;
  /** What blank means, where it is an answer: no end, never given back. Else it reads as blank. */
  whenBlank?: readonly [ja: string, en: string];
  pattern?: string;
  maxLength?: number;
}

interface ListFacts {
  required?: readonly string[];
  /** Of its elements, where it differs from the rest of the category. */
  updateFrequency?: UpdateFrequency;
}

type Members = Readonly<Record<string, NodeSchema>>;
type NamedItem = (ja: string, en: string, facts: ItemFacts) => ItemSchema;

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
  /** A code of the list and no other. */
  oneOf(ja: string, en: string, list: CodeList, facts: ItemFacts): ItemSchema;
  /** As `oneOf`, of whole numbers. */
  oneOfNumbers(ja: string, en: string, list: CodeList, facts: ItemFacts): ItemSchema;
  /** `{code, system, display}`: a code means nothing without the system it is from. Other systems are taken too. */
  coded(ja: string, en: string, list: CodeList, facts: Pick<ItemFacts, 'meaning' | 'standard'>): GroupSchema;
  group(ja: string, en: string, members: Members): GroupSchema;
  list(ja: string, en: string, maxItems: number, members: Members, facts?: ListFacts): ListSchema;
}

/** Also how a reader tells a month from any other text. */
export const monthPattern = '^[0-9]{4}-(0[1-9]|1[0-2])$';

/** @param usualSensitivity of the category's items; a single item may differ. */
export function itemKinds(usualSensitivity: ItemSchema['x-sensitivity']): ItemKinds {
  const item = (
    type: 'string' | 'integer' | 'number' | 'boolean',
    blank: BlankKind,
    label: Words,
    facts: ItemFacts,
    rules: Partial<ItemSchema> = {},
  ): ItemSchema => ({
    type: facts.neverBlank ? type : [type, 'null'],
    ...rules,
    ...(facts.pattern === undefined ? {} : { pattern: facts.pattern }),
    ...(facts.maxLength === undefined ? {} : { maxLength: facts.maxLength }),
    'x-label': label,
    'x-meaning': { ja: facts.meaning[0], en: facts.meaning[1] },
    ...(facts.updateFrequency && { 'x-update-frequency': facts.updateFrequency }),
    ...(!facts.neverBlank && { 'x-nullable': blankSays(blank, facts.whenBlank) }),
    'x-sensitivity': facts.sensitivity ?? usualSensitivity,
    'x-standard-ref': facts.standard ?? noPublicStandard,
    ...(facts.codeList && { 'x-code-list': facts.codeList.name }),
    ...(facts.whenBlank && { 'x-null-label': { ja: facts.whenBlank[0], en: facts.whenBlank[1] } }),
  });
  const named =
    (type: Parameters<typeof item>[0], blank: BlankKind, rules?: Partial<ItemSchema>): NamedItem =>
    (ja, en, facts) =>
      item(type, blank, { ja, en }, facts, rules);
  const choice = (type: 'string' | 'integer', label: Words, list: CodeList, facts: ItemFacts): ItemSchema => {
    const values = list.codes.map(([code]) => (type === 'integer' ? Number(code) : code));
    return item(
      type,
      'code',
      label,
      { ...facts, codeList: list },
      {
        enum: facts.neverBlank ? values : [...values, null],
        'x-value-labels': wordsOf(list),
      },
    );
  };
  const text = named('string', 'text', { maxLength: 200 });
  const group = (ja: string, en: string, properties: Members): GroupSchema => ({
    type: 'object',
    'x-label': { ja, en },
    properties,
    additionalProperties: false,
  });

  return {
    text,
    day: named('string', 'time', { format: 'date' }),
    month: named('string', 'time', { pattern: monthPattern }),
    moment: named('string', 'time', { format: 'date-time' }),
    year: named('integer', 'time', { minimum: 1900, maximum: 2200 }),
    yen: named('integer', 'amount', { minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    count: named('integer', 'amount', { minimum: 0, maximum: 1_000_000 }),
    quantity: named('number', 'amount'),
    flag: named('boolean', 'flag'),
    oneOf: (ja, en, list, facts) => choice('string', { ja, en }, list, facts),
    oneOfNumbers: (ja, en, list, facts) => choice('integer', { ja, en }, list, facts),
    coded: (ja, en, list, { meaning: [meansJa, meansEn], standard }) =>
      group(ja, en, {
        code: text(`${ja}のコード`, `${en}: code`, {
          meaning: [
            `${meansJa}コード表「${list.label.ja}」などのコードで表す。`,
            `${meansEn} As a code, usually of the list “${list.label.en}”.`,
          ],
          codeList: list,
          ...(standard !== undefined && { standard }),
        }),
        system: text(`${ja}のコード体系`, `${en}: code system`, {
          meaning: [
            `コードがどの体系のものかを示すURI。通常は ${list.system}`,
            `URI of the system that the code is from, usually ${list.system}`,
          ],
          sensitivity: 1,
          standard: 'FHIR R4 Coding.system',
        }),
        display: text(ja, en, {
          meaning: [`${meansJa}機関が書いた名称のまま。`, `${meansEn} In the holder’s own words.`],
          standard: 'FHIR R4 Coding.display',
        }),
      }),
    group,
    list: (ja, en, maxItems, members, { required, updateFrequency } = {}) => ({
      type: 'array',
      'x-label': { ja, en },
      ...(updateFrequency && { 'x-update-frequency': updateFrequency }),
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
