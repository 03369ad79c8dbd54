import type { Clock } from '../vocabulary/clock.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import { HttpAnswerFault, loadBounded } from './load-bounded.ts';
import {
  hashInSlices,
  isFresh,
  type VerifiedRevocationList,
  verifyRevocationList,
} from './revocation-list.ts';
import type { CardAnchor } from './trust.ts';

/** A revocation becomes known this soon, even where the list says that it is good for a day. */
const refetchSeconds = 600;
/** A list in use is reloaded in the background from this age on, long before a login would have to wait for it… */
const reloadSeconds = 300;
/** …or this long before its nextUpdate. */
const reloadLeadSeconds = 120;
/** A list that nobody asked for in the last hour is not kept young. */
const inUseSeconds = 3600;
/** A server that just failed is left alone this long: logins must not queue behind its silence. */
export const retrySeconds = 5;
/** More than half a million revoked certificates. */
const mostBytes = 32 * 1024 * 1024;
/** A login may have to wait for both, one after the other; a list of one municipality is small. */
const milliseconds = { part: 1500, whole: 3000 };

export interface HeldList extends VerifiedRevocationList {
  /** Of its DER, base64url. */
  sha256: string;
}

/** The place of one list: what is held of it, and how it is kept young. */
export interface ListShelf {
  readonly key: string;
  /** The list that is fresh now. Waits only where none is held, or where what is held grew old unasked. */
  find(now: Date): Promise<HeldList | undefined>;
  /** The newest thisUpdate ever held here, in seconds; it stays when the list is dropped. */
  newest(): number;
  /** How many entries it holds in memory; 0 where it holds no list. */
  entries(): number;
  isDue(): boolean;
  /** Loads it now; one request however many ask. What it loads is no worse than what was held. */
  reload(): Promise<void>;
  /** Whether its server gave no answer at all when it was asked last. */
  wasSilent(): boolean;
  /** Nothing served, here or elsewhere: asked again in five seconds, whatever was found here. */
  retrySoon(): void;
  drop(): void;
  /** Resolves when nothing is being loaded. */
  settled(): Promise<void>;
}

export function createListShelf(d: {
  /** What it is found by. */
  key: string;
  baseUrl: string;
  /** Below the base address, and in the log. */
  file: string;
  issuer: CardAnchor;
  /** The directory name (DER) that the list must be of; a complete list where undefined. */
  part: Buffer | undefined;
  clock: Clock;
  log: Log;
  /** Called when it holds another list than before. */
  onHeld: () => void;
  stopped: AbortSignal;
}): ListShelf {
  const limits = {
    mostBytes,
    milliseconds: d.part ? milliseconds.part : milliseconds.whole,
    stopped: d.stopped,
  };
  let held: HeldList | undefined;
  let newest = -Infinity;
  let [fetchedAt, triedAt, retryAt, usedAt] = [-Infinity, -Infinity, -Infinity, -Infinity];
  let isSilent = false;
  let loading: Promise<void> | undefined;
  const seconds = (): number => d.clock.now().getTime() / 1000;

  async function load(): Promise<void> {
    try {
      isSilent = true;
      const der = await loadBounded(`${d.baseUrl}/${d.file}`, limits);
      isSilent = false;
      const sha256 = await hashInSlices(der);
      // The same bytes as before were proved then.
      const list = sha256 === held?.sha256 ? held : await verifyRevocationList(der, d.issuer);
      checkPart(list, d.part);
      if (!isFresh(list, d.clock.now())) throw new Error('the list is out of date, or from the future');
      // Someone on the way could bring back yesterday's list, from before a revocation.
      if (list.thisUpdate < newest) throw new Error('the list is older than ours');
      fetchedAt = seconds();
      retryAt = -Infinity;
      if (list === held) return;
      held = { ...list, sha256 };
      newest = list.thisUpdate;
      d.onHeld();
    } catch (error) {
      if (error instanceof HttpAnswerFault) isSilent = false;
      const isAbsent = d.part && !held && error instanceof HttpAnswerFault && error.statusCode === 404;
      retryAt = seconds() + (isAbsent ? refetchSeconds : retrySeconds);
      // Our own words or the network's: neither quotes the list. A part that was never published is no fault.
      if (!isAbsent && !d.stopped.aborted)
        d.log.warn('revocation_list_not_loaded', {
          error: toErrorField(error),
          detail: `${d.file}: ${(error as Error).message}`,
        });
    } finally {
      triedAt = seconds();
      loading = undefined;
    }
  }
  const reload = (): Promise<void> => (loading ??= load());
  const mayTry = (): boolean => !d.stopped.aborted && seconds() >= retryAt;

  return {
    key: d.key,
    async find(now) {
      usedAt = seconds();
      const isGood = held !== undefined && isFresh(held, now);
      if (isGood && seconds() - triedAt < refetchSeconds) {
        // The last try failed: this login is served by what is held, and the next one by what comes.
        if (triedAt > fetchedAt && mayTry()) void reload();
      } else if (loading || mayTry()) await reload();
      return held && isFresh(held, now) ? held : undefined;
    },
    newest: () => newest,
    entries: () => held?.revoked.size ?? 0,
    isDue() {
      if (!held || loading || !mayTry() || seconds() - usedAt > inUseSeconds) return false;
      const isOld = seconds() - fetchedAt >= reloadSeconds;
      return isOld || seconds() + reloadLeadSeconds >= held.nextUpdate;
    },
    reload,
    wasSilent: () => isSilent,
    retrySoon() {
      const now = seconds();
      retryAt = Math.min(retryAt > now ? retryAt : Infinity, now + retrySeconds);
      triedAt = -Infinity;
    },
    drop() {
      held = undefined;
    },
    async settled() {
      await loading;
    },
  };
}

/** The list of one municipality at the address of another would say that every card there is good. */
function checkPart(list: VerifiedRevocationList, part: Buffer | undefined): void {
  const isOfPart = part ? list.part?.some((name) => name.equals(part)) : list.part === undefined;
  if (!isOfPart) throw new Error('the list is of another part of the certificates');
}
