/** Synthetic rows for the suite, each with only what a test wants to be different. */
import { byCard } from '../../vocabulary/rehearsal/authentication.ts';
import { randomBytes } from 'node:crypto';
import type { CitizenId, ClientId, ConsentId, ItemName, LinkCode } from '../../vocabulary/identifiers.ts';
import { newIdentifier } from '../../vocabulary/identifiers.ts';
import type { Consent } from '../consents.ts';
import type { Release, Spend } from '../release.ts';
import type { Stores } from '../stores.ts';

export const noon = new Date('2026-11-23T12:00:00.000Z');
export const later = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);

export const item = 'disability_welfare.certificates.kind' as ItemName;

export function draftConsent(changes: Partial<Consent> = {}): Consent {
  return {
    id: newIdentifier<ConsentId>(),
    decision: 'approved',
    citizen: newIdentifier<CitizenId>(),
    client: 'rail-company' as ClientId,
    purpose: 'discount-fare',
    items: [item],
    unseenItems: [],
    verifiedClaims: [],
    authentication: byCard,
    decidedAt: noon,
    validUntil: later(3600),
    readsGranted: 12,
    readsUsed: 0,
    withdrawnAt: null,
    ...changes,
  };
}

/** A citizen with an approved consent, both stored. */
export async function addConsent(stores: Stores, changes: Partial<Consent> = {}): Promise<Consent> {
  const consent = draftConsent(changes);
  await stores.citizens.save({
    id: consent.citizen,
    linkCode: randomBytes(16).toString('base64url') as LinkCode,
    holders: {},
  });
  await stores.consents.add(consent);
  return consent;
}

export function draftRelease(
  consent: Consent,
  changes: { replay?: Release['replay']; spend?: Partial<Spend> | null; at?: Date } = {},
): Release {
  const at = changes.at ?? later(1);
  return {
    entry: {
      id: newIdentifier(),
      citizen: consent.citizen,
      client: consent.client,
      consent: consent.id,
      at,
      body: '{"outcome":"released"}',
      salt: randomBytes(32),
      leafHash: randomBytes(32),
    },
    replay: changes.replay === undefined ? { hash: newIdentifier(), expiresAt: later(300) } : changes.replay,
    spend:
      changes.spend === null
        ? null
        : {
            consent: consent.id,
            now: at,
            suppressionVersion: 0,
            others: null,
            reads: 1,
            idempotencyHash: null,
            ...changes.spend,
          },
  };
}

/** Result outcomes in order. */
export async function outcomes(stores: Stores, group: readonly Release[]): Promise<string[]> {
  return (await stores.releases.commit(group)).map((result) => result.outcome);
}
