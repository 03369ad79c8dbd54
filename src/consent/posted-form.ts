/** Forms that a page of ours sent: read within bounds, and only from a page of ours. */
import type { Context } from 'koa';
import { Refusal } from '../vocabulary/refusals.ts';

/**
 * Another site's page must not decide in a citizen's name. Browsers say where a form comes from; the form token says
 * it once more, for those that do not. `null` is what a browser says for a page that hides its origin: not ours.
 * @throws Refusal `form_not_ours`
 */
export function checkOwnPage(ctx: Context): void {
  const [origin, site] = [ctx.get('Origin'), ctx.get('Sec-Fetch-Site')];
  // The front door has made sure that the request's host is ours.
  const ours =
    origin === '' || (URL.canParse(origin) && new URL(origin).origin === `${ctx.protocol}://${ctx.host}`);
  if (!ours || (site !== '' && site !== 'same-origin')) throw new Refusal('form_not_ours');
}

/** @throws Refusal `media_type_not_supported`, `request_too_large` */
export async function readForm(ctx: Context, mostBytes: number): Promise<URLSearchParams> {
  if (!ctx.is('application/x-www-form-urlencoded')) throw new Refusal('media_type_not_supported');
  return new URLSearchParams((await readBody(ctx, mostBytes)).toString('utf8'));
}

/** Not `for await`: leaving it early would end the connection before the refusal is sent. */
export function readBody(ctx: Context, mostBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    ctx.req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= mostBytes) return void chunks.push(chunk);
      ctx.req.removeAllListeners('data').pause();
      ctx.set('Connection', 'close');
      reject(new Refusal('request_too_large'));
    });
    ctx.req.on('end', () => resolve(Buffer.concat(chunks)));
    ctx.req.on('error', () => reject(new Refusal('request_malformed', 'the body ended early')));
    ctx.req.on('close', () => reject(new Refusal('request_malformed', 'the body ended early')));
  });
}
