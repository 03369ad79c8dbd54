/**
 * Tells how a request stands, and hands its result out, once. Here is where something leaves, so the gate's whole
 * argument stands here again: consent read afresh, entries durable, the read spent and the result marked as fetched
 * by one commit, under the flags of this very moment.
 */
import type { Agencies } from '../../agencies/agencies.ts';
import type { DisclosureLedger } from '../../disclosures/ledger.ts';
import type { InformationRequest } from '../../stores/information-requests.ts';
import type { RelyingParties, RelyingParty } from '../../stores/relying-parties.ts';
import type { Stores } from '../../stores/stores.ts';
import type { Suppressions } from '../../stores/suppressions.ts';
import type { EncryptionKey } from '../../tokens/encryption-key.ts';
import type { VerifiedAccess } from '../../tokens/resource-guard.ts';
import type { Clock } from '../../vocabulary/clock.ts';
import { type EntryId, isIdentifier, type RequestId } from '../../vocabulary/identifiers.ts';
import type { Reading } from '../../vocabulary/reading.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import {
  type Admitted,
  type Call,
  checkForm,
  type Gate,
  idempotencyHash,
  outage,
  reasonOf,
} from '../gate.ts';
import { type ItemReading, readItems } from '../read-items.ts';
import { costsRead, type RecordDenial, saidBy, toTold } from '../release-entry.ts';
import { checkAllStanding, nameAll } from './accept-request.ts';
import { type AskedItems, groupByCategory } from './asked-items.ts';
import type { Result, ResultSeal } from './result-seal.ts';

export interface FetchRooms {
  gate: Pick<Gate, 'admit'>;
  stores: Pick<Stores, 'informationRequests'>;
  suppressions: Pick<Suppressions, 'find'>;
  relyingParties: Pick<RelyingParties, 'find'>;
  agencies: Pick<Agencies, 'inquire'>;
  ledger: Pick<DisclosureLedger, 'appendTogether'>;
  recordDenial: RecordDenial;
  seal: ResultSeal;
  clock: Clock;
}

/** How a request stands. */
export type Fetched =
  | { state: 'pending' | 'expired'; request: InformationRequest }
  | {
      state: 'completed';
      request: InformationRequest;
      access: VerifiedAccess;
      readsLeft: number | null;
      encryptTo: EncryptionKey | null;
      parts: readonly FetchedPart[];
    };

export interface FetchedPart {
  reading: Reading;
  entry: { id: EntryId };
  promise: string;
}

export type FetchResult = (call: Call, id: string) => Promise<Fetched>;

/** @throws Refusal */
export function createFetchResult(rooms: FetchRooms): FetchResult {
  const { gate, stores, seal, clock } = rooms;

  return async (call, id) => {
    const admitted = await gate.admit(call);
    const request = await findOwn(admitted, id);
    const asked = groupByCategory(request.items);
    const relyingParty = await rooms.relyingParties.find(request.client);
    const encryptTo = checkForm(call, relyingParty);
    try {
      checkAllStanding(admitted, asked, clock.now());
      const isOver = request.expiresAt <= clock.now();
      if (request.state === 'expired' || (isOver && request.state !== 'fetched'))
        return { state: 'expired', request };
      if (request.state === 'pending') return { state: 'pending', request };
      const sealed = await stores.informationRequests.loadResult(request.id, clock.now());
      if (!sealed) throw new Refusal('information_result_fetched');
      return await handOut(admitted, request, asked, seal.open(request, sealed), { relyingParty, encryptTo });
    } catch (error) {
      // A proof that was seen before is not the company's word that it asked.
      if (error instanceof Refusal && error.reason !== 'proof_replayed' && error.row.status < 500)
        await rooms.recordDenial(admitted, nameAll(admitted, asked, relyingParty), error.reason);
      throw error;
    }
  };

  /** Another company's, another consent's and no request at all look the same. */
  async function findOwn({ consent }: Admitted, id: string): Promise<InformationRequest> {
    const request = isIdentifier(id) ? await stores.informationRequests.find(id as RequestId) : undefined;
    if (!request || request.consent !== consent.id || request.client !== consent.client)
      throw new Refusal('information_request_unknown');
    return request;
  }

  async function handOut(
    admitted: Admitted,
    request: InformationRequest,
    asked: AskedItems,
    waiting: Result,
    { relyingParty, encryptTo }: { relyingParty: RelyingParty | undefined; encryptTo: EncryptionKey | null },
  ): Promise<Fetched> {
    const { access, call, consent } = admitted;
    const named = nameAll(admitted, asked, relyingParty);
    for (let attempt = 1; ; attempt += 1) {
      const { version } = await rooms.suppressions.find(consent.citizen);
      const parts = await Promise.all(
        waiting.map((part) => underFlags(part, { version, isSecond: attempt > 1 }, request, asked)),
      );
      const readings = parts.map(({ reading }) => reading);
      const drafts = readings.map((reading, index) => ({
        ...at(named, index),
        ...toTold(at(named, index), reading),
        ...saidBy(reading),
      }));
      const { result, entries } = await rooms.ledger.appendTogether(drafts, {
        replay: access.replay,
        spend: {
          consent: consent.id,
          now: clock.now(),
          // Parts that were asked under different flags cannot all be of this moment: then none is handed out.
          others: null,
          furtherOthers: parts.flatMap(({ others }) => (others ? [others] : [])),
          suppressionVersion: parts.every((part) => part.suppressionVersion === version) ? version : -1,
          reads: readings.filter(costsRead).length,
          idempotencyHash: call.idempotencyKey ? idempotencyHash(call.idempotencyKey, request.id) : null,
          result: request.id,
        },
      });
      if (result.outcome === 'committed')
        return {
          state: 'completed',
          request,
          access,
          readsLeft: result.readsLeft,
          encryptTo,
          parts: readings.map((reading, index) => ({ reading, ...at(entries, index) })),
        };
      if (result.outcome === 'replayed') throw new Refusal('proof_replayed');
      if (result.outcome === 'suppression_changed' && attempt === 1) continue;
      const reason = reasonOf(result.outcome);
      if (reason !== 'agency_unavailable') throw new Refusal(reason);
      await rooms.recordDenial(admitted, named, reason);
      throw outage();
    }
  }

  /** What was read under flags that moved since is asked for anew, as at the door: it may be nobody’s business now. */
  async function underFlags(
    part: ItemReading,
    { version, isSecond }: { version: number; isSecond: boolean },
    { citizen, traceId }: InformationRequest,
    asked: AskedItems,
  ): Promise<ItemReading> {
    // Of the other people in it the store alone can say whether a flag moved: it did so by refusing the first try.
    if (part.suppressionVersion === version && !(isSecond && part.others)) return part;
    const { category } = part.reading;
    const items = new Set(asked.get(category));
    return readItems(rooms.agencies, { citizen, category, items, viewer: 'waiting_result', traceId });
  }
}

function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new TypeError('a part is missing');
  return value;
}
