import type { Context } from 'koa';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import type { TraceId } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';

/**
 * Answers a refusal as a problem document (RFC 9457). Its `type` is the address of a page that explains it;
 * a refused token or proof also gets its challenge (RFC 9449, section 7.1; RFC 6750, section 3).
 */
export function answerProblem(
  ctx: Context,
  error: unknown,
  d: { issuer: string; log: Log; traceId: TraceId },
): void {
  const refusal =
    error instanceof Refusal ? error : new Refusal('internal_error', undefined, { cause: error });
  const { row, reason, detail } = refusal;
  const line = {
    reason,
    trace_id: d.traceId,
    status: row.status,
    ...(detail !== undefined && { detail }),
    ...(refusal.cause !== undefined && { error: toErrorField(refusal.cause) }),
  };
  if (row.status >= 500) d.log.error('refused', line);
  else d.log.info('refused', line);
  ctx.status = row.status;
  ctx.set('Cache-Control', 'no-store');
  if (row.status === 401 || row.oauthError === 'insufficient_scope')
    ctx.set('WWW-Authenticate', challenge(refusal));
  if (refusal.retryAfter !== undefined) ctx.set('Retry-After', refusal.retryAfter);
  ctx.body = JSON.stringify({
    type: `${d.issuer}/problems/${reason}`,
    title: row.title,
    status: row.status,
    reason,
    // What failed on our side is for our log: it tells which store stands behind.
    ...(detail !== undefined && row.status < 500 && { detail }),
    trace_id: d.traceId,
  });
  ctx.type = 'application/problem+json';
}

function challenge({ reason, row, detail }: Refusal): string {
  // A request without any token gets the bare challenge: RFC 6750, section 3.1.
  const error = reason === 'token_missing' || !row.oauthError ? '' : `error="${row.oauthError}", `;
  // What a new request must ask for: RFC 9470, section 3.
  const acr = reason === 'assurance_too_low' && detail ? `acr_values="${detail}", ` : '';
  return `DPoP ${error}${acr}algs="ES256 PS256"`;
}
