import { toAcr } from './authentication.ts';
import { type Category, holderLabels } from './categories.ts';
import type { NodeSchema } from './category-schema.ts';
import { updateFrequencies } from './update-frequencies.ts';

/** What a category's row says, as keywords of its whole record. */
export const recordAnnotations = [
  'x-number',
  'x-scope',
  'x-holder-label',
  'x-update-frequency-label',
  'x-fresh-for-days',
  'x-least-acr',
] as const;

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A category as it is handed out: any part of it may be absent, because it was not granted. */
export function toGrantedSchema(category: Category): JsonSchema {
  const { number, name, label, holder, updateFrequency, freshForDays, leastAssurance, schema } = category;
  return {
    title: schema.title,
    description: schema.description,
    'x-label': label,
    'x-number': number,
    'x-scope': name,
    'x-holder': holder,
    'x-holder-label': holderLabels[holder],
    'x-update-frequency': updateFrequency,
    'x-update-frequency-label': updateFrequencies[updateFrequency].words,
    'x-fresh-for-days': freshForDays,
    'x-least-acr': toAcr(leastAssurance),
    ...withoutRequired(schema),
  };
}

function withoutRequired(node: NodeSchema): JsonSchema {
  if (node.type === 'array') return { ...node, items: withoutRequired(node.items) };
  if (node.type !== 'object') return { ...node };
  const { properties, additionalProperties, type } = node;
  const members = Object.entries(properties).map(([name, member]) => [name, withoutRequired(member)]);
  const label = node['x-label'] && { 'x-label': node['x-label'] };
  return { type, ...label, additionalProperties, properties: Object.fromEntries(members) as unknown };
}
