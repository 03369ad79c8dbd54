/**
 * The card agent: a small web server on the citizen's own machine, reached by plain links from the sites on its list.
 * A page and a form for each step, and a style sheet; Host is checked before any of them.
 */
import Koa from 'koa';
import { pageAssets } from '../../consent-ui/page-assets.ts';
import type { Clock } from '../vocabulary/clock.ts';
import type { Log } from '../vocabulary/log.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { type AgentContext, type AgentState, showRefusal } from './answers.ts';
import { createCard } from './card.ts';
import { createStepRoutes } from './card-step.ts';
import { checkHost } from './check-caller.ts';
import { checkSameUser } from './check-same-user.ts';
import { createLogin } from './login.ts';
import { createLoopbackServer, drain, listen } from './loopback-server.ts';
import { serveAsset } from './page-parts.ts';
import { createRelyingSite } from './relying-site.ts';
import type { Sites } from './sites.ts';
import { createStatement } from './statement.ts';

export interface AgentParts {
  /** 0 lets the system choose one, for tests. */
  port: number;
  pkcs11Module: string;
  sites: Sites;
  /** What its user chose to know its pages by. */
  phrase: string | null;
  clock: Clock;
  log: Log;
  /** How long the card, and each answer of a site, is waited for. */
  cardMilliseconds?: number;
  siteMilliseconds?: number;
}

export interface CardAgent {
  /** `http://127.0.0.1:<port>`: the only address it answers for. */
  origin: string;
  stop(): Promise<void>;
}

type Handler = (ctx: AgentContext) => Promise<void> | void;

export async function startAgent(d: AgentParts): Promise<CardAgent> {
  const server = createLoopbackServer();
  const origin = `http://127.0.0.1:${await listen(server, d.port)}`;
  const card = createCard({ modulePath: d.pkcs11Module, answerMilliseconds: d.cardMilliseconds ?? 20_000 });
  const relyingSite = createRelyingSite({ timeoutMilliseconds: d.siteMilliseconds ?? 10_000 });
  const parts = { ...d, origin, card };
  const login = createStepRoutes(createLogin({ card, relyingSite }), parts);
  const statement = createStepRoutes(createStatement({ card, relyingSite }), parts);

  const routes: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
    '/login': { GET: login.show, POST: login.enter },
    '/sign': { GET: statement.show, POST: statement.enter },
    ...Object.fromEntries(
      Object.entries(pageAssets).map(([path, asset]) => [path, { GET: serveAsset(asset) }]),
    ),
  };

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

  return {
    origin,
    async stop() {
      await Promise.all([drain(server), relyingSite.close()]);
      await card.close();
    },
  };
}
