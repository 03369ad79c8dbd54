import type { ParameterizedContext } from 'koa';
import { checkOwnPart } from './check-caller.ts';

/** What the agent's own pages load; to another site it would tell that an agent runs here. */
export function serveAsset({
  type,
  body,
}: {
  type: string;
  body: string;
}): (ctx: ParameterizedContext) => void {
  return (ctx) => {
    checkOwnPart(ctx.req);
    ctx.set('Cross-Origin-Resource-Policy', 'same-origin');
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.type = type;
    ctx.body = body;
  };
}
