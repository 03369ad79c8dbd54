import Router from '@koa/router';
import type { Context } from 'koa';
import { checkNotForeign, readJsonObject } from '../card-login/agent-request.ts';
import { checkAccepts, checkHeadersOnce } from '../tokens/check-headers.ts';
import { answerProblem } from '../tokens/problems.ts';
import { newTraceId } from '../vocabulary/identifiers.ts';
import { itemsOf, releaseItems } from '../vocabulary/items.ts';
import type { Reading } from '../vocabulary/reading.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import {
  createEmergencyGate,
  type EmergencyAnswer,
  type EmergencyGateRooms,
  holderOf,
} from './emergency-gate.ts';

export interface EmergencyRooms extends EmergencyGateRooms {
  issuer: string;
  /** Lets that much time pass. */
  pause(milliseconds: number): Promise<unknown>;
}

const path = '/v1/emergency-access';
/** A name that was none is told no sooner: how long it took must not say which part of it was wrong. */
const notFoundAfterMilliseconds = 1000;

/** The emergency door, one operation: openapi.yaml is its contract. */
export function createEmergency(rooms: EmergencyRooms): Router {
  const { issuer, clock, log } = rooms;
  const gate = createEmergencyGate(rooms);
  const router = new Router({ strict: true, sensitive: true });

  router.all(path, async (ctx: Context) => {
    const [traceId, began] = [newTraceId(), clock.now().getTime()];
    ctx.set('X-Trace-Id', traceId);
    ctx.set('Cache-Control', 'no-store');
    ctx.set('X-Content-Type-Options', 'nosniff');
    try {
      checkRequest(ctx, issuer);
      const answer = await gate.answer({
        method: ctx.method,
        url: `${issuer}${path}`,
        authorization: ctx.get('Authorization') || undefined,
        proof: ctx.get('DPoP') || undefined,
        traceId,
        readBody: () => readJsonObject(ctx),
      });
      ctx.body = toBody(answer, issuer);
      log.info('emergency_access', { client_id: answer.client, trace_id: traceId, outcome: 'answered' });
    } catch (error) {
      if (error instanceof Refusal && error.reason === 'emergency_person_not_found')
        await rooms.pause(Math.max(0, began + notFoundAfterMilliseconds - clock.now().getTime()));
      answerProblem(ctx, error, { issuer, log, traceId });
    }
  });
  return router;
}

/** One method, nothing that would be silently ignored. @throws Refusal */
function checkRequest(ctx: Context, issuer: string): void {
  if (ctx.method !== 'POST') {
    ctx.set('Allow', 'POST');
    throw new Refusal('method_not_allowed');
  }
  checkHeadersOnce(ctx.req.rawHeaders);
  checkNotForeign(ctx, issuer);
  checkAccepts(ctx, ['application/json']);
  if (ctx.querystring !== '') throw new Refusal('request_malformed', 'no operation takes query parameters');
  if (ctx.get('Idempotency-Key') !== '')
    throw new Refusal('request_malformed', 'Idempotency-Key: an access that is open is asked again as it is');
}

function toBody({ namedBy, accessUntil, readings, entry, promise }: EmergencyAnswer, issuer: string) {
  return {
    named_by: namedBy,
    access_until: accessUntil.toISOString(),
    categories: readings.map(toCategory),
    receipt: { entry: entry.id, promise, receipt_url: `${issuer}/v1/receipts/${entry.id}` },
  };
}

function toCategory({ category, outcome, record, asOf, retryAfterSeconds }: Reading) {
  const items = new Set(itemsOf(category).map(({ name }) => name));
  return {
    category,
    outcome,
    as_of: asOf,
    source: holderOf(category),
    retry_after: retryAfterSeconds,
    record: record && releaseItems(record, category, items),
  };
}
