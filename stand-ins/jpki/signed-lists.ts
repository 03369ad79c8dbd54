import { createHash } from 'node:crypto';
import type { Authority } from '../../certs/authority.ts';
import { type Issued, toPlainSerial } from '../../certs/issued.ts';
import { distributionPointName, type Name, toNameDer } from '../../certs/names.ts';
import { issueRevocationList } from '../../certs/revocation-list.ts';
import type { Clock } from '../../src/vocabulary/clock.ts';
import type { Revoked } from './revoked.ts';

/** How long a list may be relied on: as long as the real one. */
const validityMilliseconds = 24 * 60 * 60 * 1000;

interface SignedList {
  list: Promise<Buffer>;
  /** The registers it was signed from: the same objects as long as the files are the same. */
  from: readonly [readonly Revoked[], readonly Issued[]];
  renewAt: number;
}

/** Of whom a list is: `part` is the SHA-256 (hex) of a municipality's name in DER, undefined for the complete list. */
export interface ListOrder {
  authority: string;
  part?: string | undefined;
}

/**
 * The authorities' lists, complete and by municipality, signed when a register changes and anew before half of their
 * time is over. A municipality has one as soon as a certificate was issued there.
 */
export function createSignedLists(d: {
  authorities: readonly Authority[];
  revoked: () => readonly Revoked[];
  issued: () => readonly Issued[];
  clock: Clock;
}): (order: ListOrder) => Promise<Buffer | undefined> {
  const signed = new Map<string, SignedList>();

  return async ({ authority: name, part }) => {
    const authority = d.authorities.find((candidate) => candidate.name === name);
    if (!authority) return undefined;
    const from = [d.revoked(), d.issued()] as const;
    const now = d.clock.now();
    const file = `${name}/${part ?? ''}`;
    const held = signed.get(file);
    if (held?.from.every((one, at) => one === from[at]) && now.getTime() < held.renewAt) return held.list;
    const scope = part === undefined ? {} : findPart(authority, from[1], part);
    if (!scope) return undefined;
    const fresh: SignedList = {
      list: sign(authority, from, scope, now),
      from,
      renewAt: now.getTime() + validityMilliseconds / 2,
    };
    signed.set(file, fresh);
    return fresh.list;
  };
}

/** Whose list it is, and which serials were issued elsewhere. */
interface Scope {
  part?: Name;
  elsewhere?: ReadonlySet<string>;
}

function findPart(authority: Authority, issued: readonly Issued[], part: string): Scope | undefined {
  const elsewhere = new Set<string>();
  let found: Name | undefined;
  for (const { authority: by, serial, municipality } of issued) {
    if (by !== authority.name) continue;
    const name = distributionPointName(authority.purpose, municipality);
    if (createHash('sha256').update(toNameDer(name)).digest('hex') === part) found = name;
    else elsewhere.add(serial);
  }
  return found && { part: found, elsewhere };
}

function sign(
  authority: Authority,
  [revoked]: SignedList['from'],
  { part, elsewhere }: Scope,
  now: Date,
): Promise<Buffer> {
  return issueRevocationList(authority, {
    revoked: revoked
      // Of which it is not known where they were issued stand on every list: on one too many rather than on none.
      .filter((entry) => entry.authority === authority.name && !elsewhere?.has(toPlainSerial(entry.serial)))
      .map(({ serial, at }) => ({ serial: toPlainSerial(serial), at: new Date(at) })),
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + validityMilliseconds),
    // Grows over restarts without being kept anywhere.
    number: now.getTime(),
    ...(part && { part }),
  });
}
