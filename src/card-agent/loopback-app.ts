/** A small web server for the pages of an agent, on its user's own device alone. Host is checked before any route. */
import Koa from 'koa';
import { pageAssets } from '../../consent-ui/page-assets.ts';
import type { Log } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { type AgentContext, type AgentState, showRefusal } from './answers.ts';
import { checkHost } from './check-caller.ts';
import { checkSameUser } from './check-same-user.ts';
import { createLoopbackServer, drain, listen } from './loopback-server.ts';
import { serveAsset } from './page-parts.ts';

type Handler = (ctx: AgentContext) => Promise<void> | void;
export type LoopbackRoutes = Readonly<Record<string, Readonly<Record<string, Handler>>>>;

export interface LoopbackApp {
  /** `http://127.0.0.1:<port>`: the only address it answers for. */
  origin: string;
  drain(): Promise<void>;
}

export async function openLoopbackApp(d: {
  /** 0 lets the system choose one, for tests. */
  port: number;
  log: Log;
  toRoutes(origin: string): LoopbackRoutes;
}): Promise<LoopbackApp> {
  const server = createLoopbackServer();
  const origin = `http://127.0.0.1:${await listen(server, d.port)}`;
  const assets = Object.entries(pageAssets).map(([path, asset]) => [path, { GET: serveAsset(asset) }]);
  const routes: LoopbackRoutes = { ...d.toRoutes(origin), ...Object.fromEntries(assets) };

  const app = new Koa<AgentState>();
  app.use(async (ctx) => {
    const route = Object.hasOwn(routes, ctx.path) ? ctx.path : 'none';
    try {
      checkHost(ctx.req, origin);
      checkSameUser(ctx.socket);
      const methods = routes[route];
      if (!methods) throw new Refusal('not_found');
      const handler = Object.hasOwn(methods, ctx.method) ? methods[ctx.method] : undefined;
      if (!handler) {
        ctx.set('Allow', Object.keys(methods).join(', '));
        throw new Refusal('method_not_allowed');
      }
      await handler(ctx);
    } catch (error) {
      showRefusal(ctx, error, d.log);
    }
    d.log.info('request', { method: ctx.method, route, status: ctx.status });
  });
  server.on('request', app.callback());
  return { origin, drain: () => drain(server) };
}
