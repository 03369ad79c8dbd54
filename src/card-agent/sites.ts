import { readFileSync } from 'node:fs';
import type { Words } from '../vocabulary/words.ts';

/** A site that this agent's user lets it log in to. */
export interface Site {
  /** Scheme, host and port, as a browser writes them. */
  origin: string;
  name: Words;
  /** Whether it may ask for signatures over documents, and for the certificate that names its holder. */
  signs?: boolean;
}

export interface Sites {
  /**
   * The site whose origin is exactly this text. Compared as text, not as parsed addresses: what differs only in
   * case, port 443, a trailing slash or a look-alike letter is another text, and so no site of ours.
   */
  find(claimedOrigin: string): Site | undefined;
}

/**
 * Reads the list: `[{ "origin": "https://…", "name": { "ja": "…", "en": "…" }, "signs": false }]`.
 * @throws Error in one sentence
 */
export function loadSites(file: string): Sites {
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`the list of sites cannot be read: ${file}`, { cause: error });
  }
  if (!Array.isArray(list)) throw new Error(`the list of sites is not a list: ${file}`);
  return toSites(list.map((entry, index) => toSite(entry, `site ${index + 1} in ${file}`)));
}

export function toSites(sites: readonly Site[]): Sites {
  const byOrigin = new Map(sites.map((site) => [site.origin, toSite(site, site.origin)]));
  return { find: (claimedOrigin) => byOrigin.get(claimedOrigin) };
}

function toSite(entry: unknown, where: string): Site {
  const { origin, name, signs = false } = (entry ?? {}) as Partial<Site>;
  if (typeof origin !== 'string' || !isOrigin(origin)) {
    throw new Error(`${where}: origin must be https, or http on this machine, with nothing after the port`);
  }
  if (typeof name?.ja !== 'string' || typeof name.en !== 'string' || !name.ja || !name.en) {
    throw new Error(`${where}: name must be given in ja and en`);
  }
  if (typeof signs !== 'boolean') throw new Error(`${where}: signs must be true or false`);
  return { origin, name: { ja: name.ja, en: name.en }, signs };
}

/** Plain http only where nobody stands between: on loopback. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text) || new URL(text).origin !== text) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
  );
}
