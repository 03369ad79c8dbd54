import type { SourceKind } from './identity.ts';
import type { UpdateFrequency } from './update-frequencies.ts';
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
  /** What a value says, beyond its label: what it counts, since when, by which rule, in which unit. */
  'x-meaning': Words;
  /** Who keeps it, and how often it is brought up to date: from the category's row (`held-schema.ts`). */
  'x-holder'?: SourceKind;
  'x-update-frequency'?: UpdateFrequency;
  /** What null says of this very item. Absent where the holder always states a value. */
  'x-nullable'?: Words;
  /** 1 ordinary, 2 personal, 3 special-care-required (要配慮個人情報). */
  'x-sensitivity': 1 | 2 | 3;
  /** The standard whose name and meaning it follows, or `noPublicStandard`. */
  'x-standard-ref': string;
  /** Name of the list that its codes are from: `code-lists.ts`. */
  'x-code-list'?: string;
  /** What a coded value says to a person. */
  'x-value-labels'?: Readonly<Record<string, Words>>;
  /** What stands on a page in the place of a blank that is an answer: "no end". */
  'x-null-label'?: Words;
  /** It speaks of people: of as many as it counts, or of some (other-people.ts). */
  'x-people'?: true;
  /** The list beside it whose length it is. */
  'x-counts'?: string;
}

/** Said rather than left out: a reader cannot tell a missing reference from a forgotten one. */
export const noPublicStandard = 'none: no public standard; name and form are a stand-in of this project';

/** The keywords of ours beside JSON Schema's: for people, never for validation. A validator takes no others. */
export const schemaAnnotations = [
  'x-label',
  'x-meaning',
  'x-holder',
  'x-update-frequency',
  'x-nullable',
  'x-sensitivity',
  'x-standard-ref',
  'x-code-list',
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
  /** Of everything inside, where it differs from the category's. */
  'x-update-frequency'?: UpdateFrequency;
  properties: Readonly<Record<string, NodeSchema>>;
  required?: readonly string[];
  additionalProperties: false;
}

export interface ListSchema {
  type: 'array';
  'x-label'?: Words;
  /** Every element is about somebody. */
  'x-people'?: true;
  'x-update-frequency'?: UpdateFrequency;
  maxItems: number;
  items: GroupSchema;
}

export type NodeSchema = ItemSchema | GroupSchema | ListSchema;

/** A whole category: an object whose members are items, groups, or lists of groups. */
export interface CategorySchema extends GroupSchema {
  title: string;
  description: string;
}
