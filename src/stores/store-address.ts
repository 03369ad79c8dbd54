import { resolve } from 'node:path';
import { Refusal } from '../vocabulary/refusals.ts';

export type StoreAddress = { dialect: 'sqlite'; path: string } | { dialect: 'postgresql'; url: string };

/** Reads `sqlite:<path>` or `postgresql://…`; anything else is refused, without repeating it: it may hold a password. */
export function toStoreAddress(url: string): StoreAddress {
  if (/^postgres(ql)?:\/\//.test(url)) return { dialect: 'postgresql', url };
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  // A database in memory would be another one for every connection.
  if (!path || path === ':memory:')
    throw new Refusal('store_unavailable', 'the address must be sqlite:<path> or postgresql://…');
  return { dialect: 'sqlite', path: resolve(path) };
}
