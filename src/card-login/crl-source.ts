import { request } from 'undici';
import type { Clock } from '../vocabulary/clock.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { RevocationSource } from './revocation.ts';
import { isFresh, type VerifiedRevocationList, verifyRevocationList } from './revocation-list.ts';
import type { CardAnchor, CardTrust } from './trust.ts';

/** A revocation becomes known this soon, even where the list says that it is good for a day. */
const refetchSeconds = 600;
/** A server that just failed is left alone this long: logins must not queue behind its silence. */
const retrySeconds = 5;
const fetchMilliseconds = 3000;
/** More than half a million revoked certificates. */
const mostBytes = 16 * 1024 * 1024;

interface Shelf {
  list: VerifiedRevocationList | undefined;
  fetchedAt: number;
  failedAt: number;
  fetching: Promise<void> | undefined;
}

/**
 * Revocation by the lists of the CAs, one per anchor, at `<url>/<anchor name>.crl`. A list is fetched when a card asks
 * for it, at most every ten minutes, by one request however many wait. While the server is down the last list serves
 * until its own nextUpdate; after that every card is refused (`revocation_unknown`).
 */
export function createCrlSource(d: {
  url: string;
  trust: CardTrust;
  clock: Clock;
  log: Log;
}): RevocationSource {
  const shelves = new Map<string, Shelf>(
    d.trust.anchors.map(({ name }) => [
      name,
      { list: undefined, fetchedAt: -Infinity, failedAt: -Infinity, fetching: undefined },
    ]),
  );
  const seconds = (): number => d.clock.now().getTime() / 1000;

  async function fetchInto(shelf: Shelf, issuer: CardAnchor): Promise<void> {
    try {
      const list = verifyRevocationList(
        await load(`${d.url}/${encodeURIComponent(issuer.name)}.crl`),
        issuer,
      );
      if (!isFresh(list, d.clock.now())) throw new Error('the list is out of date, or from the future');
      // Someone on the way could bring back yesterday's list, from before a revocation.
      if (shelf.list && list.thisUpdate < shelf.list.thisUpdate)
        throw new Error('the list is older than ours');
      shelf.list = list;
      shelf.fetchedAt = seconds();
    } catch (error) {
      shelf.failedAt = seconds();
      // Our own words or the network's: neither quotes the list.
      const detail = `${issuer.name}: ${(error as Error).message}`;
      d.log.warn('revocation_list_not_loaded', { error: toErrorField(error), detail });
    } finally {
      shelf.fetching = undefined;
    }
  }

  return {
    async check({ serial }, issuer, now) {
      const shelf = shelves.get(issuer.name);
      if (!shelf) throw new Refusal('revocation_unknown', 'no list is kept for this anchor');
      const young = seconds() - shelf.fetchedAt < refetchSeconds;
      const failedJustNow = seconds() - shelf.failedAt < retrySeconds;
      if ((!young || !shelf.list || !isFresh(shelf.list, now)) && !failedJustNow)
        await (shelf.fetching ??= fetchInto(shelf, issuer));
      const { list } = shelf;
      if (!list || !isFresh(list, now)) {
        throw new Refusal('revocation_unknown', undefined, { retryAfterSeconds: retrySeconds });
      }
      if (list.revoked.has(serial)) throw new Refusal('card_revoked');
      return { method: 'crl', asOf: new Date(list.thisUpdate * 1000) };
    },
  };
}

/** Bounded in time and size; a redirect is an answer like any other that is not 200. */
async function load(url: string): Promise<Buffer> {
  const signal = AbortSignal.timeout(fetchMilliseconds);
  const { statusCode, body } = await request(url, { signal, reset: true });
  try {
    if (statusCode !== 200) throw new Error(`the list's server answered ${statusCode}`);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw new Error('the list is too large');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    // Whatever was not read is not wanted. The abort it may raise is heard nowhere else.
    body.on('error', () => undefined).destroy();
  }
}
