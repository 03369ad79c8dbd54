import type Router from '@koa/router';
import type { Context } from 'koa';
import type { Log } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { answerProblem } from './agent-answer.ts';
import { checkNotForeign, readJsonObject } from './agent-request.ts';

/** One address that agents post JSON to: the same rules for all of them, and a problem document for whatever refuses. */
export function addAgentRoute(
  routes: Router,
  path: string,
  reply: (request: Readonly<Record<string, unknown>>, ctx: Context) => Promise<object>,
  d: { origin: string; log: Log },
): void {
  routes.post(path, async (ctx: Context) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.set('X-Content-Type-Options', 'nosniff');
    try {
      checkNotForeign(ctx, d.origin);
      ctx.body = await reply(await readJsonObject(ctx), ctx);
    } catch (error) {
      answerProblem(ctx, error, d);
    }
  });
  routes.all(path, (ctx) => {
    ctx.set('Allow', 'POST');
    throw new Refusal('method_not_allowed');
  });
}
