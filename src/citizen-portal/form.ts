import type { Context } from 'koa';
import { Refusal } from '../vocabulary/refusals.ts';

const mostBytes = 16 * 1024;

/** Reads a posted form. @throws Refusal `media_type_not_supported` or `request_too_large` */
export async function readForm(ctx: Context): Promise<URLSearchParams> {
  if (!ctx.is('application/x-www-form-urlencoded')) throw new Refusal('media_type_not_supported');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Refusal('request_too_large');
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
