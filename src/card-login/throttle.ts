import { isIPv6 } from 'node:net';
import type { BoundCertificate } from '../stores/citizens.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { LoginId } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { type BucketSize, createBuckets } from './buckets.ts';

/**
 * How often one may try, so that nobody is locked out from afar. A card is counted only after it signed: who merely
 * knows a citizen's certificate cannot use their tries up. An address is counted where a login begins, and no stranger
 * can send from a citizen's address. What fails is counted against its own login, which ends, and nothing else with it.
 */
export interface Throttle {
  /** @throws Refusal `too_many_login_starts` */
  beginLogin(address: string): void;
  /** Whether this login may fail once more. */
  mayFailAgain(login: LoginId): boolean;
  /** To be asked once the signature is proved. @throws Refusal `too_many_logins` */
  acceptCard(certificate: BoundCertificate): void;
}

/** A school or an office behind one address logs in at once; a machine that begins logins all day does not. */
const startsOfAddress: BucketSize = { holds: 300, refillsPerSecond: 5 };
/** A slip, a card that was moved, a clock that is wrong: not more. */
const failuresOfLogin: BucketSize = { holds: 10, refillsPerSecond: 0 };
/** A login takes a person half a minute. */
const loginsOfCard: BucketSize = { holds: 20, refillsPerSecond: 1 / 30 };

export function createThrottle({ clock }: { clock: Clock }): Throttle {
  const starts = createBuckets(startsOfAddress, { mostKeys: 50_000, clock });
  const failures = createBuckets(failuresOfLogin, { mostKeys: 100_000, clock });
  const cards = createBuckets(loginsOfCard, { mostKeys: 100_000, clock });
  return {
    beginLogin(address) {
      const seconds = starts.take(toNetwork(address));
      if (seconds > 0) throw new Refusal('too_many_login_starts', undefined, { retryAfterSeconds: seconds });
    },
    mayFailAgain: (login) => failures.take(login) === 0,
    acceptCard({ issuerKeyHash, serial }) {
      const seconds = cards.take(`${issuerKeyHash} ${serial}`);
      if (seconds > 0) throw new Refusal('too_many_logins', undefined, { retryAfterSeconds: seconds });
    },
  };
}

/** An IPv6 host chooses the lower half of its address as it likes (RFC 4291, 2.5.1): the network is what is counted. */
export function toNetwork(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%', 1).join('').split('::');
  const front = head ? head.split(':') : [];
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0');
  const groups = [...front, ...gap, ...back].slice(0, 4);
  return `${groups.map((group) => group.toLowerCase().replace(/^0+(?=.)/, '')).join(':')}::/64`;
}
