import { readFileSync } from 'node:fs';
import { BlockList, isIPv4 } from 'node:net';
import type { Words } from '../../vocabulary/words.ts';

/** What the operator calls the networks they know: their own offices, a city's libraries. */
export interface Places {
  find(address: string): Words | undefined;
}

export const noPlaces: Places = { find: () => undefined };

/**
 * Reads `[{ "ranges": ["192.0.2.0/24"], "name": { "ja": "…", "en": "…" } }]`; the first that holds an address names it.
 * Not a database that guesses cities from addresses: a wrong place would teach people to overlook a wrong place.
 * @throws Error in one sentence: for the start
 */
export function loadPlaces(file: string): Places {
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error('the list of places cannot be read', { cause: error });
  }
  if (!Array.isArray(list)) throw new Error('the list of places is not a list');
  const places = list.map((entry, index) => toPlace(entry, `place ${index + 1}`));
  return {
    find: (address) =>
      places.find(({ ranges }) => ranges.check(address, isIPv4(address) ? 'ipv4' : 'ipv6'))?.name,
  };
}

function toPlace(entry: unknown, where: string): { ranges: BlockList; name: Words } {
  const { ranges, name } = (entry ?? {}) as { ranges?: unknown; name?: Partial<Words> };
  if (!Array.isArray(ranges) || ranges.length === 0) throw new Error(`${where}: ranges are missing`);
  if (!isName(name?.ja) || !isName(name?.en)) throw new Error(`${where}: name must be given in ja and en`);
  const list = new BlockList();
  for (const range of ranges) {
    try {
      const [, address, prefix] = /^([0-9a-f.:]+)\/(\d{1,3})$/i.exec(String(range)) ?? [];
      if (!address) throw new Error('no range');
      list.addSubnet(address, Number(prefix), isIPv4(address) ? 'ipv4' : 'ipv6');
    } catch (error) {
      throw new Error(`${where}: a range must be an address, a slash and the length of its prefix`, {
        cause: error,
      });
    }
  }
  return { ranges: list, name: { ja: name.ja, en: name.en } };
}

function isName(text: unknown): text is string {
  return typeof text === 'string' && text !== '' && text.length <= 60;
}
