import type { Context } from 'koa';
import { type Log, toErrorField } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';

/** A refusal in OAuth's form (RFC 6749, section 5.2; OpenID4VCI 1.0, section 8.3): the one that wallets read. */
export function answerRefusal(ctx: Context, error: unknown, log: Log): void {
  const refusal =
    error instanceof Refusal ? error : new Refusal('internal_error', undefined, { cause: error });
  const { row, reason, detail } = refusal;
  const line = {
    reason,
    status: row.status,
    ...(refusal.cause !== undefined && { error: toErrorField(refusal.cause) }),
  };
  if (row.status >= 500) log.error('refused', line);
  else log.info('refused', line);
  ctx.status = row.status;
  if (row.status === 401) ctx.set('WWW-Authenticate', 'Bearer error="invalid_token"');
  if (refusal.retryAfter !== undefined) ctx.set('Retry-After', refusal.retryAfter);
  const description = detail !== undefined && row.status < 500 ? `${row.title}: ${detail}` : row.title;
  ctx.body = {
    error: row.oauthError ?? (row.status >= 500 ? 'temporarily_unavailable' : 'invalid_request'),
    // Printable ASCII alone may stand there.
    error_description: description.replaceAll('’', "'"),
  };
}
