import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from 'oidc-provider';
import type { OidcPayload } from '../stores/oidc-payloads.ts';
import type { Stores } from '../stores/stores.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { ClientId } from '../vocabulary/identifiers.ts';
import { toClientMetadata } from './client-metadata.ts';
import { codeRaceSeconds, interactionSeconds } from './lifetimes.ts';
import { reportingRefusals } from './store-refusals.ts';

interface AdapterRooms {
  stores: Pick<Stores, 'oidcPayloads' | 'relyingParties'>;
  clock: Clock;
}

/**
 * The provider's state in our store. The library finds, checks and then consumes: between its steps another request
 * can do the same. So every single use is decided here, by the one statement that changes a row.
 */
export function createAdapterFactory(rooms: AdapterRooms): AdapterFactory {
  return (model) => {
    if (model === 'Session') return forgetful;
    return reportingRefusals(model === 'Client' ? clientAdapter(rooms) : payloadAdapter(model, rooms));
  };
}

function payloadAdapter(model: string, { stores: { oidcPayloads }, clock }: AdapterRooms): Adapter {
  const expiry = (seconds: number): Date => new Date(clock.now().getTime() + seconds * 1000);
  return {
    async upsert(id, payload, expiresIn = 0) {
      const { grantId, uid, userCode } = payload;
      const keys = { grantId, uid, userCode, expiresAt: expiry(expiresIn + keptLonger(model)) };
      if (model !== 'ReplayDetection') return oidcPayloads.save(model, id, payload, keys);
      // The same assertion or proof, sent twice at once: the library's own look came too early for both.
      if (!(await oidcPayloads.add(model, id, payload, keys)))
        throw new errors.InvalidRequest('jti: this assertion or proof was used before');
    },
    async find(id) {
      const found = await oidcPayloads.find(model, id);
      if (found) checkRace(model, found, clock.now());
      return toAdapterPayload(found);
    },
    findByUid: async (uid) => toAdapterPayload(await oidcPayloads.findByUid(model, uid)),
    findByUserCode: async (code) => toAdapterPayload(await oidcPayloads.findByUserCode(model, code)),
    async consume(id) {
      if (await oidcPayloads.consume(model, id, clock.now())) return;
      if (model === 'PushedAuthorizationRequest')
        throw new errors.InvalidRequestUri('request_uri: was answered');
      throw new errors.InvalidGrant('authorization code already consumed');
    },
    destroy: (id) => oidcPayloads.destroy(model, id),
    revokeByGrantId: (grantId) => oidcPayloads.destroyByGrant(model, grantId),
  };
}

/**
 * A code that is presented while, or just after, it is redeemed is one client's own race or retry, and whoever won
 * keeps what it got. The library would end the whole grant at the sight of `consumed`; it gets to see that only later,
 * when a second use is a reuse (RFC 6749, section 4.1.2).
 */
function checkRace(model: string, { consumedAt }: OidcPayload, now: Date): void {
  if (model !== 'AuthorizationCode' || !consumedAt) return;
  if (now.getTime() - consumedAt.getTime() < codeRaceSeconds * 1000)
    throw new errors.InvalidGrant('authorization code already consumed');
}

/**
 * A pushed request is spent when it is answered, long after its minute: its row must outlive the interaction, or two
 * tabs could both answer it.
 */
function keptLonger(model: string): number {
  return model === 'PushedAuthorizationRequest' ? interactionSeconds : 0;
}

function toAdapterPayload(found: OidcPayload | undefined): AdapterPayload | undefined {
  if (!found) return undefined;
  const consumed = found.consumedAt ? { consumed: Math.floor(found.consumedAt.getTime() / 1000) } : {};
  return { ...found.payload, ...consumed };
}

/** Companies are registered elsewhere; here they are only looked up. */
function clientAdapter({ stores, clock }: AdapterRooms): Adapter {
  const notKept = () => Promise.reject(new Error('clients are not registered through the provider'));
  return {
    ...forgetful,
    upsert: notKept,
    async find(id) {
      const relyingParty = await stores.relyingParties.find(id as ClientId);
      return relyingParty && (toClientMetadata(relyingParty, clock.now()) as AdapterPayload);
    },
  };
}

/** No browser session of the provider is ever kept: every request has a card login of its own. */
const forgetful: Adapter = {
  upsert: async () => undefined,
  find: async () => undefined,
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  consume: async () => undefined,
  destroy: async () => undefined,
  revokeByGrantId: async () => undefined,
};
