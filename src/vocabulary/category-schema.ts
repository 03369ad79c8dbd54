import type { Words } from './words.ts';

/**
 * The shape of a category's JSON Schema (2020-12). Every leaf is an item that a citizen can grant by itself;
 * its labels, sensitivity and standard stand beside its type, so that API, consent screen and description share one source.
 */
export interface ItemSchema {
  type: ItemType | readonly [ItemType, 'null'];
  format?: 'date' | 'date-time';
  enum?: readonly (string | number | null)[];
  const?: true;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  pattern?: string;
  'x-label': Words;
  /** What a value says, beyond its label. */
  'x-meaning'?: Words;
  /** 1 ordinary, 2 personal, 3 special-care-required (要配慮個人情報). */
  'x-sensitivity': 1 | 2 | 3;
  'x-standard-ref'?: string;
  /** What a coded value says to a person. */
  'x-value-labels'?: Readonly<Record<string, Words>>;
  /** What blank says to a person, where it says more than that nothing stands there. */
  'x-null-label'?: Words;
  /** It speaks of people: of as many as it counts, or of some (other-people.ts). */
  'x-people'?: true;
  /** The list beside it whose length it is. */
  'x-counts'?: string;
}

/** The keywords of ours beside JSON Schema's: for people, never for validation. A validator takes no others. */
export const schemaAnnotations = [
  'x-label',
  'x-meaning',
  'x-sensitivity',
  'x-standard-ref',
  'x-value-labels',
  'x-null-label',
  'x-people',
  'x-counts',
] as const satisfies readonly (keyof ItemSchema)[];

type ItemType = 'string' | 'integer' | 'number' | 'boolean';

export interface GroupSchema {
  type: 'object';
  'x-label'?: Words;
  /** About somebody; `record` where nothing can be told without them. */
  'x-people'?: true | 'record';
  properties: Readonly<Record<string, NodeSchema>>;
  required?: readonly string[];
  additionalProperties: false;
}

export interface ListSchema {
  type: 'array';
  'x-label'?: Words;
  /** Every element is about somebody. */
  'x-people'?: true;
  maxItems: number;
  items: GroupSchema;
}

export type NodeSchema = ItemSchema | GroupSchema | ListSchema;

/** A whole category: an object whose members are items, groups, or lists of groups. */
export interface CategorySchema extends GroupSchema {
  title: string;
  description: string;
}
