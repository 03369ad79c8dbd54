/** Reports of a citizen about their own records, and what becomes of them: closed lists, so that none can hold a value. */
import { findCategory } from './categories.ts';
import type { GroupSchema, NodeSchema } from './category-schema.ts';
import type { CategoryName } from './identifiers.ts';
import type { Words } from './words.ts';

export const correctionReasons = {
  not_mine: { ja: 'わたしの記録ではない（別の人の記録）', en: 'It is not mine: it is somebody else’s' },
  wrong: { ja: '内容がまちがっている', en: 'It is mine, and what it says is wrong' },
  outdated: { ja: '古いまま、直っていない', en: 'It is out of date' },
  duplicate: { ja: '同じ記録が重なっている', en: 'The same is recorded twice' },
  missing: { ja: 'あるはずの記録がない', en: 'Something that should be there is missing' },
} as const satisfies Readonly<Record<string, Words>>;
export type CorrectionReason = keyof typeof correctionReasons;

/** How an agency answers: with a new record, without the record, or that it was right. */
export const correctionAnswers = ['corrected', 'removed', 'refused'] as const;
export type CorrectionAnswer = (typeof correctionAnswers)[number];

/** Why an agency changes nothing. */
export const refusalGrounds = {
  found_right: {
    ja: '機関が元の資料と照らし合わせ、正しいことを確認しました',
    en: 'The agency compared it with its sources and found it right',
  },
  nothing_held: {
    ja: '機関に、該当する記録はありませんでした',
    en: 'The agency holds no such record',
  },
  another_procedure: {
    ja: '直すには、別の届出が必要です。機関の窓口にお尋ねください',
    en: 'It takes a notification of its own to change this: please ask at the agency’s office',
  },
} as const satisfies Readonly<Record<string, Words>>;
export type RefusalGround = keyof typeof refusalGrounds;

/** `reported` waits in our outbox; `delivered` lies in the agency's inbox; the others are its end. */
export type CorrectionState = 'reported' | 'delivered' | CorrectionAnswer | 'withdrawn';

/** What the ledger tells of it, step by step. A report blocks, and an end restores, in one stroke each. */
export const correctionSteps = [
  'reported',
  'delivered',
  'corrected',
  'removed',
  'refused',
  'withdrawn',
  'restored',
] as const;
export type CorrectionStep = (typeof correctionSteps)[number];

/** A short text for the official, kept until the agency has it. */
export const mostRemarkCharacters = 200;

/** A part of a category: an item, a group, or an element of a list, as `certificates/0/number`; empty for all of it. */
export interface Place {
  path: string;
  label: Words;
}

/** The place with its words, along the schema; undefined where the schema has none such. */
export function findPlace(category: CategoryName, path: string): Place | undefined {
  const found = findCategory(category);
  if (!found || path.length > 200) return undefined;
  const label = { ja: found.label.ja, en: found.label.en };
  if (path === '') return { path, label };
  let node: NodeSchema = found.schema;
  for (const step of path.split('/')) {
    if (node.type === 'array') {
      if (!/^(0|[1-9]\d{0,4})$/.test(step) || Number(step) >= node.maxItems) return undefined;
      label.ja += ` ${Number(step) + 1}件目`;
      label.en += `, no. ${Number(step) + 1}`;
      node = node.items;
    } else {
      if (node.type !== 'object' || !Object.hasOwn(node.properties, step)) return undefined;
      node = node.properties[step] as NodeSchema;
      label.ja += `・${node['x-label']?.ja ?? step}`;
      label.en += `, ${node['x-label']?.en ?? step}`;
    }
  }
  return { path, label };
}

/** The items directly in a place (in inner groups too): what a report can be narrowed to. */
export function placesWithin(category: CategoryName, path: string): Place[] {
  const group = groupAt(category, path);
  return group ? [...itemsIn(category, group, path)] : [];
}

function groupAt(category: CategoryName, path: string): GroupSchema | undefined {
  let node: NodeSchema | undefined = findCategory(category)?.schema;
  for (const step of path === '' ? [] : path.split('/')) {
    if (node?.type === 'array') node = node.items;
    else if (node?.type === 'object' && Object.hasOwn(node.properties, step)) node = node.properties[step];
    else return undefined;
  }
  return node?.type === 'object' ? node : undefined;
}

function* itemsIn(category: CategoryName, group: GroupSchema, path: string): Generator<Place> {
  for (const [name, node] of Object.entries(group.properties)) {
    const inner = path === '' ? name : `${path}/${name}`;
    if (node.type === 'object') yield* itemsIn(category, node, inner);
    else if (node.type !== 'array') yield { path: inner, label: node['x-label'] };
  }
}
