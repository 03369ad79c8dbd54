import type { Context } from 'koa';
import { newTraceId } from '../vocabulary/identifiers.ts';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';

/** What an agent gets where it is refused: a problem document (RFC 9457) with the row's reason. */
export function answerProblem(ctx: Context, error: unknown, d: { origin: string; log: Log }): void {
  const refusal =
    error instanceof Refusal ? error : new Refusal('internal_error', undefined, { cause: error });
  const { row, reason, detail } = refusal;
  const traceId = newTraceId();
  const line = {
    reason,
    trace_id: traceId,
    status: row.status,
    ...(detail === undefined ? {} : { detail }),
  };
  if (row.status >= 500) {
    d.log.error('refused', {
      ...line,
      ...(refusal.cause === undefined ? {} : { error: toErrorField(refusal.cause) }),
    });
  } else d.log.info('refused', line);
  ctx.status = row.status;
  if (refusal.retryAfter !== undefined) ctx.set('Retry-After', refusal.retryAfter);
  ctx.body = JSON.stringify({
    type: `${d.origin}/problems/${reason}`,
    title: row.title,
    status: row.status,
    reason,
    ...(detail === undefined ? {} : { detail }),
    trace_id: traceId,
  });
  ctx.type = 'application/problem+json';
}
