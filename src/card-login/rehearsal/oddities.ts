import { oddExtensions } from './odd-extensions.ts';
import { oddFields } from './odd-fields.ts';
import { oddNames } from './odd-names.ts';
import type { Oddity } from './oddity.ts';

/** What can be odd about one certificate of a chain, by name. */
export const oddities: Readonly<Record<string, Oddity>> = { ...oddExtensions, ...oddNames, ...oddFields };
