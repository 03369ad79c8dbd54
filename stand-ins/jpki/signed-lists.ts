import type { Authority } from '../../certs/authority.ts';
import { issueRevocationList } from '../../certs/revocation-list.ts';
import type { Clock } from '../../src/vocabulary/clock.ts';
import type { Revoked } from './revoked.ts';

/** How long a list may be relied on: as long as the real one. */
const validityMilliseconds = 24 * 60 * 60 * 1000;

interface SignedList {
  list: Promise<Buffer>;
  /** The register it was signed from: the same object as long as the file is the same. */
  from: readonly Revoked[];
  renewAt: number;
}

/** The authorities' lists, signed when the register changes and anew before half of their time is over. */
export function createSignedLists(d: {
  authorities: readonly Authority[];
  revoked: () => readonly Revoked[];
  clock: Clock;
}): (name: string) => Promise<Buffer | undefined> {
  const signed = new Map<string, SignedList>();

  return async (name) => {
    const authority = d.authorities.find((candidate) => candidate.name === name);
    if (!authority) return undefined;
    const from = d.revoked();
    const now = d.clock.now();
    const held = signed.get(name);
    if (held && held.from === from && now.getTime() < held.renewAt) return held.list;
    const fresh: SignedList = {
      list: sign(authority, from, now),
      from,
      renewAt: now.getTime() + validityMilliseconds / 2,
    };
    signed.set(name, fresh);
    return fresh.list;
  };
}

function sign(authority: Authority, revoked: readonly Revoked[], now: Date): Promise<Buffer> {
  return issueRevocationList(authority, {
    revoked: revoked
      .filter((entry) => entry.authority === authority.name)
      .map(({ serial, at }) => ({ serial, at: new Date(at) })),
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + validityMilliseconds),
    // Grows over restarts without being kept anywhere.
    number: now.getTime(),
  });
}
