import type { Context } from 'koa';

/** Answers what is the same for everybody, and may be kept for some minutes. */
export function publicAsset(ctx: Context, body: string, type: string): void {
  ctx.body = body;
  ctx.set('Content-Type', type);
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Cache-Control', 'public, max-age=300');
}
