import type { Context } from 'koa';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { checkHeadersOnce } from '../tokens/check-headers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { idempotencyKeySchema } from './parameters.ts';

const isIdempotencyKey = new Ajv2020().compile<string>(idempotencyKeySchema);

/**
 * What every operation asks of a request before it looks at its token: a known path in its one spelling, a method of
 * that path, nothing that would be silently ignored. HEAD is not offered: it would spend a read and show nothing for it.
 * @throws Refusal
 */
export function checkRequest(
  ctx: Context,
  methodsAt: (path: string) => readonly string[],
  takesBody: (path: string, method: string) => boolean,
): void {
  // No name of ours needs percent-encoding: a second spelling of an address would be a second address for a proof.
  const methods = ctx.path.includes('%') ? [] : methodsAt(ctx.path);
  if (methods.length === 0) throw new Refusal('not_found');
  if (!methods.includes(ctx.method)) {
    ctx.set('Allow', methods.join(', '));
    throw new Refusal('method_not_allowed');
  }
  checkHeadersOnce(ctx.req.rawHeaders);
  // Ignoring one would let the caller believe in it; and a token in an address ends in logs (RFC 9700, 4.3.2).
  if (ctx.querystring !== '') throw new Refusal('request_malformed', 'no operation takes query parameters');
  if (takesBody(ctx.path, ctx.method)) return;
  if (ctx.get('Transfer-Encoding') !== '' || !/^0?$/.test(ctx.get('Content-Length'))) {
    // Not read, so nothing more can be read on this connection either.
    ctx.set('Connection', 'close');
    throw new Refusal('request_malformed', 'no operation takes a body');
  }
}

/** @throws Refusal `request_malformed` */
export function loadIdempotencyKey(ctx: Context): string | undefined {
  const key = ctx.req.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (!isIdempotencyKey(key))
    throw new Refusal('request_malformed', 'Idempotency-Key: 1 to 255 visible ASCII characters');
  return key;
}
