/**
 * A program of its own that competes for rows of one database: `rival.ts <address> <deed> <start> <keys…>`.
 * It opens the stores, waits for the start (milliseconds since the epoch), tries every key and prints what it won.
 */
import type { ConsentId, LoginId } from '../../vocabulary/identifiers.ts';
import { systemClock } from '../../vocabulary/clock.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import { openStores } from '../open-stores.ts';
import { draftRelease, later } from './drafts.ts';
import type { Stores } from '../stores.ts';

const deeds: Record<string, (stores: Stores, key: string) => Promise<boolean>> = {
  consume: (stores, key) => stores.oidcPayloads.consume('AuthorizationCode', key, later(1)),
  add: (stores, key) => stores.oidcPayloads.add('ReplayDetection', key, {}, { expiresAt: later(60) }),
  takeChallenge: async (stores, key) =>
    (await stores.cardLogins.takeChallenge(key as LoginId, 'authentication', later(1))) !== undefined,
  claim: async (stores, key) =>
    (await stores.informationRequests.claim(key, later(1), later(60))) !== undefined,
  claimEvent: async (stores, key) =>
    (await stores.outgoingEvents.claim(key, later(1), later(60))) !== undefined,
  release: async (stores, key) => {
    const consent = await stores.consents.find(key as ConsentId);
    if (!consent) return false;
    const [result] = await stores.releases.commit([draftRelease(consent)]);
    return result?.outcome === 'committed';
  },
};

/** A lock that lasts too long is a refusal, not an answer: the caller may try again. */
async function insist(deed: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 40; tries += 1) {
    try {
      return await deed();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  throw new Error('refused too often');
}

const [address = '', deedName = '', start = '0', ...keys] = process.argv.slice(2);
const deed = deeds[deedName];
if (!deed) throw new Error('no such deed');
const stores = await openStores({ url: address, clock: systemClock });
await new Promise((resolve) => setTimeout(resolve, Math.max(0, Number(start) - Date.now())));
const won = await Promise.all(keys.map((key) => insist(() => deed(stores, key))));
await stores.close();
process.stdout.write(JSON.stringify(keys.filter((_, position) => won[position])));
