/**
 * Takes a request for several categories in: token, proof and consent as at any door, everything asked for granted,
 * and durable before the company is told where to look. Nothing leaves here, so nothing is spent here.
 */
import { createHash } from 'node:crypto';
import { checkStanding } from '../../consent/standing.ts';
import type { InformationRequest, NewRequest } from '../../stores/information-requests.ts';
import type { RelyingParties } from '../../stores/relying-parties.ts';
import type { Stores } from '../../stores/stores.ts';
import type { Clock } from '../../vocabulary/clock.ts';
import { newIdentifier, type RequestId } from '../../vocabulary/identifiers.ts';
import { Refusal } from '../../vocabulary/refusals.ts';
import { type Admitted, type Call, checkAssurance, checkCategory, type Gate, holderOf } from '../gate.ts';
import { type Named, type RecordDenial, toNamed } from '../release-entry.ts';
import { type AskedItems, toAskedItems } from './asked-items.ts';
import type { RequestLimits } from './request-limits.ts';

export interface AcceptRooms {
  gate: Pick<Gate, 'admit'>;
  stores: Pick<Stores, 'informationRequests'>;
  relyingParties: Pick<RelyingParties, 'find'>;
  recordDenial: RecordDenial;
  limits: RequestLimits;
  clock: Clock;
}

export type AcceptRequest = (call: Call, body: unknown) => Promise<InformationRequest>;

/** @throws Refusal */
export function createAcceptRequest(rooms: AcceptRooms): AcceptRequest {
  const { gate, stores, limits, clock } = rooms;
  return async (call, body) => {
    const admitted = await gate.admit(call);
    const { consent } = admitted;
    const asked = toAskedItems(body, consent.items);
    try {
      checkAllStanding(admitted, asked, clock.now());
    } catch (error) {
      if (error instanceof Refusal) {
        const relyingParty = await rooms.relyingParties.find(consent.client);
        await rooms.recordDenial(admitted, nameAll(admitted, asked, relyingParty), error.reason);
      }
      throw error;
    }
    const added = await stores.informationRequests.add(toNewRequest(admitted, asked, rooms), limits);
    if ('request' in added) return added.request;
    const { outcome } = added;
    if (outcome === 'replayed') throw new Refusal('proof_replayed');
    if (outcome === 'key_reused') throw new Refusal('idempotency_key_reused');
    throw new Refusal(
      outcome === 'full' ? 'information_requests_full' : 'information_requests_too_many',
      undefined,
      {
        retryAfterSeconds: limits.retryAfterSeconds * 5,
      },
    );
  };
}

/** What a single read is held to, for every category, and as many reads left as there are categories. */
export function checkAllStanding({ consent, call }: Admitted, asked: AskedItems, now: Date): void {
  // With a key this may be the repeat that spends nothing: whether it is one, the store decides.
  const isRepeatable = call.idempotencyKey !== undefined && call.method === 'GET';
  checkStanding(isRepeatable ? { ...consent, readsUsed: 0 } : consent, now, [...asked.values()].flat());
  if (!isRepeatable && consent.readsGranted - consent.readsUsed < asked.size)
    throw new Refusal('reads_used_up');
  for (const category of asked.keys()) checkAssurance(consent, checkCategory(category).leastAssurance);
}

/** One entry for each category, as if each had been read by itself. */
export function nameAll(
  admitted: Admitted,
  asked: AskedItems,
  relyingParty: Parameters<typeof toNamed>[2],
): Named[] {
  return [...asked].map(([category, items]) =>
    toNamed(admitted, { named: category, items, holder: holderOf(category) }, relyingParty),
  );
}

function toNewRequest(
  { access, consent, call }: Admitted,
  asked: AskedItems,
  { clock, limits }: Pick<AcceptRooms, 'clock' | 'limits'>,
): NewRequest {
  const createdAt = clock.now();
  const after = (seconds: number): Date => new Date(createdAt.getTime() + seconds * 1000);
  const items = [...asked.values()].flat();
  return {
    id: newIdentifier<RequestId>(),
    client: consent.client,
    consent: consent.id,
    citizen: consent.citizen,
    subject: access.subject,
    items,
    traceId: call.traceId,
    createdAt,
    expiresAt: after(limits.pendingSeconds),
    forgetAt: after(limits.rememberedSeconds),
    idempotencyHash: call.idempotencyKey === undefined ? null : sha256(call.idempotencyKey),
    // What is asked counts, not how it was written: order and spaces say nothing.
    bodyHash: sha256(items.join('\n')),
    replay: access.replay,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
