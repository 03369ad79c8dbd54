import type Router from '@koa/router';
import type { Context } from 'koa';
import type { InformationRequest } from '../../stores/information-requests.ts';
import { findCategory } from '../../vocabulary/categories.ts';
import type { Log } from '../../vocabulary/log.ts';
import type { JsonValue } from '../../vocabulary/reading.ts';
import type { Answers } from '../answers.ts';
import { checkAccepts } from '../../tokens/check-headers.ts';
import { toEncrypted } from '../encrypt-answer.ts';
import type { Call } from '../gate.ts';
import type { AcceptRequest } from './accept-request.ts';
import { groupByCategory } from './asked-items.ts';
import type { Fetched, FetchResult } from './fetch-result.ts';
import { readJsonBody } from './read-body.ts';
import type { RequestLimits } from './request-limits.ts';

export const requestsPath = '/self-information/requests';

/** Several categories at once, answered later: asked for by POST, looked for at the address that it is given. */
export function addRequestRoutes(
  api: Router,
  d: {
    issuer: string;
    accept: AcceptRequest;
    fetch: FetchResult;
    /** Tells a worker that there is work. */
    onAccepted(): void;
    toCall(ctx: Context): Call;
    answers: Pick<Answers, 'toReceiptLink' | 'toResultJwt'>;
    limits: RequestLimits;
    log: Log;
  },
): void {
  api.post(requestsPath, async (ctx) => {
    checkAccepts(ctx, ['application/json']);
    const call = d.toCall(ctx);
    const request = await d.accept(call, await readJsonBody(ctx));
    d.onAccepted();
    ctx.status = 202;
    ctx.set('Location', addressOf(request, d.issuer));
    ctx.set('Retry-After', String(d.limits.retryAfterSeconds));
    ctx.body = toStanding(request, 'pending', d.issuer);
    d.log.info('request_accepted', { client_id: request.client, trace_id: call.traceId });
  });

  api.get(`${requestsPath}/:request`, async (ctx) => {
    const type = checkAccepts(ctx, ['application/json', 'application/jwt']);
    const call = d.toCall(ctx);
    const fetched = await d.fetch(call, String(ctx.params['request']));
    if (fetched.state === 'pending') ctx.set('Retry-After', String(d.limits.retryAfterSeconds));
    const body = toBody(fetched);
    // How a request stands is nothing of the citizen’s: only what is handed out is worth a signature.
    if (fetched.state !== 'completed' || (type === 'application/json' && !fetched.encryptTo)) ctx.body = body;
    else {
      const signed = d.answers.toResultJwt(fetched, body);
      ctx.body = fetched.encryptTo ? await toEncrypted(signed, fetched.encryptTo) : signed;
      ctx.set('Content-Type', 'application/jwt');
    }
    if (fetched.state === 'completed')
      for (const { reading } of fetched.parts)
        d.log.info('released', {
          category: reading.category,
          outcome: reading.outcome,
          client_id: fetched.access.client,
          trace_id: call.traceId,
        });
  });

  function toBody(fetched: Fetched): Record<string, JsonValue> {
    const standing = toStanding(fetched.request, fetched.state, d.issuer);
    if (fetched.state !== 'completed') return standing;
    return {
      ...standing,
      results: fetched.parts.map(({ reading, entry, promise }) => ({
        category: reading.category,
        outcome: reading.outcome,
        as_of: reading.asOf,
        source: findCategory(reading.category)?.holder ?? null,
        retry_after: reading.retryAfterSeconds,
        record: reading.record,
        receipt: d.answers.toReceiptLink({ entry, promise }),
      })),
      reads_left: fetched.readsLeft,
    };
  }
}

export function addressOf({ id }: Pick<InformationRequest, 'id'>, issuer: string): string {
  return `${issuer}/v1${requestsPath}/${id}`;
}

function toStanding(
  request: InformationRequest,
  state: Fetched['state'],
  issuer: string,
): Record<string, JsonValue> {
  return {
    request: addressOf(request, issuer),
    state,
    categories: [...groupByCategory(request.items).keys()],
    expires_at: request.expiresAt.toISOString(),
  };
}
