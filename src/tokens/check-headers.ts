import type { Context } from 'koa';
import { Refusal } from '../vocabulary/refusals.ts';

/** Sent twice, each of these could be read as one thing here and as another by a proxy. */
const singleHeaders = ['authorization', 'dpop', 'idempotency-key'];

/** @throws Refusal `request_malformed` */
export function checkHeadersOnce(rawHeaders: readonly string[]): void {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = String(rawHeaders[at]).toLowerCase();
    if (!singleHeaders.includes(name)) continue;
    // RFC 9449, section 4.3, check 1, and RFC 6750, section 3.1.
    if (seen.has(name)) throw new Refusal('request_malformed', `${name} was sent more than once`);
    seen.add(name);
  }
}

/** The first of our types that the client accepts. @throws Refusal `not_acceptable` */
export function checkAccepts(ctx: Context, types: readonly string[]): string {
  const type = ctx.accepts(...types);
  if (typeof type !== 'string') throw new Refusal('not_acceptable', `available: ${types.join(', ')}`);
  return type;
}
