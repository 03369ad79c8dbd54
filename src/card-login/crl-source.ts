import type { Clock } from '../vocabulary/clock.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { loadBounded } from './load-bounded.ts';
import type { RevocationSource } from './revocation.ts';
import {
  isAbout,
  isFresh,
  type VerifiedRevocationList,
  verifyRevocationListInSlices,
} from './revocation-list.ts';
import type { CardAnchor, CardTrust } from './trust.ts';

/** A revocation becomes known this soon, even where the list says that it is good for a day. */
const refetchSeconds = 600;
/** A server that just failed is left alone this long: logins must not queue behind its silence. */
const retrySeconds = 5;
/** More than half a million revoked certificates. */
const limits = { mostBytes: 32 * 1024 * 1024, milliseconds: 3000 };

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
      const list = await verifyRevocationListInSlices(
        await loadBounded(`${d.url}/${encodeURIComponent(issuer.name)}.crl`, limits),
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
    async check(certificate, issuer, now) {
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
      if (!isAbout(list, certificate))
        throw new Refusal('revocation_unknown', 'the list is of another part of the certificates');
      if (list.revoked.has(certificate.serial)) throw new Refusal('card_revoked');
      return {
        method: 'crl',
        asOf: new Date(list.thisUpdate * 1000),
        evidence: { sha256: list.sha256, der: null, authority: issuer.name },
      };
    },
  };
}
