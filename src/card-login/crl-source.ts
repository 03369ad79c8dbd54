import { hash } from 'node:crypto';
import type { Clock } from '../vocabulary/clock.ts';
import type { Log } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { extensionName, readDistributionPoints } from './certificate-extensions.ts';
import { createListShelf, type HeldList, type ListShelf, retrySeconds } from './list-shelf.ts';
import type { RevocableCertificate, RevocationSource } from './revocation.ts';
import { DerFault } from './strict-der.ts';
import type { CardAnchor, CardTrust } from './trust.ts';

/** Four lists of half a million, some 180 MB. A list of one municipality is a thousandth of that. */
const mostEntriesHeld = 2_000_000;
/** What an empty list costs: so that many small ones count as well. */
const entriesOfAShelf = 20;
/** A server that is down is not asked for two thousand lists in a row; one list that stalls keeps none from the others. */
const mostSilences = 3;
/** Every municipality of Japan under each of five authorities. Only names that an authority signed come here. */
const mostShelves = 10_000;

export interface CrlSource extends RevocationSource {
  /** Reloads what is in use and no longer young, one list after the other. To be called every now and then. */
  reloadDue(): Promise<void>;
  /** Hangs up on what is being loaded; what is held serves on. */
  close(): Promise<void>;
}

/**
 * Revocation by the lists of the CAs: for each municipality its own, at `<url>/<anchor>/<SHA-256 of the name>.crl`,
 * where it can be had, and otherwise the complete one of the anchor, at `<url>/<anchor>.crl`. While a server is down
 * the last list serves until its own nextUpdate; after that its cards are refused (`revocation_unknown`).
 */
export function createCrlSource(d: {
  url: string;
  trust: CardTrust;
  clock: Clock;
  log: Log;
  mostEntries?: number;
}): CrlSource {
  const { url: baseUrl, clock, log, mostEntries = mostEntriesHeld } = d;
  /** By anchor and part, the least recently used first. */
  const shelves = new Map<string, ListShelf>();
  const stopping = new AbortController();
  const stopped = stopping.signal;
  let reloading: Promise<void> | undefined;

  function open(issuer: CardAnchor, part: Buffer | undefined): ListShelf {
    const key = `${issuer.keyHash} ${part?.toString('latin1') ?? ''}`;
    const known = shelves.get(key);
    if (known) return known;
    const file = toListFile(issuer, part);
    const shelf = createListShelf({
      ...{ key, baseUrl, file, issuer, part, clock, log, stopped },
      onHeld: keepWithinMemory,
    });
    shelves.set(key, shelf);
    const [oldest] = shelves.keys();
    if (shelves.size > mostShelves && oldest !== undefined) shelves.delete(oldest);
    return shelf;
  }

  function find(shelf: ListShelf, now: Date): Promise<HeldList | undefined> {
    // The most recently used is the last.
    shelves.delete(shelf.key);
    shelves.set(shelf.key, shelf);
    return shelf.find(now);
  }

  /** Drops what was not used for longest; never the list that was used last, however large. */
  function keepWithinMemory(): void {
    const holding = [...shelves.values()].filter((shelf) => shelf.entries() > 0);
    let held = holding.reduce((sum, shelf) => sum + shelf.entries() + entriesOfAShelf, 0);
    for (const shelf of holding.slice(0, -1)) {
      if (held <= mostEntries) return;
      held -= shelf.entries() + entriesOfAShelf;
      shelf.drop();
    }
  }

  async function reloadOneByOne(): Promise<void> {
    let silences = 0;
    for (const shelf of [...shelves.values()].filter((one) => one.isDue())) {
      await shelf.reload();
      if (shelf.wasSilent() && (silences += 1) === mostSilences) return;
    }
  }

  return {
    async check(certificate, issuer, now) {
      if (!d.trust.anchors.some(({ name, keyHash }) => name === issuer.name && keyHash === issuer.keyHash))
        throw new Refusal('revocation_unknown', 'no list is kept for this anchor');
      const part = readPart(certificate);
      const ofPart = part && open(issuer, part);
      const ofAll = open(issuer, undefined);
      // Whichever of the two spoke last: an older one, fresh or not, could be from before a revocation.
      const newest = () => Math.max(ofPart?.newest() ?? -Infinity, ofAll.newest());
      let list = ofPart && (await find(ofPart, now));
      if (!list || list.thisUpdate < newest()) list = await find(ofAll, now);
      if (!list || list.thisUpdate < newest()) {
        ofPart?.retrySoon();
        ofAll.retrySoon();
        throw new Refusal('revocation_unknown', undefined, { retryAfterSeconds: retrySeconds });
      }
      if (list.revoked.has(certificate.serial)) throw new Refusal('card_revoked');
      return {
        method: 'crl',
        asOf: new Date(list.thisUpdate * 1000),
        evidence: { sha256: list.sha256, der: null, authority: issuer.name },
      };
    },

    async reloadDue() {
      await (reloading ??= reloadOneByOne().finally(() => (reloading = undefined)));
    },

    async close() {
      stopping.abort();
      await Promise.all([reloading, ...[...shelves.values()].map((shelf) => shelf.settled())]);
    },
  };
}

/**
 * Where any mirror of the authority's directory can put a list: a name in DER may hold any byte, its hash is a file's
 * name everywhere.
 */
export function toListFile({ name }: Pick<CardAnchor, 'name'>, part: Buffer | undefined): string {
  const authority = encodeURIComponent(name);
  return part ? `${authority}/${hash('sha256', part, 'hex')}.crl` : `${authority}.crl`;
}

/**
 * The directory name under which the authority files this certificate: the first, where there are several, so that a
 * certificate costs two lists at most. One that cannot be read is of no part: the complete list speaks of it too.
 */
function readPart({ extensions }: RevocableCertificate): Buffer | undefined {
  try {
    return readDistributionPoints(extensions.get(extensionName.crlDistributionPoints))[0];
  } catch (error) {
    if (error instanceof DerFault) return undefined;
    throw error;
  }
}
